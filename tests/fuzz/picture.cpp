// SPDX-License-Identifier: Apache-2.0
// Pictures from strangers, as the child process sees them: decoded, and searched for codes.
#include "cli/qr/picture.h"

#include "cli/qr/detect.h"
#include "cli/qr/qr.h"
#include "cli/qr/reading.h"
#include "fuzz/fuzz.h"

namespace whit::fuzz {
namespace {

constexpr int kMostPixels = 10000;  // searching more takes the time of a thousand inputs

void read_file(Bytes file) {
  GreyImage image;
  if (decode_picture(file, image) != PictureOutcome::found) return;
  must(image.width > 0 && image.height > 0);
  must(image.pixels.size() ==
       static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  if (image.width <= kMostPixels / image.height) (void)find_codes(image);
}

// A frame says how large it is in its first bytes, and may lie.
void decode_any_frame(Bytes input) {
  if (input.size() < 5) return;
  Frame frame;
  frame.format = static_cast<FrameFormat>(input[0] % 3);
  frame.width = input[1] - 2;
  frame.height = input[2] - 2;
  frame.stride = input[3] * std::size_t{2} + input[4] % 2;
  frame.data = input.subspan(5);
  GreyImage image;
  if (decode_frame(frame, image) != PictureOutcome::found) return;
  must(image.width > 0 && image.height > 0);
  if (image.width <= kMostPixels / image.height) (void)find_codes(image, Effort::quick);
}

GreyImage drawn(const QrMatrix& qr) {
  constexpr int kScale = 3;
  const int side = kScale * (qr.size() + 2 * kQuietZone);
  GreyImage out;
  must(make_grey(static_cast<std::uint64_t>(side), static_cast<std::uint64_t>(side), out));
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool dark = qr.dark(x / kScale - kQuietZone, y / kScale - kQuietZone);
      out.row(y)[x] = dark ? std::uint8_t{0} : std::uint8_t{255};
    }
  }
  return out;
}

// A code with the text of the first bytes, and every pixel that the others name turned over: a
// fuzzer would hardly draw one itself, let alone wrap it into a PNG with its checksums.
void read_damaged_code(Bytes input, Effort effort) {
  const std::size_t size = std::min<std::size_t>(input.size(), 20);
  const auto qr = make_qr(as_text(input.first(size)));
  if (!qr) return;
  GreyImage image = drawn(*qr);
  input = input.subspan(size);
  for (std::size_t at = 0; at + 1 < input.size(); at += 2) {
    auto& pixel =
        image.pixels[(input[at] * std::size_t{256} + input[at + 1]) % image.pixels.size()];
    pixel = static_cast<std::uint8_t>(255 - pixel);
  }
  must(find_codes(image, effort).size() <= 64);
}

}  // namespace

void run(Bytes input) {
  read_file(input);
  if (input.empty()) return;
  if (input[0] < 128) {
    // Looking thoroughly takes ten times as long.
    read_damaged_code(input.subspan(1), input[0] % 8 == 0 ? Effort::thorough : Effort::quick);
  } else {
    decode_any_frame(input.subspan(1));
  }
}

}  // namespace whit::fuzz
