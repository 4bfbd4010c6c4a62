// SPDX-License-Identifier: Apache-2.0
// The questions that this checker has asked and that are open: each may be answered once.
#pragma once

#include <optional>
#include <string>

#include "whit/bytes.h"
#include "whit/time.h"

namespace whit::cli {

// Question is what has to be remembered of one.
struct Question {
  Nonce nonce;
  std::string iss, preset, name;
  UnixTime asked = 0;
  std::optional<UnixTime> until;
  // The same moment on the timer that no one sets: which start of the machine, and seconds since.
  std::string boot;
  Seconds boot_seconds = 0;
  std::optional<Hash> answer;  // SHA-256 of the showing that answered it
  UnixTime answered = 0;
};

// Timer is "now" on both clocks. With --at only the first counts.
struct Timer {
  UnixTime now = 0;
  std::string boot;  // empty if unknown, or if time was given as an argument
  Seconds boot_seconds = 0;
};
Timer real_timer(UnixTime now);
Timer given_timer(UnixTime now);

// elapsed is the seconds since `question` was asked, rounded up: by the machine's own timer if it
// has run on, else by the clock. A clock that went back counts as for ever.
Seconds elapsed(const Question& question, const Timer& timer);

// Questions is a folder with a file for each.
class Questions {
 public:
  explicit Questions(std::string folder) : folder_(std::move(folder)) {}

  void add(const Question& question) const;
  // find is the question of this nonce, answered or not.
  std::optional<Question> find(const Nonce& nonce) const;
  void mark_answered(Question question, Bytes showing, UnixTime now) const;
  // takes tells whether `showing` may still answer: nothing did, or these very bytes did within
  // the last 15 s.
  static bool takes(const Question& question, Bytes showing, UnixTime now);
  // drop_old removes what nothing can answer any more.
  void drop_old(UnixTime now) const;
  const std::string& folder() const noexcept { return folder_; }

 private:
  std::string path_of(const Nonce& nonce) const;
  std::string folder_;
};

}  // namespace whit::cli
