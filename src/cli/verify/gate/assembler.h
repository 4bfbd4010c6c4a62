// SPDX-License-Identifier: Apache-2.0
// From keys and bytes, as they come in, to codes. A scanner that types gives no other sign of a
// code's end than a suffix, if it is set to one, and silence. Time is passed in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/verify/gate/source.h"

namespace whit::cli::gate {

// kPause is the silence that ends a code without a suffix; no scanner pauses as long between two
// characters. kRest is how long what isn't whole yet may wait for its rest: somebody pressed Enter
// in the middle, or the machine was busy.
inline constexpr std::chrono::milliseconds kPause{100}, kRest{500};

// Keys tells whether a lone character is a key that a person pressed.
enum class Keys : std::uint8_t { none, persons };

// Assembler holds at most kTypedMost bytes, and nothing once a code is handed on.
class Assembler {
 public:
  explicit Assembler(Keys keys) : keys_(keys) {}

  // add takes what came in at `now`. CR, LF and TAB end a code.
  void add(std::string_view bytes, Clock::time_point now, Sink& sink);
  // due is when `tick` has something to do, if anything waits.
  std::optional<Clock::time_point> due() const;
  // tick hands on what time has ended.
  void tick(Clock::time_point now, Sink& sink);
  // finish hands on what there is: nothing more will come.
  void finish(Sink& sink);

 private:
  enum class End : std::uint8_t { suffix, pause, last };
  void end(End how, Sink& sink);
  void hand_on(Sink& sink);
  bool press(Sink& sink);

  Keys keys_;
  std::string typed_;
  bool too_much_ = false;  // the rest of a text that is no code is being dropped
  bool paused_ = false;    // it waits for its rest
  Clock::time_point last_;
};

// key_of is the key that was pressed, as a US keyboard has it, if `typed` is one key: layouts with
// Cyrillic letters count by the place of the key, others by what is printed on it.
std::optional<char> key_of(std::string_view typed);

// is_whole tells whether `text` is a code of ours from its prefix to its last byte.
bool is_whole(std::string_view text);

}  // namespace whit::cli::gate
