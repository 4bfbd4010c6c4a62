// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/video.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace whit::cli::gate {
namespace {

constexpr std::uint32_t kWidth = 1280, kHeight = 720;
constexpr std::uint32_t kBuffers = 4;
constexpr std::uint32_t kMostOffers = 256;  // of each list that a device gives
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

struct Known {
  std::uint32_t pixels;  // as the kernel calls it
  FrameFormat format;
  std::size_t bytes;  // a pixel; 0 if that varies
};
constexpr Known kKnown[] = {{V4L2_PIX_FMT_GREY, FrameFormat::grey, 1},
                            {V4L2_PIX_FMT_YUYV, FrameFormat::yuyv, 2},
                            {V4L2_PIX_FMT_MJPEG, FrameFormat::mjpeg, 0},
                            {V4L2_PIX_FMT_JPEG, FrameFormat::mjpeg, 0}};

// ask is one call of the kernel, repeated if a signal came between.
template <class Argument>
bool ask(int fd, unsigned long request, Argument& argument) {
  int result = 0;
  do {
    result = ::ioctl(fd, request, &argument);
  } while (result < 0 && errno == EINTR);
  return result >= 0;
}

v4l2_buffer buffer_of(std::uint32_t index) {
  v4l2_buffer out{};
  out.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  out.memory = V4L2_MEMORY_MMAP;
  out.index = index;
  return out;
}

// Of a range, the size that is nearest in each direction.
std::uint32_t within(std::uint32_t least, std::uint32_t most, std::uint32_t step,
                     std::uint32_t want) {
  const std::uint32_t inside = std::clamp(want, least, std::max(least, most));
  return step == 0 ? inside : inside - (inside - least) % step;
}

std::vector<FrameSize> sizes_of(int fd, std::uint32_t pixels) {
  std::vector<FrameSize> out;
  for (std::uint32_t i = 0; i < kMostOffers; ++i) {
    v4l2_frmsizeenum size{};
    size.index = i;
    size.pixel_format = pixels;
    if (!ask(fd, VIDIOC_ENUM_FRAMESIZES, size)) break;
    if (size.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
      out.push_back({size.discrete.width, size.discrete.height});
      continue;
    }
    const auto& range = size.stepwise;
    out.push_back({within(range.min_width, range.max_width, range.step_width, kWidth),
                   within(range.min_height, range.max_height, range.step_height, kHeight)});
    break;
  }
  // Some drivers list none, and take what they are told.
  if (out.empty()) out.push_back({kWidth, kHeight});
  return out;
}

bool offers(int fd, std::uint32_t pixels) {
  for (std::uint32_t i = 0; i < kMostOffers; ++i) {
    v4l2_fmtdesc offer{};
    offer.index = i;
    offer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (!ask(fd, VIDIOC_ENUM_FMT, offer)) return false;
    if (offer.pixelformat == pixels) return true;
  }
  return false;
}

std::uint64_t distance(const FrameSize& size) {
  const auto apart = [](std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; };
  return apart(size.width, kWidth) + apart(size.height, kHeight);
}

Opened why_not(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return Opened::forbidden;
    case EBUSY:
      return Opened::busy;
    case ENOTTY:
    case EINVAL:
      return Opened::no_camera;
    default:
      return Opened::missing;
  }
}

}  // namespace

std::optional<FrameSize> best_size(const std::vector<FrameSize>& offers) {
  const auto best = std::min_element(offers.begin(), offers.end(),
                                     [](auto& a, auto& b) { return distance(a) < distance(b); });
  if (best == offers.end()) return std::nullopt;
  return *best;
}

Opened Video::open(const std::string& path) {
  close();
  fd_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd_ < 0) return errno == EISDIR ? Opened::no_camera : why_not(errno);
  const Opened out = start();
  if (out != Opened::yes) close();
  return out;
}

void Video::close() {
  for (const Mapping& each : mappings_) ::munmap(each.start, each.size);
  mappings_.clear();
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  frames_ = 0;
}

Opened Video::start() {
  v4l2_capability can{};
  if (!ask(fd_, VIDIOC_QUERYCAP, can)) return why_not(errno);
  const std::uint32_t all =
      (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
  constexpr std::uint32_t kNeeded = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  if ((all & kNeeded) != kNeeded) return Opened::no_camera;
  if (const Opened format = choose_format(); format != Opened::yes) return format;
  if (!map_buffers()) return why_not(errno);
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  return ask(fd_, VIDIOC_STREAMON, type) ? Opened::yes : why_not(errno);
}

// Takes the known format whose best size is nearest; the driver has the last word on the size.
Opened Video::choose_format() {
  const Known* chosen = nullptr;
  FrameSize size{};
  for (const Known& known : kKnown) {
    if (!offers(fd_, known.pixels)) continue;
    const auto best = best_size(sizes_of(fd_, known.pixels));
    if (chosen != nullptr && distance(*best) >= distance(size)) continue;
    chosen = &known;
    size = *best;
  }
  if (chosen == nullptr) return Opened::no_camera;
  v4l2_format format{};
  format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  format.fmt.pix.width = size.width;
  format.fmt.pix.height = size.height;
  format.fmt.pix.pixelformat = chosen->pixels;
  format.fmt.pix.field = V4L2_FIELD_ANY;
  if (!ask(fd_, VIDIOC_S_FMT, format)) return why_not(errno);
  const v4l2_pix_format& set = format.fmt.pix;
  if (set.pixelformat != chosen->pixels) return Opened::no_camera;
  const std::uint64_t pixels = std::uint64_t{set.width} * set.height;
  if (pixels == 0 || pixels > kMaxPicturePixels) return Opened::no_camera;
  shape_.format = chosen->format;
  shape_.width = static_cast<int>(set.width);
  shape_.height = static_cast<int>(set.height);
  // Some drivers leave it out.
  shape_.stride = std::max<std::size_t>(set.bytesperline, set.width * chosen->bytes);
  return Opened::yes;
}

bool Video::map_buffers() {
  v4l2_requestbuffers wanted{};
  wanted.count = kBuffers;
  wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  wanted.memory = V4L2_MEMORY_MMAP;
  if (!ask(fd_, VIDIOC_REQBUFS, wanted)) return false;
  for (std::uint32_t i = 0; i < std::min(wanted.count, kBuffers); ++i) {
    v4l2_buffer buffer = buffer_of(i);
    if (!ask(fd_, VIDIOC_QUERYBUF, buffer)) return false;
    if (buffer.length == 0 || buffer.length > kMostBytes) return false;
    void* start = ::mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, fd_,
                         static_cast<off_t>(buffer.m.offset));
    if (start == MAP_FAILED) return false;
    mappings_.push_back({start, buffer.length});
    if (!ask(fd_, VIDIOC_QBUF, buffer)) return false;
  }
  return !mappings_.empty();
}

std::optional<Frame> Video::latest(bool wanted) {
  bool any = false;
  // No more than there are buffers, so that a camera faster than us can't hold us here.
  for (std::size_t i = 0; i < mappings_.size(); ++i) {
    v4l2_buffer buffer = buffer_of(0);
    if (!ask(fd_, VIDIOC_DQBUF, buffer)) {
      if (errno != EAGAIN) close();
      break;
    }
    if (buffer.index >= mappings_.size()) {
      close();
      break;
    }
    ++frames_;
    const Mapping& mapping = mappings_[buffer.index];
    const bool good = (buffer.flags & V4L2_BUF_FLAG_ERROR) == 0 && buffer.bytesused > 0;
    if (wanted && good) {
      const auto* start = static_cast<const std::uint8_t*>(mapping.start);
      copy_.assign(start, start + std::min<std::size_t>(buffer.bytesused, mapping.size));
      any = true;
    }
    if (!ask(fd_, VIDIOC_QBUF, buffer)) {
      close();
      break;
    }
  }
  if (!any || !is_open()) return std::nullopt;
  Frame out = shape_;
  out.data = copy_;
  return out;
}

}  // namespace whit::cli::gate
