// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/mirror.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const std::string& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  throw Failure(
      "cannot write " + printable(path) + ": " + (full ? "the disk is full" : std::strerror(error)),
      full ? "make room and run it again: nothing is lost, and it goes on where it stopped" : "");
}

void write_plain(const std::string& path, Bytes content) {
  Descriptor fd(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (fd.get() < 0) cannot_write(path, errno);
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t wrote = ::write(fd.get(), content.data() + done, content.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) cannot_write(path, errno);
    done += static_cast<std::size_t>(wrote);
  }
  if (!fd.close()) cannot_write(path, errno);
}

// read_bounded is all of an open file, unless it is larger than `limit`.
Result<std::vector<std::uint8_t>> read_bounded(int fd, std::size_t limit) {
  struct stat about {};
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return Errc::not_found;
  if (static_cast<std::uint64_t>(about.st_size) > limit) return Errc::too_large;
  std::vector<std::uint8_t> out(static_cast<std::size_t>(about.st_size));
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::read(fd, out.data() + done, out.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Errc::unreachable;
    if (got == 0) break;  // it became shorter meanwhile
    done += static_cast<std::size_t>(got);
  }
  out.resize(done);
  return out;
}

}  // namespace

std::string FolderFiles::file(std::string_view path) const {
  return folder_ + "/" + std::string(path);
}

Result<std::vector<std::uint8_t>> FolderFiles::get(std::string_view path, std::size_t limit) {
  const Descriptor fd(open(file(path).c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (fd.get() < 0) {
    const bool absent = errno == ENOENT || errno == ENOTDIR;
    return absent ? Errc::not_found : Errc::unreachable;
  }
  return read_bounded(fd.get(), limit);
}

bool FolderFiles::has(std::string_view path) const { return exists(file(path)); }

void FolderFiles::put(std::string_view path, Bytes content) const {
  const std::string name = file(path), draft = name + ".new";
  std::error_code error;
  fs::create_directories(fs::path(name).parent_path(), error);  // for everybody to read
  if (error) cannot_write(name, error.value());
  write_plain(draft, content);
  if (rename(draft.c_str(), name.c_str()) != 0) cannot_write(name, errno);
}

void FolderFiles::remove(std::string_view path) const { remove_file(file(path)); }

void FolderFiles::flush() const {
  const Descriptor fd(open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return;  // nothing was ever put there
  if (syncfs(fd.get()) != 0) cannot_write(folder_, errno);
}

Result<std::vector<std::uint8_t>> Recorder::get(std::string_view path, std::size_t limit) {
  if (prefer_ == Prefer::mirror) {
    auto kept = mirror_.get(path, limit);
    if (kept) return kept;
  }
  if (const auto found = fetched_.find(path); found != fetched_.end()) return found->second;
  auto out = upstream_.get(path, limit);
  if (!out) return out;
  bytes_fetched_ += out->size();
  fetched_.insert_or_assign(std::string(path), *out);
  return out;
}

void Recorder::soon(const std::vector<std::string>& paths) {
  std::vector<std::string> wanted;
  for (const std::string& path : paths) {
    if (prefer_ == Prefer::upstream || !mirror_.has(path)) wanted.push_back(path);
  }
  upstream_.soon(wanted);
}

void Recorder::keep() {
  for (const auto& [path, content] : fetched_) mirror_.put(path, content);
  fetched_.clear();
}

}  // namespace whit::cli
