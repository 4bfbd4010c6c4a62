// SPDX-License-Identifier: Apache-2.0
// The adversary and its judge: what they must find, and what they must not.
#include <catch2/catch.hpp>

#include "privacy/lineup.h"
#include "privacy/town.h"

using namespace whit;
using namespace whit::privacy;

namespace {

// sight is a showing of one permit, like all others but for a number that makes it its own.
Sight sight(std::size_t site, std::size_t scan, Day day, std::uint8_t number) {
  Sight out;
  out.id = {site, scan};
  out.day = day;
  out.time = midnight(day) + 3600U * number;
  out.iat = out.time;
  out.expires = day + 1;
  out.holder.bytes.fill(number);
  out.signature.bytes.fill(number);
  SeenToken token;
  token.vct = kPermit;
  token.handle.bytes.fill(number);
  token.signature.bytes.fill(number);
  token.signature.bytes[63] = static_cast<std::uint8_t>(number + 1);
  token.logged = day - 7;
  out.tokens = {token};
  return out;
}

// square is 200 people, each of whom shows at both sites on one day; `people` says who.
struct Square {
  Square() {
    for (std::size_t i = 0; i < 400; ++i) {
      sights.push_back(sight(i % 2, i / 2, kFirstDay, static_cast<std::uint8_t>(i % 24)));
      sights.back().size = i / 2;  // tells who it is
      sights.back().holder.bytes[0] = static_cast<std::uint8_t>(i);
      people.push_back(i / 2);
    }
  }
  std::vector<Sight> sights;
  std::vector<std::size_t> people;
};

Row asked(double (*score)(const Sight&, const Sight&)) {
  const Square square;
  const Crowd crowd(square.sights, square.people, {}, 1);
  return crowd.ask(crowd.lineups(Where::two_sites_one_day, kAllFacets), score);
}

const Claimer& claimer(const std::vector<Claimer>& all, std::string_view name) {
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Claimer& one) { return one.name == name; });
  REQUIRE(at != all.end());
  return *at;
}

Row row_of(const std::vector<Row>& rows, std::string_view attack, std::string_view where) {
  for (const Row& row : rows) {
    if (row.attack == attack && row.where == where) return row;
  }
  FAIL("no such row");
  return {};
}

}  // namespace

TEST_CASE("a handle that was dealt twice is seen under other keys, too", "[privacy]") {
  std::vector<Sight> sights = {sight(0, 0, kFirstDay, 1), sight(1, 0, kFirstDay, 2),
                               sight(1, 1, kFirstDay + 1, 3)};
  const auto all = claimers();
  for (const Claimer& one : all) CHECK(one.claim(sights).empty());
  sights[2].tokens[0].handle = sights[0].tokens[0].handle;
  CHECK(claimer(all, "handle").claim(sights) == std::vector<Group>{{0, 2}});
  CHECK(claimer(all, "holder key").claim(sights).empty());
  CHECK(claimer(all, "signature").claim(sights).empty());
}

TEST_CASE("two signatures with one R are seen", "[privacy]") {
  std::vector<Sight> sights = {sight(0, 0, kFirstDay, 1), sight(1, 0, kFirstDay, 2)};
  std::copy_n(sights[0].signature.bytes.begin(), 32, sights[1].signature.bytes.begin());
  CHECK(claimer(claimers(), "point R").claim(sights) == std::vector<Group>{{0, 1}});
  CHECK(claimer(claimers(), "signature").claim(sights).empty());
}

TEST_CASE("a guesser that knows is told from one that doesn't", "[privacy]") {
  const Row knows =
      asked([](const Sight& a, const Sight& b) { return a.size == b.size ? 1.0 : 0.0; });
  CHECK(knows.pairs == 400);
  CHECK(knows.found == Approx(400));
  CHECK(knows.ruling == Ruling::linked);
  const Row constant = asked([](const Sight&, const Sight&) { return 0.0; });
  CHECK(constant.found == Approx(constant.chance));
  CHECK(constant.ruling == Ruling::chance);
  const Row random = asked([](const Sight& a, const Sight& b) {
    return static_cast<double>((a.size * 7919 + b.size * 104729 + b.id.site * 31) % 1009);
  });
  CHECK(random.ruling == Ruling::chance);
}

TEST_CASE("a guesser that is always wrong knows as much", "[privacy]") {
  const Row row =
      asked([](const Sight& a, const Sight& b) { return a.size == b.size ? 0.0 : 1.0; });
  CHECK(row.found < row.chance);
  CHECK(row.ruling == Ruling::linked);
}

TEST_CASE("facets make crowds apart, a strip far ahead doesn't", "[privacy]") {
  const Sight plain = sight(0, 0, kFirstDay, 1);
  Sight other = sight(0, 1, kFirstDay, 2);
  CHECK(alike(plain, kAllFacets) == alike(other, kAllFacets));
  other.ahead = 5;
  CHECK(alike(plain, kAllFacets) == alike(other, kAllFacets));
  other.ahead = 1;
  CHECK(alike(plain, kAllFacets) != alike(other, kAllFacets));
  CHECK(alike(plain, kAllFacets & ~kStrip) == alike(other, kAllFacets & ~kStrip));
  other = sight(0, 1, kFirstDay, 2);
  other.tokens[0].logged -= 1;
  CHECK(alike(plain, kAllFacets) != alike(other, kAllFacets));
  other = sight(0, 1, kFirstDay, 2);
  other.tokens[0].value.text = Text<16>::from("EMP-01");
  CHECK(alike(plain, kAllFacets) != alike(other, kAllFacets));
}

TEST_CASE("published seeds tell what the design admits; more or less is noticed", "[privacy]") {
  Orders orders;
  orders.people = 40;
  orders.days = 10;
  orders.withdraw = 8;
  Town town(orders);
  town.live([](std::uint64_t, std::uint64_t) {});
  const Evidence evidence = town.evidence();
  const std::vector<Sight> sights = read_sights(evidence);
  Truth truth = town.truth();
  const auto ruled = [&](std::string_view where) {
    return row_of(judge(sights, evidence.bundles, truth), "published seeds", where);
  };
  const Row shows = ruled("showings");
  CHECK(shows.ruling == Ruling::as_allowed);
  CHECK(shows.found > 5);
  CHECK(ruled("pairs").ruling == Ruling::as_allowed);
  SECTION("what was never withdrawn and is found all the same") {
    truth.withdrawn.clear();
    CHECK(ruled("showings").ruling == Ruling::linked);
    CHECK(ruled("pairs").ruling == Ruling::linked);
  }
  SECTION("a seed of an earlier day than should have been published would show more") {
    for (auto& [chain, day] : truth.withdrawn) ++day;
    CHECK(ruled("showings").ruling == Ruling::linked);
  }
  SECTION("an adversary that finds less than there is") {
    for (auto& [chain, day] : truth.withdrawn) --day;
    CHECK(ruled("showings").ruling == Ruling::missed);
  }
}

TEST_CASE("the same town is the same to the byte, whatever the threads do", "[privacy]") {
  Orders orders;
  orders.people = 30;
  orders.days = 8;
  orders.withdraw = 3;
  const auto live = [&] {
    Town town(orders);
    town.live([](std::uint64_t, std::uint64_t) {});
    return town.evidence();
  };
  const Evidence a = live(), b = live();
  REQUIRE(a.entries == b.entries);
  REQUIRE(a.bundles.back().file == b.bundles.back().file);
  for (std::size_t site = 0; site < 2; ++site) {
    REQUIRE(a.sites[site].scans.size() == b.sites[site].scans.size());
    for (std::size_t i = 0; i < a.sites[site].scans.size(); ++i) {
      REQUIRE(a.sites[site].scans[i].showing == b.sites[site].scans[i].showing);
    }
  }
}
