// SPDX-License-Identifier: Apache-2.0
// Answers to blind messages, and keys to blind for, that an honest office wouldn't give.
#include <catch2/catch.hpp>

#include "base/cbor_reader.h"
#include "crypto/hash.h"
#include "wallet/blind_office.h"

namespace whit::test {
namespace {

using wallet::BlindStage;
using wallet::KeyFault;

std::size_t blind_sets(const wallet::Account& account) {
  std::size_t out = 0;
  for (const wallet::Set& set : account.sets) out += set.kind == Kind::blind ? 1 : 0;
  return out;
}

// Asked is a wallet whose messages are under way, and what an honest office answers.
struct Asked {
  World world{with_blind_keys()};
  BlindHolder holder{world};
  ByteVector body = holder.at_minute();
  Collected answer = sign_blind(world, body);

  // refused tells that nothing at all changed.
  Errc refused() {
    const ByteVector before = bytes_of(holder.wallet);
    const auto gain = holder.take(encode(answer));
    REQUIRE_FALSE(gain.ok());
    CHECK(bytes_of(holder.wallet) == before);
    return gain.error().code;
  }
  // failed tells that the row was dropped, its messages spent and the evidence kept.
  const wallet::BlindFailure& failed() {
    const auto gain = holder.take(encode(answer));
    REQUIRE(gain.ok());
    CHECK(gain->blind == 0);
    CHECK(gain->failed == 1);
    CHECK(blind_sets(holder.account()) == 0);
    CHECK_FALSE(holder.account().pending);
    REQUIRE(holder.account().blind.failures.size() == 1);
    return holder.account().blind.failures.front();
  }
};

TEST_CASE("an answer for another day, another fact, twice or of another length is refused",
          "[wallet][collect-6.11]") {
  Asked asked;
  BlindAsk& row = asked.answer.blind[0];
  ++row.day;
  CHECK(asked.refused() == Errc::refused);
  --row.day;
  row.vct = kPermit;
  CHECK(asked.refused() == Errc::refused);
  row.vct = kTax;
  row.messages.pop_back();
  CHECK(asked.refused() == Errc::refused);
  asked.answer = sign_blind(asked.world, asked.body);
  ++asked.answer.seq;
  CHECK(asked.refused() == Errc::refused);
  --asked.answer.seq;
  CHECK(asked.holder.take(encode(asked.answer))->blind == 2);
}

TEST_CASE("blind rows in the answer to a collect of sets are refused", "[wallet][collect-6.11]") {
  Asked asked;
  BlindHolder& holder = asked.holder;
  REQUIRE(holder.take(encode(asked.answer)).ok());
  Collected answer = holder.office.answer(holder.body());
  answer.blind = asked.answer.blind;
  CHECK(holder.take(encode(answer)).error().code == Errc::refused);
}

TEST_CASE("an answer that doesn't finalize is kept as evidence, and its messages are spent",
          "[wallet][collect-6.12]") {
  Asked asked;
  asked.answer.blind[0].messages[1].bytes[255] ^= 1;
  const wallet::BlindFailure& failure = asked.failed();
  CHECK(failure.vct == kTax);
  CHECK(failure.day == kExpiry);
  CHECK(failure.modulus == blind_key(0)->modulus());
  CHECK(failure.blinded == parse_collect(asked.body)->blind[0].messages[1]);
  CHECK(failure.answer == asked.answer.blind[0].messages[1]);
  CHECK(failure.key_list == asked.world.head().key_list);
  CHECK(failure.when == asked.holder.clock);
  CHECK(asked.holder.account().seq == 1);
  // Nothing more for that day: neither the same messages nor new ones.
  CHECK(asked.holder.plan().stage == BlindStage::waiting);
  const ByteVector saved = bytes_of(asked.holder.wallet);
  CHECK(bytes_of(*wallet::load(saved)) == saved);

  const ByteVector file = wallet::encode(failure, "dlo");
  cbor::Reader in(file);
  REQUIRE(in.expect_array(9).ok());
  CHECK(*in.uint() == 1);
  CHECK(*in.text() == "dlo");
}

TEST_CASE("answers that are zero, one, n - 1, n, swapped, or of another key fail",
          "[wallet][collect-6.12]") {
  const RsaModulus n = blind_key(0)->modulus();
  Asked asked;
  auto& messages = asked.answer.blind[0].messages;
  SECTION("zero") { messages[0] = {}; }
  SECTION("one") {
    messages[0] = {};
    messages[0].bytes[255] = 1;
  }
  SECTION("n - 1") {
    messages[0] = BlindBytes::from(n.view());
    messages[0].bytes[255] &= 0xfe;
  }
  SECTION("n") { messages[0] = BlindBytes::from(n.view()); }
  SECTION("swapped") { std::swap(messages[0], messages[1]); }
  SECTION("the message itself") { messages[0] = parse_collect(asked.body)->blind[0].messages[0]; }
  SECTION("of another key") {
    const auto blinded = parse_collect(asked.body)->blind[0].messages[0];
    messages[0] = BlindBytes::from(blind_key(1)->blind_sign(blinded.view())->view());
  }
  asked.failed();
}

TEST_CASE("two failures with an office stop blind collecting until the holder says otherwise",
          "[wallet][collect-6.12]") {
  Asked asked;
  BlindHolder& holder = asked.holder;
  asked.answer.blind[0].messages[0] = {};
  asked.failed();
  CHECK_FALSE(wallet::is_stopped(holder.account()));
  const ByteVector body = holder.at_minute();
  REQUIRE_FALSE(body.empty());
  Collected answer = sign_blind(asked.world, body);
  answer.blind[0].messages[0] = {};
  REQUIRE(holder.take(encode(answer))->failed == 1);
  CHECK(wallet::is_stopped(holder.account()));
  holder.clock += kSecondsPerDay;
  CHECK(holder.plan().stage == BlindStage::stopped);
  CHECK(holder.sync() > 0);  // the usual ones go on
  wallet::resume_blind(holder.account());
  CHECK_FALSE(wallet::is_stopped(holder.account()));
  CHECK(holder.plan().stage != BlindStage::stopped);
}

TEST_CASE("a key that was withdrawn while its messages were under way costs its tokens only",
          "[wallet][collect-6.11]") {
  Asked asked;
  const World later(with_blind_keys({listed(0, kExpiry, kTax, KeyState::withdrawn)}));
  const auto gain = wallet::take_collected(asked.holder.account(), encode(asked.answer),
                                           later.bundle(), asked.holder.clock);
  REQUIRE(gain.ok());
  CHECK(gain->blind == 0);
  CHECK(gain->failed == 0);
}

// fault_of is what a wallet has against the keys of `keys`, after it saw `before`.
KeyFault fault_of(std::vector<BlindKey> keys, std::vector<BlindKey> before = {}) {
  const World earlier(with_blind_keys(std::move(before)));
  BlindHolder holder(earlier);
  const World world(with_blind_keys(std::move(keys)));
  wallet::note_keys(holder.account(), world.bundle());
  holder.clock = kCloses - 1;
  const wallet::BlindPlan planned = holder.plan(world.bundle());
  if (planned.stage == BlindStage::due) {
    CHECK(planned.body);
    return KeyFault::none;
  }
  CHECK(planned.stage == BlindStage::withheld);
  CHECK_FALSE(planned.body);
  CHECK_FALSE(holder.account().pending);
  REQUIRE(planned.faults.size() == 1);
  CHECK(planned.faults[0].vct == kTax);
  CHECK(planned.faults[0].day == kExpiry);
  return planned.faults[0].fault;
}

BlindKey spoiled(std::size_t byte, std::uint8_t value) {
  BlindKey key = listed(0);
  key.modulus.bytes[byte] = value;
  return key;
}

// n with a factor of 3: the nearest odd multiple below.
BlindKey with_small_factor() {
  BlindKey key = listed(0);
  unsigned rest = 0;
  for (const std::uint8_t byte : key.modulus.bytes) rest = (rest * 256 + byte) % 3;
  for (; rest % 3 != 0 || key.modulus.bytes[255] % 2 == 0; ++rest) ++key.modulus.bytes[255];
  return key;
}

TEST_CASE("nothing is blinded for a key that is even, short, or has a small factor",
          "[wallet][collect-6.10]") {
  CHECK(fault_of({listed(0)}) == KeyFault::none);
  CHECK(fault_of({spoiled(255, listed(0).modulus.bytes[255] & 0xfe)}) == KeyFault::unsound);
  CHECK(fault_of({spoiled(0, listed(0).modulus.bytes[0] & 0x7f)}) == KeyFault::unsound);
  CHECK(fault_of({with_small_factor()}) == KeyFault::unsound);
}

TEST_CASE("nothing is blinded without the one live key of the day", "[wallet][collect-6.10]") {
  CHECK(fault_of({}) == KeyFault::no_key);
  CHECK(fault_of({listed(0, kExpiry + 1)}) == KeyFault::no_key);
  CHECK(fault_of({listed(0, kExpiry, kPermit)}) == KeyFault::no_key);
  CHECK(fault_of({listed(0, kExpiry, kTax, KeyState::withdrawn)}) == KeyFault::no_key);
}

TEST_CASE("a second key for a day is refused, in one list or over time", "[wallet][collect-6.10]") {
  const BlindKey gone = listed(1, kExpiry, kTax, KeyState::withdrawn);
  CHECK(fault_of({listed(0), gone}) == KeyFault::second_key);
  CHECK(fault_of({listed(0)}, {listed(1)}) == KeyFault::second_key);
  CHECK(fault_of({listed(0)}, {gone}) == KeyFault::second_key);
  CHECK(fault_of({listed(0)}, {listed(0)}) == KeyFault::none);
}

TEST_CASE("a key that was listed for another day or fact is refused", "[wallet][collect-6.10]") {
  CHECK(fault_of({listed(0)}, {listed(0, kExpiry - 1)}) == KeyFault::used_before);
  CHECK(fault_of({listed(0)}, {listed(0, kExpiry + 1)}) == KeyFault::used_before);
  CHECK(fault_of({listed(0)}, {listed(0, kExpiry, kPermit)}) == KeyFault::used_before);
}

TEST_CASE("keys are remembered over a save, and for 400 days", "[wallet][collect-6.10]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  REQUIRE(holder.account().blind.seen.size() == 2);
  auto loaded = wallet::load(bytes_of(holder.wallet));
  REQUIRE(loaded->accounts[0].blind.seen.size() == 2);
  wallet::drop_dead(holder.account(), midnight(kExpiry + wallet::kModulusDays) - 1);
  CHECK(holder.account().blind.seen.size() == 2);
  wallet::drop_dead(holder.account(), midnight(kExpiry + wallet::kModulusDays));
  CHECK(holder.account().blind.seen.size() == 1);
}

TEST_CASE("a list that no witness saw for 48 hours is not blinded for", "[wallet][collect-6.10]") {
  const World world(with_blind_keys({listed(0), listed(1, kExpiry + 1), listed(2, kExpiry + 2)}));
  BlindHolder holder(world);
  const UnixTime seen = world.head().issued - 30;
  const auto fault_at = [&](UnixTime now, Day day) {
    return wallet::check_key(holder.account(), world.bundle(), kTax, day, now).fault;
  };
  CHECK(fault_at(seen + wallet::kOldestWitness, kExpiry + 2) == KeyFault::none);
  CHECK(fault_at(seen + wallet::kOldestWitness + 1, kExpiry + 2) == KeyFault::old_cosignature);
  holder.clock = midnight(World::kToday + 2) + 82799;  // two days without news
  const wallet::BlindPlan planned = holder.plan();
  CHECK(planned.stage == BlindStage::withheld);
  REQUIRE(planned.faults.size() == 1);
  CHECK(planned.faults[0].fault == KeyFault::old_cosignature);
  const ByteVector file = wallet::encode(planned.faults[0], world.bundle(), holder.clock);
  cbor::Reader in(file);
  CHECK(in.expect_array(9).ok());
  CHECK(*in.uint() == 2);
}

TEST_CASE("a key list that the log doesn't commit to, or too few witnesses saw, is no bundle",
          "[wallet][collect-6.10]") {
  const World world(with_blind_keys()), other(with_blind_keys({listed(2)}));
  Head head = world.head();
  head.key_list = other.head().key_list;  // signed by the office, and not in the log
  CHECK(Bundle::open(world.bundle_file_of(head), world.trust()).error().code ==
        Errc::wrong_key_list);
  head = world.head();
  const std::size_t last = head.log_proof.rfind("\xe2\x80\x94 w2");
  REQUIRE(last != head.log_proof.npos);
  head.log_proof.resize(last);
  CHECK(Bundle::open(world.bundle_file_of(head), world.trust()).error().code == Errc::no_quorum);
}

}  // namespace
}  // namespace whit::test
