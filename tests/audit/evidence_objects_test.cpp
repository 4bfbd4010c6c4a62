// SPDX-License-Identifier: Apache-2.0
// Evidence about signed objects, and about what was served and isn't in the log.
#include "audit/evidence_desk.h"
#include "crypto/hash.h"
#include "log/path.h"
#include "support/world.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

using test::Auditor;
using test::check_proven;
using test::shown;
using test::SmallLog;
constexpr Day kFirst = SmallLog::kFirst;

TEST_CASE("bytes that the log calls a header and that are none", "[audit]") {
  SmallLog log;
  log.start();
  log.built = [](Epoch& e) {
    e.header_bytes.push_back(0);
    e.leaves[0].entry = encode(header_entry(e.header.day, e.header_bytes));
    e.leaves[0].hash = leaf_hash(e.leaves[0].entry);
  };
  log.day(20);
  check_proven(log, Finding::bad_header);
  // A file that the log doesn't commit to is the server's fault, and nobody can prove that.
  SmallLog other;
  other.start();
  other.built = [](Epoch& e) { e.header_bytes.push_back(0); };
  other.day(20);
  CHECK(shown(other, Finding::bad_header).proof == Proof::testimony);
}

TEST_CASE("a key list of nobody's, or that isn't one", "[audit]") {
  for (const int fraud : {0, 1, 2}) {
    SmallLog log;
    log.start();
    log.day(20);
    ByteVector list = sign_part(encode(log.list()), registry::kTypKeyList,
                                test::seeded_key(fraud == 0 ? "stranger" : "keys"));
    if (fraud == 1) list.back() ^= 1;
    if (fraud == 2) list = {0x80};
    const Hash hash = sha256(list);
    log.files[object_path(kKeyListFolder, hash)] = list;
    log.draft = [&](EpochDraft& d) { d.key_list = hash; };
    log.close(log.today(), {});
    log.close(log.today() + 1, {});
    log.close(log.today() + 2, {});
    check_proven(log, Finding::bad_key_list);
  }
}

TEST_CASE("a good key list makes no evidence against it", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  Auditor auditor(log);
  const auto made = make_evidence({Finding::bad_key_list, 1, 1, 256, ""}, auditor.desk);
  REQUIRE(made.ok());
  CHECK(verify_evidence(encode(*made)).proof == Proof::testimony);
}

TEST_CASE("a hidden head is shown by a manifest that the log names", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  log.publish(midnight(log.today()) + 4000);
  const ByteVector hidden = log.heads.back();
  const Hash hash = sha256(parse_signed(hidden, registry::kTypHead)->sign1.payload);
  log.draft = [&](EpochDraft& d) { std::erase(d.heads, hash); };
  log.close(log.today(), {});
  log.close(log.today() + 1, {});
  log.close(log.today() + 2, {});
  Replay replay(log.trust());
  REQUIRE(replay.served(hidden).ok());
  log.replay(replay);
  Auditor auditor(log);
  auditor.desk.state = &replay.state();
  REQUIRE(replay.found().size() == 1);
  const auto made = make_evidence(replay.found()[0], auditor.desk);
  REQUIRE(made.ok());
  const Verdict verdict = verify_evidence(encode(*made), auditor.known());
  INFO(verdict.sentence);
  CHECK(verdict.proof == Proof::proven);
  CHECK(verdict.finding == Finding::unlogged_head);
}

TEST_CASE("a next log that begins as if it were the first", "[audit]") {
  for (const bool number : {true, false}) {
    SmallLog log;
    log.start();
    log.day(20);
    log.next_log();
    log.draft = [&](EpochDraft& d) {
      if (number) d.number = 0;
      d.previous = Hash{};
    };
    log.close(log.today(), log.tokens(20, log.today() + 1));
    check_proven(log, number ? Finding::header_gap : Finding::broken_chain);
  }
}

TEST_CASE("a pad key that nobody needs", "[audit]") {
  for (const int fraud : {0, 1, 2}) {
    SmallLog log;
    log.start();
    log.day(20);
    for (Day day = log.today(); day < kFirst + 60; ++day) log.close(day, {});
    log.close(kFirst + 60, {});
    log.draft = [&](EpochDraft& d) {
      const std::uint64_t epochs[] = {0, 1, d.number + 4};
      d.pad_keys.push_back({epochs[fraud], sha256(as_bytes("pad key 1"))});
    };
    log.close(kFirst + 61, {});
    check_proven(log, Finding::bad_pad_key);
  }
}

TEST_CASE("a log that shrank is shown by a witness who saw both", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  Auditor auditor(log);
  const UnixTime now = midnight(log.today() + 1);
  const std::string later = log.checkpoint_of(256, log.root_of(256), now + 9000);
  const auto made =
      fork_evidence(Finding::shrunk, auditor.note, later, *auditor.reader, auditor.desk.keys);
  REQUIRE(made.ok());
  CHECK(verify_evidence(encode(*made), auditor.known()).proof == Proof::proven);
  const std::string older = log.checkpoint_of(256, log.root_of(256), now - 9000);
  CHECK_FALSE(
      fork_evidence(Finding::shrunk, auditor.note, older, *auditor.reader, auditor.desk.keys).ok());
}

}  // namespace
}  // namespace whit::audit
