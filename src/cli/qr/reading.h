// SPDX-License-Identifier: Apache-2.0
// Reading pictures without waiting for them: what a folder or a camera gives, one after another.
//
// Each picture has a child process of its own (confine.h), so what one of them does to a decoder
// is gone before the next one comes.
#pragma once

#include <memory>
#include <optional>

#include "cli/qr/confine.h"

namespace whit {

// FrameFormat is how a camera's frame is laid out.
enum class FrameFormat : std::uint8_t {
  grey,   // one byte a pixel
  yuyv,   // two bytes a pixel, of which the first is its brightness
  mjpeg,  // a JPEG, which may lack the usual tables
};

// Frame is one of them. Rows of grey and yuyv are `stride` bytes apart.
struct Frame {
  FrameFormat format = FrameFormat::grey;
  int width = 0;
  int height = 0;
  std::size_t stride = 0;
  Bytes data;
};

// start_file reads the PNG or JPEG that `fd` is open on, from its start, in the child: no disk and
// no network share makes the caller wait. More than kMaxPictureBytes is too_large.
[[nodiscard]] std::unique_ptr<Confined> start_file(int fd, const PictureLimits& limits = {});

// start_frame looks for a code quickly: the next frame is on its way. A frame that is smaller than
// it says is unreadable.
[[nodiscard]] std::unique_ptr<Confined> start_frame(const Frame& frame,
                                                    const PictureLimits& limits = {});

// decode_frame sets `out`, or says why not, as decode_picture does. Runs in the child only.
struct GreyImage;
[[nodiscard]] PictureOutcome decode_frame(const Frame& frame, GreyImage& out);

}  // namespace whit
