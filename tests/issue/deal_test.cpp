// SPDX-License-Identifier: Apache-2.0
#include "issue/deal.h"

#include <catch2/catch.hpp>
#include <set>

#include "crypto/hash.h"
#include "issue/wallet.h"
#include "status/chain.h"

using namespace whit;
using namespace whit::test;

namespace {

Value visa(std::string_view text) {
  Value out;
  out.type = Value::Type::text;
  out.text = Text<16>::from(text);
  return out;
}

Person make_person(const Wallet& wallet) {
  Person out;
  out.collection_key = wallet.key().public_key();
  out.facts = {{kPermit, {}, 0, kAlways}, {kVisa, visa("WORK"), 0, kAlways}};
  return out;
}

Collect parsed(const ByteVector& body) {
  auto collect = parse_collect(body);
  REQUIRE(collect.ok());
  return *collect;
}

// settle makes the person what the store would make of them.
void settle(Person& person, const Dealing& dealing) {
  std::vector<Grant> grants = dealing.grants;
  for (std::size_t i = 0; i < dealing.new_chains.size(); ++i) {
    Chain chain = dealing.new_chains[i];
    chain.id = static_cast<std::int64_t>(person.chains.size()) + 1;
    for (Grant& grant : grants) {
      if (grant.chain == -1 - static_cast<std::int64_t>(i)) grant.chain = chain.id;
    }
    person.chains.push_back(chain);
  }
  for (const Grant& grant : grants) {
    for (Chain& chain : person.chains) {
      if (chain.id != grant.chain) continue;
      const std::size_t place = grant.day - chain.day;
      if (chain.dealt.size() <= place) chain.dealt.resize(place + 1);
      chain.dealt[place] = static_cast<std::uint8_t>(grant.first + grant.count);
    }
  }
  person.granted = grants;
  person.seq = dealing.answer.seq;
  person.last_request = dealing.request;
}

Dealing must_deal(const Issuing& issuing, const Person& person, const ByteVector& body, Rng& rng) {
  auto dealing = deal(issuing, person, parsed(body), kNoon, rng);
  REQUIRE(dealing.ok());
  dealing->request = sha256(body);
  return std::move(*dealing);
}

}  // namespace

TEST_CASE("every token asked for verifies, has its own handle and its own leaf") {
  const Issuing issuing = make_issuing();
  Wallet wallet(1);
  SeededRng rng(2);
  const ByteVector body = wallet.ask({kPermit, kVisa}, {kToday + 1, kToday + 2, kToday + 14}, 2);
  const Dealing dealing = must_deal(issuing, make_person(wallet), body, rng);
  CHECK(check_answer(issuing, parsed(body), dealing.answer) == 12);
  CHECK(dealing.leaves.size() == 12);
  CHECK(std::set<EntryBytes>(dealing.leaves.begin(), dealing.leaves.end()).size() == 12);
  std::set<Handle> handles;
  for (const auto& row : dealing.answer.rows) {
    for (const auto& token : row.tokens) handles.insert(token.handle);
  }
  CHECK(handles.size() == 12);
  CHECK(dealing.keys.size() == 6);
}

TEST_CASE("a leaf is the entry that anyone rebuilds from the token") {
  const Issuing issuing = make_issuing();
  Wallet wallet(1);
  SeededRng rng(2);
  const ByteVector body = wallet.ask({kVisa}, {kToday + 1}, 1);
  const Dealing dealing = must_deal(issuing, make_person(wallet), body, rng);
  REQUIRE(dealing.answer.rows.size() == 1);
  const Collected::Row& row = dealing.answer.rows[0];
  const PublicKey holder = parsed(body).sets[0].keys[0].key;
  const TokenClaims claims{"dlo", row.day, row.tokens[0].handle, holder, kVisa, row.value, {}};
  const ByteVector encoded =
      build_revocable(claims, key_id(key_of(7)->public_key())).with(row.tokens[0].signature.view());
  const auto token = parse_token(encoded);
  REQUIRE(token.ok());
  CHECK(encode(entry_of(*token)) == dealing.leaves[0]);
}

TEST_CASE("handles are those of the chain, counted from the first free one") {
  const Issuing issuing = make_issuing();
  Wallet wallet(1);
  SeededRng rng(2);
  Person person = make_person(wallet);
  const ByteVector first = wallet.ask({kPermit}, {kToday + 3}, 1);
  const Dealing one = must_deal(issuing, person, first, rng);
  settle(person, one);
  const ByteVector second = wallet.ask({kPermit}, {kToday + 3}, 1);
  const Dealing two = must_deal(issuing, person, second, rng);
  REQUIRE(person.chains.size() == 1);
  CHECK(person.chains[0].day == kToday + 1);
  const HandleKey handles(ratchet_by(person.chains[0].seed, 2));
  CHECK(one.answer.rows.at(0).tokens.at(0).handle == handles.handle(0));
  CHECK(two.answer.rows.at(0).tokens.at(0).handle == handles.handle(1));
  settle(person, two);
  const auto third =
      deal(issuing, person, parsed(wallet.ask({kPermit}, {kToday + 3}, 1)), kNoon, rng);
  REQUIRE_FALSE(third.ok());
  CHECK(third.error().code == Errc::quota_reached);
}

namespace {

// Counter holds an office and one person; rows says how many rows an answer has.
struct Counter {
  Counter() : issuing(make_issuing()), wallet(1), rng(2), person(make_person(wallet)) {}
  std::size_t rows(const std::vector<Vct>& facts, Day day) {
    return must_deal(issuing, person, wallet.ask(facts, {day}, 1), rng).answer.rows.size();
  }
  Issuing issuing;
  Wallet wallet;
  SeededRng rng;
  Person person;
};

}  // namespace

TEST_CASE("a day that is over or beyond the horizon has no row") {
  Counter counter;
  CHECK(counter.rows({kPermit}, kToday) == 0);
  CHECK(counter.rows({kPermit}, kToday + 1) == 1);
  CHECK(counter.rows({kPermit}, kToday + 14) == 1);
  CHECK(counter.rows({kPermit}, kToday + 15) == 0);
}

TEST_CASE("a fact that the person or the catalogue hasn't has no row, the others do") {
  Counter counter;
  CHECK(counter.rows({kTax}, kToday + 1) == 0);
  CHECK(counter.rows({65100}, kToday + 1) == 0);
  CHECK(counter.rows({kPermit, kTax}, kToday + 1) == 1);
  counter.person.facts[1].value = visa("GOLD");  // no longer in the catalogue
  CHECK(counter.rows({kVisa}, kToday + 1) == 0);
}

TEST_CASE("a fact that hasn't begun has no row, for a strip may be borrowed ahead") {
  Counter counter;
  counter.person.facts[0].from = kToday + 1;
  CHECK(counter.rows({kPermit}, kToday + 5) == 0);
  counter.person.facts[0].from = kToday;
  CHECK(counter.rows({kPermit}, kToday + 5) == 1);
}

TEST_CASE("a day after the fact's last has no row") {
  Counter counter;
  counter.person.facts[0].until = kToday + 3;
  CHECK(counter.rows({kPermit}, kToday + 4) == 1);
  CHECK(counter.rows({kPermit}, kToday + 5) == 0);
}

TEST_CASE("without the one live key for a day there is no row") {
  Counter counter;
  SECTION("withdrawn") {
    counter.issuing.keys.tokens[0].state = KeyState::withdrawn;
    CHECK(counter.rows({kPermit}, kToday + 1) == 0);
  }
  SECTION("two of them") {
    counter.issuing.keys.tokens.push_back(counter.issuing.keys.tokens[0]);
    CHECK(counter.rows({kPermit}, kToday + 1) == 0);
  }
  SECTION("listed, but its secret half isn't here") {
    counter.issuing.signers = {key_of(8)};
    CHECK(counter.rows({kPermit}, kToday + 1) == 0);
  }
}

TEST_CASE("a day whose seed is gone has no row") {
  Counter counter;
  counter.person.chains.push_back({1, kPermit, counter.rng.make<Seed>(), kToday + 2, {}});
  CHECK(counter.rows({kPermit}, kToday + 1) == 0);
  CHECK(counter.rows({kPermit}, kToday + 2) == 1);
}

TEST_CASE("a key counts as used only where something was signed for it") {
  const Issuing issuing = make_issuing();
  Wallet wallet(1);
  SeededRng rng(2);
  const Dealing dealing =
      must_deal(issuing, make_person(wallet), wallet.ask({kTax}, {kToday + 1}, 2), rng);
  CHECK(dealing.keys.empty());
  CHECK(dealing.leaves.empty());
  CHECK(dealing.answer.seq == 1);
}

TEST_CASE("the day picks the key") {
  Issuing issuing = make_issuing();
  issuing.signers.push_back(key_of(8));
  TokenKey next = issuing.keys.tokens[0];
  issuing.keys.tokens[0].last = kToday + 7;
  next.first = kToday + 8;
  next.key = key_of(8)->public_key();
  issuing.keys.tokens.push_back(next);
  Wallet wallet(1);
  SeededRng rng(2);
  const ByteVector body = wallet.ask({kPermit}, {kToday + 7, kToday + 8}, 1);
  const Dealing dealing = must_deal(issuing, make_person(wallet), body, rng);
  CHECK(check_answer(issuing, parsed(body), dealing.answer) == 2);
  CHECK(std::equal(dealing.leaves[0].begin() + 4, dealing.leaves[0].begin() + 8,
                   key_id(key_of(7)->public_key()).bytes.begin()));
  CHECK(std::equal(dealing.leaves[1].begin() + 4, dealing.leaves[1].begin() + 8,
                   key_id(key_of(8)->public_key()).bytes.begin()));
}

TEST_CASE("the same request again has the same answer") {
  const Issuing issuing = make_issuing();
  Wallet wallet(1);
  SeededRng rng(2);
  Person person = make_person(wallet);
  settle(person, must_deal(issuing, person, wallet.ask({kPermit}, {kToday + 2}, 1), rng));
  const ByteVector body = wallet.ask({kPermit, kVisa}, {kToday + 1, kToday + 2}, 1);
  const Dealing dealing = must_deal(issuing, person, body, rng);
  settle(person, dealing);
  const Turn turn = *turn_of(person, 2, sha256(body));
  CHECK(turn == Turn::again);
  const auto again = deal_again(issuing, person, parsed(body), kNoon);
  REQUIRE(again.ok());
  CHECK(encode(*again) == encode(dealing.answer));

  SECTION("without the days that died since") {
    const auto later = deal_again(issuing, person, parsed(body), kNoon + 86400);
    REQUIRE(later.ok());
    REQUIRE(later->rows.size() == 2);
    CHECK(later->rows[0].day == kToday + 2);
    CHECK(later->rows[0].tokens[0].signature == dealing.answer.rows[2].tokens[0].signature);
  }
  SECTION("without the facts that ended since") {
    person.facts.erase(person.facts.begin());
    const auto later = deal_again(issuing, person, parsed(body), kNoon);
    REQUIRE(later.ok());
    CHECK(later->rows.size() == 2);
    CHECK(later->rows[0].vct == kVisa);
  }
  SECTION("and nothing of a chain that ended and started anew") {
    person.chains[0].id = 99;
    const auto later = deal_again(issuing, person, parsed(body), kNoon);
    REQUIRE(later.ok());
    CHECK(later->rows.size() == 2);
  }
}

namespace {

// Shrinking is a counter whose catalogue has become smaller than what heads show.
struct Shrinking : Counter {
  Shrinking() { issuing.dealt = issuing.catalogue; }
  CatalogueFact& dealt(std::size_t place) { return issuing.dealt->at(place); }
  Result<Dealing> ask(const std::vector<Vct>& facts, Day day, std::size_t sets = 1) {
    return deal(issuing, person, parsed(wallet.ask(facts, {day}, sets)), kNoon, rng);
  }
};

}  // namespace

TEST_CASE("more than is dealt now, though shown, refuses the request and teaches nothing") {
  Shrinking office;
  SECTION("a nearer horizon") {
    office.dealt(0).horizon = 7;
    CHECK(office.ask({kPermit}, kToday + 7)->answer.rows.size() == 1);
    CHECK(office.ask({kPermit}, kToday + 8).error().code == Errc::quota_reached);
    CHECK(office.ask({kPermit}, kToday + 14).error().code == Errc::quota_reached);
    CHECK(office.ask({kPermit}, kToday + 15)->answer.rows.empty());  // never shown
  }
  SECTION("fewer a day") {
    office.dealt(0).per_day = 1;
    CHECK(office.ask({kPermit}, kToday + 3, 1)->answer.rows.size() == 1);
    CHECK(office.ask({kPermit}, kToday + 3, 2).error().code == Errc::quota_reached);
  }
}

TEST_CASE("a fact, kind or value that was given up has no row, and `enrolled` doesn't name it") {
  Shrinking office;
  SECTION("the fact") {
    office.issuing.dealt->erase(office.issuing.dealt->begin() + 2);
    CHECK(facts_of(office.issuing, office.person.facts, kNoon).size() == 1);
  }
  SECTION("the kind") { office.dealt(2).kinds = 4; }
  SECTION("the value") { office.dealt(2).value_list = {"STUDY"}; }
  CHECK(office.ask({kVisa}, kToday + 1)->answer.rows.empty());
  CHECK(office.ask({kPermit, kVisa}, kToday + 1)->answer.rows.size() == 1);
}

TEST_CASE("tokens of larger numbers still prove a set, and the last answer is still given again") {
  Shrinking office;
  const ByteVector body = office.wallet.ask({kVisa}, {kToday + 12}, 2);
  const Dealing dealing = must_deal(office.issuing, office.person, body, office.rng);
  REQUIRE(dealing.answer.rows.size() == 1);
  settle(office.person, dealing);
  office.dealt(2).horizon = 3;
  office.dealt(2).per_day = 1;
  office.dealt(2).value_list = {"STUDY"};
  const auto again = deal_again(office.issuing, office.person, parsed(body), kNoon);
  REQUIRE(again.ok());
  CHECK(encode(*again) == encode(dealing.answer));

  const SigningKey holder = office.wallet.fresh_key();
  Collect first;
  first.iss = "dlo";
  first.seq = 2;
  first.sets = {{kToday + 2, {kVisa}, {office.wallet.prove(holder, 2)}}};
  office.issuing.dealt.reset();
  const ByteVector one = office.wallet.body(first);
  const Dealing set = must_deal(office.issuing, office.person, one, office.rng);
  settle(office.person, set);
  office.issuing.dealt = office.issuing.catalogue;
  office.issuing.dealt->erase(office.issuing.dealt->begin() + 2);  // no visa class any more
  Collect joined;
  joined.iss = "dlo";
  joined.seq = 3;
  SetKey key = office.wallet.prove(holder, 3);
  const auto& dealt = set.answer.rows.at(0).tokens.at(0);
  key.own = OwnToken{kVisa, dealt.handle, dealt.signature};
  joined.sets = {{kToday + 2, {kPermit}, {key}}};
  const auto more =
      deal(office.issuing, office.person, parsed(office.wallet.body(joined)), kNoon, office.rng);
  REQUIRE(more.ok());
  CHECK(more->answer.rows.size() == 1);
}

TEST_CASE("seq is the next, or the last again with the same bytes") {
  Person person;
  person.seq = 4;
  const Hash last = sha256(as_bytes("last")), other = sha256(as_bytes("other"));
  person.last_request = last;
  CHECK(*turn_of(person, 5, other) == Turn::next);
  CHECK(*turn_of(person, 4, last) == Turn::again);
  CHECK(turn_of(person, 4, other).error().code == Errc::sequence_conflict);
  CHECK(turn_of(person, 6, other).error().code == Errc::sequence_conflict);
  CHECK(turn_of(person, 3, last).error().code == Errc::sequence_conflict);
}

TEST_CASE("`document` carries a tag that only the document's text gives") {
  const Issuing issuing = make_issuing();
  Wallet wallet(1);
  SeededRng rng(2);
  Person person = make_person(wallet);
  person.facts.push_back({kDocumentVct, {}, 0, kAlways});
  const ByteVector body = wallet.ask({kPermit, kDocumentVct}, {kToday + 1}, 1);
  CHECK(must_deal(issuing, person, body, rng).answer.rows.size() == 1);
  person.document = SecretBuffer::copy_of(as_bytes("P|UTO|L898902C3|19740812"));
  const Dealing dealing = must_deal(issuing, person, body, rng);
  REQUIRE(dealing.answer.rows.size() == 2);
  CHECK_FALSE(dealing.answer.rows[0].tokens[0].tag);
  CHECK(dealing.answer.rows[1].tokens[0].tag);
  CHECK(check_answer(issuing, parsed(body), dealing.answer) == 2);
}
