// SPDX-License-Identifier: Apache-2.0
// Blind keys and the crowds behind them: one key for a fact and day for ever, in its window, and no
// more tokens than people can have collected.
#include "support/blind.h"

#include <catch2/catch.hpp>

#include "audit/crowd.h"
#include "crypto/blind_rsa.h"
#include "evidence_desk.h"
#include "token/cose.h"

namespace whit::audit {
namespace {

using test::SmallLog;
using Names = std::vector<std::string>;
constexpr Day kFirst = SmallLog::kFirst;
constexpr Vct kPermit = SmallLog::kPermit;

// Numbers that may be a modulus, each another one; nobody needs their factors here.
RsaModulus modulus(std::uint8_t which) {
  static const RsaModulus base = test::BlindSigner().modulus();
  RsaModulus out = base;
  out.bytes[10] = static_cast<std::uint8_t>(out.bytes[10] + which);
  while (!rsabssa::is_sound(out)) out.bytes[254] = static_cast<std::uint8_t>(out.bytes[254] + 1);
  return out;
}

BlindKey key(std::uint8_t which, Day day, KeyState state = KeyState::live, Vct vct = kPermit) {
  return {vct, day, modulus(which), state};
}

// A log with blind keys 1 to 4 for the four days behind its first.
SmallLog started() {
  SmallLog out;
  KeyList list = out.list();
  for (std::uint8_t i = 1; i <= 4; ++i) list.blind.push_back(key(i, kFirst + i));
  out.use_list(list);
  out.start();
  return out;
}

std::vector<EntryBytes> collected(SmallLog& log, std::uint8_t which, Day expires, int count = 5) {
  return log.tokens(count, expires, EntryKind::blind, kPermit, key_id(modulus(which)));
}

void relist(SmallLog& log, const std::function<void(std::vector<BlindKey>&)>& change) {
  KeyList list = log.list();
  change(list.blind);
  log.use_list(list);
}

Names found_list(const std::function<void(std::vector<BlindKey>&)>& change) {
  SmallLog log = started();
  relist(log, change);
  log.close(kFirst, {});
  return log.found();
}

TEST_CASE("a blind key signs on two days, and on no other", "[audit][blind]") {
  SmallLog log = started();
  auto both = collected(log, 1, kFirst + 1);
  const auto later = collected(log, 2, kFirst + 2);
  both.insert(both.end(), later.begin(), later.end());
  log.close(kFirst, both);
  CHECK(log.found() == Names{});
  SmallLog early = started();
  early.close(kFirst, collected(early, 3, kFirst + 3));
  CHECK(early.found() == Names{"expired-entry"});
  test::check_proven(early, Finding::expired_entry);
  SmallLog late = started();
  late.close(kFirst, {});
  late.close(kFirst + 1, collected(late, 1, kFirst + 1));
  CHECK(late.found() == Names{"expired-entry"});
  test::check_proven(late, Finding::expired_entry);
}

TEST_CASE("a fact and day has one blind key for ever", "[audit][blind]") {
  CHECK(found_list([](auto& keys) { keys.push_back(key(9, kFirst + 5)); }) == Names{});
  CHECK(found_list([](auto& keys) {
          keys.push_back(key(9, kFirst + 2, KeyState::live, SmallLog::kTax));
        }) == Names{});
  CHECK(found_list([](auto& keys) { keys[1].state = KeyState::withdrawn; }) == Names{});
  CHECK(found_list([](auto& keys) { keys.clear(); }) == Names{});
  CHECK(found_list([](auto& keys) { keys.push_back(key(9, kFirst + 2, KeyState::withdrawn)); }) ==
        Names{"second-blind-key"});
  CHECK(found_list([](auto& keys) {
          keys[1].state = KeyState::withdrawn;
          keys.push_back(key(9, kFirst + 2));
        }) == Names{"second-blind-key"});
  CHECK(found_list([](auto& keys) { keys[1] = key(9, kFirst + 2); }) == Names{"second-blind-key"});
  CHECK(found_list([](auto& keys) { keys.push_back(key(9, kFirst + 2)); }) ==
        Names{"second-live-key"});
  CHECK(found_list([](auto& keys) { keys[1] = key(2, kFirst + 7); }) == Names{"changed-key"});
  CHECK(found_list([](auto& keys) { keys.push_back(key(2, kFirst + 7)); }) ==
        Names{"bad-key-list"});
}

TEST_CASE("a second blind key is found when the first is long forgotten, and proven",
          "[audit][blind]") {
  SmallLog log = started();
  relist(log, [](auto& keys) { keys.clear(); });
  for (Day day = kFirst; day < kFirst + 20; ++day) log.close(day, {});
  relist(log, [](auto& keys) { keys.push_back(key(9, kFirst + 2, KeyState::withdrawn)); });
  log.close(kFirst + 20, {});
  test::check_proven(log, Finding::second_blind_key);
  // Two lists are enough, however long the log is; one of them isn't, and it is about this alone.
  ByteVector file;
  test::shown(log, Finding::second_blind_key, &file);
  const Evidence evidence = *parse_evidence(file);
  CHECK(evidence.headers.size() == 2);
  REQUIRE(evidence.objects.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    Evidence half = evidence;
    half.objects.erase(half.objects.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(verify_evidence(encode(half)).proof == Proof::none);
  }
  for (const char* other : {"unsound-key", "second-live-key", "changed-key", "late-key"}) {
    Evidence renamed = evidence;
    renamed.finding = other;
    CHECK(verify_evidence(encode(renamed)).proof == Proof::none);
  }
}

TEST_CASE("an unsound blind key is found once, and proven", "[audit][blind]") {
  const auto found_with = [](const std::function<void(RsaModulus&)>& spoil) {
    SmallLog log = started();
    relist(log, [&](auto& keys) {
      keys.push_back(key(9, kFirst + 5));
      spoil(keys.back().modulus);
    });
    log.close(kFirst, {});
    relist(log, [](auto&) {});
    log.close(kFirst + 1, {});
    if (log.found() == Names{}) return log.found();
    test::check_proven(log, Finding::unsound_key);
    Replay replay(log.trust());
    log.replay(replay);
    CHECK(replay.found().size() == 1);
    return log.found();
  };
  CHECK(found_with([](RsaModulus&) {}) == Names{});
  CHECK(found_with([](RsaModulus& n) { n.bytes[255] ^= 1; }) == Names{"unsound-key"});
  CHECK(found_with([](RsaModulus& n) { n.bytes[0] &= 0x7f; }) == Names{"unsound-key"});
  CHECK(found_with([](RsaModulus& n) {
          while (rsabssa::is_sound(n)) n.bytes[254] = static_cast<std::uint8_t>(n.bytes[254] + 1);
        }) == Names{"unsound-key"});
}

TEST_CASE("what signed before its commitment is proven", "[audit][blind]") {
  SmallLog log = started();
  log.close(kFirst, collected(log, 9, kFirst + 2));
  CHECK(log.found() == Names{"unknown-key"});
  test::check_proven(log, Finding::unknown_key);
  relist(log, [](auto& keys) { keys[1] = key(9, kFirst + 2); });
  log.close(kFirst + 1, {});
  CHECK(log.found() == Names{"unknown-key", "late-key", "second-blind-key"});
  test::check_proven(log, Finding::late_key);
  SmallLog own = started();
  for (Day day = kFirst; day < kFirst + 3; ++day) own.close(day, {});
  relist(own, [](auto& keys) { keys.push_back(key(9, kFirst + 5)); });
  own.close(kFirst + 3, collected(own, 9, kFirst + 5));
  CHECK(own.found() == Names{"late-key"});
}

TEST_CASE("crowds are counted without the pads that nobody can tell", "[audit][blind]") {
  SmallLog log = started();
  log.close(kFirst, collected(log, 2, kFirst + 2, 65));
  log.close(kFirst + 1, collected(log, 2, kFirst + 2, 64));
  Replay replay(log.trust());
  log.replay(replay);
  auto days = blind_days(replay.state());
  REQUIRE(days.size() == 1);
  CHECK(days[0].entries == 192);
  CHECK(days[0].tokens == 65 + 1);
  CHECK(days[0].per_day == 2);
  CHECK(days[0].people == 33);
  CHECK_FALSE(days[0].exact);
  CHECK(days[0].epoch == 2);
  // Two months later the pad keys are there, and with them the numbers.
  log.publish(midnight(kFirst + 2) + 600);
  for (Day day = kFirst + 2; day <= kFirst + 61; ++day) log.close(day, {});
  Replay again(log.trust());
  log.replay(again);
  days = blind_days(again.state());
  REQUIRE(days.size() == 1);
  CHECK(days[0].exact);
  CHECK(days[0].tokens == 129);
  CHECK(days[0].people == 65);
  CHECK(over_quota(again.state(), {{kPermit, 65}}).empty());
  CHECK(over_quota(again.state(), {{kPermit, 64}}).size() == 1);
  const auto kept = Replay::decode(again.encode(), log.trust());
  REQUIRE(kept.ok());
  CHECK(over_quota(kept->state(), {{kPermit, 64}}).size() == 1);
}

TEST_CASE("more tokens than people can collect are testified to, with the headers that count them",
          "[audit][blind]") {
  SmallLog log = started();
  log.close(kFirst, collected(log, 2, kFirst + 2, 200));
  log.close(kFirst + 1, collected(log, 2, kFirst + 2, 100));
  log.day(3);
  test::Auditor auditor(log);
  CHECK(over_quota(auditor.replay.state(), {}).empty());
  CHECK(over_quota(auditor.replay.state(), {{SmallLog::kTax, 0}}).empty());
  CHECK(over_quota(auditor.replay.state(), {{kPermit, 129}}).empty());
  const auto over = over_quota(auditor.replay.state(), {{kPermit, 128}});
  REQUIRE(over.size() == 1);
  CHECK(over[0].found.finding == Finding::over_quota);
  const auto made = quota_evidence(over[0], auditor.desk);
  REQUIRE(made.ok());
  CHECK(made->headers.size() == 2);
  const Verdict verdict = verify_evidence(encode(*made), auditor.known());
  INFO(verdict.sentence);
  CHECK(verdict.proof == Proof::testimony);
  CHECK(verdict.finding == Finding::over_quota);
  CHECK(verdict.logs_known);
  CHECK(verdict.quorum);
  const std::string counted = "its headers count at least 258 of fact 65001";
  CHECK(verdict.sentence.find(counted) != std::string::npos);
  // A header that is shown twice counts once, and one that nothing vouches for proves nothing.
  Evidence twice = *made;
  twice.headers.push_back(twice.headers[0]);
  CHECK(verify_evidence(encode(twice)).sentence.find(counted) != std::string::npos);
  Evidence bare = *made;
  bare.ranges.pop_back();
  CHECK(verify_evidence(encode(bare)).proof == Proof::none);
}

}  // namespace
}  // namespace whit::audit
