// SPDX-License-Identifier: Apache-2.0
// How a gate shows itself: a screen full of one word, one line an answer, or JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/verify/gate/keeper.h"
#include "cli/verify/gate/source.h"

namespace whit::cli::gate {

// Shown is one answer as it is shown.
struct Shown {
  Ruling ruling;
  VerdictClass its_class = VerdictClass::no;
  std::string unread;  // there was nothing to judge, and why
  std::string note;    // about the scanner
  UnixTime time = 0;
  double seconds = 0;  // from the code's last character to here
};

// State is what is shown all the time.
struct State {
  std::string asked, name;
  DataLine data;
  Counters counters;
  bool training = false;
  std::vector<std::string> troubles;
  std::string question;                 // text of the open question's code, empty for none
  std::optional<Seconds> seconds_left;  // of it
};

// Display draws. It keeps of an answer no more than is still to be seen.
class Display {
 public:
  Display() = default;
  virtual ~Display() = default;
  Display(const Display&) = delete;
  Display& operator=(const Display&) = delete;

  virtual void answer(const Shown& shown, const State& state) = 0;
  // update says that `state` may have changed.
  virtual void update(const State& state) = 0;
  // say is a sentence to whoever pressed a key.
  virtual void say(const std::string& sentence) = 0;
  // due is when it has something to do by itself, such as the next beep.
  virtual std::optional<Clock::time_point> due() const { return std::nullopt; }
  virtual void tick(Clock::time_point) {}
  // redraw draws all anew: the screen has another size, or somebody wrote on it.
  virtual void redraw() {}
};

// title is what of an answer stands in a line: "YES", "CANNOT TELL", "NOT READ".
std::string title(const Shown& shown);

// sentence_of is all that follows it: sentence, step, and that it is not counted.
std::string sentence_of(const Shown& shown);

// seconds_text is how long it took: "0.1 s".
std::string seconds_text(const Shown& shown);

// Bells is the sound of each class, as beeps of a terminal: one for yes, two for cannot tell, three
// for no, four short ones for a training code; none for what was not read.
class Bells {
 public:
  explicit Bells(int fd) : fd_(fd) {}  // -1 for silence
  void ring(const Shown& shown, Clock::time_point now);
  std::optional<Clock::time_point> due() const;
  void tick(Clock::time_point now);

 private:
  int fd_;
  int left_ = 0;
  Clock::time_point next_;
};

std::unique_ptr<Display> lines_display(bool quiet);
std::unique_ptr<Display> json_display();
std::unique_ptr<Display> screen_display(bool quiet);

}  // namespace whit::cli::gate
