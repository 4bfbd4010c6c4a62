// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/read.h"

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
