// SPDX-License-Identifier: Apache-2.0
// Running a decoder where it can do no harm: in a child process that may compute, for a while, and
// write one answer to a pipe.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "cli/qr/read.h"

namespace whit {

// A Decoder turns a file into a result. It runs in the child; what it allocates ends with it.
using Decoder = PictureResult (*)(Bytes file);

// A Loader brings the file. It runs in the child too, before that gives anything up; false is
// answered as unreadable.
using Loader = std::function<bool(std::vector<std::uint8_t>& file)>;

// Confined is a decoder at work in a child process.
//
// The child has no file descriptor but the pipe and can open none, no core dump, no new
// privileges, a limit of memory and of processor time, and, on x86-64 and arm64 where the kernel
// allows filters, no system call but those that memory, exiting and writing need. It dies with this
// process, and with this object.
class Confined {
 public:
  using Clock = std::chrono::steady_clock;

  // The child starts at once, with a copy of this process: `file` needs to be there no longer.
  Confined(Decoder decode, Bytes file, const PictureLimits& limits);
  Confined(Decoder decode, const Loader& load, const PictureLimits& limits);
  ~Confined();
  Confined(const Confined&) = delete;
  Confined& operator=(const Confined&) = delete;

  // descriptor can be read when take() has something to do, by deadline() at the latest.
  int descriptor() const { return pipe_; }
  Clock::time_point deadline() const { return deadline_; }

  // take never waits. It returns nothing while the decoder is at work, and once the answer: found,
  // no_code, many_codes, unreadable or too_large; crashed if the child ended otherwise or said
  // something else, timed_out if it took longer than the limits allow, no_process if there was
  // none. The child is gone and reaped by then.
  std::optional<PictureResult> take();

 private:
  PictureResult finish(bool late);

  int pipe_ = -1;
  int child_ = -1;  // -1: there is none
  Clock::time_point deadline_;
  std::string answer_;
};

// run_confined runs `decode` on `file` and waits for the answer of take().
[[nodiscard]] PictureResult run_confined(Decoder decode, Bytes file, const PictureLimits& limits);

// confine_child gives up, for the calling process and for ever, all that Confined says but the
// system calls. `pipe` becomes descriptor kAnswerPipe; false if anything could not be given up.
inline constexpr int kAnswerPipe = 3;
[[nodiscard]] bool confine_child(int pipe, const PictureLimits& limits);

// filter_syscalls installs the filter; where there is none to be had, the other limits must do.
void filter_syscalls();

// kSanitized is whether a sanitizer is built in: it maps terabytes and wants to print its report.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace whit
