// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "issue/wallet.h"
#include "token/refusal.h"

using namespace whit;
using namespace whit::test;

namespace {

// Every prefix, and every single bit changed, of a good body.
template <class Parse, class Verify>
void check_damage(const ByteVector& good, Parse parse, Verify verify) {
  for (std::size_t size = 0; size < good.size(); ++size) {
    INFO("cut to " << size);
    CHECK_FALSE(parse(Bytes(good).first(size)).ok());
  }
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    ByteVector bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << bit % 8));
    const auto parsed = parse(bad);
    if (!parsed.ok()) continue;
    INFO("bit " << bit);
    CHECK_FALSE(verify(*parsed));
  }
}

Collect sample(Wallet& wallet) {
  Collect out;
  out.seq = 3;
  SetKey own = wallet.prove(wallet.fresh_key(), 3);
  own.own = OwnToken{kVisa, Handle{{1, 2, 3}}, Signature{}};
  out.sets.push_back({kToday + 1, {kPermit, kVisa}, {wallet.prove(wallet.fresh_key(), 3)}});
  out.sets.push_back({kToday + 2, {kPermit}, {own}});
  out.blind.push_back({kToday + 2, kTax, {BlindBytes{}}});
  return out;
}

}  // namespace

TEST_CASE("an enrolment is read back as it was written") {
  Wallet wallet(1);
  const InvitationCode code{{9, 8, 7}};
  const ByteVector body = wallet.enrol_body(code, "123456");
  const auto enrol = parse_enrol(body);
  REQUIRE(enrol.ok());
  CHECK(enrol->iss == "dlo");
  CHECK(enrol->code == code);
  CHECK(enrol->pin == "123456");
  CHECK(enrol->key == wallet.key().public_key());
  CHECK(enrol->time == kNoon);
  CHECK(verify_enrol(*enrol));
}

TEST_CASE("no cut and no changed bit of an enrolment is taken") {
  Wallet wallet(1);
  check_damage(wallet.enrol_body(InvitationCode{}, "123456"), parse_enrol, verify_enrol);
}

TEST_CASE("a PIN has 6 to 12 bytes") {
  Wallet wallet(1);
  CHECK_FALSE(parse_enrol(wallet.enrol_body(InvitationCode{}, "12345")).ok());
  CHECK(parse_enrol(wallet.enrol_body(InvitationCode{}, "123456789012")).ok());
  CHECK_FALSE(parse_enrol(wallet.enrol_body(InvitationCode{}, "1234567890123")).ok());
}

TEST_CASE("a collect is read back as it was written") {
  Wallet wallet(1);
  wallet.id = CollectionId{{5, 5, 5, 5, 5, 5, 5, 5}};
  const ByteVector body = wallet.body(sample(wallet));
  const auto collect = parse_collect(body);
  REQUIRE(collect.ok());
  CHECK(collect->id == wallet.id);
  CHECK(collect->seq == 3);
  REQUIRE(collect->sets.size() == 2);
  CHECK(collect->sets[0].facts == std::vector<Vct>{kPermit, kVisa});
  CHECK_FALSE(collect->sets[0].keys[0].own);
  REQUIRE(collect->sets[1].keys[0].own);
  CHECK(collect->sets[1].keys[0].own->vct == kVisa);
  CHECK(collect->blind.size() == 1);
  CHECK(verify_collect(*collect, wallet.key().public_key()));
  CHECK(sign_collect(*collect, wallet.key()) == body);
}

TEST_CASE("no cut and no changed bit of a collect is taken") {
  Wallet wallet(1);
  Collect collect = sample(wallet);
  collect.blind.clear();
  check_damage(wallet.body(collect), parse_collect, [&](const Collect& parsed) {
    return verify_collect(parsed, wallet.key().public_key());
  });
}

TEST_CASE("a collect names a day and fact once, facts ascending, within its bounds") {
  Wallet wallet(1);
  Collect collect = sample(wallet);
  const auto taken = [&] { return parse_collect(wallet.body(collect)).ok(); };
  REQUIRE(taken());
  SECTION("a day and fact twice") {
    collect.sets[1].day = kToday + 1;
    CHECK_FALSE(taken());
  }
  SECTION("facts out of order") {
    collect.sets[0].facts = {kVisa, kPermit};
    CHECK_FALSE(taken());
  }
  SECTION("a fact twice in a row") {
    collect.sets[0].facts = {kPermit, kPermit};
    CHECK_FALSE(taken());
  }
  SECTION("no fact, no key, too many keys") {
    collect.sets[0].facts.clear();
    CHECK_FALSE(taken());
    collect.sets[0].facts = {kPermit};
    collect.sets[0].keys.clear();
    CHECK_FALSE(taken());
    collect.sets[0].keys.assign(kMaxSetsPerDay + 1, SetKey{});
    CHECK_FALSE(taken());
  }
  SECTION("seq 0") {
    collect.seq = 0;
    CHECK_FALSE(taken());
  }
  SECTION("too many rows") {
    collect.sets.clear();
    for (Day i = 0; i <= kMaxSetAsks; ++i) {
      collect.sets.push_back({kToday + i, {kPermit}, {SetKey{}}});
    }
    CHECK_FALSE(taken());
    collect.sets.pop_back();
    CHECK(taken());
  }
}

TEST_CASE("an empty collect asks for nothing and is well formed") {
  Wallet wallet(1);
  Collect collect;
  collect.seq = 1;
  CHECK(parse_collect(wallet.body(collect)).ok());
}

TEST_CASE("answers are read back as they were written, and never cut short") {
  Enrolled enrolled;
  enrolled.id = CollectionId{{1, 2, 3, 4, 5, 6, 7, 8}};
  enrolled.time = kNoon;
  enrolled.facts = {{kPermit, 1}, {kVisa, 3}};
  const ByteVector first = encode(enrolled);
  const auto parsed = parse_enrolled(first);
  REQUIRE(parsed.ok());
  CHECK(encode(*parsed) == first);

  Collected collected;
  collected.seq = 7;
  Value value;
  value.type = Value::Type::number;
  value.number = 203512;
  collected.rows.push_back({kToday + 1, kPermit, {}, {{Handle{{1}}, {}, Signature{}}}});
  collected.rows.push_back({kToday + 1, kUntil, value, {{Handle{{2}}, {}, Signature{}}}});
  collected.rows.push_back(
      {kToday + 1, kDocumentVct, {}, {{Handle{{3}}, DocumentTag{}, Signature{}}}});
  const ByteVector second = encode(collected);
  const auto read = parse_collected(second);
  REQUIRE(read.ok());
  CHECK(encode(*read) == second);
  for (std::size_t size = 0; size < second.size(); ++size) {
    CHECK_FALSE(parse_collected(Bytes(second).first(size)).ok());
  }
  for (std::size_t size = 0; size < first.size(); ++size) {
    CHECK_FALSE(parse_enrolled(Bytes(first).first(size)).ok());
  }
}

TEST_CASE("every refusal has a status, a name and a sentence of its own") {
  for (int i = 0; i <= 13; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    CHECK(http_status(refusal) >= 400);
    CHECK_FALSE(sentence(refusal).empty());
    for (int other = 0; other < i; ++other) {
      CHECK(name(refusal) != name(static_cast<Refusal>(other)));
    }
    const auto body = parse_error_body(encode(ErrorBody{refusal, "why"}));
    REQUIRE(body.ok());
    CHECK(body->refusal == refusal);
    CHECK(body->text == "why");
  }
}

TEST_CASE("whatever is wrong with an invitation, the answer is the same") {
  CHECK(refusal_of(Errc::refused) == Refusal::invitation);
  CHECK(refusal_of(Errc::sequence_conflict) == Refusal::sequence_conflict);
  CHECK(refusal_of(Errc::truncated) == Refusal::malformed);
  CHECK(refusal_of(Errc::too_large) == Refusal::too_large);
  CHECK(refusal_of(Errc::policy_widens) == Refusal::internal);
}
