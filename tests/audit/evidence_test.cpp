// SPDX-License-Identifier: Apache-2.0
// Evidence: every finding that can be shown to a stranger is, and nothing else is.
#include "audit/evidence_desk.h"
#include "crypto/hash.h"
#include "support/world.h"
#include "token/registry.h"
#include "trust/key_rows.h"

namespace whit::audit {
namespace {

using test::Auditor;
using test::check_proven;
using test::shown;
using test::SmallLog;
constexpr Day kFirst = SmallLog::kFirst;

SmallLog started(int days = 2) {
  SmallLog out;
  out.start();
  for (int i = 0; i < days; ++i) out.day(20);
  return out;
}

void check_drafted(Finding wanted, const std::function<void(EpochDraft&)>& change) {
  SmallLog log = started();
  log.draft = change;
  log.day(30);
  log.draft = nullptr;
  log.day(30);
  check_proven(log, wanted);
}

void check_built(Finding wanted, const std::function<void(Epoch&)>& change) {
  SmallLog log = started();
  log.built = change;
  log.day(100);
  check_proven(log, wanted);
}

void reseal(Epoch& epoch) {
  epoch.header_bytes = encode(epoch.header);
  epoch.leaves[0].entry = encode(header_entry(epoch.header.day, epoch.header_bytes));
  epoch.leaves[0].hash = leaf_hash(epoch.leaves[0].entry);
}

void put(Epoch& epoch, std::size_t at, const EntryBytes& entry) {
  epoch.leaves[at] = {leaf_hash(entry), entry};
}

TEST_CASE("faults within an epoch are shown by its entries", "[audit]") {
  check_built(Finding::unsorted, [](Epoch& e) { std::swap(e.leaves[3], e.leaves[4]); });
  check_built(Finding::wrong_size, [](Epoch& e) { e.leaves.resize(100); });
  check_built(Finding::wrong_header, [](Epoch& e) { put(e, 0, e.leaves[1].entry); });
  check_built(Finding::wrong_header, [](Epoch& e) {
    EntryBytes entry = e.leaves[0].entry;
    entry[11] ^= 1;
    put(e, 0, entry);
  });
  check_built(Finding::bad_nulls, [](Epoch& e) { put(e, 255, e.leaves[1].entry); });
  check_built(Finding::wrong_counts, [](Epoch& e) {
    e.header.counts[0].entries -= 64;
    reseal(e);
  });
  check_built(Finding::not_padded, [](Epoch& e) {
    e.leaves.erase(e.leaves.begin() + 5);
    e.leaves.push_back({leaf_hash(null_entry()), null_entry()});
    e.header.entries -= 1;
    e.header.counts[0].entries -= 1;
    reseal(e);
  });
  check_built(Finding::bad_entry, [](Epoch& e) {
    EntryBytes entry = e.leaves[9].entry;
    entry[1] = 2;
    put(e, 9, entry);
  });
}

TEST_CASE("faults of headers are shown by two of them", "[audit]") {
  check_drafted(Finding::header_gap, [](EpochDraft& d) { d.number += 3; });
  check_drafted(Finding::broken_chain, [](EpochDraft& d) { d.previous.bytes[0] ^= 1; });
  check_drafted(Finding::day_back, [](EpochDraft& d) { d.day -= 2; });
  check_drafted(Finding::missing_day, [](EpochDraft& d) { d.day += 1; });
  check_built(Finding::wrong_index, [](Epoch& e) {
    e.header.index += 512;
    reseal(e);
  });
  SmallLog log = started();
  log.close(log.today(), log.tokens(5, log.today() + 1));
  log.close(log.today(), log.tokens(5, log.today() + 1));
  check_proven(log, Finding::two_epochs);
}

TEST_CASE("faults of keys are shown by all key lists", "[audit]") {
  const KeyId other = key_id(test::seeded_key("other").public_key());
  for (const int fraud : {0, 1, 2, 3}) {
    SmallLog log = started();
    const Day day = log.today();
    if (fraud == 0) {
      log.close(day, log.tokens(5, day + 2, EntryKind::revocable, SmallLog::kPermit, other));
    } else if (fraud == 1) {
      log.close(day, log.tokens(5, day + 2, EntryKind::revocable, 65003, log.kid()));
    } else if (fraud == 2) {
      log.close(day, log.tokens(5, kFirst - 1));
    } else {
      log.close(day, log.tokens(5, day + 15));
    }
    check_proven(log, fraud == 0   ? Finding::unknown_key
                      : fraud == 1 ? Finding::wrong_key_kind
                      : fraud == 2 ? Finding::key_out_of_days
                                   : Finding::expired_entry);
  }
}

TEST_CASE("faults of key lists are shown by all of them", "[audit]") {
  const TokenKey second = {Kind::revocable,
                           {SmallLog::kPermit},
                           kFirst + 3,
                           kFirst + 9,
                           test::seeded_key("other").public_key(),
                           KeyState::live};
  for (const int fraud : {0, 1, 2, 3, 4}) {
    SmallLog log = started();
    KeyList list = log.list();
    if (fraud == 0) list.tokens[0].last += 1;
    if (fraud == 1) list.tokens.push_back(second);
    if (fraud == 2) list.sequence -= 1, list.tokens.pop_back();
    if (fraud >= 3) list.tokens[0].state = KeyState::withdrawn;
    log.use_list(list);
    log.close(log.today(), {});
    if (fraud == 3) {
      list.tokens[0].state = KeyState::live;
      list.sequence += 1;
      log.use_list(list);
      log.close(log.today(), {});
    } else if (fraud == 4) {
      log.close(log.today() + 1, log.tokens(5, log.today() + 3));
    }
    check_proven(log, fraud == 0   ? Finding::changed_key
                      : fraud == 1 ? Finding::second_live_key
                      : fraud == 2 ? Finding::old_key_list
                      : fraud == 3 ? Finding::revived_key
                                   : Finding::withdrawn_key);
  }
}

TEST_CASE("a key that its own header commits to has signed too early", "[audit]") {
  SmallLog log = started();
  KeyList list = log.list();
  list.tokens.push_back({Kind::revocable,
                         {65003},
                         kFirst,
                         kFirst + 9,
                         test::seeded_key("other").public_key(),
                         KeyState::live});
  log.use_list(list);
  const KeyId other = key_id(test::seeded_key("other").public_key());
  log.close(log.today(), log.tokens(5, log.today() + 3, EntryKind::revocable, 65003, other));
  check_proven(log, Finding::late_key);
}

TEST_CASE("faults of heads are shown by the heads", "[audit]") {
  const std::pair<Finding, std::function<void(Head&)>> frauds[] = {
      {Finding::head_gap, [](Head& head) { head.version += 1; }},
      {Finding::two_heads, [](Head& head) { head.version -= 1; }},
      {Finding::broken_head_chain, [](Head& head) { head.previous.bytes[0] ^= 1; }},
      {Finding::uncommitted_keys,
       [](Head& head) {
         KeyList list{"dlo", 9, {}, {}};
         head.key_list = sign_part(encode(list), registry::kTypKeyList, test::seeded_key("keys"));
       }},
  };
  for (const auto& [finding, change] : frauds) {
    SmallLog log = started();
    log.before_head = change;
    log.day(20);
    log.before_head = nullptr;
    log.close(log.today(), {});
    check_proven(log, finding);
  }
}

TEST_CASE("an entry that stands twice is shown by both", "[audit]") {
  SmallLog log = started();
  log.draft = [&](EpochDraft& d) { d.entries.push_back(log.epochs[1].entries[7]); };
  log.day(40);
  check_proven(log, Finding::repeated_entry);
}

TEST_CASE("a pad key that doesn't fit, or doesn't come, is shown by its epoch", "[audit]") {
  for (const bool late : {false, true}) {
    SmallLog log = started(1);
    for (Day day = log.today(); day < kFirst + 60; ++day) log.close(day, {});
    log.draft = [&](EpochDraft& d) {
      if (late) d.pad_keys.clear();
      if (!late) d.pad_keys.at(0).second.bytes[5] ^= 1;
    };
    log.close(kFirst + 60, {});
    check_proven(log, late ? Finding::late_pad_key : Finding::bad_pad_key);
  }
}

TEST_CASE("a late epoch is shown by what a witness saw without it", "[audit]") {
  SmallLog log = started(1);
  log.publish(midnight(log.today() + 1) + 4 * 3600);
  log.close(log.today(), {});
  check_proven(log, Finding::late_epoch);
}

TEST_CASE("a fork is shown by two checkpoints", "[audit]") {
  SmallLog log = started();
  Auditor auditor(log);
  const UnixTime now = midnight(log.today() + 1);
  const std::string same = log.checkpoint_of(log.size(), sha256(as_bytes("x")), now);
  const auto by_size =
      fork_evidence(Finding::fork, same, auditor.note, *auditor.reader, auditor.desk.keys);
  REQUIRE(by_size.ok());
  CHECK(verify_evidence(encode(*by_size), auditor.known()).proof == Proof::proven);
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{256}, std::uint64_t{300}}) {
    const std::string note = log.checkpoint_of(size, sha256(as_bytes("y")), now);
    const auto smaller =
        fork_evidence(Finding::split_view, note, auditor.note, *auditor.reader, auditor.desk.keys);
    REQUIRE(smaller.ok());
    const Verdict verdict = verify_evidence(encode(*smaller), auditor.known());
    CHECK(verdict.proof == Proof::proven);
    CHECK(verdict.quorum);
    const std::string honest = log.checkpoint_of(size, log.root_of(size), now);
    CHECK_FALSE(
        fork_evidence(Finding::split_view, honest, auditor.note, *auditor.reader, auditor.desk.keys)
            .ok());
  }
}

TEST_CASE("a checkpoint in a head that is of another tree is a fork", "[audit]") {
  SmallLog log = started();
  log.before_head = [&](Head& head) {
    const std::string note = log.checkpoint_of(log.size(), Hash{}, head.issued);
    head.log_proof = head.log_proof.substr(0, head.log_proof.find("\n\n") + 2) + note;
  };
  log.publish(midnight(log.today()) + 4000);
  log.before_head = nullptr;
  log.day(20);
  check_proven(log, Finding::fork);
}

TEST_CASE("a token that isn't in the log is shown by its neighbours", "[audit]") {
  SmallLog log = started(6);
  Auditor auditor(log);
  const ByteVector token = log.token(kFirst + 10);
  const auto made = unlogged_evidence(token, auditor.desk);
  REQUIRE(made.ok());
  const Verdict verdict = verify_evidence(encode(*made), auditor.known());
  INFO(verdict.sentence);
  CHECK(verdict.proof == Proof::proven);
  CHECK(verdict.finding == Finding::unlogged);
  CHECK(verdict.sentence.find("no epoch of log.dlo.example/1 holds") != std::string::npos);
  CHECK(verdict.sentence.find("up to 2027-02-18") != std::string::npos);
}

TEST_CASE("a token that is there makes no evidence", "[audit]") {
  SmallLog log = started(2);
  const ByteVector token = log.token(kFirst + 9);
  log.close(log.today(), {encode(entry_of(*parse_token(token)))});
  log.close(log.today() + 1, {});
  Auditor auditor(log);
  const auto made = unlogged_evidence(token, auditor.desk);
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == Errc::already_exists);
}

TEST_CASE("nobody can leave out the epoch that holds a token", "[audit]") {
  SmallLog log = started(2);
  const ByteVector token = log.token(kFirst + 9);
  ByteVector honest;
  {
    Auditor auditor(log);
    honest = encode(*unlogged_evidence(token, auditor.desk));
  }
  REQUIRE(verify_evidence(honest).proof == Proof::proven);
  log.close(log.today(), {encode(entry_of(*parse_token(token)))});
  log.close(log.today() + 1, {});
  Auditor auditor(log);
  // Headers of an honest log, with the epoch's neighbours taken from elsewhere.
  Evidence forged = *parse_evidence(honest);
  for (std::size_t i = 3; i < 5; ++i) forged.headers.push_back(log.epochs[i].header);
  CHECK(verify_evidence(encode(forged)).proof == Proof::none);
}

TEST_CASE("what can't be proven is told as a testimony", "[audit]") {
  SmallLog log = started();
  Auditor auditor(log);
  const Found found{Finding::missing_head, 1, 2, 256, "a head wasn't there"};
  const auto made = make_evidence(found, auditor.desk);
  REQUIRE(made.ok());
  const Verdict verdict = verify_evidence(encode(*made));
  CHECK(verdict.proof == Proof::testimony);
  CHECK(verdict.finding == Finding::missing_head);
}

TEST_CASE("what isn't so isn't proven, though it is in order", "[audit]") {
  SmallLog log = started();
  log.built = [](Epoch& e) { std::swap(e.leaves[3], e.leaves[4]); };
  log.day(100);
  ByteVector file;
  REQUIRE(shown(log, Finding::unsorted, &file).proof == Proof::proven);
  for (int i = 1; i <= static_cast<int>(Finding::unlogged); ++i) {
    const auto other = static_cast<Finding>(i);
    if (other == Finding::unsorted) continue;
    Evidence claim = *parse_evidence(file);
    claim.finding = name(other);
    INFO(claim.finding);
    CHECK(verify_evidence(encode(claim)).proof == Proof::none);
  }
}

TEST_CASE("a key that isn't known is named, not believed", "[audit]") {
  SmallLog log = started();
  log.built = [](Epoch& e) { std::swap(e.leaves[3], e.leaves[4]); };
  log.day(100);
  ByteVector file;
  REQUIRE(shown(log, Finding::unsorted, &file).proof == Proof::proven);
  const Verdict verdict = verify_evidence(file);
  CHECK(verdict.proof == Proof::proven);
  CHECK_FALSE(verdict.logs_known);
  CHECK_FALSE(verdict.quorum);
  REQUIRE(verdict.logs.size() == 1);
  CHECK(verdict.logs[0].key == log.log_key().key);
  CHECK(verdict.witnesses.size() == 2);
}

}  // namespace
}  // namespace whit::audit
