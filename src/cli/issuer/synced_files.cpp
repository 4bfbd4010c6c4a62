// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/synced_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/common/message.h"

namespace whit::cli {
namespace {

[[noreturn]] void cannot(const char* what, const std::string& path) {
  const int error = errno;
  throw Failure("cannot " + std::string(what) + " " + printable(path) + ": " +
                (error == ENOSPC || error == EDQUOT ? "no space left" : std::strerror(error)));
}

void write_all(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t done = ::write(fd, content.data(), content.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) cannot("write", path);
    content.remove_prefix(static_cast<std::size_t>(done));
  }
}

void sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) cannot("write", path);
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

void SyncedFiles::write(const std::string& path, std::string_view content) {
  auto fd = std::make_unique<Descriptor>(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (fd->get() < 0) cannot("write", path);
  write_all(fd->get(), content, path);
  open_.push_back(std::move(fd));
}

void SyncedFiles::sync(const std::string& folder) {
  for (const auto& fd : open_) {
    if (::fsync(fd->get()) != 0 || !fd->close()) cannot("write a file in", folder);
  }
  open_.clear();
  sync_folder(folder);
}

void append_file(const std::string& path, std::string_view content) {
  const bool fresh = ::access(path.c_str(), F_OK) != 0;
  Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (fd.get() < 0) cannot("write", path);
  write_all(fd.get(), content, path);
  if (::fsync(fd.get()) != 0 || !fd.close()) cannot("write", path);
  if (fresh) sync_folder(folder_of(path));
}

void cut_file(const std::string& path, std::uint64_t size) {
  const Descriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (fd.get() < 0 && errno == ENOENT) return;
  struct stat info {};
  if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0) cannot("change", path);
  if (static_cast<std::uint64_t>(info.st_size) <= size) return;
  if (::ftruncate(fd.get(), static_cast<off_t>(size)) != 0 || ::fsync(fd.get()) != 0) {
    cannot("change", path);
  }
}

std::uint64_t size_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return 0;
    cannot("read", path);
  }
  return static_cast<std::uint64_t>(info.st_size);
}

}  // namespace whit::cli
