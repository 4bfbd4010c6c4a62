// SPDX-License-Identifier: Apache-2.0
#include "cli/common/files.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "cli/common/message.h"
#include "cli/common/passphrase.h"
#include "crypto/rng.h"

using namespace whit;
using namespace whit::cli;

namespace {

// Scratch is an empty folder that goes with the test.
struct Scratch {
  Scratch() {
    char name[] = "/tmp/whit-cli-test-XXXXXX";
    path = mkdtemp(name);
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  std::string operator/(const char* name) const { return path + "/" + name; }
  std::string path;
};

template <class F>
std::string failure_of(F&& f) {
  try {
    f();
  } catch (const Failure& failure) {
    return failure.error();
  }
  return "no failure";
}

unsigned mode_of(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 ? info.st_mode & 0777U : 0;
}

}  // namespace

TEST_CASE("what can't be read is said in the words of the manual", "[cli][files]") {
  const Scratch dir;
  const std::string file = dir / "photo.jpg";
  CHECK(failure_of([&] { read_file(file); }) == file + ": no such file");
  CHECK(failure_of([&] { read_file(dir.path); }) == dir.path + " is a directory");
  write_file_atomic(file, {});
  CHECK(failure_of([&] { read_file(file); }) == file + " is empty");
  std::filesystem::resize_file(file, 25 * kMegabyte);
  CHECK(failure_of([&] { read_file(file); }) == file + " is larger than 16 MB");
  CHECK(failure_of([&] { read_file(file, 64 * 1000); }) == file + " is larger than 64 KB");
  std::filesystem::resize_file(file, 16 * kMegabyte);
  CHECK(read_file(file).size() == 16 * kMegabyte);
}

TEST_CASE("a device without end is read no further than the limit", "[cli][files]") {
  CHECK(failure_of([] { read_file("/dev/zero", 1000); }) == "/dev/zero is larger than 1 KB");
}

TEST_CASE("a private file that others may read is refused", "[cli][files]") {
  const Scratch dir;
  const std::string file = dir / "token.key";
  write_file_atomic(file, as_bytes("secret"), Access::everybody);
  CHECK(failure_of([&] { read_private_file(file); }) == file + ": mode 0644, want 0600");
  write_file_atomic(file, as_bytes("secret"), Access::owner);
  CHECK(mode_of(file) == 0600);
  CHECK(as_text(read_private_file(file)) == "secret");
}

TEST_CASE("a file is replaced whole, or not where it must not be", "[cli][files]") {
  const Scratch dir;
  const std::string file = dir / "a";
  write_file_atomic(file, as_bytes("one"));
  CHECK(mode_of(file) == 0644);
  write_file_atomic(file, as_bytes("two"));
  CHECK(as_text(read_file(file)) == "two");
  CHECK(failure_of([&] {
          write_file_atomic(file, as_bytes("three"), Access::owner, Replace::refuse);
        }) == file + " exists already; nothing was changed");
  CHECK(as_text(read_file(file)) == "two");
  write_file_atomic(dir / "b", as_bytes("new"), Access::owner, Replace::refuse);
  CHECK(as_text(read_file(dir / "b")) == "new");
  const auto files = std::filesystem::directory_iterator(dir.path);
  CHECK(std::distance(begin(files), end(files)) == 2);
}

TEST_CASE("a disk without space is said, and leaves what was there", "[cli][files]") {
  CHECK(failure_of([] { write_file_atomic("/nowhere/x", as_bytes("y")); }) ==
        "cannot write /nowhere/x: no such folder; nothing was changed");
}

TEST_CASE("folders are made for their owner alone", "[cli][files]") {
  const Scratch dir;
  make_folder(dir / "a/b/c");
  make_folder(dir / "a/b/c");
  CHECK(mode_of(dir / "a/b/c") == 0700);
  write_file_atomic(dir / "f", as_bytes("x"));
  CHECK(failure_of([&] { make_folder(dir / "f/g"); }) ==
        "cannot make the folder " + (dir / "f/g") + ": Not a directory");
}

TEST_CASE("passphrases come line by line from a descriptor", "[cli][passphrase]") {
  start_crypto();
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const std::string_view lines = "first one\nsecond\n\n";
  REQUIRE(write(ends[1], lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
  close(ends[1]);
  CHECK(as_text(read_passphrase(ends[0], "x").expose(InsecureAccess{})) == "first one");
  CHECK(as_text(read_passphrase(ends[0], "x", Typing::twice).expose(InsecureAccess{})) == "second");
  CHECK(failure_of([&] { read_passphrase(ends[0], "x"); }) == "the passphrase is empty");
  CHECK(failure_of([&] { read_passphrase(ends[0], "x"); }) == "the passphrase is empty");
  close(ends[0]);
}
