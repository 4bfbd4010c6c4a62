// SPDX-License-Identifier: Apache-2.0
#include "trust/catalogue.h"

#include <catch2/catch.hpp>

#include "base/cbor_writer.h"
#include "support/world.h"

namespace whit {
namespace {

using test::World;

const Head& good_head() {
  static const Head head = World().head();
  return head;
}

Errc reads(const Head& head) {
  const auto read = parse_head(encode(head));
  return read ? Errc{} : read.error().code;
}

// What becomes of the catalogue when `change` was made to one of its facts.
template <class Change>
Errc with_fact(std::size_t index, Change change) {
  Head head = good_head();
  change(head.catalogue[index]);
  return reads(head);
}

template <class Change>
Errc with_preset(Change change) {
  Head head = good_head();
  change(head.presets[0]);
  return reads(head);
}

TEST_CASE("a head is read back as it was written", "[trust-6]") {
  const ByteVector bytes = encode(good_head());
  CHECK(encode(*parse_head(bytes)) == bytes);
}

TEST_CASE("a fact's number and slug stand once", "[trust-5]") {
  CHECK(with_fact(1, [](CatalogueFact& f) { f.vct = 65001; }) == Errc::bad_catalogue);
  CHECK(with_fact(1, [](CatalogueFact& f) { f.slug = "work-permit-valid"; }) ==
        Errc::bad_catalogue);
  CHECK(with_fact(1, [](CatalogueFact& f) { f.slug = "another"; }) == Errc{});
  Head head = good_head();
  head.presets[1].slug = "gate";
  CHECK(reads(head) == Errc::bad_preset);
}

TEST_CASE("paper life goes with paper, lead with blind, and blind has no values", "[trust-5]") {
  CHECK(with_fact(0, [](CatalogueFact& f) { f.paper_life.reset(); }) == Errc::bad_catalogue);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.kinds = 1; }) == Errc::bad_catalogue);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.kinds = 7; }) == Errc::bad_catalogue);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.blind_lead = 600; }) == Errc::bad_catalogue);
  const auto blind = [](CatalogueFact& f) {
    f.kinds = 7;
    f.blind_lead = 600;
  };
  CHECK(with_fact(0, blind) == Errc{});
  CHECK(with_fact(1, blind) == Errc::bad_catalogue);  // work-permit-until has values
  CHECK(with_fact(4, blind) == Errc::bad_catalogue);  // the document is never blind
  CHECK(with_fact(4, [](CatalogueFact& f) { f.value_list = {"A"}; }) == Errc::bad_catalogue);
}

TEST_CASE("listed values differ, and bounds are in order", "[trust-5]") {
  CHECK(with_fact(3, [](CatalogueFact& f) {
          f.value_list = {"A", "B", "A"};
        }) == Errc::bad_catalogue);
  CHECK(with_fact(3, [](CatalogueFact& f) { f.value_list = {"a"}; }) == Errc::out_of_range);
  CHECK(with_fact(1, [](CatalogueFact& f) { f.value_range = {5, 5}; }) == Errc{});
  CHECK(with_fact(1, [](CatalogueFact& f) { f.value_range = {5, 4}; }) == Errc::out_of_range);
}

TEST_CASE("a fact's numbers have their limits", "[trust-5]") {
  CHECK(with_fact(0, [](CatalogueFact& f) { f.horizon = 0; }) == Errc::out_of_range);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.horizon = 61; }) == Errc::out_of_range);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.per_day = 0; }) == Errc::out_of_range);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.per_day = 9; }) == Errc::out_of_range);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.paper_life = 367; }) == Errc::out_of_range);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.modes = 8; }) == Errc::out_of_range);
  CHECK(with_fact(0, [](CatalogueFact& f) { f.slug = "Work"; }) == Errc::out_of_range);
}

TEST_CASE("labels have a language once, in order, and a text", "[trust-5]") {
  const auto labels = [](Labels given) {
    return with_fact(0, [&](CatalogueFact& f) { f.labels = std::move(given); });
  };
  CHECK(labels({{"de", "x"}, {"en", "y"}}) == Errc{});
  CHECK(labels({{"en", "y"}, {"de", "x"}}) == Errc::not_ascending);
  CHECK(labels({{"en", "y"}, {"en", "x"}}) == Errc::not_ascending);
  CHECK(labels({}) == Errc::wrong_length);
  CHECK(labels({{"en", ""}}) == Errc::out_of_range);
  CHECK(labels({{"en", std::string(97, 'x')}}) == Errc::out_of_range);
}

TEST_CASE("a preset asks one to four different facts of the catalogue", "[trust-5]") {
  CHECK(with_preset([](Preset& p) { p.facts = {65003, 65001}; }) == Errc{});
  CHECK(with_preset([](Preset& p) { p.facts = {65001, 65001}; }) == Errc::bad_preset);
  CHECK(with_preset([](Preset& p) { p.facts = {65008}; }) == Errc::bad_preset);
  CHECK(with_preset([](Preset& p) { p.facts = {}; }) == Errc::wrong_length);
  CHECK(with_preset([](Preset& p) {
          p.facts = {65001, 65002, 65003, 65004, 65005};
        }) == Errc::wrong_length);
}

TEST_CASE("a bound preset has room for the document, which the catalogue has", "[trust-5]") {
  const auto bound = [](std::vector<Vct> facts) {
    return with_preset([&](Preset& p) {
      p.binding = Binding::document;
      p.facts = std::move(facts);
    });
  };
  CHECK(bound({65001, 65002, 65003}) == Errc{});
  CHECK(bound({65001, 65002, 65003, 65004}) == Errc::bad_preset);
  CHECK(bound({65001, 65002, 65003, kDocumentVct}) == Errc{});
  Head head = good_head();
  head.catalogue.erase(head.catalogue.begin() + 4);
  CHECK(reads(head) == Errc::bad_preset);  // "hire" is bound
}

TEST_CASE("a preset's times have their limits", "[trust-5]") {
  CHECK(with_preset([](Preset& p) { p.max_age = 300; }) == Errc{});
  CHECK(with_preset([](Preset& p) { p.max_age = 299; }) == Errc::out_of_range);
  CHECK(with_preset([](Preset& p) { p.max_age = 1209601; }) == Errc::out_of_range);
  CHECK(with_preset([](Preset& p) { p.answer_time = 119; }) == Errc::out_of_range);
  CHECK(with_preset([](Preset& p) { p.answer_time = 604801; }) == Errc::out_of_range);
}

TEST_CASE("a catalogue has facts and questions", "[trust-6]") {
  Head facts = good_head(), presets = good_head();
  facts.catalogue.clear();
  CHECK(reads(facts) == Errc::wrong_length);
  presets.presets.clear();
  CHECK(reads(presets) == Errc::wrong_length);
}

}  // namespace
}  // namespace whit
