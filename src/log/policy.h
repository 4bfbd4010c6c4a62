// SPDX-License-Identifier: Apache-2.0
// Which witnesses count, and how many are enough (C2SP tlog-policy). Spec: spec/log.md, section 11.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "log/note.h"

namespace whit {

inline constexpr std::size_t kMaxPolicyLines = 64;  // of each kind: logs, witnesses, groups

// WitnessPolicy is a file of `log`, `witness`, `group` lines and one `quorum` line.
struct WitnessPolicy {
  struct Log {
    NoteKey key;
    std::string url;  // empty where none is given
  };
  struct Witness {
    std::string name;  // inside this file; the key has a name of its own
    NoteKey key;
    std::string url;
  };
  // Member is a row of `witnesses`, or of `groups` before this one.
  struct Member {
    bool is_group = false;
    std::size_t row = 0;
  };
  struct Group {
    std::string name;
    std::size_t threshold = 0;  // so many of the members
    std::vector<Member> members;
  };
  std::vector<Log> logs;
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  bool has_quorum = false;  // false is `quorum none`
  Member quorum;
};
// parse_witness_policy takes at least 32 lines of each kind. The error's offset is the line,
// from 1.
Result<WitnessPolicy> parse_witness_policy(std::string_view text);

// meets_quorum tells whether the witnesses that cosigned are enough. `seen` has the time of each
// row of `witnesses`, 0 for one that didn't.
bool meets_quorum(const WitnessPolicy& policy, const std::vector<UnixTime>& seen);

// smallest_quorum is how few witnesses can be enough; 0 for `quorum none`.
std::size_t smallest_quorum(const WitnessPolicy& policy);

}  // namespace whit
