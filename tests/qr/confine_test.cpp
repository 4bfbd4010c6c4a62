// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/confine.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace whit {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

PictureResult answer(const char* text) { return {PictureOutcome::found, 1, text}; }

PictureResult run_for_ever(Bytes) {
  volatile unsigned turns = 0;
  for (;;) turns = turns + 1;
}

bool no_child_left() { return waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

int open_descriptors() {
  DIR* dir = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(dir) != nullptr) ++count;
  closedir(dir);
  return count;
}

PictureResult run(Decoder decode, const PictureLimits& limits = {}) {
  const PictureResult result = run_confined(decode, as_bytes("picture"), limits);
  CHECK(no_child_left());
  return result;
}

}  // namespace

TEST_CASE("a decoder's answer comes back whole", "[qr]") {
  const auto echo = run([](Bytes file) {
    return PictureResult{PictureOutcome::found, 1, std::string(as_text(file))};
  });
  CHECK(echo.outcome == PictureOutcome::found);
  CHECK(echo.text == "picture");
  const auto longest = run([](Bytes) {
    return PictureResult{PictureOutcome::found, 1, std::string(7089, '\0')};
  });
  CHECK(longest.outcome == PictureOutcome::found);
  CHECK(longest.text == std::string(7089, '\0'));
  CHECK(run([](Bytes) { return PictureResult{PictureOutcome::many_codes, 3, {}}; }).codes == 3);
}

TEST_CASE("a decoder that runs for ever is stopped by the clock", "[qr]") {
  PictureLimits limits;
  limits.wall = milliseconds(200);
  const auto start = Clock::now();
  CHECK(run(run_for_ever, limits).outcome == PictureOutcome::timed_out);
  CHECK(Clock::now() - start < milliseconds(5000));
}

TEST_CASE("a decoder that sleeps for ever is stopped by the clock", "[qr]") {
  PictureLimits limits;
  limits.wall = milliseconds(200);
  const auto sleeper = [](Bytes) -> PictureResult {
    for (;;) pause();
  };
  CHECK(run(sleeper, limits).outcome == PictureOutcome::timed_out);
}

TEST_CASE("a decoder that answers and then stays is stopped too", "[qr]") {
  PictureLimits limits;
  limits.wall = milliseconds(200);
  const auto stays = [](Bytes file) -> PictureResult {
    if (write(kAnswerPipe, "\x01\x01half", 6) != 6) return {};
    return run_for_ever(file);
  };
  CHECK(run(stays, limits).outcome == PictureOutcome::timed_out);
  const auto hangs_up = [](Bytes file) -> PictureResult {
    if (write(kAnswerPipe, "\x02\x00", 2) != 2) return {};
    close(kAnswerPipe);
    return run_for_ever(file);
  };
  const auto result = run(hangs_up, limits).outcome;  // the filter may refuse to close
  CHECK((result == PictureOutcome::no_code || result == PictureOutcome::timed_out));
}

TEST_CASE("a decoder that runs for ever is stopped by its processor time", "[qr]") {
  PictureLimits limits;
  limits.cpu_seconds = 1;
  limits.wall = milliseconds(20000);
  const auto start = Clock::now();
  CHECK(run(run_for_ever, limits).outcome == PictureOutcome::timed_out);
  CHECK(Clock::now() - start < milliseconds(15000));
}

TEST_CASE("a decoder that crashes, leaves or throws is one that gave no answer", "[qr]") {
  const Decoder broken[] = {
      [](Bytes) -> PictureResult { __builtin_trap(); },
      [](Bytes) -> PictureResult { _exit(0); },
      [](Bytes) -> PictureResult { throw std::runtime_error("no"); },
      [](Bytes) -> PictureResult {
        raise(SIGSEGV);
        _exit(0);
      },
  };
  for (const Decoder decode : broken) {
    CHECK(run(decode).outcome == PictureOutcome::crashed);
  }
  CHECK(sentence(run(broken[0]), "photo.jpg") == "could not read the picture");
}

TEST_CASE("a decoder in a stranger's hands can't make up an outcome", "[qr]") {
  const Decoder liars[] = {
      [](Bytes) {
        return PictureResult{PictureOutcome::found, 2, "two"};
      },
      [](Bytes) {
        return PictureResult{PictureOutcome::many_codes, 1, {}};
      },
      [](Bytes) {
        return PictureResult{PictureOutcome::no_code, 0, "text"};
      },
      [](Bytes) {
        return PictureResult{PictureOutcome::no_process, 0, {}};
      },
      [](Bytes) {
        return PictureResult{static_cast<PictureOutcome>(99), 1, "text"};
      },
      [](Bytes) {
        return PictureResult{PictureOutcome::found, 1, std::string(100000, 'A')};
      },
      [](Bytes) -> PictureResult {
        for (;;) {
          if (write(kAnswerPipe, "endless", 7) != 7) _exit(0);
        }
      },
  };
  for (const Decoder decode : liars) {
    CHECK(run(decode).outcome == PictureOutcome::crashed);
  }
}

TEST_CASE("a decoder that wants all memory is told that the picture is too large", "[qr]") {
  if (kSanitized) {
    WARN("skipped: a sanitizer's own memory is without limit");
    return;
  }
  const auto glutton = [](Bytes) -> PictureResult {
    std::string all;
    for (;;) all.append(64 << 20, 'x');
  };
  CHECK(run(glutton).outcome == PictureOutcome::too_large);
}

TEST_CASE("a decoder can open no file, no socket and no process", "[qr]") {
  const auto explorer = [](Bytes) {
    std::string did;
    if (open("/dev/null", O_RDONLY) >= 0) did += "open ";
    if (open("/tmp/whit-qr-confined", O_CREAT | O_WRONLY, 0600) >= 0) did += "create ";
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0) did += "socket ";
    if (dup(kAnswerPipe) >= 0) did += "dup ";
    if (!kSanitized && fork() >= 0) did += "fork ";
    if (!kSanitized && kill(getppid(), 0) == 0) did += "kill ";
    return answer(did.c_str());
  };
  const auto result = run(explorer);
  CHECK(result.outcome == PictureOutcome::found);
  CHECK(result.text == "");
}

TEST_CASE("a decoder sees no descriptor of its parent", "[qr]") {
  const int before = open_descriptors();
  const int open_file = open("/dev/null", O_RDWR);
  REQUIRE(open_file >= 0);
  const auto writer = [](Bytes) {
    std::string did;
    for (int fd = 0; fd < 100; ++fd) {
      if (fd == kAnswerPipe || (kSanitized && fd == STDERR_FILENO)) continue;
      if (write(fd, "", 0) == 0 || errno != EBADF) did += std::to_string(fd) + ' ';
    }
    return answer(did.c_str());
  };
  CHECK(run(writer).text == "");
  close(open_file);
  CHECK(open_descriptors() == before);
}

TEST_CASE("a process without a free descriptor is told so", "[qr]") {
  rlimit old{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &old) == 0);
  const rlimit none{0, old.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
  const auto result = run_confined(run_for_ever, {}, {});
  REQUIRE(setrlimit(RLIMIT_NOFILE, &old) == 0);
  CHECK(result.outcome == PictureOutcome::no_process);
}

TEST_CASE("a decoder dies with the process that waits for it", "[qr]") {
  REQUIRE(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
  const pid_t middle = fork();
  REQUIRE(middle >= 0);
  if (middle == 0) {
    const auto result = run_confined(run_for_ever, {}, {});
    _exit(static_cast<int>(result.outcome));
  }
  usleep(300000);
  kill(middle, SIGKILL);
  REQUIRE(waitpid(middle, nullptr, 0) == middle);
  int status = 0;
  REQUIRE(waitpid(-1, &status, 0) > 0);  // the decoder, inherited from the dead process
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
  CHECK(no_child_left());
  REQUIRE(prctl(PR_SET_CHILD_SUBREAPER, 0) == 0);
}

}  // namespace whit
