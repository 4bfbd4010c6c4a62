// SPDX-License-Identifier: Apache-2.0
// What is asked here: as typed, else as the open question has it, else as this place has it set.
#pragma once

#include <optional>
#include <string>

#include "cli/verify/check.h"
#include "cli/verify/options.h"
#include "cli/verify/site.h"

namespace whit::cli {

inline constexpr const char* kDefaultPreset = "gate";

// Said is what a command line, or a line of a batch, says of a question. Empty is not said.
struct Said {
  std::string preset, name;
  std::string policy;                  // its file, or a word for it
  std::optional<Narrowing> narrowing;  // of `policy`, if it was read already
  bool policy_said = false;            // even if it is none
  bool data = false;                   // other trust or other data than this folder's
  bool time = false;                   // another time, or another question's
};
Said said_in(const CheckOptions& options);
Said said_in(const AskOptions& options);

// AskedHere is what `Check` takes of it.
struct AskedHere {
  std::string preset, name, policy_name;
  Narrowing narrowing;
};

// asked_here fills in what was not said: from `question` if there is one, then from `site`. Where
// `site` is locked, whatever was said and is not as it has it is a Failure. A place's policy goes
// with its own preset.
AskedHere asked_here(const Site& site, const Said& said, const Question* question = nullptr);

// ask_as_here puts it into `check`.
void ask_as_here(AskedHere asked, Check& check);

// data_of is the installed data of `iss`, if there is any that opens.
std::optional<Bundle> data_of(const DataFolder& folder, const std::string& iss);

// waiting_note says what will change here by itself, and when; empty if nothing will.
std::string waiting_note(const Site& site, const Timer& now);

}  // namespace whit::cli
