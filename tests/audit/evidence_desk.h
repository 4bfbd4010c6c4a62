// SPDX-License-Identifier: Apache-2.0
// An auditor of a SmallLog, who makes evidence of what was found.
#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "audit/evidence.h"
#include "support/small_log.h"

namespace whit::test {

// Auditor has replayed a log and can read its newest tree.
struct Auditor {
  explicit Auditor(SmallLog& from) : log(from), replay(from.trust()) {
    log.replay(replay);
    reader.emplace(log, log.size(), log.root());
    note = log.checkpoint(midnight(log.today() + 1) + 600);
    desk.state = &replay.state();
    desk.archive = &log;
    desk.tree = [this](std::uint64_t) { return &*reader; };
    desk.note = [this](std::uint64_t) { return note; };
    desk.keys = keys();
  }
  std::vector<NoteKey> keys() const {
    std::vector<NoteKey> out = {log.log_key()};
    const WitnessPolicy policy = *parse_witness_policy(log.trust().policy);
    for (const auto& row : policy.witnesses) {
      out.push_back(row.key);
    }
    return out;
  }
  audit::Known known() const {
    return {{log.log_key()}, *parse_witness_policy(log.trust().policy)};
  }
  SmallLog& log;
  audit::Replay replay;
  std::optional<TileReader> reader;
  std::string note;
  audit::Desk desk;
};

// shown is what the evidence of finding `wanted` proves to somebody who knows the log's key.
inline audit::Verdict shown(SmallLog& log, audit::Finding wanted, ByteVector* file = nullptr) {
  Auditor auditor(log);
  for (const audit::Found& found : auditor.replay.found()) {
    if (found.finding != wanted) continue;
    const auto made = audit::make_evidence(found, auditor.desk);
    REQUIRE(made.ok());
    const ByteVector bytes = encode(*made);
    if (file != nullptr) *file = bytes;
    return audit::verify_evidence(bytes, auditor.known());
  }
  FAIL("the replay didn't find it");
  return {};
}

inline void check_proven(SmallLog& log, audit::Finding wanted) {
  INFO(audit::name(wanted));
  const audit::Verdict verdict = shown(log, wanted);
  INFO(verdict.sentence);
  CHECK(verdict.proof == audit::Proof::proven);
  CHECK(verdict.finding == wanted);
  CHECK(verdict.logs_known);
  CHECK(verdict.quorum);
  CHECK(verdict.sentence.find("proves: ") == 0);
}

}  // namespace whit::test
