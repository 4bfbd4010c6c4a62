// SPDX-License-Identifier: Apache-2.0
// The gate's judgement: what is asked here, the issuers' data, the open question, what was
// scanned a moment ago, and how many came. It draws nothing and reads no key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/verify/gate/live_data.h"
#include "cli/verify/gate/memory.h"
#include "cli/verify/gate/words.h"
#include "cli/verify/options.h"
#include "cli/verify/place.h"

namespace whit::cli::gate {

// Counters are the day's: let in, to be talked to, refused. A double trigger counts once, damaged
// text and training not at all.
struct Counters {
  std::uint64_t in = 0, talk = 0, no = 0;
};

// Ruling is the answer to one scan.
struct Ruling {
  Verdict verdict = Verdict::malformed;
  Verdict training = Verdict::malformed;  // what a specimen would have been, in training
  bool practised = false;                 // it is a specimen, and this is training
  bool same_scan = false;
  GateWords words;
  std::string values;  // of the facts that have one
  std::string error;   // it could not be judged at all, and why
};

// DataLine is what is shown of the data all the time.
struct DataLine {
  enum class Level : std::uint8_t { fine, ageing, useless };
  std::string text;  // "data 22 min old, limit 72 h"
  Level level = Level::fine;
  std::uint64_t version = 0;  // of the bundle
};

class Keeper {
 public:
  // What can't be asked here is a Failure: an unknown preset, a lock, nobody trusted.
  explicit Keeper(const GateOptions& options);

  Ruling judge(const std::string& text);

  // ask begins a question and is the text of its code; a Failure where nothing can be asked.
  std::string ask();
  // seconds_left is how long the question may still be answered; nothing when none is open.
  std::optional<Seconds> seconds_left() const;
  void close_question() noexcept { open_.reset(); }

  void set_training(bool training) noexcept { training_ = training; }
  bool training() const noexcept { return training_; }
  const Counters& counters() const noexcept { return counters_; }
  // now is the clock, with --at.
  UnixTime now() const;

  // look takes up new data and drops what is too old to be remembered. About once a second.
  void look();
  const std::string& asked() const noexcept { return asked_text_; }  // "work-permit-valid"
  const std::string& name() const noexcept { return asked_.name; }
  const DataLine& data_line() const noexcept { return data_line_; }
  const std::vector<std::string>& troubles() const noexcept { return troubles_; }

 private:
  // Open is a question, answered or not.
  struct Open {
    Nonce nonce;
    Seconds asked = 0;  // on the machine's own timer
    std::optional<Hash> answer;
    UnixTime answered = 0;
  };
  Check check_of(const std::string& text);
  bool answers_open(Check& check, bool& was_answered) const;
  void take_answer(const Check& check, const Report& report);
  Ruling ruling_of(const Check& check, Answer& answer, const Hash& code);
  void count(const Ruling& ruling, const Check& check);
  void read_site();
  void look_at_data();
  bool can_ask() const;
  Policy policy_here(const Bundle& bundle) const;

  GateOptions options_;
  CheckOptions source_;  // for whom the data is looked up
  LiveData data_;
  Said said_;
  std::int64_t ahead_ = 0;  // of the clock, by --at
  AskedHere asked_;
  std::string asked_text_, site_trouble_;
  DataLine data_line_;
  std::vector<std::string> troubles_;
  std::optional<Open> open_;
  Memory memory_;
  Counters counters_;
  bool training_ = false;
};

}  // namespace whit::cli::gate
