// SPDX-License-Identifier: Apache-2.0
// A camera of the kernel's (Video4Linux 2), as far as a gate needs one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/qr/reading.h"

namespace whit::cli::gate {

// Opened is what became of opening a camera. All but the first leave nothing open.
enum class Opened : std::uint8_t {
  yes,
  missing,    // there is no such device, or it is just going away
  forbidden,  // for this user
  busy,       // another program has it
  no_camera,  // a device, but none that streams pictures in a format we know
};

// FrameSize is one that a camera offers.
struct FrameSize {
  std::uint32_t width, height;
  bool operator==(const FrameSize&) const = default;
};

// best_size is the offer nearest to 1280 x 720: a code of 65 modules that fills 60 % of that has 6
// pixels a module. Nothing of no offers.
std::optional<FrameSize> best_size(const std::vector<FrameSize>& offers);

// Video is one camera, open or not. Nothing of it waits.
class Video {
 public:
  Video() = default;
  ~Video() { close(); }
  Video(const Video&) = delete;
  Video& operator=(const Video&) = delete;

  // open starts streaming: grey before YUYV before Motion JPEG among formats of equal size.
  Opened open(const std::string& path);
  void close();
  bool is_open() const { return fd_ >= 0; }
  int descriptor() const { return fd_; }

  // latest takes all frames that are ready off the camera and returns the newest of them, copied,
  // if `wanted`. Bad frames are passed over. Closes the camera if it is gone.
  std::optional<Frame> latest(bool wanted);
  // frames is how many came since it was opened, bad ones too.
  std::uint64_t frames() const { return frames_; }

 private:
  struct Mapping {
    void* start;
    std::size_t size;
  };

  Opened start();
  Opened choose_format();
  bool map_buffers();

  int fd_ = -1;
  std::uint64_t frames_ = 0;
  Frame shape_;  // of each frame; its data is empty
  std::vector<Mapping> mappings_;
  std::vector<std::uint8_t> copy_;
};

}  // namespace whit::cli::gate
