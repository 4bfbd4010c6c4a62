// SPDX-License-Identifier: Apache-2.0
// What the replay finds in headers and entries; keys and heads have tests of their own.
#include "audit/replay.h"

#include <catch2/catch.hpp>

#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "support/small_log.h"

namespace whit::audit {
namespace {

using test::SmallLog;
using Names = std::vector<std::string>;

SmallLog started(int days = 3) {
  SmallLog out;
  out.start();
  for (int i = 0; i < days; ++i) out.day(100 + i);
  return out;
}

// found_after is what is found when the fourth day's epoch is written as `change` says.
Names found_after(const std::function<void(EpochDraft&)>& change) {
  SmallLog log = started();
  log.draft = change;
  log.day(50);
  log.draft = nullptr;
  return log.found();
}

// found_built is the same for changes behind the issuer's back, with the header's entry made right.
Names found_built(const std::function<void(Epoch&)>& change) {
  SmallLog log = started();
  log.built = change;
  log.day(50);
  return log.found();
}

void reseal(Epoch& epoch) {
  epoch.header_bytes = encode(epoch.header);
  epoch.leaves[0].entry = encode(header_entry(epoch.header.day, epoch.header_bytes));
  epoch.leaves[0].hash = leaf_hash(epoch.leaves[0].entry);
}

void put(Epoch& epoch, std::size_t at, const EntryBytes& entry) {
  epoch.leaves[at] = {leaf_hash(entry), entry};
}

TEST_CASE("an honest log has nothing to find", "[audit]") {
  SmallLog log = started(5);
  CHECK(log.found() == Names{});
  CHECK(log.found(false) == Names{});
  Replay replay(log.trust());
  log.replay(replay);
  CHECK(*replay.root() == log.root());
  CHECK(replay.size() == log.size());
  const Totals totals = replay.totals();
  CHECK(totals.epochs == 6);
  CHECK(totals.logs == 1);
  CHECK(totals.tokens == 5 * 128);
  CHECK(totals.open_tokens == 5 * 128);
  CHECK(totals.heads == 5);
  CHECK(totals.last_version == 5);
  CHECK(totals.keys == 2);
  CHECK(totals.live_keys == 2);
  CHECK(totals.first_day == SmallLog::kFirst);
  CHECK(totals.last_day == SmallLog::kFirst + 4);
}

TEST_CASE("pads are told from tokens when their key comes out", "[audit]") {
  SmallLog log = started(0);
  log.close(SmallLog::kFirst, log.tokens(64, SmallLog::kFirst + 2));  // needs no pad
  for (Day day = SmallLog::kFirst + 1; day <= SmallLog::kFirst + 61; ++day) {
    log.close(day, log.tokens(day == SmallLog::kFirst + 1 ? 100 : 0, day + 3));
  }
  Replay replay(log.trust());
  log.replay(replay);
  const Totals totals = replay.totals();
  CHECK(totals.findings == 0);
  CHECK(totals.tokens == 64 + 128);
  CHECK(totals.pads == 28);
  CHECK(totals.open_tokens == 0);
  CHECK(totals.smallest_group == 64);
}

TEST_CASE("a replay goes on where it was left", "[audit]") {
  SmallLog log = started(2);
  Replay first(log.trust());
  log.replay(first);
  const ByteVector saved = first.encode();
  log.day(30);
  log.day(0);
  log.replay(first);
  auto second = Replay::decode(saved, log.trust());
  REQUIRE(second.ok());
  CHECK(second->encode() == saved);
  log.replay(*second);
  CHECK(second->encode() == first.encode());
  CHECK(second->state() == first.state());
}

TEST_CASE("a state that was cut or changed isn't read as another", "[audit]") {
  SmallLog log = started(1);
  Replay replay(log.trust());
  log.replay(replay);
  const ByteVector saved = replay.encode();
  for (std::size_t size = 0; size < saved.size(); size += 7) {
    CHECK_FALSE(Replay::decode(Bytes(saved).first(size)).ok());
  }
  for (std::size_t at = 0; at < saved.size(); at += 5) {
    ByteVector changed = saved;
    changed[at] ^= 0x11;
    const auto read = Replay::decode(changed);
    if (read) CHECK(read->encode() == changed);
  }
}

TEST_CASE("entries are judged in pieces as at once", "[audit]") {
  const SmallLog log = started(1);
  const auto& written = log.epochs.back();
  const EpochHeader header = *parse_epoch_header(written.header);
  for (int fraud = 0; fraud < 200; ++fraud) {
    auto entries = written.entries;
    const auto at = static_cast<std::size_t>(fraud * 7) % entries.size();
    const auto byte = static_cast<std::size_t>(fraud * 3) % kEntrySize;
    if (fraud % 4 == 0) std::swap(entries[at], entries[(at + 1) % entries.size()]);
    if (fraud % 4 != 0) entries[at][byte] ^= static_cast<std::uint8_t>(fraud);
    EntryJudge judge(header, written.header, written.begin, 0, 0);
    const auto leaves = hash_leaves(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) judge.add(entries[i], leaves[i]);
    std::uint64_t where = 0;
    CHECK(judge.fault(where) == check_epoch(header, written.header, entries));
    CHECK(where >= written.begin);
    CHECK(where < written.begin + entries.size());
  }
}

TEST_CASE("a header that doesn't follow the one before", "[audit]") {
  CHECK(found_after([](EpochDraft& d) { d.number += 1; }) == Names{"header-gap"});
  CHECK(found_after([](EpochDraft& d) { d.previous.bytes[0] ^= 1; }) == Names{"broken-chain"});
  CHECK(found_after([](EpochDraft& d) { d.index += 256; })[0] == "wrong-index");
  CHECK(found_after([](EpochDraft& d) { d.day -= 2; })[0] == "day-back");
  CHECK(found_after([](EpochDraft& d) { d.day += 1; })[0] == "missing-day");
}

TEST_CASE("the first header is number 0 and names none", "[audit]") {
  SmallLog log;
  log.draft = [](EpochDraft& d) { d.previous.bytes[3] = 9; };
  log.use_list(log.list());
  log.close(SmallLog::kFirst, {});
  CHECK(log.found() == Names{"broken-chain"});
  SmallLog later;
  later.draft = [](EpochDraft& d) { d.number += 4; };
  later.use_list(later.list());
  later.close(SmallLog::kFirst, {});
  CHECK(later.found() == Names{"header-gap"});
}

TEST_CASE("an epoch that isn't what its header says", "[audit]") {
  CHECK(found_built([](Epoch& e) { e.leaves.resize(e.leaves.size() - 100); }) ==
        Names{"wrong-size"});
  CHECK(found_built([](Epoch& e) { put(e, 0, e.leaves[1].entry); }) == Names{"wrong-header"});
  CHECK(found_built([](Epoch& e) { e.header_bytes.back() ^= 1; })[0] == "bad-header");
  CHECK(found_built([](Epoch& e) { std::swap(e.leaves[3], e.leaves[4]); }) == Names{"unsorted"});
  CHECK(found_built([](Epoch& e) { e.leaves[4] = e.leaves[3]; }) == Names{"unsorted"});
  CHECK(found_built([](Epoch& e) {
          e.header.counts[0].entries -= 64;
          reseal(e);
        }) == Names{"wrong-counts"});
  CHECK(found_built([](Epoch& e) { put(e, e.leaves.size() - 1, e.leaves[1].entry); }) ==
        Names{"bad-nulls"});
  CHECK(found_built([](Epoch& e) {
          EntryBytes entry = e.leaves[1].entry;
          entry[1] = 2;
          put(e, 1, entry);
        })[0] == "bad-entry");
}

TEST_CASE("a header entry of another day than the header's", "[audit]") {
  const Names names = found_built([](Epoch& e) {
    EntryBytes entry = e.leaves[0].entry;
    entry[11] ^= 1;
    put(e, 0, entry);
  });
  CHECK(names == Names{"wrong-header"});
}

TEST_CASE("a group that wasn't filled up", "[audit]") {
  const Names names = found_built([](Epoch& e) {
    e.leaves.erase(e.leaves.begin() + 5);
    e.leaves.push_back({leaf_hash(null_entry()), null_entry()});
    e.header.entries -= 1;
    e.header.counts[0].entries -= 1;
    reseal(e);
  });
  CHECK(names == Names{"not-padded"});
}

TEST_CASE("two epochs with tokens on one day are for training alone", "[audit]") {
  for (const bool specimen : {false, true}) {
    SmallLog log({specimen, 2});
    log.start();
    log.close(SmallLog::kFirst, log.tokens(10, SmallLog::kFirst + 1));
    log.close(SmallLog::kFirst, log.tokens(10, SmallLog::kFirst + 1));
    CHECK(log.found() == (specimen ? Names{} : Names{"two-epochs"}));
  }
}

TEST_CASE("an entry that an earlier epoch has too", "[audit]") {
  SmallLog log = started();
  log.draft = [&](EpochDraft& d) { d.entries.push_back(log.epochs[2].entries[7]); };
  log.day(40);
  CHECK(log.found() == Names{"repeated-entry"});
  Replay replay;
  log.replay(replay);
  CHECK(replay.found().at(0).epoch == 4);
  CHECK(replay.found().at(0).index > log.epochs[4].begin);
  CHECK(replay.found().at(0).detail.find("epoch 2") != std::string::npos);
}

TEST_CASE("witnesses' times tell a late epoch and one of a day to come", "[audit]") {
  SmallLog log = started(1);
  for (const bool late : {true, false}) {
    Replay replay;
    EpochFront front{1, 0, log.epochs[0].entries[0], log.epochs[0].header, 0, 0};
    (late ? front.unseen : front.seen) =
        late ? midnight(SmallLog::kFirst + 1) + 3 * 3600 + 1 : midnight(SmallLog::kFirst) - 1;
    REQUIRE(replay.begin(front, log).ok());
    replay.add(log.epochs[0].entries, log.epochs[0].leaves);
    replay.end(log);
    REQUIRE(replay.found().size() == 1);
    CHECK(replay.found()[0].finding == (late ? Finding::late_epoch : Finding::future_epoch));
  }
}

TEST_CASE("an epoch that couldn't be read leaves a gap, and what follows is judged", "[audit]") {
  SmallLog log = started(3);
  Replay replay(log.trust());
  for (std::size_t i = 0; i < log.epochs.size(); ++i) {
    if (i == 2) {
      replay.skip(1, 2, log.epochs[2].begin, Finding::missing_header, "header/2");
      continue;
    }
    const auto& epoch = log.epochs[i];
    REQUIRE(replay.begin({1, epoch.begin, epoch.entries[0], epoch.header, 0, 0}, log).ok());
    replay.add(epoch.entries, epoch.leaves);
    replay.end(log);
  }
  REQUIRE(replay.found().size() == 2);
  CHECK(replay.found()[0].finding == Finding::missing_header);
  CHECK(replay.found()[1].finding == Finding::head_gap);  // header 2 named head 2
  CHECK_FALSE(replay.root().ok());
}

TEST_CASE("headers run on in the next log", "[audit]") {
  SmallLog log = started(2);
  log.next_log();
  log.day(20);
  log.day(20);
  CHECK(log.found() == Names{});
  Replay replay(log.trust());
  log.replay(replay);
  CHECK(replay.totals().logs == 2);
  CHECK(*replay.root() == log.root());
}

TEST_CASE("the clock tells which day has no epoch", "[audit]") {
  SmallLog log = started(2);
  Replay replay(log.trust());
  log.replay(replay);
  const Day last = SmallLog::kFirst + 1;
  const UnixTime due = midnight(last + 2) + 3 * 3600;
  CHECK(replay.overdue(due - 1).empty());
  REQUIRE(replay.overdue(due).size() == 1);
  CHECK(replay.overdue(due)[0].finding == Finding::missing_day);
}

TEST_CASE("an archive that doesn't answer stops the replay and changes nothing", "[audit]") {
  struct Dead : Archive {
    Result<ByteVector> file(std::uint64_t, std::string_view, std::size_t) override {
      return Errc::unreachable;
    }
    Result<std::vector<Hash>> leaves(std::uint64_t, std::uint64_t, std::uint64_t) override {
      return Errc::unreachable;
    }
  } dead;
  SmallLog log = started(1);
  Replay replay(log.trust());
  const ByteVector before = replay.encode();
  const auto& first = log.epochs[0];
  CHECK(replay.begin({1, 0, first.entries[0], first.header, 0, 0}, dead).error().code ==
        Errc::unreachable);
  CHECK(replay.encode() == before);
  log.replay(replay);
  CHECK(replay.totals().findings == 0);
}

TEST_CASE("days have their dates", "[audit]") {
  CHECK(date(0) == "1970-01-01");
  CHECK(date(SmallLog::kFirst) == "2027-02-13");
  CHECK(date(19782) == "2024-02-29");
  CHECK(date(19783) == "2024-03-01");
  CHECK(moment(midnight(SmallLog::kFirst) + 3725) == "2027-02-13 01:02:05 UTC");
}

}  // namespace
}  // namespace whit::audit
