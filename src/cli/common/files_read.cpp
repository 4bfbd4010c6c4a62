// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

enum class Privacy : std::uint8_t { open, owner_only };

// sentence says what the system said about `name`.
std::string sentence(const std::string& name, int error) {
  switch (error) {
    case ENOENT:
      return name + ": no such file";
    case EISDIR:
      return name + " is a directory";
    case EACCES:
    case EPERM:
      return name + ": not allowed to read it";
    default:
      return name + ": " + std::strerror(error);
  }
}

std::string size_text(std::size_t bytes) {
  if (bytes >= kMegabyte) return std::to_string(bytes / kMegabyte) + " MB";
  if (bytes >= 1000) return std::to_string(bytes / 1000) + " KB";
  return std::to_string(bytes) + " bytes";
}

void check_mode(const std::string& path, unsigned mode) {
  if ((mode & 077U) == 0) return;
  char digits[8] = {};
  for (int i = 0; i < 3; ++i) digits[i] = static_cast<char>('0' + (mode >> (6 - 3 * i) & 7U));
  throw Failure(path + ": mode 0" + digits + ", want 0600", "chmod 600 " + path);
}

std::vector<std::uint8_t> read_all(int fd, const std::string& name, std::size_t limit) {
  std::vector<std::uint8_t> out;
  std::size_t size = 0;
  for (;;) {
    if (size == out.size()) out.resize(size + 64 * 1024);
    const ssize_t got = read(fd, out.data() + size, out.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Failure(sentence(name, errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (size > limit) throw Failure(name + " is larger than " + size_text(limit));
  }
  if (size == 0) throw Failure(name + " is empty");
  out.resize(size);
  return out;
}

std::vector<std::uint8_t> read_path(const std::string& path, std::size_t limit, Privacy privacy) {
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (fd.get() < 0) {
    throw Failure(sentence(printable(path), errno),
                  errno == ENOENT ? "give a file, or - for standard input" : "");
  }
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) throw Failure(sentence(printable(path), errno));
  if (S_ISDIR(info.st_mode)) throw Failure(sentence(printable(path), EISDIR));
  if (privacy == Privacy::owner_only) check_mode(printable(path), info.st_mode & 0777U);
  if (S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) > limit) {
    throw Failure(printable(path) + " is larger than " + size_text(limit));
  }
  return read_all(fd.get(), printable(path), limit);
}

}  // namespace

std::vector<std::uint8_t> read_file(const std::string& path, std::size_t limit) {
  if (path == "-") return read_all(STDIN_FILENO, "standard input", limit);
  return read_path(path, limit, Privacy::open);
}

std::vector<std::uint8_t> read_private_file(const std::string& path, std::size_t limit) {
  return read_path(path, limit, Privacy::owner_only);
}

bool exists(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0;
}

std::string data_folder(std::string_view role) {
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && data[0] == '/') return std::string(data).append("/whit/").append(role);
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') {
    throw Failure("no home folder to keep data in", "give --dir");
  }
  return std::string(home).append("/.local/share/whit/").append(role);
}

}  // namespace whit::cli
