// SPDX-License-Identifier: Apache-2.0
// A camera that people hold their codes into.
#pragma once

#include <memory>

#include "cli/qr/reading.h"
#include "cli/verify/gate/repeat.h"
#include "cli/verify/gate/source.h"
#include "cli/verify/gate/video.h"

namespace whit::cli::gate {

// Camera looks at a few frames a second, one at a time and at most half of the time. A code counts
// once until it has left the picture for two seconds or another one is there. A camera that is
// unplugged, or was never there, is waited for.
class Camera : public Source {
 public:
  // A path that is no camera, or one that may not be opened, is a Failure.
  explicit Camera(std::string path);

  std::vector<int> readable() const override;
  std::optional<Clock::time_point> due() const override;
  void take(Clock::time_point now, Sink& sink) override;
  std::string trouble() const override;

 private:
  void open_again(Clock::time_point now);
  void hear_reader(Clock::time_point now, Sink& sink);
  void look(Clock::time_point now);

  std::string path_;
  Video video_;
  Opened state_ = Opened::missing;
  bool was_there_ = false;
  Clock::time_point next_try_, next_look_, last_frame_;
  std::unique_ptr<Confined> reading_;
  Clock::time_point looked_;
  Repeat repeat_;
};

}  // namespace whit::cli::gate
