// SPDX-License-Identifier: Apache-2.0
// Reading the one QR code of a picture.
//
// Pictures come from strangers, and the libraries that decode them are large. So a child process
// does it, that can do nothing but compute and answer: see confine.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "whit/bytes.h"

namespace whit {

// PictureOutcome is what became of a picture. Zero is a failure, so nothing unset reads as found.
enum class PictureOutcome : std::uint8_t {
  crashed = 0,     // the decoder ended without an answer
  found = 1,       // exactly one code, or one code several times
  no_code = 2,     // a picture, but without a code that can be read
  many_codes = 3,  // two or more codes with different content
  unreadable = 4,  // not PNG or JPEG, cut short, or damaged
  too_large = 5,   // more bytes, pixels or memory than the limits allow
  timed_out = 6,   // the decoder took longer than the limits allow
  no_process = 7,  // this machine could not start the decoder
};

// A PictureResult holds the content of the code, byte for byte, iff `outcome` is found.
struct PictureResult {
  PictureOutcome outcome = PictureOutcome::crashed;
  unsigned codes = 0;  // different codes seen
  std::string text;
};

// kMaxPictureBytes is the largest file, and kMaxPicturePixels the largest picture, that is read.
inline constexpr std::size_t kMaxPictureBytes = std::size_t{16} << 20;
inline constexpr std::uint64_t kMaxPicturePixels = 40'000'000;

// PictureLimits bound the child process.
struct PictureLimits {
  std::chrono::milliseconds wall{10'000};
  unsigned cpu_seconds = 10;
  std::size_t address_space = std::size_t{1} << 30;  // bytes, with what this process has mapped
};

// is_picture is whether `file` starts like a PNG or a JPEG; a caller can then tell text apart.
[[nodiscard]] bool is_picture(Bytes file);

// read_picture finds the one QR code in `file`, a PNG or JPEG, upright or not, mirrored or
// inverted. The process must have no other thread, and should not hold secrets yet: the child
// starts with a copy of its memory. It waits at most `limits.wall`.
[[nodiscard]] PictureResult read_picture(Bytes file, const PictureLimits& limits = {});

// other_picture names the format of a picture or document that can't be read here, by its first
// bytes: "HEIC", as iPhones store photos,
// "AVIF", "WebP", "GIF", "TIFF" or "PDF". Empty for the rest.
[[nodiscard]] std::string_view other_picture(Bytes file);

// advice is what to do about a `result` that is not found, empty if nobody knows.
[[nodiscard]] std::string_view advice(const PictureResult& result);

// sentence says a `result` that is not found to a person, for the picture `name`: lower case, no
// period.
[[nodiscard]] std::string sentence(const PictureResult& result, std::string_view name);

}  // namespace whit
