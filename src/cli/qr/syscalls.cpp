// SPDX-License-Identifier: Apache-2.0
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>

#include "cli/qr/confine.h"

namespace whit {
namespace {

#if defined(__x86_64__)
constexpr unsigned kArch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArch = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned kArch = 0;
#endif

// What computing, answering and ending take. Nothing here reaches a file, a process or a network:
// write reaches the pipe alone, since no other descriptor is open.
constexpr std::array kAllowed{
    SYS_write,  SYS_exit,   SYS_exit_group,    SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_brk,
    SYS_mmap,   SYS_munmap, SYS_mremap,        SYS_mprotect,     SYS_madvise,        SYS_futex,
    SYS_getpid, SYS_gettid, SYS_clock_gettime, SYS_getrandom,
};

constexpr sock_filter statement(unsigned code, unsigned k) {
  return {static_cast<unsigned short>(code), 0, 0, k};
}

// Falls through if the loaded word is `k`, else skips `otherwise` instructions.
constexpr sock_filter unless(unsigned k, unsigned char otherwise) {
  return {BPF_JMP | BPF_JEQ | BPF_K, 0, otherwise, k};
}

// Refused calls fail with EPERM instead of killing: a C library that tries a call it can do
// without then goes on, and the decoder still can't do it.
constexpr auto make_filter() {
  std::array<sock_filter, 5 + 2 * kAllowed.size()> out{};
  std::size_t n = 0;
  out[n++] = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
  out[n++] = {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kArch};
  out[n++] = statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  out[n++] = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
  for (const long call : kAllowed) {
    out[n++] = unless(static_cast<unsigned>(call), 1);
    out[n++] = statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }
  out[n++] = statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  return out;
}

}  // namespace

void filter_syscalls() {
  if constexpr (kArch == 0 || kSanitized) return;
  static auto filter = make_filter();
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

}  // namespace whit
