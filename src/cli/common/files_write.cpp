// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/utf8.h"
#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/common/terminal.h"

namespace whit::cli {
namespace {

std::string reason(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "no space left";
    case ENOENT:
      return "no such folder";
    case EACCES:
    case EPERM:
      return "not allowed";
    case EROFS:
      return "the file system is read-only";
    case EISDIR:
      return "it is a directory";
    default:
      return std::strerror(error);
  }
}

[[noreturn]] void cannot_write(const std::string& path, int error) {
  throw Failure("cannot write " + printable(path) + ": " + reason(error) + "; nothing was changed");
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// write_all returns 0 or the error.
int write_all(int fd, Bytes content) {
  while (!content.empty()) {
    const ssize_t done = write(fd, content.data(), content.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    content = content.subspan(static_cast<std::size_t>(done));
  }
  return 0;
}

// A Draft is the new file until it takes its place; else it is removed.
class Draft {
 public:
  explicit Draft(const std::string& path)
      : name_(path + ".XXXXXX"), fd_(mkostemp(name_.data(), O_CLOEXEC)) {
    if (fd_.get() < 0) cannot_write(path, errno);
  }
  ~Draft() {
    if (!name_.empty()) unlink(name_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  // fill returns 0 or the error.
  int fill(Bytes content, Access access) {
    if (fchmod(fd_.get(), static_cast<mode_t>(access)) != 0) return errno;
    if (const int error = write_all(fd_.get(), content); error != 0) return error;
    if (fsync(fd_.get()) != 0) return errno;
    return fd_.close() ? 0 : errno;
  }
  int become(const std::string& path, Replace replace) {
    if (replace == Replace::refuse) return link(name_.c_str(), path.c_str()) == 0 ? 0 : errno;
    if (rename(name_.c_str(), path.c_str()) != 0) return errno;
    name_.clear();
    return 0;
  }

 private:
  std::string name_;
  Descriptor fd_;
};

}  // namespace

void write_file_atomic(const std::string& path, Bytes content, Access access, Replace replace) {
  if (replace == Replace::refuse && exists(path)) {
    throw Failure(printable(path) + " exists already; nothing was changed");
  }
  Draft draft(path);
  if (const int error = draft.fill(content, access); error != 0) cannot_write(path, error);
  if (const int error = draft.become(path, replace); error != 0) {
    if (error == EEXIST) throw Failure(printable(path) + " exists already; nothing was changed");
    cannot_write(path, error);
  }
  const Descriptor folder(open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) fsync(folder.get());
}

void write_output(const std::string& path, Bytes content) {
  if (path != "-") return write_file_atomic(path, content);
  const bool text =
      is_utf8(content) && std::find(content.begin(), content.end(), 0) == content.end();
  if (!text && is_terminal(STDOUT_FILENO)) {
    throw Failure("not writing binary data to a terminal", "give -o FILE");
  }
  std::fwrite(content.data(), 1, content.size(), stdout);
  flush_output();
}

void make_folder(const std::string& path) {
  for (std::size_t at = 1; at <= path.size(); ++at) {
    if (at != path.size() && path[at] != '/') continue;
    const std::string part = path.substr(0, at);
    if (mkdir(part.c_str(), 0700) == 0 || errno == EEXIST) continue;
    throw Failure("cannot make the folder " + printable(part) + ": " + reason(errno));
  }
}

void remove_file(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) {
    throw Failure("cannot remove " + printable(path) + ": " + reason(errno));
  }
}

FolderLock::FolderLock(const std::string& folder)
    : fd_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (fd_ < 0) throw Failure(printable(folder) + ": " + reason(errno));
  for (int tries = 0; flock(fd_, LOCK_EX | LOCK_NB) != 0; ++tries) {
    if (tries == 100 || errno != EWOULDBLOCK) {
      ::close(fd_);
      throw Failure(printable(folder) + " is in use by another program");
    }
    usleep(100 * 1000);
  }
}

FolderLock::~FolderLock() { ::close(fd_); }

}  // namespace whit::cli
