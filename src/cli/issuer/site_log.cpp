// SPDX-License-Identifier: Apache-2.0
// The log's files for a web server (spec/log.md, section 13).
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/site.h"
#include "log/checkpoint.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kForEverybody = 0644;

// size_in is the size that a checkpoint in the folder speaks of; 0 where there is none.
std::uint64_t size_in(Bytes note) {
  const auto parsed = parse_note(as_text(note));
  const auto tree = parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
  return tree ? tree->size : 0;
}

void cannot(const std::string& path) { throw Failure("cannot write " + printable(path)); }

// write_unsynced is for files that come by the thousand: they are on the disk once sync_all comes
// back, and nothing names them before.
void write_unsynced(const std::string& path, Bytes content) {
  const std::string draft = path + ".new";
  Descriptor file(
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kForEverybody));
  if (file.get() < 0) cannot(path);
  while (!content.empty()) {
    const ssize_t done = ::write(file.get(), content.data(), content.size());
    if (done <= 0) cannot(path);
    content = content.subspan(static_cast<std::size_t>(done));
  }
  if (!file.close() || ::rename(draft.c_str(), path.c_str()) != 0) cannot(path);
}

void sync_all(const std::string& folder) {
  const Descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (at.get() < 0 || ::syncfs(at.get()) != 0) cannot(folder);
}

bool has_size(const std::string& path, std::size_t size) {
  std::error_code error;
  return fs::file_size(path, error) == size && !error;
}

class LogFolder {
 public:
  LogFolder(std::string path, LogStore& store, std::uint64_t number)
      : path_(std::move(path)), store_(store), number_(number) {}

  // update writes what is new, and the checkpoint last.
  void update() {
    const auto offered = store_.read(number_, "checkpoint");
    if (!offered) return;  // nobody has cosigned this log yet
    make(path_);
    const std::string checkpoint = path_ + "/checkpoint";
    const std::uint64_t size = size_in(*offered);
    const std::uint64_t there = exists(checkpoint) ? size_in(read_file(checkpoint)) : 0;
    const auto paths = must(store_.paths(number_, std::min(there, size), size), "can't be listed");
    for (const std::string& name : paths) {
      if (name != "checkpoint") put(name);
    }
    sync_all(path_);
    // Of a log that a restore has cut short more may be out there than here.
    if (there <= size) write_file_atomic(checkpoint, *offered);
  }

 private:
  static void make(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) throw Failure("cannot write " + printable(path) + ": " + error.message());
  }

  // A file that is there may be cut short, by a machine that stopped before sync_all.
  void put(const std::string& name) const {
    const std::string path = path_ + "/" + name;
    const auto content = must(store_.read(number_, name), "can't be read");
    if (has_size(path, content.size())) return;
    make(fs::path(path).parent_path().string());
    write_unsynced(path, content);
  }

  std::string path_;
  LogStore& store_;
  std::uint64_t number_;
};

}  // namespace

void write_log(const std::string& folder, LogStore& log) {
  const LogState state = must(log.state(), "can't be read");
  for (std::uint64_t number = kFirstLog; number <= state.number; ++number) {
    LogFolder(folder + "/log/" + std::to_string(number), log, number).update();
  }
}

}  // namespace whit::cli
