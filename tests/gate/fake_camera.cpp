// SPDX-License-Identifier: Apache-2.0
// A camera for tests where there is none: loaded with LD_PRELOAD, it answers for one device path
// what the kernel's Video4Linux 2 would. It is not a real camera: no driver, no light, no glass.
//
// WHIT_FAKE_CAMERA names a folder. Its file `video0` is the device: plugged in while it is there.
// `formats` lists what it offers, a line each: "GREY 1280x720 640x480". `view` holds the bytes of
// the frame that it sees now, whatever their size. `busy`, if there, makes it another program's;
// `mute` makes it send nothing.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kBufferSize = 1280 * 720 * 2;
constexpr std::size_t kBuffers = 4;

struct Offer {
  std::uint32_t pixels = 0;
  std::vector<std::array<std::uint32_t, 2>> sizes;
};

struct Device {
  int fd = -1;
  bool streams = false;
  std::array<void*, kBuffers> buffers{};
  std::deque<std::uint32_t> queued;
};
Device device;

std::string folder() {
  const char* name = std::getenv("WHIT_FAKE_CAMERA");
  return name == nullptr ? "/nowhere" : name;
}

bool has(const char* name) {
  struct stat found {};
  return stat((folder() + "/" + name).c_str(), &found) == 0;
}

std::vector<Offer> offers() {
  std::vector<Offer> out;
  std::ifstream file(folder() + "/formats");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name, size;
    words >> name;
    Offer offer;
    offer.pixels = v4l2_fourcc(name[0], name[1], name[2], name[3]);
    while (words >> size) {
      std::array<std::uint32_t, 2> sides{};
      std::sscanf(size.c_str(), "%ux%u", sides.data(), &sides[1]);
      offer.sizes.push_back(sides);
    }
    out.push_back(offer);
  }
  return out;
}

int fail(int error) {
  errno = error;
  return -1;
}

int enumerate(v4l2_fmtdesc& ask) {
  const auto all = offers();
  if (ask.index >= all.size()) return fail(EINVAL);
  ask.pixelformat = all[ask.index].pixels;
  return 0;
}

int enumerate(v4l2_frmsizeenum& ask) {
  for (const Offer& offer : offers()) {
    if (offer.pixels != ask.pixel_format) continue;
    if (ask.index >= offer.sizes.size()) return fail(EINVAL);
    ask.type = V4L2_FRMSIZE_TYPE_DISCRETE;
    ask.discrete = {offer.sizes[ask.index][0], offer.sizes[ask.index][1]};
    return 0;
  }
  return fail(EINVAL);
}

int set_format(v4l2_format& format) {
  if (has("busy")) return fail(EBUSY);
  const std::uint32_t pixels = format.fmt.pix.pixelformat;
  const std::uint32_t bytes = pixels == V4L2_PIX_FMT_GREY ? 1 : pixels == V4L2_PIX_FMT_YUYV ? 2 : 0;
  format.fmt.pix.bytesperline = format.fmt.pix.width * bytes;
  return 0;
}

// The timer ticks for each frame, as a driver's interrupt does.
int next_frame(v4l2_buffer& buffer) {
  std::uint64_t ticks = 0;
  if (!device.streams || read(device.fd, &ticks, sizeof ticks) < 0) return fail(EAGAIN);
  if (has("mute") || device.queued.empty()) return fail(EAGAIN);
  buffer.index = device.queued.front();
  device.queued.pop_front();
  std::ifstream view(folder() + "/view", std::ios::binary);
  view.read(static_cast<char*>(device.buffers[buffer.index]), kBufferSize);
  buffer.bytesused = static_cast<std::uint32_t>(view.gcount());
  buffer.flags = 0;
  return 0;
}

int queue(const v4l2_buffer& buffer) {
  if (buffer.index >= kBuffers) return fail(EINVAL);
  device.queued.push_back(buffer.index);
  return 0;
}

int stream(bool on) {
  const itimerspec thirty_a_second{{0, on ? 33'000'000 : 0}, {0, on ? 33'000'000 : 0}};
  device.streams = on;
  return timerfd_settime(device.fd, 0, &thirty_a_second, nullptr);
}

int answer(unsigned long request, void* argument) {
  if (!has("video0")) return fail(ENODEV);
  switch (request) {
    case VIDIOC_QUERYCAP:
      static_cast<v4l2_capability*>(argument)->capabilities =
          V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
      return 0;
    case VIDIOC_ENUM_FMT:
      return enumerate(*static_cast<v4l2_fmtdesc*>(argument));
    case VIDIOC_ENUM_FRAMESIZES:
      return enumerate(*static_cast<v4l2_frmsizeenum*>(argument));
    case VIDIOC_S_FMT:
      return set_format(*static_cast<v4l2_format*>(argument));
    case VIDIOC_REQBUFS:
      static_cast<v4l2_requestbuffers*>(argument)->count = kBuffers;
      return 0;
    case VIDIOC_QUERYBUF: {
      auto& buffer = *static_cast<v4l2_buffer*>(argument);
      buffer.length = kBufferSize;
      buffer.m.offset = buffer.index * 4096;  // only a name for it
      return 0;
    }
    case VIDIOC_QBUF:
      return queue(*static_cast<v4l2_buffer*>(argument));
    case VIDIOC_DQBUF:
      return next_frame(*static_cast<v4l2_buffer*>(argument));
    case VIDIOC_STREAMON:
      return stream(true);
    case VIDIOC_STREAMOFF:
      return stream(false);
    default:
      return fail(EINVAL);
  }
}

int open_device() {
  if (!has("video0")) return fail(ENOENT);
  device = {};
  device.fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  return device.fd;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (path == folder() + "/video0") return open_device();
  static const auto real = next<int (*)(const char*, int, ...)>("open");
  return real(path, flags, mode);
}

int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  if (fd >= 0 && fd == device.fd) return answer(request, argument);
  static const auto real = next<int (*)(int, unsigned long, ...)>("ioctl");
  return real(fd, request, argument);
}

void* mmap(void* near, std::size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  static const auto real = next<void* (*)(void*, std::size_t, int, int, int, off_t)>("mmap");
  if (fd < 0 || fd != device.fd) return real(near, size, protection, flags, fd, offset);
  void* out = real(near, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  device.buffers[static_cast<std::size_t>(offset / 4096) % kBuffers] = out;
  return out;
}

int close(int fd) {
  if (fd >= 0 && fd == device.fd) device.fd = -1;
  static const auto real = next<int (*)(int)>("close");
  return real(fd);
}
}
