// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/folder.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "cli/common/descriptor.h"
#include "cli/common/message.h"
#include "cli/verify/gate/picture_words.h"

namespace whit::cli::gate {
namespace {

constexpr std::chrono::seconds kTryAgain{1};
constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kMostRemembered = 1024;
constexpr std::uint32_t kComplete = IN_CLOSE_WRITE | IN_MOVED_TO;
constexpr std::uint32_t kGone = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED;

bool is_in_the_making(const std::string& name) {
  return name.empty() || name[0] == '.' || name.ends_with(".part") || name.ends_with(".tmp") ||
         name.ends_with(".crdownload");
}

Scan unread(std::string note, Clock::time_point end) {
  Scan out;
  out.note = std::move(note);
  out.unreadable = true;
  out.end = end;
  return out;
}

}  // namespace

Folder::Folder(std::string path) : path_(std::move(path)) {
  struct stat found {};
  if (::stat(path_.c_str(), &found) != 0) {
    throw Failure(printable(path_) + ": no such folder", "make it first");
  }
  if (!S_ISDIR(found.st_mode)) throw Failure(printable(path_) + " is not a folder");
  if (!watch()) throw Failure(printable(path_) + " can't be watched: " + std::strerror(errno));
}

Folder::~Folder() {
  if (inotify_ >= 0) ::close(inotify_);
}

bool Folder::watch() {
  inotify_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (inotify_ < 0) return false;
  constexpr std::uint32_t kWanted = kComplete | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  if (::inotify_add_watch(inotify_, path_.c_str(), kWanted) >= 0) return true;
  const int why = errno;
  ::close(inotify_);
  inotify_ = -1;
  errno = why;
  return false;
}

void Folder::lose(Clock::time_point now) {
  ::close(inotify_);
  inotify_ = -1;
  next_try_ = now + kTryAgain;
}

std::vector<int> Folder::readable() const {
  std::vector<int> out;
  if (inotify_ >= 0) out.push_back(inotify_);
  if (reading_ && reading_->descriptor() >= 0) out.push_back(reading_->descriptor());
  return out;
}

std::optional<Clock::time_point> Folder::due() const {
  std::optional<Clock::time_point> out;
  if (inotify_ < 0) out = next_try_;
  if (reading_) out = out ? std::min(*out, reading_->deadline()) : reading_->deadline();
  return out;
}

std::string Folder::trouble() const {
  return inotify_ >= 0 ? "" : "folder gone; bring it back (waiting)";
}

void Folder::noticed(const std::string& name, Clock::time_point now) {
  if (is_in_the_making(name)) return;
  const bool is_waiting = std::any_of(waiting_.begin(), waiting_.end(),
                                      [&](const Waiting& each) { return each.name == name; });
  if (is_waiting) return;
  if (waiting_.size() < kMostWaiting) {
    waiting_.push_back({name, now});
  } else {
    ++left_out_;
  }
}

void Folder::read_events(Clock::time_point now, Sink& sink) {
  alignas(inotify_event) std::array<char, 16384> buffer;
  const ssize_t got = ::read(inotify_, buffer.data(), buffer.size());
  bool lost = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
  for (ssize_t at = 0; at < got;) {
    inotify_event event{};
    std::memcpy(&event, buffer.data() + at, sizeof event);
    const char* name = buffer.data() + at + sizeof event;
    at += static_cast<ssize_t>(sizeof event + event.len);
    if ((event.mask & kGone) != 0) lost = true;
    if ((event.mask & IN_Q_OVERFLOW) != 0) ++left_out_;
    if ((event.mask & kComplete) != 0 && (event.mask & IN_ISDIR) == 0 && event.len > 0) {
      noticed(std::string(name, ::strnlen(name, event.len)), now);
    }
  }
  if (lost) lose(now);
  if (left_out_ == 0) return;
  left_out_ = 0;
  sink.scanned(unread("too many pictures at once; some were left out, show the code again", now));
}

bool Folder::is_first(const Version& version) {
  if (std::find(taken_.begin(), taken_.end(), version) != taken_.end()) return false;
  if (taken_.size() == kMostRemembered) taken_.pop_front();
  taken_.push_back(version);
  return true;
}

// Starts on the first that waits and can be read. A name may stand for something else by now, or
// have been a pipe or a link all along.
void Folder::start_next(Sink& sink) {
  while (!reading_ && !waiting_.empty()) {
    const Waiting next = waiting_.front();
    waiting_.pop_front();
    const std::string file = path_ + "/" + next.name;
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    struct stat found {};
    if (fd.get() < 0 && errno == ENOENT) continue;  // taken away again
    if (fd.get() < 0 || ::fstat(fd.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
      sink.scanned(unread("what came into the folder is not a file that may be read", next.since));
      continue;
    }
    if (!is_first({found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size),
                   found.st_mtim.tv_sec, found.st_mtim.tv_nsec})) {
      continue;
    }
    if (static_cast<std::uint64_t>(found.st_size) > kMaxPictureBytes) {
      sink.scanned(
          unread(picture_words(PictureResult{PictureOutcome::too_large, 0, {}}), next.since));
      continue;
    }
    reading_ = start_file(fd.get());
    reading_since_ = next.since;
  }
}

void Folder::take(Clock::time_point now, Sink& sink) {
  if (inotify_ < 0 && now >= next_try_ && !watch()) next_try_ = now + kTryAgain;
  if (inotify_ >= 0) read_events(now, sink);
  if (reading_) {
    const std::optional<PictureResult> result = reading_->take();
    if (!result) return;
    reading_.reset();
    sink.scanned(scan_of(*result, reading_since_));
  }
  start_next(sink);
}

}  // namespace whit::cli::gate
