// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/hook.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "cli/common/message.h"

namespace whit::cli::gate {
namespace {

constexpr std::chrono::seconds kLimit{2};
constexpr std::chrono::milliseconds kLook{50};
constexpr std::size_t kMostAtOnce = 8;
constexpr int kFirstOther = 3;  // descriptor behind the standard ones

// Spawn is how it starts: nothing open but /dev/null, no signal blocked or ignored, a session of
// its own, so that whatever it starts can be ended with it.
class Spawn {
 public:
  Spawn() {
    ::posix_spawn_file_actions_init(&files_);
    for (int fd = 0; fd < kFirstOther; ++fd) {
      ::posix_spawn_file_actions_addopen(&files_, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY,
                                         0);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&files_, kFirstOther);
    ::posix_spawnattr_init(&how_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&how_, &none);
    ::posix_spawnattr_setsigdefault(&how_, &all);
    ::posix_spawnattr_setflags(&how_,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  ~Spawn() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&how_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  int start(pid_t& pid, const std::string& program, std::string verdict, std::string its_class) {
    std::string name = program, path = "PATH=/usr/local/bin:/usr/bin:/bin";
    std::array<char*, 4> words = {name.data(), verdict.data(), its_class.data(), nullptr};
    std::array<char*, 2> environment = {path.data(), nullptr};
    return ::posix_spawn(&pid, program.c_str(), &files_, &how_, words.data(), environment.data());
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t how_;
};

std::string found_at(const std::string& program) {
  char full[PATH_MAX];
  struct stat info {};
  if (::realpath(program.c_str(), full) == nullptr || ::stat(full, &info) != 0) {
    throw Failure(printable(program) + ": no such file", "--hook takes the path of a program");
  }
  if (!S_ISREG(info.st_mode) || ::access(full, X_OK) != 0) {
    throw Failure(printable(program) + " is not a program that can be run", "chmod +x FILE");
  }
  return full;
}

// trouble_of is what `status` says of a hook that has ended; empty for success.
std::string trouble_of(int status) {
  if (WIFSIGNALED(status))
    return "the hook was ended by signal " + std::to_string(WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  return code == 0 ? "" : "the hook ended with " + std::to_string(code);
}

}  // namespace

Hook::Hook(const std::string& program) {
  if (!program.empty()) program_ = found_at(program);
}

Hook::~Hook() {
  for (const Running& each : running_) {
    ::kill(-each.pid, SIGKILL);
    ::waitpid(each.pid, nullptr, 0);
  }
}

void Hook::call(std::string_view verdict, std::string_view verdict_class, Clock::time_point now) {
  if (program_.empty()) return;
  tick(now);
  if (running_.size() >= kMostAtOnce) {
    trouble_ = "the hook is too slow; it was not called";
    return;
  }
  pid_t pid = 0;
  const int failed = Spawn().start(pid, program_, std::string(verdict), std::string(verdict_class));
  if (failed != 0) {
    trouble_ = std::string("the hook could not be started: ") + std::strerror(failed);
    return;
  }
  running_.push_back({pid, now});
}

std::optional<Clock::time_point> Hook::due() const {
  if (running_.empty()) return std::nullopt;
  return Clock::now() + kLook;
}

void Hook::tick(Clock::time_point now) {
  const auto is_over = [&](const Running& each) {
    int status = 0;
    const pid_t ended = ::waitpid(each.pid, &status, WNOHANG);
    if (ended == 0 && now - each.since < kLimit) return false;
    if (ended == each.pid) {
      trouble_ = trouble_of(status);
      return true;
    }
    ::kill(-each.pid, SIGKILL);
    ::waitpid(each.pid, nullptr, 0);
    trouble_ = "the hook took longer than 2 s; it was ended";
    return true;
  };
  running_.erase(std::remove_if(running_.begin(), running_.end(), is_over), running_.end());
}

void Hook::finish() {
  for (tick(Clock::now()); !running_.empty(); tick(Clock::now())) {
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace whit::cli::gate
