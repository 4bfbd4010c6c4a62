// SPDX-License-Identifier: Apache-2.0
// Running a decoder where it can do no harm: in a child process that may compute, for a while, and
// write one answer to a pipe.
#pragma once

#include "cli/qr/read.h"

namespace whit {

// A Decoder turns a file into a result. It runs in the child; what it allocates ends with it.
using Decoder = PictureResult (*)(Bytes file);

// run_confined runs `decode` on `file` in a child process and returns its answer: found, no_code,
// many_codes, unreadable or too_large. It answers crashed if the child ends otherwise or says
// something else, timed_out if it takes longer than `limits` allow, no_process if there is none.
// Whatever happens, the child is gone and reaped when this returns.
//
// The child has no file descriptor but the pipe and can open none, no core dump, no new
// privileges, a limit of memory and of processor time, and, on x86-64 and arm64 where the kernel
// allows filters, no system call but those that memory, exiting and writing need. It dies with this
// process.
[[nodiscard]] PictureResult run_confined(Decoder decode, Bytes file, const PictureLimits& limits);

// confine_child gives up, for the calling process and for ever, all that run_confined says but the
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
