// SPDX-License-Identifier: Apache-2.0
// A catalogue that changes while tokens live. Spec: spec/withdrawal.md, section 7.
#include "issue/catalogue.h"

#include <catch2/catch.hpp>

#include "issue/segment.h"
#include "issue/wallet.h"

using namespace whit;
using namespace whit::test;

namespace {

using Facts = std::vector<CatalogueFact>;

CatalogueFact permit(std::uint8_t horizon = 14, std::uint8_t per_day = 2) {
  CatalogueFact out = make_issuing().catalogue[0];
  out.horizon = horizon;
  out.per_day = per_day;
  return out;
}

CatalogueFact visa(std::vector<std::string> values) {
  CatalogueFact out = make_issuing().catalogue[2];
  out.value_list = std::move(values);
  return out;
}

CatalogueFact until(std::uint32_t lowest, std::uint32_t highest) {
  CatalogueFact out = make_issuing().catalogue[1];
  out.value_range = {lowest, highest};
  return out;
}

CatalogueFact on_paper(CatalogueFact fact, std::uint16_t life) {
  fact.kinds |= 4;
  fact.paper_life = life;
  return fact;
}

// Publisher is an issuer that publishes once a day, and remembers what it must.
struct Publisher {
  // publish is the catalogue of the head of `today`.
  Facts publish(const Facts& wanted, Day today) {
    shown = next_shown(shown, version, previous, wanted, today);
    ++version;
    const auto facts = shown_facts(shown);
    REQUIRE(facts.ok());
    previous = *facts;
    return previous;
  }
  ShownCatalogue shown;
  std::uint64_t version = 0;
  Facts previous;
};

const CatalogueFact* find(const Facts& facts, Vct vct) {
  for (const CatalogueFact& fact : facts) {
    if (fact.vct == vct) return &fact;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a smaller horizon is shown when the last token of the larger is dead") {
  Publisher issuer;
  CHECK(issuer.publish({permit(14)}, 100)[0].horizon == 14);
  // Dealt until day 101 at the latest, so the last token is dead on day 115.
  for (Day day = 100; day <= 115; ++day) {
    CAPTURE(day);
    CHECK(issuer.publish({permit(7)}, day)[0].horizon == 14);
    CHECK(dealt_rows(issuer.previous, issuer.shown.dealt).at(0).horizon == 7);
    CHECK(lives_of(issuer.previous).phone == 14);
  }
  CHECK(issuer.publish({permit(7)}, 116)[0].horizon == 7);
  CHECK(dealt_rows(issuer.previous, issuer.shown.dealt).empty());
  CHECK(lives_of(issuer.previous).phone == 7);
}

TEST_CASE("a smaller per_day, paper life and fewer kinds wait for the longest life of the fact") {
  Publisher issuer;
  issuer.publish({on_paper(permit(14, 4), 30)}, 100);
  for (Day day = 100; day <= 131; ++day) {
    CAPTURE(day);
    const Facts facts = issuer.publish({permit(14, 2)}, day);
    CHECK(facts[0].per_day == 4);
    CHECK(facts[0].kinds == 5);
    CHECK(facts[0].paper_life == 30);
    CHECK(lives_of(facts).paper == 30);
  }
  const Facts facts = issuer.publish({permit(14, 2)}, 132);
  CHECK(facts[0].per_day == 2);
  CHECK(facts[0].kinds == 1);
  CHECK_FALSE(facts[0].paper_life);
}

TEST_CASE("a fact that was taken out is shown until its tokens are dead, and not dealt") {
  Publisher issuer;
  issuer.publish({permit(), visa({"WORK"})}, 100);
  for (Day day = 101; day <= 116; ++day) {
    CAPTURE(day);
    const Facts facts = issuer.publish({permit()}, day);
    REQUIRE(find(facts, kVisa) != nullptr);
    const auto rows = dealt_rows(facts, issuer.shown.dealt);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].vct == kVisa);
    CHECK((rows[0].horizon == 0 && rows[0].per_day == 0));
  }
  CHECK(find(issuer.publish({permit()}, 117), kVisa) == nullptr);
}

TEST_CASE("the longest fact may go, and segments stay as long as it needed them") {
  Publisher issuer;
  issuer.publish({permit(10), on_paper(visa({"WORK"}), 300)}, 100);
  const Facts facts = issuer.publish({permit(10)}, 101);
  CHECK(lives_of(facts).paper == 300);
  CHECK(lives_of(issuer.publish({permit(10)}, 402)).paper == 300);
  CHECK(lives_of(issuer.publish({permit(10)}, 403)).paper == 0);
}

TEST_CASE("values that went are shown beside those that stay") {
  Publisher issuer;
  issuer.publish({visa({"STUDY", "WORK"}), until(202601, 203012)}, 100);
  const Facts facts = issuer.publish({visa({"WORK", "GUEST"}), until(202701, 203512)}, 100);
  CHECK(find(facts, kVisa)->value_list == std::vector<std::string>{"WORK", "GUEST", "STUDY"});
  CHECK(find(facts, kUntil)->value_range == std::pair{202601U, 203512U});
  const Facts dealt = narrowed(facts, issuer.shown.dealt);
  CHECK(find(dealt, kVisa)->value_list == std::vector<std::string>{"WORK", "GUEST"});
  CHECK(find(dealt, kUntil)->value_range == std::pair{202701U, 203512U});
  const Facts later = issuer.publish({visa({"WORK", "GUEST"}), until(202701, 203512)}, 116);
  CHECK(find(later, kVisa)->value_list.size() == 2);
  CHECK(find(later, kUntil)->value_range == std::pair{202701U, 203512U});
}

TEST_CASE("what grows is shown and dealt at once") {
  Publisher issuer;
  issuer.publish({permit(7, 1)}, 100);
  const Facts facts = issuer.publish({on_paper(permit(14, 2), 90), visa({"WORK"})}, 100);
  CHECK(facts.size() == 2);
  CHECK(find(facts, kPermit)->horizon == 14);
  CHECK(issuer.shown.given_up.empty());
  CHECK(dealt_rows(facts, issuer.shown.dealt).empty());
}

TEST_CASE("shrinking in steps shows the largest that lives, and growing back needs no row") {
  Publisher issuer;
  issuer.publish({permit(30)}, 100);
  issuer.publish({permit(20)}, 100);                          // 30 through 131
  CHECK(issuer.publish({permit(10)}, 125)[0].horizon == 30);  // 20 through 146
  CHECK(issuer.publish({permit(10)}, 131)[0].horizon == 30);
  CHECK(issuer.publish({permit(10)}, 132)[0].horizon == 20);
  CHECK(issuer.publish({permit(10)}, 146)[0].horizon == 20);
  CHECK(issuer.publish({permit(20)}, 146)[0].horizon == 20);
  CHECK(dealt_rows(issuer.previous, issuer.shown.dealt).empty());
  CHECK(issuer.publish({permit(20)}, 300)[0].horizon == 20);
}

TEST_CASE("without its memory an issuer takes all that was shown for dealt until today") {
  Publisher issuer;
  issuer.publish({permit(14)}, 100);
  issuer.publish({permit(7)}, 100);
  issuer.shown = {};  // the file is gone
  CHECK(issuer.publish({permit(7)}, 115)[0].horizon == 14);
  CHECK(issuer.publish({permit(7)}, 130)[0].horizon == 14);
  CHECK(issuer.publish({permit(7)}, 131)[0].horizon == 7);
}

TEST_CASE("facts that no one row can show aren't united") {
  CHECK_FALSE(united(visa({"WORK"}), until(1, 2)).ok());
  CatalogueFact plain = visa({});
  CHECK_FALSE(united(plain, visa({"WORK"})).ok());
  CatalogueFact renamed = permit();
  renamed.slug = "permit";
  CHECK_FALSE(united(renamed, permit()).ok());
  Publisher issuer;
  issuer.publish({permit(), visa({"WORK"})}, 100);
  CatalogueFact other = visa({"WORK"});
  other.vct = 65100;  // the slug of a fact that is still shown
  const ShownCatalogue next = next_shown(issuer.shown, 1, issuer.previous, {permit(), other}, 100);
  CHECK_FALSE(shown_facts(next).ok());
}

TEST_CASE("what is dealt is no more than shown and wanted") {
  const Facts shown = {permit(14, 2), visa({"STUDY", "WORK"}), until(10, 20)};
  CHECK(narrowed(shown, shown).size() == 3);
  const Facts less = narrowed(shown, {permit(30, 1), visa({"GUEST"}), until(21, 30)});
  REQUIRE(less.size() == 1);  // a fact without any of its values is not one without values
  CHECK(less[0].horizon == 14);
  CHECK(less[0].per_day == 1);
  CatalogueFact paper = on_paper(permit(), 30);
  paper.kinds = 4;
  CHECK(narrowed(shown, {paper}).empty());  // nothing of its kinds is shown
}

TEST_CASE("keys are needed for what is dealt") {
  Head head;
  head.catalogue = {permit(14), visa({"WORK"}), on_paper(until(1, 2), 40)};
  head.dealt = {{kPermit, 7, 2}, {kUntil, 0, 0}, {kVisa, 0, 0}};
  const Facts facts = dealt_facts(head);
  REQUIRE(facts.size() == 2);
  CHECK(facts[0].horizon == 7);
  CHECK(facts[1].kinds == 4);
  CHECK(facts[1].paper_life == 40);
}

namespace {

// Dealt tokens of one day, the furthest of them, and when their chain is withdrawn.
struct Batch {
  Day dealt = 0, last = 0;
  std::uint8_t per_day = 0;
};

}  // namespace

TEST_CASE("whatever a catalogue does, live tokens are judged by what they were dealt with") {
  SeededRng rng(5);
  const auto draw = [&rng](unsigned most) {
    std::array<std::uint8_t, 1> byte{};
    rng.fill(byte);
    return static_cast<std::uint8_t>(1 + byte[0] % most);
  };
  Publisher issuer;
  std::vector<Batch> batches;
  std::vector<Day> segments;  // D of each that is still kept: one a day
  Facts wanted = {permit(20, 4)};
  for (Day today = 1000; today < 1600; ++today) {
    // A service that hasn't heard yet deals as it did yesterday, all day long.
    const Facts behind = narrowed(issuer.previous, wanted);
    if (draw(9) == 1) wanted = {permit(draw(30), draw(8))};
    if (draw(40) == 1) wanted = {visa({"WORK"})};  // the permit is gone for a while
    const Facts facts = issuer.publish(wanted, today);
    segments.push_back(today + 1);
    std::erase_if(segments, [&](Day d) { return d + lives_of(facts).phone < today; });
    for (const Facts& dealt : {behind, narrowed(facts, wanted)}) {
      const CatalogueFact* fact = find(dealt, kPermit);
      if (fact == nullptr) continue;
      batches.push_back({today, today + fact->horizon, fact->per_day});
    }
    for (const Batch& batch : batches) {
      if (batch.last <= today) continue;  // dead
      const CatalogueFact* fact = find(facts, kPermit);
      REQUIRE(fact != nullptr);
      REQUIRE(batch.last <= today + fact->horizon + 1);
      REQUIRE(batch.per_day <= fact->per_day);
      for (Day d = batch.dealt + 1; d <= today; ++d) {  // withdrawn on any day since
        REQUIRE(std::find(segments.begin(), segments.end(), d) != segments.end());
      }
    }
  }
}
