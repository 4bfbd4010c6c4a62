// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/read.h"

#include <algorithm>
#include <string>

#include "cli/qr/confine.h"
#include "cli/qr/detect.h"
#include "cli/qr/picture.h"

namespace whit {
PictureResult result_of(std::vector<std::string> codes) {
  const auto count = static_cast<unsigned>(codes.size());
  if (count == 0) return {PictureOutcome::no_code, 0, {}};
  if (count > 1) return {PictureOutcome::many_codes, count, {}};
  return {PictureOutcome::found, 1, std::move(codes.front())};
}

PictureResult read_stored(Bytes file) {
  GreyImage image;
  const PictureOutcome outcome = decode_picture(file, image);
  if (outcome != PictureOutcome::found) return {outcome, 0, {}};
  return result_of(find_codes(image));
}

bool is_picture(Bytes file) { return is_png(file) || is_jpeg(file); }

std::string_view other_picture(Bytes file) {
  struct Known {
    std::size_t at;
    std::string_view bytes, name;
  };
  using namespace std::string_view_literals;
  static constexpr Known kKnown[] = {
      {4, "ftypheic"sv, "HEIC"sv}, {4, "ftypheix"sv, "HEIC"sv}, {4, "ftypmif1"sv, "HEIC"sv},
      {4, "ftypavif"sv, "AVIF"sv}, {8, "WEBPVP8"sv, "WebP"sv},  {0, "GIF8"sv, "GIF"sv},
      {0, "II*\0"sv, "TIFF"sv},    {0, "MM\0*"sv, "TIFF"sv},    {0, "%PDF-"sv, "PDF"sv},
  };
  const std::string_view text = as_text(file.first(std::min<std::size_t>(file.size(), 16)));
  for (const Known& known : kKnown) {
    if (text.size() >= known.at && text.substr(known.at, known.bytes.size()) == known.bytes) {
      return known.name;
    }
  }
  return {};
}

std::string_view advice(const PictureResult& result) {
  switch (result.outcome) {
    case PictureOutcome::no_code:
      return "all of the code in it, nearer, sharp, and without a reflection";
    case PictureOutcome::many_codes:
      return "cut out all but one";
    case PictureOutcome::too_large:
    case PictureOutcome::timed_out:
      return "cut out the code, or store it smaller";
    case PictureOutcome::unreadable:
      return "PNG and JPEG can be read; this one is damaged or cut short";
    case PictureOutcome::found:
    case PictureOutcome::crashed:
    case PictureOutcome::no_process:
      break;
  }
  return "";
}

PictureResult read_picture(Bytes file, const PictureLimits& limits) {
  if (file.size() > kMaxPictureBytes) return {PictureOutcome::too_large, 0, {}};
  if (!is_picture(file)) return {PictureOutcome::unreadable, 0, {}};
  return run_confined(read_stored, file, limits);
}

std::string sentence(const PictureResult& result, std::string_view name) {
  std::string unread = "could not read the picture";
  switch (result.outcome) {
    case PictureOutcome::found:
      return "one code found in " + std::string(name);
    case PictureOutcome::no_code:
      return "no code found in " + std::string(name);
    case PictureOutcome::many_codes:
      return std::to_string(result.codes) + " codes found, give one";
    case PictureOutcome::too_large:
      return std::string(name) + ": larger than 16 MB or 40 megapixels";
    case PictureOutcome::timed_out:
      return unread + " in time";
    case PictureOutcome::unreadable:
    case PictureOutcome::crashed:
    case PictureOutcome::no_process:
      return unread;
  }
  return unread;
}

}  // namespace whit
