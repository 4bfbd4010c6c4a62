// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/confine.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <new>
#include <optional>

namespace whit {
namespace {

// An answer is the outcome, the number of codes (both one byte), and the text up to the end.
constexpr std::size_t kHead = 2;
constexpr std::size_t kMaxAnswer = kHead + 8192;  // a 40-L holds 7,089 digits

bool limit(decltype(RLIMIT_AS) what, rlim_t soft, rlim_t hard) {
  const rlimit both{soft, hard};
  return setrlimit(what, &both) == 0;
}

void write_answer(const PictureResult& result) {
  std::string answer;
  answer += static_cast<char>(result.outcome);
  answer += static_cast<char>(std::min(result.codes, 255U));
  answer += result.text;
  for (std::string_view rest = answer; !rest.empty();) {
    const ssize_t n = write(kAnswerPipe, rest.data(), rest.size());
    if (n <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
}

// Never returns or throws to the caller's stack: its destructors and buffers belong to the parent.
[[noreturn]] void be_child(int pipe, Decoder decode, const Loader& load,
                           const PictureLimits& limits) noexcept {
  std::vector<std::uint8_t> file;
  const bool loaded = load(file);
  if (!confine_child(pipe, limits)) _exit(1);
  filter_syscalls();
  try {
    write_answer(loaded ? decode(file) : PictureResult{PictureOutcome::unreadable, 0, {}});
  } catch (const std::bad_alloc&) {
    write_answer({PictureOutcome::too_large, 0, {}});
  } catch (...) {
    _exit(1);
  }
  _exit(0);
}

// Believes only what a decoder may say: the child may be in a stranger's hands by now.
PictureResult parse_answer(const std::string& answer) {
  if (answer.size() < kHead || answer.size() > kMaxAnswer) return {};
  PictureResult out;
  out.outcome = static_cast<PictureOutcome>(static_cast<unsigned char>(answer[0]));
  out.codes = static_cast<unsigned char>(answer[1]);
  out.text = answer.substr(kHead);
  switch (out.outcome) {
    case PictureOutcome::found:
      return out.codes == 1 ? out : PictureResult{};
    case PictureOutcome::many_codes:
      return out.codes >= 2 && out.text.empty() ? out : PictureResult{};
    case PictureOutcome::no_code:
    case PictureOutcome::unreadable:
    case PictureOutcome::too_large:
      return out.codes == 0 && out.text.empty() ? out : PictureResult{};
    case PictureOutcome::crashed:
    case PictureOutcome::timed_out:
    case PictureOutcome::no_process:
      return {};
  }
  return {};
}

// Kills what may be left of the child, and waits for it. Returns its status.
int reap(pid_t child) {
  kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

bool confine_child(int pipe, const PictureLimits& limits) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return false;
  }
  if (dup2(pipe, kAnswerPipe) < 0 || close_range(kAnswerPipe + 1, ~0U, 0) != 0) return false;
  for (int fd = 0; fd < kAnswerPipe; ++fd) {
    if (!(kSanitized && fd == STDERR_FILENO)) close(fd);
  }
  if (!kSanitized && !limit(RLIMIT_AS, limits.address_space, limits.address_space)) return false;
  return limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1) &&
         limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, 0, 0);
}

Confined::Confined(Decoder decode, Bytes file, const PictureLimits& limits)
    : Confined(
          decode,
          [file](std::vector<std::uint8_t>& out) {
            out.assign(file.begin(), file.end());
            return true;
          },
          limits) {}

Confined::Confined(Decoder decode, const Loader& load, const PictureLimits& limits)
    : deadline_(Clock::now() + limits.wall) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  // The writing end blocks, as an answer may be longer than a pipe.
  fcntl(ends[1], F_SETFL, 0);
  const pid_t child = fork();
  if (child == 0) be_child(ends[1], decode, load, limits);
  close(ends[1]);
  pipe_ = ends[0];
  child_ = child;
}

Confined::~Confined() {
  if (child_ > 0) reap(child_);
  if (pipe_ >= 0) close(pipe_);
}

PictureResult Confined::finish(bool late) {
  const int status = reap(child_);
  child_ = -1;
  const bool out_of_time = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  if (late || out_of_time) return {PictureOutcome::timed_out, 0, {}};
  return parse_answer(answer_);
}

std::optional<PictureResult> Confined::take() {
  if (child_ <= 0) return PictureResult{PictureOutcome::no_process, 0, {}};
  std::array<char, 4096> chunk;
  while (answer_.size() <= kMaxAnswer) {
    const ssize_t n = read(pipe_, chunk.data(), chunk.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) {
      if (Clock::now() < deadline_) return std::nullopt;
      return finish(true);
    }
    if (n <= 0) break;
    answer_.append(chunk.data(), static_cast<std::size_t>(n));
  }
  return finish(false);
}

PictureResult run_confined(Decoder decode, Bytes file, const PictureLimits& limits) {
  Confined child(decode, file, limits);
  for (;;) {
    if (auto result = child.take()) return *result;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(child.deadline() - Confined::Clock::now());
    pollfd ready{child.descriptor(), POLLIN, 0};
    poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
  }
}

}  // namespace whit
