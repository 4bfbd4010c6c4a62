// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "status/chain.h"
#include "store/database.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

std::vector<Seed> seeds_in(const std::string& path) {
  auto database = Database::open(path, Database::Access::read_only);
  REQUIRE(database.ok());
  Query query = database->query("SELECT seed FROM chain ORDER BY id");
  std::vector<Seed> out;
  while (*query.next()) out.push_back(query.fixed<Seed>(0));
  return out;
}

// holds tells whether a file has these bytes anywhere, free pages and all.
bool holds(const std::string& path, const Seed& seed) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return bytes.find(as_text(seed.view())) != std::string::npos;
}

bool on_disk(const Office& office, const Seed& seed) {
  return holds(office.path(), seed) || holds(office.path() + "-wal", seed);
}

}  // namespace

TEST_CASE("midnight overwrites every seed, and nothing of the old ones stays on the disk") {
  Office office;
  office.import(register_of(20));
  std::vector<Wallet> wallets;
  for (int i = 1; i <= 20; ++i) {
    wallets.push_back(office.enrol("P-" + std::to_string(i), static_cast<std::uint64_t>(i)));
    REQUIRE(office.service()
                .collect(wallets.back().ask({kPermit, kTax}, {kToday + 1, kToday + 4}, 1), kNoon)
                .ok());
  }
  const std::vector<Seed> old = seeds_in(office.path());
  REQUIRE(old.size() == 40);
  for (const Seed& seed : old) REQUIRE(on_disk(office, seed));
  REQUIRE(office.service().midnight(kNoon).ok());
  for (const Seed& seed : old) CHECK(on_disk(office, seed));
  REQUIRE(office.service().midnight(kNoon + 86400).ok());
  for (const Seed& seed : old) CHECK_FALSE(on_disk(office, seed));
  const std::vector<Seed> now = seeds_in(office.path());
  REQUIRE(now.size() == old.size());
  for (std::size_t i = 0; i < now.size(); ++i) CHECK(now[i] == ratchet(old[i]));
}

TEST_CASE("midnight comes late and several days at once, and the handles stay the chain's") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(office.service().collect(wallet.ask({kPermit}, {kToday + 6}, 1), kNoon).ok());
  const Seed seed = seeds_in(office.path()).at(0);
  const UnixTime later = kNoon + 3 * 86400;
  SECTION("it hasn't come yet") {}
  SECTION("it has") { REQUIRE(office.service().midnight(later).ok()); }
  const auto answer = office.service().collect(wallet.ask({kPermit}, {kToday + 6}, 1), later);
  REQUIRE(answer.ok());
  const HandleKey handles(ratchet_by(seed, 5));
  CHECK(parse_collected(*answer)->rows.at(0).tokens.at(0).handle == handles.handle(1));
  CHECK(code_of(office.service().collect(wallet.ask({kPermit}, {kToday + 6}, 1), later)) ==
        Errc::quota_reached);
}

TEST_CASE("an answer is repeated after midnight, without the day that died") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  const ByteVector body = wallet.ask({kPermit}, {kToday + 1, kToday + 2}, 2);
  const auto first = office.service().collect(body, kNoon);
  REQUIRE(first.ok());
  REQUIRE(office.service().midnight(kNoon + 86400).ok());
  const auto again = office.service().collect(body, kNoon + 86400);
  REQUIRE(again.ok());
  const auto before = parse_collected(*first), after = parse_collected(*again);
  REQUIRE(after->rows.size() == 1);
  CHECK(after->rows[0].tokens[1].signature == before->rows[1].tokens[1].signature);
}

TEST_CASE("a midnight that a wrong clock brings forward loses days, but never gives one twice") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(office.service().collect(wallet.ask({kPermit}, {kToday + 3}, 2), kNoon).ok());
  REQUIRE(office.service().midnight(kNoon + 86400).ok());
  const auto answer = office.service().collect(wallet.ask({kPermit}, {kToday + 1}, 1), kNoon);
  REQUIRE(answer.ok());
  CHECK(parse_collected(*answer)->rows.empty());
  CHECK(code_of(office.service().collect(wallet.ask({kPermit}, {kToday + 3}, 1), kNoon)) ==
        Errc::quota_reached);
}

TEST_CASE("chains that ended are forgotten when their last token is dead, and not before") {
  Office office;
  office.import(register_of(1));
  Wallet old = office.enrol("P-1", 1);
  REQUIRE(office.service().collect(old.ask({kPermit}, {kToday + 2}, 1), kNoon).ok());
  office.enrol("P-1", 2);
  REQUIRE(office.service().midnight(kNoon + 86400).ok());
  CHECK(seeds_in(office.path()).size() == 1);
  REQUIRE(office.service().midnight(kNoon + 2 * 86400).ok());
  CHECK(seeds_in(office.path()).empty());
}

TEST_CASE("a midnight more than three days past everything known waits for a word") {
  Office office;
  office.import(register_of(1));
  const UnixTime far = kNoon + 3 * 86400 + 1;
  CHECK(office.service().midnight(kNoon).ok());
  SECTION("nothing to destroy") { CHECK(office.service().midnight(far + 86400).ok()); }
  SECTION("a chain") {
    Wallet wallet = office.enrol("P-1", 1);
    REQUIRE(office.service().collect(wallet.ask({kPermit}, {kToday + 9}, 1), kNoon).ok());
    const std::vector<Seed> before = seeds_in(office.path());
    CHECK(code_of(office.service().midnight(far)) == Errc::clock_ahead);
    CHECK(seeds_in(office.path()) == before);
    SECTION("the clock is right") {
      REQUIRE(office.service().midnight(far, ClockRule::trust).ok());
      CHECK_FALSE(seeds_in(office.path()) == before);
      // From then on that day counts as known.
      CHECK(office.service().midnight(far + 3 * 86400 - 43201).ok());
    }
    SECTION("it was wrong") { CHECK(office.service().midnight(kNoon + 86400).ok()); }
  }
}

TEST_CASE("a clock that jumps ahead of the last midnight deals nothing and becomes no known time") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(office.service().midnight(kNoon).ok());
  const UnixTime far = kNoon + 5 * 86400;
  const ByteVector request = wallet.ask({kPermit}, {kToday + 1}, 1);
  CHECK(code_of(office.service().collect(request, far)) == Errc::clock_ahead);
  CHECK(office.service().figures()->last_commit <= kNoon);
  // The clock is set, and all goes on as if nothing had been.
  CHECK(office.service().collect(request, kNoon + 60).ok());
  CHECK(office.service().midnight(kNoon + 86400).ok());
}
