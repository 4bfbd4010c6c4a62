// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/site.h"

#include <catch2/catch.hpp>

#include "cli/common/message.h"
#include "cli/verify/place.h"
#include "cli/verify/site_file.h"

using namespace whit;
using namespace whit::cli;

namespace {

constexpr UnixTime kNow = 1802414460;

// The clock tells nothing here: it jumps from one call to the next.
Timer at(Seconds seconds, const std::string& boot = "first start") {
  return {seconds % 2 == 0 ? 0 : kNow, boot, seconds};
}

SiteSettings settings_of(const std::string& preset) {
  SiteSettings out;
  out.preset = preset;
  return out;
}

Site locked_site() {
  Site out;
  out.settings = settings_of("gate");
  out.lock = SiteLock{"$argon2id$", 0, {}};
  return out;
}

std::string failure_of(const Site& site, const Said& said) {
  try {
    asked_here(site, said);
    return "";
  } catch (const Failure& failure) {
    return failure.error();
  }
}

}  // namespace

TEST_CASE("without a lock a change is made at once", "[cli][site]") {
  Site site;
  CHECK(change_settings(site, settings_of("hire"), at(100)) == Change::made);
  CHECK(site.settings.preset == "hire");
  CHECK(change_settings(site, settings_of("hire"), at(100)) == Change::none);
  CHECK(unlock(site, at(100)) == Change::none);
}

TEST_CASE("a locked place changes after five minutes of the machine's own timer", "[cli][site]") {
  Site site = locked_site();
  CHECK(change_settings(site, settings_of("hire"), at(1000)) == Change::waits);
  CHECK(change_settings(site, settings_of("hire"), at(1200)) == Change::waiting);
  CHECK(left(site.waiting->since, at(1200)) == 101);  // both ends were cut
  CHECK_FALSE(settle(site, at(1300)));
  CHECK(site.settings.preset == "gate");
  CHECK(settle(site, at(1301)));
  CHECK(site.settings.preset == "hire");
  CHECK(site.lock.has_value());
  CHECK_FALSE(site.waiting.has_value());
}

TEST_CASE("a start of the machine, or a timer that went back, begins the wait anew",
          "[cli][site]") {
  Site site = locked_site();
  change_settings(site, settings_of("hire"), at(1000));
  CHECK(settle(site, at(5000, "second start")));
  CHECK(site.settings.preset == "gate");
  CHECK(left(site.waiting->since, at(5000, "second start")) == kSiteWait);
  CHECK(settle(site, at(4000, "second start")));
  CHECK_FALSE(settle(site, at(4300, "second start")));
  CHECK(settle(site, at(4301, "second start")));
  CHECK(site.settings.preset == "hire");
}

TEST_CASE("another wish takes the place of one that waits, and waits itself", "[cli][site]") {
  Site site = locked_site();
  change_settings(site, settings_of("hire"), at(1000));
  CHECK(change_settings(site, settings_of("inspect"), at(1299)) == Change::waits);
  CHECK_FALSE(settle(site, at(1301)));
  CHECK(unlock(site, at(1400)) == Change::waits);
  CHECK_FALSE(settle(site, at(1700)));
  CHECK(settle(site, at(1701)));
  CHECK_FALSE(site.lock.has_value());
  CHECK(site.settings.preset == "gate");
  site = locked_site();
  change_settings(site, settings_of("hire"), at(1000));
  CHECK(change_settings(site, settings_of("gate"), at(1001)) == Change::none);
  CHECK_FALSE(settle(site, at(2000)));
  CHECK(site.settings.preset == "gate");
}

TEST_CASE("where the timer can't be read nothing waits, and nothing opens", "[cli][site]") {
  Site site = locked_site();
  CHECK(change_settings(site, settings_of("hire"), at(1000, "")) == Change::refused);
  CHECK(unlock(site, at(1000, "")) == Change::refused);
  CHECK_FALSE(site.waiting.has_value());
  change_settings(site, settings_of("hire"), at(1000));
  CHECK_FALSE(settle(site, at(9000, "")));
  CHECK(site.settings.preset == "gate");
}

TEST_CASE("the PIN changes at once, and ends what waits", "[cli][site]") {
  Site site = locked_site();
  change_settings(site, settings_of("hire"), at(1000));
  CHECK(change_settings_by_pin(site, settings_of("inspect")) == Change::made);
  CHECK(site.settings.preset == "inspect");
  CHECK_FALSE(settle(site, at(9000)));
  CHECK(site.settings.preset == "inspect");
}

TEST_CASE("five wrong PINs close the lock for five minutes", "[cli][site]") {
  Site site = locked_site();
  for (std::uint32_t i = 1; i <= kPinTries; ++i) {
    CHECK(begin_try(site, at(1000)) == 0);
    CHECK(tries_left(site) == kPinTries - i);
  }
  CHECK(begin_try(site, at(1000)) == kSiteWait);
  CHECK_FALSE(settle(site, at(1300)));
  CHECK(begin_try(site, at(1300)) == 1);
  CHECK(settle(site, at(50, "second start")));  // no way round: the pause begins anew
  CHECK(begin_try(site, at(60, "second start")) > 200);
  CHECK(settle(site, at(351, "second start")));
  CHECK(begin_try(site, at(351, "second start")) == 0);
  end_try(site);
  CHECK(tries_left(site) == kPinTries);
}

TEST_CASE("a place is kept whole", "[cli][site]") {
  Site site = locked_site();
  site.settings.name = "Gate 7";
  site.settings.issuer = "dlo";
  site.settings.policy = Narrowing{"gate", 1, 0, Binding::document, 600, 60};
  site.lock->wrong = kPinTries;
  site.lock->paused = Moment{"first start", 7};
  site.waiting = Waiting{settings_of("hire"), true, {"first start", 9}};
  const Site again = parse_site(encode_site(site), "site.json");
  CHECK(same(again.settings, site.settings));
  REQUIRE(again.lock.has_value());
  CHECK(again.lock->pin == "$argon2id$");
  CHECK(again.lock->wrong == kPinTries);
  CHECK(again.lock->paused->seconds == 7);
  REQUIRE(again.waiting.has_value());
  CHECK(again.waiting->settings.preset == "hire");
  CHECK(again.waiting->unlock);
  CHECK(again.waiting->since.boot == "first start");
  CHECK(again.waiting->since.seconds == 9);
  const Site nothing = parse_site(encode_site(Site{}), "site.json");
  CHECK(same(nothing.settings, Site{}.settings));
  CHECK_FALSE(nothing.lock.has_value());
}

TEST_CASE("a place is read strictly: what isn't understood opens nothing", "[cli][site]") {
  for (const char* text :
       {"", "[]", "{\"colour\": 1}", "{\"preset\": 7}", "{\"preset\": \"\"}", "{\"preset\": null}",
        "{\"preset\": \"Gate 7\"}", "{\"name\": \"-\"}", "{\"policy\": {\"facts\": []}}",
        "{\"lock\": {}}", "{\"lock\": {\"pin\": \"x\"}}",
        "{\"lock\": {\"pin\": \"x\", \"wrong\": 6}}", "{\"lock\": {\"pin\": \"x\", \"wrong\": -1}}",
        "{\"lock\": {\"pin\": \"x\", \"wrong\": 0, \"paused\": {}}}",
        "{\"waiting\": {\"unlock\": true, \"since\": {\"boot\": \"b\", \"seconds\": 1}}}",
        "{\"lock\": {\"pin\": \"x\", \"wrong\": 0}, \"waiting\": {\"unlock\": true}}",
        "{\"lock\": {\"pin\": \"x\", \"wrong\": 0}, \"lock\": {\"pin\": \"y\", \"wrong\": 0}}"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_site(text, "site.json"), Failure);
  }
}

TEST_CASE("what is said counts before the question, and the question before the place",
          "[cli][site]") {
  Site site;
  site.settings = settings_of("two");
  site.settings.name = "Gate 7";
  site.settings.policy = Narrowing{};
  site.settings.policy->max_age = 600;
  Question question;
  question.preset = "hire";
  question.name = "Office";
  Said said;
  CHECK(asked_here(Site{}, said).preset == "gate");
  CHECK(asked_here(site, said).preset == "two");
  CHECK(asked_here(site, said).narrowing.max_age == Seconds{600});
  CHECK(asked_here(site, said, &question).preset == "hire");
  CHECK(asked_here(site, said, &question).name == "Office");
  CHECK_FALSE(asked_here(site, said, &question).narrowing.max_age.has_value());
  said.preset = "gate";
  said.name = "Desk";
  CHECK(asked_here(site, said, &question).preset == "gate");
  CHECK(asked_here(site, said, &question).name == "Desk");
  said.preset = "two";
  said.policy_said = true;
  said.narrowing = Narrowing{};
  CHECK_FALSE(asked_here(site, said).narrowing.max_age.has_value());
}

TEST_CASE("a locked place is asked as it is, and nothing said changes that", "[cli][site]") {
  Site site = locked_site();
  site.settings.name = "Gate 7";
  Question question;  // asked before the lock was set
  question.preset = "hire";
  question.name = "Office";
  CHECK(asked_here(site, Said{}, &question).preset == "gate");
  CHECK(asked_here(site, Said{}, &question).name == "Gate 7");
  Said said;
  said.preset = "gate";
  said.name = "Gate 7";
  CHECK(failure_of(site, said).empty());
  const auto refused = [&](auto change) {
    Said other;
    change(other);
    return !failure_of(site, other).empty() && failure_of(Site{}, other).empty();
  };
  CHECK(refused([](Said& other) { other.preset = "two"; }));
  CHECK(refused([](Said& other) { other.name = "Gate 8"; }));
  CHECK(refused([](Said& other) { other.policy_said = true; }));
  CHECK(refused([](Said& other) { other.data = true; }));
  CHECK(refused([](Said& other) { other.time = true; }));
}
