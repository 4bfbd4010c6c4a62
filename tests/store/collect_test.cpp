// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "store/database.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

Collected must_collect(Office& office, const ByteVector& body, UnixTime now = kNoon) {
  const auto answer = office.service().collect(body, now);
  REQUIRE(answer.ok());
  auto collected = parse_collected(*answer);
  REQUIRE(collected.ok());
  const auto asked = parse_collect(body);
  std::size_t tokens = 0;
  for (const auto& row : collected->rows) tokens += row.tokens.size();
  CHECK(check_answer(office.issuing(), *asked, *collected) == tokens);
  return std::move(*collected);
}

}  // namespace

TEST_CASE("a request is answered once, and again the same while it is the last") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  const ByteVector first = wallet.ask({kPermit, kTax}, {kToday + 1, kToday + 2}, 1);
  const auto answer = office.service().collect(first, kNoon);
  REQUIRE(answer.ok());
  CHECK(*office.service().collect(first, kNoon + 10) == *answer);
  CHECK(office.service().figures()->leaves == 4);
  CHECK(office.service().figures()->holder_keys == 2);

  SECTION("also after the program was ended and started") {
    office.close();
    office.open();
    CHECK(*office.service().collect(first, kNoon + 20) == *answer);
  }
  SECTION("other bytes with the same seq are refused") {
    wallet.seq = 0;
    const ByteVector other = wallet.ask({kPermit}, {kToday + 1}, 1);
    CHECK(code_of(office.service().collect(other, kNoon)) == Errc::sequence_conflict);
  }
  SECTION("a gap is refused") {
    wallet.seq = 2;
    const ByteVector later = wallet.ask({kPermit}, {kToday + 1}, 1);
    CHECK(code_of(office.service().collect(later, kNoon)) == Errc::sequence_conflict);
  }
  SECTION("an older one is refused") {
    must_collect(office, wallet.ask({kPermit}, {kToday + 3}, 1));
    CHECK(code_of(office.service().collect(first, kNoon)) == Errc::sequence_conflict);
  }
  SECTION("and none of that changed anything") { CHECK(office.service().figures()->leaves == 4); }
}

TEST_CASE("what one day allows is counted over requests and restarts") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  std::set<Handle> handles;
  for (int i = 0; i < 2; ++i) {
    const Collected got = must_collect(office, wallet.ask({kPermit}, {kToday + 5}, 1));
    REQUIRE(got.rows.size() == 1);
    handles.insert(got.rows[0].tokens[0].handle);
    office.close();
    office.open();
  }
  CHECK(handles.size() == 2);
  const auto leaves = office.service().figures()->leaves;
  CHECK(code_of(office.service().collect(wallet.ask({kPermit}, {kToday + 5}, 1), kNoon)) ==
        Errc::quota_reached);
  CHECK(office.service().figures()->leaves == leaves);
  wallet.seq -= 1;
  CHECK(must_collect(office, wallet.ask({kPermit, kTax}, {kToday + 6}, 2)).rows.size() == 2);
}

TEST_CASE("no handle comes twice, whatever is asked and however often midnight passes") {
  Issuing issuing = make_issuing();
  for (CatalogueFact& fact : issuing.catalogue) fact.per_day = 8;
  Office office(issuing);
  office.import(register_of(2));
  std::set<std::pair<Vct, Handle>> handles;
  std::size_t tokens = 0;
  std::vector<Wallet> wallets;
  wallets.push_back(office.enrol("P-1", 1));
  wallets.push_back(office.enrol("P-2", 2));
  for (Day day = 0; day < 6; ++day) {
    const UnixTime now = kNoon + day * 86400;
    REQUIRE(office.service().midnight(now).ok());
    for (std::uint64_t round = 0; round < 8; ++round) {
      Wallet& wallet = wallets[round % 2];
      const Day expiry = kToday + day + 1 + static_cast<Day>(round);
      for (const auto& row :
           must_collect(office, wallet.ask({kPermit, kTax}, {expiry}, 1 + round % 2), now).rows) {
        for (const auto& token : row.tokens) {
          ++tokens;
          handles.emplace(row.vct, token.handle);
        }
      }
      if (round == 3) {
        office.close();
        office.open();
      }
    }
  }
  CHECK(tokens > 100);
  CHECK(handles.size() == tokens);
  CHECK(office.service().figures()->leaves == tokens);
}

TEST_CASE("a holder key seen before is refused, for everybody") {
  Office office;
  office.import(register_of(2));
  Wallet mine = office.enrol("P-1", 1), yours = office.enrol("P-2", 2);
  const SigningKey holder = mine.fresh_key();
  const auto ask = [&](Wallet& wallet, Day day) {
    Collect collect;
    collect.seq = wallet.seq + 1;
    collect.sets.push_back({day, {kPermit}, {wallet.prove(holder, collect.seq)}});
    const auto answer = office.service().collect(wallet.body(collect), kNoon);
    if (answer.ok()) wallet.seq = collect.seq;
    return code_of(answer);
  };
  CHECK(ask(mine, kToday + 2) == Errc{});
  CHECK(ask(mine, kToday + 2) == Errc::key_reused);
  CHECK(ask(mine, kToday + 3) == Errc::key_reused);
  CHECK(ask(yours, kToday + 2) == Errc::key_reused);
  CHECK(office.service().figures()->leaves == 1);
  SECTION("until its last expiry day is over") {
    REQUIRE(office.service().midnight(kNoon + 86400).ok());
    CHECK(office.service().figures()->holder_keys == 1);
    REQUIRE(office.service().midnight(kNoon + 2 * 86400).ok());
    CHECK(office.service().figures()->holder_keys == 0);
  }
}

TEST_CASE("a new fact joins a set already held by an own token, and by nothing else") {
  Office office;
  office.import(register_of(2, "work-permit-valid"));
  Wallet wallet = office.enrol("P-1", 1), other = office.enrol("P-2", 2);
  const SigningKey holder = wallet.fresh_key();
  const auto ask = [&](Wallet& by, Vct vct, Day day, const std::optional<OwnToken>& own) {
    Collect collect;
    collect.seq = by.seq + 1;
    SetKey key = by.prove(holder, collect.seq);
    key.own = own;
    collect.sets.push_back({day, {vct}, {key}});
    auto answer = office.service().collect(by.body(collect), kNoon);
    if (answer.ok()) by.seq = collect.seq;
    return answer;
  };
  const auto first = ask(wallet, kPermit, kToday + 2, {});
  REQUIRE(first.ok());
  const Collected::Dealt held = parse_collected(*first)->rows.at(0).tokens.at(0);
  const OwnToken own{kPermit, held.handle, held.signature};
  office.import(register_of(2, "tax-current"));

  OwnToken forged = own;
  forged.signature.bytes[5] ^= 1;
  CHECK(code_of(ask(wallet, kTax, kToday + 2, {})) == Errc::key_reused);
  CHECK(code_of(ask(wallet, kTax, kToday + 2, forged)) == Errc::bad_proof);
  CHECK(code_of(ask(wallet, kTax, kToday + 3, own)) == Errc::bad_proof);
  CHECK(code_of(ask(other, kTax, kToday + 2, own)) == Errc::bad_proof);
  OwnToken renamed = own;
  renamed.vct = kTax;
  CHECK(code_of(ask(wallet, kTax, kToday + 2, renamed)) == Errc::bad_proof);
  const auto joined = ask(wallet, kTax, kToday + 2, own);
  REQUIRE(joined.ok());
  CHECK(parse_collected(*joined)->rows.at(0).vct == kTax);
  CHECK(office.service().figures()->holder_keys == 1);
}

TEST_CASE("a wallet that nobody enrolled gets nothing") {
  Office office;
  office.import(register_of(1));
  Wallet stranger(3);
  CHECK(code_of(office.service().collect(stranger.ask({kPermit}, {kToday + 1}, 1), kNoon)) ==
        Errc::unknown_key);
  CHECK(code_of(office.service().collect(as_bytes("x"), kNoon)) != Errc{});
}

TEST_CASE("a clock an hour behind what was signed signs nothing") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  const ByteVector body = wallet.ask({kPermit}, {kToday + 1}, 1);
  REQUIRE(office.service().collect(body, kNoon).ok());
  CHECK(code_of(office.service().collect(body, kNoon - 3600)) == Errc::clock_back);
  const ByteVector next = wallet.ask({kPermit}, {kToday + 2}, 1);
  CHECK(code_of(office.service().collect(next, kNoon - 3600)) == Errc::clock_back);
  office.close();
  office.open();
  CHECK(code_of(office.service().collect(next, kNoon - 3600)) == Errc::clock_back);
  CHECK(office.service().collect(next, kNoon - 3599).ok());
}

TEST_CASE("the same bytes sent by many threads at once are done once") {
  Office office;
  office.import(register_of(4));
  std::vector<Wallet> wallets;
  std::vector<ByteVector> bodies;
  for (int i = 1; i <= 4; ++i) {
    wallets.push_back(office.enrol("P-" + std::to_string(i), static_cast<std::uint64_t>(i)));
    bodies.push_back(wallets.back().ask({kPermit, kTax}, {kToday + 1, kToday + 2}, 2));
  }
  std::vector<ByteVector> answers(32);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      auto answer = office.service().collect(bodies[i % 4], kNoon);
      if (answer.ok()) answers[i] = std::move(*answer);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK_FALSE(answers[i].empty());
    CHECK(answers[i] == answers[i % 4]);
  }
  CHECK(office.service().figures()->leaves == 32);
}

TEST_CASE("the log's lines stand in no order of writing") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  for (Day day = 1; day <= 8; ++day) must_collect(office, wallet.ask({kPermit}, {kToday + day}, 1));
  auto database = Database::open(office.path(), Database::Access::read_only);
  REQUIRE(database.ok());
  Query query = database->query("SELECT written, entry FROM leaf");
  std::vector<ByteVector> entries;
  while (*query.next()) {
    CHECK(query.integer(0) == kToday);
    entries.emplace_back(query.blob(1).begin(), query.blob(1).end());
  }
  CHECK(entries.size() == 8);
  CHECK(std::is_sorted(entries.begin(), entries.end()));
}
