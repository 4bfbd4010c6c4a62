// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "cli/common/descriptor.h"
#include "cli/common/log_source.h"
#include "log/path.h"

namespace whit::cli {
namespace {

// No FIFO may keep us waiting, and no link leads elsewhere.
constexpr int kStep = O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK | O_RDONLY;

// Opens `path` below the folder one step at a time; -1 and errno where that fails.
int open_below(int folder, std::string_view path) {
  std::optional<Descriptor> above;
  for (;;) {
    const std::size_t slash = path.find('/');
    const bool last = slash == std::string_view::npos;
    const std::string step(path.substr(0, slash));
    const int from = above ? above->get() : folder;
    const int fd = ::openat(from, step.c_str(), kStep | (last ? 0 : O_DIRECTORY));
    if (fd < 0 || last) return fd;
    above.emplace(fd);
    path.remove_prefix(slash + 1);
  }
}

class LogFolder : public OpenLog {
 public:
  explicit LogFolder(const std::string& folder)
      : folder_(::open(folder.c_str(), O_CLOEXEC | O_DIRECTORY | O_RDONLY)) {}

  Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) override {
    trouble_.clear();
    if (!is_log_path(path)) return fail(Errc::not_found, "not a path of a log");
    if (folder_.get() < 0) return fail(Errc::not_found, "no such folder");
    const Descriptor fd(open_below(folder_.get(), path));
    if (fd.get() < 0) return cannot_open(errno);
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) return cannot_open(errno);
    if (!S_ISREG(info.st_mode)) return fail(Errc::storage_failed, "not a regular file");
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size > limit) return fail(Errc::too_large, "the file is larger than it may be");
    return read_all(fd.get(), static_cast<std::size_t>(size));
  }

 private:
  Result<std::vector<std::uint8_t>> cannot_open(int error) {
    if (error == ENOENT || error == ENOTDIR) return fail(Errc::not_found, "no such file");
    if (error == ELOOP) return fail(Errc::storage_failed, "a symbolic link, which isn't followed");
    return fail(Errc::storage_failed, std::strerror(error));
  }

  // Who cuts a file off while it is read gives less; who lets it grow, no more.
  Result<std::vector<std::uint8_t>> read_all(int fd, std::size_t size) {
    std::vector<std::uint8_t> out(size);
    std::size_t have = 0;
    while (have < size) {
      const ssize_t got = ::read(fd, out.data() + have, size - have);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return cannot_open(errno);
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    out.resize(have);
    return out;
  }

  Descriptor folder_;
};

}  // namespace

std::unique_ptr<OpenLog> open_log_folder(std::string folder) {
  return std::make_unique<LogFolder>(folder);
}

}  // namespace whit::cli
