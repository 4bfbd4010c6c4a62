// SPDX-License-Identifier: Apache-2.0
// Evidence with one byte changed proves nothing.
#include <catch2/catch.hpp>

#include "audit/evidence.h"
#include "crypto/hash.h"
#include "support/small_log.h"

namespace whit::audit {
namespace {

using test::SmallLog;

// The evidence of the one finding in a small log.
ByteVector evidence_of(SmallLog& log) {
  Replay replay(log.trust());
  log.replay(replay);
  REQUIRE(replay.found().size() == 1);
  TileReader reader(log, log.size(), log.root());
  Desk desk;
  desk.state = &replay.state();
  desk.archive = &log;
  desk.tree = [&](std::uint64_t) { return &reader; };
  desk.note = [&](std::uint64_t) { return log.checkpoint(midnight(log.today() + 1)); };
  desk.keys = {log.log_key()};
  const WitnessPolicy policy = *parse_witness_policy(log.trust().policy);
  for (const auto& row : policy.witnesses) {
    desk.keys.push_back(row.key);
  }
  return encode(*make_evidence(replay.found()[0], desk));
}

void check_every_byte(const ByteVector& file) {
  REQUIRE(verify_evidence(file).proof == Proof::proven);
  std::size_t proven = 0;
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const int bit : {0x01, 0x20, 0x80}) {
      ByteVector changed = file;
      changed[at] ^= static_cast<std::uint8_t>(bit);
      if (verify_evidence(changed).proof == Proof::proven) ++proven;
    }
  }
  CHECK(proven == 0);
  for (std::size_t size = 0; size < file.size(); size += 11) {
    CHECK(verify_evidence(Bytes(file).first(size)).proof == Proof::none);
  }
}

TEST_CASE("each byte of small evidence matters", "[audit]") {
  SmallLog unsorted;
  unsorted.start();
  unsorted.built = [](Epoch& e) { std::swap(e.leaves[3], e.leaves[4]); };
  unsorted.day(20);
  check_every_byte(evidence_of(unsorted));

  SmallLog chain;
  chain.start();
  chain.draft = [](EpochDraft& d) { d.previous.bytes[0] ^= 1; };
  chain.day(20);
  check_every_byte(evidence_of(chain));

  SmallLog keys;
  keys.start();
  KeyList list = keys.list();
  list.tokens[0].last += 1;
  keys.use_list(list);
  keys.close(keys.today(), {});
  check_every_byte(evidence_of(keys));
}

TEST_CASE("each byte of a fork's evidence matters", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  TileReader reader(log, log.size(), log.root());
  const UnixTime now = midnight(log.today() + 1);
  const std::string mine = log.checkpoint_of(300, sha256(as_bytes("x")), now);
  const auto made =
      fork_evidence(Finding::fork, mine, log.checkpoint(now), reader, {log.log_key()});
  REQUIRE(made.ok());
  check_every_byte(encode(*made));
}

}  // namespace
}  // namespace whit::audit
