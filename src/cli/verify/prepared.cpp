// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/prepared.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/progress.h"
#include "verify/prepared.h"
#include "whit/prepared.h"

namespace whit::cli {
namespace {

struct Image {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::size_t size = 0;
  Bytes view() const noexcept { return {bytes.get(), size}; }
};

bool read_all(int fd, const Image& image) noexcept {
  for (std::size_t at = 0; at < image.size;) {
    const ssize_t got = read(fd, image.bytes.get() + at, image.size - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += static_cast<std::size_t>(got);
  }
  return true;
}

// All of the file at `path`, or nothing. Read, not mapped: a file that another program cuts short
// or writes over while it is mapped would end this one, or change under a hash that was right.
Image read_image(const std::string& path) noexcept {
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat info {};
  if (fd.get() < 0 || fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
  if (info.st_size <= 0 || static_cast<std::uint64_t>(info.st_size) > kPreparedLimit) return {};
  Image out;
  out.size = static_cast<std::size_t>(info.st_size);
  out.bytes.reset(new (std::nothrow) std::uint8_t[out.size]);
  if (out.bytes == nullptr || !read_all(fd.get(), out)) return {};
  return out;
}

void write_prepared(const std::string& path, const Bundle& bundle, UnixTime now) {
  Preparation work(bundle, day_of(now));
  if (work.total() == 0) return;
  {
    Progress bar("prepare withdrawals", work.total());
    while (work.step()) bar.at(work.done());
  }
  write_file_atomic(path, work.take());
}

}  // namespace

void keep_prepared(const std::string& path, const Bundle& bundle, UnixTime now) noexcept {
  try {
    if (const Image old = read_image(path); check_front(old.view(), bundle.head_hash())) return;
    // What is there is of no use any more; its room may be needed.
    remove_file(path);
    write_prepared(path, bundle, now);
  } catch (const std::exception&) {
    // No room on the disk or in memory: checks make their tables themselves.
  }
}

std::unique_ptr<std::uint8_t[]> use_prepared(Bundle& bundle, const std::string& path) noexcept {
  Image image = read_image(path);
  if (!bundle.use_prepared(image.view())) return nullptr;
  return std::move(image.bytes);
}

}  // namespace whit::cli
