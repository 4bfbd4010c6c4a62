// SPDX-License-Identifier: Apache-2.0
// A watched folder of pictures: what another program saves there is a code that was shown.
#pragma once

#include <deque>
#include <memory>

#include "cli/qr/reading.h"
#include "cli/verify/gate/source.h"

namespace whit::cli::gate {

// Folder takes each picture once, when it is complete: closed by who wrote it, or moved in under
// its name. What is there at the start is left alone, as are names that begin with a point or end
// in .part, .tmp or .crdownload: downloads in the making. Nothing is ever written, moved or
// deleted. A folder that goes away, as that of a stick, is waited for.
class Folder : public Source {
 public:
  // `path` must be a folder; else a Failure.
  explicit Folder(std::string path);
  ~Folder() override;

  std::vector<int> readable() const override;
  std::optional<Clock::time_point> due() const override;
  void take(Clock::time_point now, Sink& sink) override;
  std::string trouble() const override;

 private:
  // One state of one file: the same again is not read twice.
  struct Version {
    std::uint64_t device, inode, size;
    std::int64_t seconds, nanoseconds;
    bool operator==(const Version&) const = default;
  };
  struct Waiting {
    std::string name;
    Clock::time_point since;
  };

  bool watch();
  void lose(Clock::time_point now);
  void read_events(Clock::time_point now, Sink& sink);
  void noticed(const std::string& name, Clock::time_point now);
  void start_next(Sink& sink);
  bool is_first(const Version& version);

  std::string path_;
  int inotify_ = -1;
  Clock::time_point next_try_;
  std::deque<Waiting> waiting_;
  unsigned left_out_ = 0;  // pictures that came faster than they can be read
  std::deque<Version> taken_;
  std::unique_ptr<Confined> reading_;
  Clock::time_point reading_since_;
};

}  // namespace whit::cli::gate
