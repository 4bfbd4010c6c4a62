// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/import_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/common/message.h"
#include "cli/common/program.h"

namespace whit::cli {
namespace {

std::string why(int error) { return error == ENOENT ? "no such file" : std::strerror(error); }

ssize_t read_some(int fd, std::uint8_t* out, std::size_t most) {
  ssize_t got = -1;
  do {
    got = ::read(fd, out, most);
  } while (got < 0 && errno == EINTR);
  return got;
}

bool write_all(int fd, const std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t put = ::write(fd, bytes, size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

}  // namespace

ImportFile::ImportFile(const std::string& path, Reading reading, const std::string& spool_folder)
    : name_(printable(path)),
      own_(path == "-" ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
      fd_(path == "-" ? STDIN_FILENO : own_.get()) {
  if (fd_ < 0) throw Failure(name_ + ": " + why(errno));
  start_ = ::lseek(fd_, 0, SEEK_CUR);
  if (reading == Reading::twice && start_ < 0) spool(spool_folder);
  progress_.emplace(reading == Reading::twice ? "check" : "import", size());
  fill();
  if (filled_ == 0) throw Failure(name_ + ": is empty");
}

ImportFormat ImportFile::format_by_look() const noexcept {
  for (std::size_t i = 0; i < filled_; ++i) {
    const std::uint8_t c = buffer_[i];
    const bool mark = i < 3 && (c == 0xef || c == 0xbb || c == 0xbf);
    if (mark || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    return c == '{' ? ImportFormat::json_lines : ImportFormat::csv;
  }
  return ImportFormat::csv;
}

Result<Bytes> ImportFile::next() {
  if (given_) fill();
  given_ = true;
  done_ += filled_;
  progress_->at(done_);
  return Bytes(buffer_.data(), filled_);
}

Status ImportFile::rewind() {
  if (::lseek(fd_, start_, SEEK_SET) != start_) return Errc::storage_failed;
  progress_.emplace("import", size());
  done_ = 0;
  given_ = true;
  return {};
}

std::uint64_t ImportFile::size() const {
  struct stat about {};
  if (::fstat(fd_, &about) != 0) return 0;
  if (S_ISDIR(about.st_mode)) throw Failure(name_ + ": is a directory");
  return S_ISREG(about.st_mode) ? static_cast<std::uint64_t>(about.st_size) : 0;
}

// The copy lies where the register does, for it says the same; it goes with the program.
void ImportFile::spool(const std::string& folder) {
  std::string pattern = folder + "/.import-XXXXXX";
  const int copy = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (copy < 0) throw Failure("cannot copy " + name_ + ": " + why(errno));
  copy_.emplace(copy);
  ::unlink(pattern.c_str());
  while (true) {
    fill();
    if (filled_ == 0) break;
    if (!write_all(copy, buffer_.data(), filled_)) {
      throw Failure("cannot copy " + name_ + ": " + why(errno) + "; nothing was changed");
    }
  }
  if (::lseek(copy, 0, SEEK_SET) != 0) throw Failure("cannot copy " + name_ + ": " + why(errno));
  fd_ = copy;
  start_ = 0;
}

void ImportFile::fill() {
  const ssize_t got = read_some(fd_, buffer_.data(), buffer_.size());
  if (got < 0) throw Failure(name_ + ": " + why(errno));
  filled_ = static_cast<std::size_t>(got);
}

}  // namespace whit::cli
