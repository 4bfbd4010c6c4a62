// SPDX-License-Identifier: Apache-2.0
// Asking witnesses for cosignatures (C2SP tlog-witness). Spec: spec/log.md, section 14.
//
// All witnesses of a policy are asked at once, each on a thread of its own, and what hasn't come in
// time counts as absent: a slow, dead or lying witness costs nobody else anything.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "log/checkpoint.h"
#include "log/policy.h"
#include "whit/time.h"

namespace whit {

enum class WitnessAnswer : std::uint8_t {
  none = 0,     // not asked: the policy gives no URL
  unreachable,  // no answer in time
  refused,      // an answer that says no
  wrong,        // an answer that it can't have meant: a signature that isn't good, another origin
  ahead,        // it saw a tree of this log that the one submitted doesn't continue
  unknown,      // it never saw this log
  good,
};

// kWitnessClockSlack is how far ahead of `now` a witness's time may be (spec/log.md, 6.11).
inline constexpr Seconds kWitnessClockSlack = 3600;

// WitnessReply is what one witness said. Whoever acts on `ahead` looks at `note`: with one it is
// proven by the log's own signature, without it is the witness's word alone.
struct WitnessReply {
  WitnessAnswer answer = WitnessAnswer::none;
  NoteSignature line;      // of `good` after cosign(): checked
  UnixTime time = 0;       // of that line
  std::uint64_t size = 0;  // of the largest tree that it has seen, where it says so
  std::string note;        // its newest checkpoint, log signature and its own checked: evidence,
                           // with `good` of ask_newest() and, where it gives one, with `ahead`
};

struct WitnessLimits {
  std::uint32_t connect_seconds = 2;
  std::uint32_t total_seconds = 5;  // of one witness, all of its requests together
  std::string ca_file = {};         // more certificate authorities than the system's
};

// Consistency gives the proof from a smaller tree to the one that is to be cosigned. It is called
// from other threads, but one call at a time and none after cosign() has come back.
using Consistency = std::function<std::vector<Hash>(std::uint64_t from)>;

// cosign submits the log-signed checkpoint `note` to every witness of `policy`, and comes back when
// all have answered or `total_seconds` are over. By row of its witnesses; `now` bounds the times
// that are believed.
std::vector<WitnessReply> cosign(const WitnessPolicy& policy, const std::string& note,
                                 const std::vector<NoteKey>& log_keys,
                                 const Consistency& consistency, UnixTime now,
                                 const WitnessLimits& limits = {});

// ask_newest fetches what every witness saw last of `origin`: `good` with note and size, `unknown`
// where it never saw it.
std::vector<WitnessReply> ask_newest(const WitnessPolicy& policy, std::string_view origin,
                                     const std::vector<NoteKey>& log_keys,
                                     const WitnessLimits& limits = {});

}  // namespace whit
