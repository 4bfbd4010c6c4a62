// SPDX-License-Identifier: Apache-2.0
// What an issuer signs without reading it.
#include <catch2/catch.hpp>
#include <set>

#include "crypto/hash.h"
#include "issue/deal.h"
#include "issue/wallet.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr Day kTomorrow = kToday + 1, kAfter = kToday + 2;
constexpr UnixTime kNight = UnixTime{kToday} * 86400;

Person make_person(const Wallet& wallet) {
  Person out;
  out.collection_key = wallet.key().public_key();
  out.facts = {{kPermit, {}, 0, kAlways}, {kTax, {}, 0, kAlways}};
  return out;
}

Collect parsed(const ByteVector& body) {
  auto collect = parse_collect(body);
  REQUIRE(collect.ok());
  return *collect;
}

// Bench is an office that signs one fact blind, for two days, and a person of it.
struct Bench {
  Bench() : wallet(1), rng(2) {
    give_blind(issuing, kPermit, {kTomorrow, kAfter});
    person = make_person(wallet);
  }
  const RsaModulus& modulus(std::size_t at) const { return issuing.keys.blind.at(at).modulus; }
  Result<Dealing> ask(const ByteVector& body, UnixTime now = kNoon) {
    return deal(issuing, person, parsed(body), now, rng);
  }
  // had tells how many signatures a request for one message of `vct` and `day` has at `now`.
  std::size_t had(Vct vct, Day day, UnixTime now = kNoon, std::size_t count = 1) {
    const auto asked = wallet.ask_blind(modulus(0), vct, day, count);
    const auto dealing = ask(asked.body, now);
    REQUIRE(dealing.ok());
    CHECK(dealing->leaves.size() == dealing->keys.size());
    return dealing->leaves.size();
  }

  Issuing issuing = make_issuing();
  Wallet wallet;
  SeededRng rng;
  Person person;
};

BlindBytes number_below_n(const RsaModulus& modulus, std::uint8_t less) {
  BlindBytes out = BlindBytes::from(modulus.view());
  REQUIRE(out.bytes.back() >= less);
  out.bytes.back() = static_cast<std::uint8_t>(out.bytes.back() - less);
  return out;
}

Errc refusal_of_message(Bench& bench, const BlindBytes& message) {
  Collect collect;
  collect.seq = 1;
  collect.blind.push_back({kAfter, kPermit, {message}});
  const auto dealing = bench.ask(bench.wallet.body(collect));
  return dealing ? Errc{} : dealing.error().code;
}

}  // namespace

TEST_CASE("a blind signature is the day key's over what the wallet meant, with its leaf") {
  Bench bench;
  const auto asked = bench.wallet.ask_blind(bench.modulus(1), kPermit, kAfter, 2);
  const auto dealing = bench.ask(asked.body);
  REQUIRE(dealing.ok());
  CHECK(check_blind(bench.modulus(1), asked, dealing->answer) == 2);
  CHECK(check_blind(bench.modulus(0), asked, dealing->answer) == 0);
  REQUIRE(dealing->leaves.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const Hash commitment = sha256({domain("whit/blind/v1"), asked.blinded[i].request.view()});
    const Entry entry{EntryKind::blind, kPermit, key_id(bench.modulus(1)), kAfter, commitment};
    CHECK(dealing->leaves[i] == encode(entry));
    CHECK(dealing->keys[i].hash == KeyHash::from(commitment.view().first(16)));
    CHECK(dealing->keys[i].day == kAfter);
  }
  REQUIRE(dealing->blind.size() == 1);
  CHECK(dealing->blind[0].count == 2);
}

TEST_CASE("a day's key signs from noon two days before its expiry day until that begins") {
  Bench bench;
  CHECK(bench.had(kPermit, kAfter, kNight + 43199) == 0);
  CHECK(bench.had(kPermit, kAfter, kNight + 43200) == 1);
  CHECK(bench.had(kPermit, kAfter, kNight + 2 * 86400 - 1) == 1);
  CHECK(bench.had(kPermit, kAfter, kNight + 2 * 86400) == 0);
  CHECK(bench.had(kPermit, kTomorrow, kNight + 86399) == 1);
  CHECK(bench.had(kPermit, kTomorrow, kNight + 86400) == 0);
  CHECK(bench.had(kPermit, kToday, kNoon) == 0);
  CHECK(bench.had(kPermit, kToday + 3, kNoon) == 0);
}

TEST_CASE("what is signed for another day is no token of this one") {
  Bench bench;
  const auto asked = bench.wallet.ask_blind(bench.modulus(0), kPermit, kAfter, 1);
  const auto dealing = bench.ask(asked.body);
  REQUIRE(dealing.ok());
  REQUIRE(dealing->answer.blind.size() == 1);
  CHECK(check_blind(bench.modulus(0), asked, dealing->answer) == 0);
  CHECK(check_blind(bench.modulus(1), asked, dealing->answer) == 0);
}

TEST_CASE("0, 1, n - 1 and n are no blinded messages") {
  Bench bench;
  const RsaModulus& modulus = bench.modulus(1);
  BlindBytes small;
  CHECK(refusal_of_message(bench, small) == Errc::out_of_range);
  small.bytes.back() = 1;
  CHECK(refusal_of_message(bench, small) == Errc::out_of_range);
  CHECK(refusal_of_message(bench, number_below_n(modulus, 1)) == Errc::out_of_range);
  CHECK(refusal_of_message(bench, number_below_n(modulus, 0)) == Errc::out_of_range);
  BlindBytes all_ones;
  all_ones.bytes.fill(0xff);
  CHECK(refusal_of_message(bench, all_ones) == Errc::out_of_range);
  small.bytes.back() = 2;
  CHECK(refusal_of_message(bench, small) == Errc{});
  CHECK(refusal_of_message(bench, number_below_n(modulus, 2)) == Errc{});
}

TEST_CASE("what can't be had blind is left out, and nothing else with it") {
  Bench bench;
  SECTION("a fact that isn't blind") { CHECK(bench.had(kTax, kAfter) == 0); }
  SECTION("a fact that the person hasn't") {
    bench.person.facts.erase(bench.person.facts.begin());
    CHECK(bench.had(kPermit, kAfter) == 0);
  }
  SECTION("a fact that hasn't begun") {
    bench.person.facts[0].from = kToday + 1;
    CHECK(bench.had(kPermit, kAfter) == 0);
  }
  SECTION("a fact that ends before the token's last day") {
    bench.person.facts[0].until = kAfter - 2;
    CHECK(bench.had(kPermit, kAfter) == 0);
    bench.person.facts[0].until = kAfter - 1;
    CHECK(bench.had(kPermit, kAfter) == 1);
  }
  SECTION("a fact that is dealt blind no more") {
    bench.issuing.dealt = bench.issuing.catalogue;
    CHECK(bench.had(kPermit, kAfter) == 1);
    bench.issuing.dealt->at(0).kinds = 1;
    CHECK(bench.had(kPermit, kAfter) == 0);
  }
  SECTION("a fact with values, whatever the catalogue says") {
    bench.issuing.catalogue[0].value_list = {"A"};
    CHECK(bench.had(kPermit, kAfter) == 0);
  }
  SECTION("the document") {
    give_blind(bench.issuing, kDocumentVct, {kAfter}, 2);
    bench.person.facts.push_back({kDocumentVct, {}, 0, kAlways});
    CHECK(bench.had(kDocumentVct, kAfter) == 0);
  }
  SECTION("a key that was withdrawn") {
    bench.issuing.keys.blind[1].state = KeyState::withdrawn;
    CHECK(bench.had(kPermit, kAfter) == 0);
    CHECK(bench.had(kPermit, kTomorrow) == 1);
  }
  SECTION("a day with two live keys") {
    give_blind(bench.issuing, kPermit, {kAfter}, 2);
    CHECK(bench.had(kPermit, kAfter) == 0);
  }
  SECTION("a key that isn't here, or isn't the listed one") {
    bench.issuing.blind_signers[1].key = blind_key(3);
    CHECK(bench.had(kPermit, kAfter) == 0);
    bench.issuing.blind_signers.pop_back();
    CHECK(bench.had(kPermit, kAfter) == 0);
  }
  SECTION("a day that is stopped") {
    bench.person.blind_stops = {{kPermit, kAfter}};
    CHECK(bench.had(kPermit, kAfter) == 0);
    CHECK(bench.had(kPermit, kTomorrow) == 1);
    bench.person.blind_stops = {{0, kTomorrow}};
    CHECK(bench.had(kPermit, kAfter) == 1);
    CHECK(bench.had(kPermit, kTomorrow) == 0);
  }
  SECTION("more than the person has left of that day") {
    bench.person.blind_used = {{kPermit, kAfter, 1}};
    CHECK(bench.had(kPermit, kAfter, kNoon, 2) == 0);
    CHECK(bench.had(kPermit, kAfter, kNoon, 1) == 1);
    CHECK(bench.had(kPermit, kTomorrow, kNoon, 2) == 2);
    CHECK(bench.had(kPermit, kTomorrow, kNoon, 3) == 0);
  }
}

TEST_CASE("the last blind request again has the same bytes, and only what it was granted") {
  Bench bench;
  Collect collect;
  collect.seq = 1;
  const auto good = bench.wallet.ask_blind(bench.modulus(1), kPermit, kAfter, 2);
  const auto more = bench.wallet.ask_blind(bench.modulus(0), kPermit, kTomorrow, 1);
  collect.blind.push_back(parsed(more.body).blind[0]);
  collect.blind.push_back(parsed(good.body).blind[0]);
  bench.person.blind_used = {{kPermit, kTomorrow, 2}};
  const ByteVector body = bench.wallet.body(collect);
  const auto first = bench.ask(body);
  REQUIRE(first.ok());
  REQUIRE(first->answer.blind.size() == 1);
  bench.person.blind_granted = first->blind;
  bench.person.blind_used.clear();
  const auto again = deal_again(bench.issuing, bench.person, parsed(body), kNoon + 5);
  REQUIRE(again.ok());
  CHECK(encode(*again) == encode(first->answer));
  SECTION("after the fact ended it has nothing") {
    bench.person.facts.clear();
    CHECK(deal_again(bench.issuing, bench.person, parsed(body), kNoon)->blind.empty());
  }
  SECTION("after the key was killed it has nothing") {
    bench.person.blind_stops = {{kPermit, kAfter}};
    CHECK(deal_again(bench.issuing, bench.person, parsed(body), kNoon)->blind.empty());
  }
  SECTION("after the day it has nothing") {
    CHECK(deal_again(bench.issuing, bench.person, parsed(body), kNight + 2 * 86400)->blind.empty());
  }
}

TEST_CASE("a blinded message twice in one request refuses it") {
  Bench bench;
  const auto asked = bench.wallet.ask_blind(bench.modulus(1), kPermit, kAfter, 1);
  Collect collect;
  collect.seq = 1;
  const BlindBytes message = parsed(asked.body).blind[0].messages[0];
  SECTION("in one row") { collect.blind.push_back({kAfter, kPermit, {message, message}}); }
  SECTION("in two rows") {
    collect.blind.push_back({kTomorrow, kPermit, {message}});
    collect.blind.push_back({kAfter, kPermit, {message}});
  }
  const auto twice =
      check_collect(parsed(bench.wallet.body(collect)), "dlo", bench.wallet.key().public_key());
  REQUIRE_FALSE(twice.ok());
  CHECK(twice.error().code == Errc::key_reused);
}
