// SPDX-License-Identifier: Apache-2.0
// One log whose checkpoint was judged: the auditor's own copy, or any log in the formats of C2SP.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/audit/command_line.h"
#include "cli/audit/judged_note.h"
#include "log/source.h"

namespace whit::cli {

// WhichLog is how a command line names a log.
struct WhichLog {
  std::string where;              // folder or URL; empty for the auditor's own copy
  std::vector<std::string> keys;  // of the log, as text
  std::string policy;             // tlog-policy file: witnesses, and keys where `keys` is empty
  std::uint64_t number = 0;       // of the own copy; 0 for the newest log
  std::string ca_file;
};

// CheckedLog is its files and its checkpoint. Whether that is believed is for `judged` to say.
struct CheckedLog {
  std::unique_ptr<LogSource> source;
  std::string name;           // for people: where it lies
  std::string note;           // the checkpoint as it came
  std::vector<NoteKey> keys;  // empty where none was given: the signature wasn't checked
  WitnessPolicy policy;
  JudgedNote judged;
};

// open_checked_log is a Failure with code 2 where no checkpoint comes.
CheckedLog open_checked_log(const WhichLog& which, const Common& common);

// read_policy is the policy of a file, and keys_in parses key texts; both Failures.
WitnessPolicy read_policy(const std::string& file);
std::vector<NoteKey> keys_in(const std::vector<std::string>& texts);

// unchecked_note takes a checkpoint for what it says, without any signature.
JudgedNote unchecked_note(std::string_view text);

}  // namespace whit::cli
