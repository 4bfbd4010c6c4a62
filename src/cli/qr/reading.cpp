// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/reading.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/qr/detect.h"
#include "cli/qr/picture.h"

namespace whit {
namespace {

// The rest of this file runs in the child, but for the two functions that start it.

// A decoder gets bytes alone: a frame travels with this before it.
struct Head {
  FrameFormat format;
  int width, height;
  std::size_t stride;
};

bool load(int fd, std::vector<std::uint8_t>& file) {
  std::uint8_t chunk[65536];
  for (off_t at = 0; file.size() <= kMaxPictureBytes;) {
    const ssize_t n = ::pread(fd, chunk, sizeof chunk, at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0;
    file.insert(file.end(), chunk, chunk + n);
    at += n;
  }
  return true;
}

PictureResult read_frame(Bytes bytes) {
  Head head{};
  std::memcpy(&head, bytes.data(), sizeof head);
  GreyImage image;
  const PictureOutcome outcome = decode_frame(
      {head.format, head.width, head.height, head.stride, bytes.subspan(sizeof head)}, image);
  if (outcome != PictureOutcome::found) return {outcome, 0, {}};
  return result_of(find_codes(image, Effort::quick));
}

}  // namespace

PictureOutcome decode_frame(const Frame& frame, GreyImage& out) {
  if (frame.format == FrameFormat::mjpeg) return decode_picture(frame.data, out);
  const std::size_t step = frame.format == FrameFormat::yuyv ? 2 : 1;
  if (frame.width <= 0 || frame.height <= 0) return PictureOutcome::unreadable;
  const auto width = static_cast<std::size_t>(frame.width);
  const auto height = static_cast<std::size_t>(frame.height);
  if (!make_grey(width, height, out)) return PictureOutcome::too_large;
  if (frame.stride < width * step || frame.data.size() / frame.stride < height) {
    return PictureOutcome::unreadable;
  }
  for (std::size_t y = 0; y < height; ++y) {
    const std::uint8_t* in = frame.data.data() + y * frame.stride;
    std::uint8_t* row = out.row(static_cast<int>(y));
    for (std::size_t x = 0; x < width; ++x) row[x] = in[x * step];
  }
  return PictureOutcome::found;
}

std::unique_ptr<Confined> start_file(int fd, const PictureLimits& limits) {
  const auto loader = [fd](std::vector<std::uint8_t>& file) { return load(fd, file); };
  return std::make_unique<Confined>(read_stored, loader, limits);
}

std::unique_ptr<Confined> start_frame(const Frame& frame, const PictureLimits& limits) {
  const auto loader = [&frame](std::vector<std::uint8_t>& file) {
    const Head head{frame.format, frame.width, frame.height, frame.stride};
    file.resize(sizeof head + frame.data.size());
    std::memcpy(file.data(), &head, sizeof head);
    if (!frame.data.empty()) {
      std::memcpy(file.data() + sizeof head, frame.data.data(), frame.data.size());
    }
    return true;
  };
  return std::make_unique<Confined>(read_frame, loader, limits);
}

}  // namespace whit
