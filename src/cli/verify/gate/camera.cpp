// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/camera.h"

#include <algorithm>

#include "cli/common/message.h"
#include "cli/verify/gate/picture_words.h"

namespace whit::cli::gate {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kTryAgain{1}, kSilence{5};
constexpr milliseconds kBetweenLooks{200};

PictureLimits frame_limits() {
  PictureLimits out;
  out.wall = milliseconds(3000);
  out.cpu_seconds = 3;
  return out;
}

}  // namespace

Camera::Camera(std::string path) : path_(std::move(path)) {
  open_again(Clock::now());
  if (state_ == Opened::no_camera) {
    throw Failure(printable(path_) + " is not a camera that gives pictures",
                  "such as /dev/video0; v4l2-ctl --list-devices names them");
  }
  if (state_ == Opened::forbidden) {
    throw Failure(printable(path_) + ": may not be opened",
                  "add this user to the group that owns it: video, on Debian");
  }
}

void Camera::open_again(Clock::time_point now) {
  state_ = video_.open(path_);
  next_try_ = now + kTryAgain;
  last_frame_ = now;
  was_there_ = was_there_ || state_ == Opened::yes;
}

std::vector<int> Camera::readable() const {
  std::vector<int> out;
  if (video_.is_open()) out.push_back(video_.descriptor());
  if (reading_ && reading_->descriptor() >= 0) out.push_back(reading_->descriptor());
  return out;
}

std::optional<Clock::time_point> Camera::due() const {
  Clock::time_point out = video_.is_open() ? last_frame_ + kSilence : next_try_;
  if (reading_) out = std::min(out, reading_->deadline());
  return out;
}

std::string Camera::trouble() const {
  if (video_.is_open()) return "";
  if (state_ == Opened::busy) return "another program has the camera; close it (waiting)";
  if (was_there_) return "camera gone; plug it in (waiting)";
  return "no camera at " + printable(path_) + "; plug it in (waiting)";
}

void Camera::hear_reader(Clock::time_point now, Sink& sink) {
  const std::optional<PictureResult> result = reading_->take();
  if (!result) return;
  reading_.reset();
  // As long as it took, nothing is done: half of one processor's time at most.
  next_look_ = std::max(looked_ + kBetweenLooks, now + (now - looked_));
  const bool many = result->outcome == PictureOutcome::many_codes;
  if (!many && result->outcome != PictureOutcome::found) return;  // the next frame, then
  if (repeat_.is_new(many ? "" : result->text, now)) sink.scanned(scan_of(*result, looked_));
}

void Camera::look(Clock::time_point now) {
  const bool wanted = !reading_ && now >= next_look_;
  const std::uint64_t before = video_.frames();
  const std::optional<Frame> frame = video_.latest(wanted);
  if (!video_.is_open()) {
    state_ = Opened::missing;
    next_try_ = now + kTryAgain;
    return;
  }
  if (video_.frames() != before) last_frame_ = now;
  if (!frame) return;
  looked_ = now;
  reading_ = start_frame(*frame, frame_limits());
}

void Camera::take(Clock::time_point now, Sink& sink) {
  repeat_.drop_old(now);
  if (reading_) hear_reader(now, sink);
  if (!video_.is_open()) {
    if (now >= next_try_) open_again(now);
  } else if (now - last_frame_ >= kSilence) {
    video_.close();  // it hangs: open it anew
    state_ = Opened::missing;
    next_try_ = now + kTryAgain;
  } else {
    look(now);
  }
}

}  // namespace whit::cli::gate
