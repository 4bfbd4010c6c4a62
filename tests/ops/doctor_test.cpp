// SPDX-License-Identifier: Apache-2.0
// Every check of doctor, turned by the one thing that it looks for.
#include "cli/issuer/doctor.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "cli/common/listen.h"
#include "cli/issuer/jobs.h"

namespace whit::cli {
namespace {

constexpr UnixTime kNow = UnixTime{20779} * 86400 + 43200;
constexpr Day kToday = 20779;

LogView well_log() {
  LogView out;
  out.state.number = 1;
  out.state.size = 512;
  out.state.epochs = 2;
  out.state.closed = kToday - 1;
  out.first_day = kToday - 1;
  for (const char* name : {"a", "b", "c"}) {
    out.news.push_back({name, kNow - 600, "good", kNow - 600, 512});
    out.lines.push_back(kNow - 600);
  }
  out.needed = 2;
  out.quorum = out.answered = true;
  return out;
}

// well is an issuer with which nothing is wrong.
Exam well() {
  Exam out;
  out.now = kNow;
  out.dir = "/srv/office";
  out.schema = 2;
  out.sound = true;
  out.store.bytes = 1000000;
  out.store.last_commit = kNow - 60;
  out.store.swept = kToday + 1;
  out.figures.chains = 10;
  out.staff.accounts = 4;
  out.staff.registrars = out.staff.keys = 2;
  out.staff.head = 7;
  out.certified = true;
  for (const char* what : {"keys", "bundle", "log", "manifest", "tls"}) {
    out.endings.push_back({what, 300, "renew"});
  }
  for (const Use use : {Use::keys, Use::bundle, Use::log}) {
    out.keys.push_back({use, 1, kSpares, kToday + 300});
  }
  out.bundle = BundleView{7, kNow - 600, kNow + 3000, kNow + 14 * kSecondsPerDay - 600, 0, 0};
  out.hsm = HsmView{{"/usr/lib/hsm.so", "office"}, std::nullopt, 0, HsmPin::fine, 20, 0};
  out.service = ServiceFile{};
  out.service->url = "http://127.0.0.1:8440";
  out.service->seen = kNow;
  JobState job;
  job.name = "publish";
  job.last_success = kNow - 600;
  out.service->jobs.push_back(job);
  out.answer = Answer::well;
  out.log = well_log();
  out.blind.facts = 1;
  out.blind.days = {{65001, kToday + 2, "work-permit-valid", 128, 65, 33, 10, 100, 50, 2}};
  out.backup = kNow - 3600;
  out.machine.disk_free = 50000000000;
  out.machine.disk_size = 100000000000;
  out.machine.clock_known = out.machine.clock_synchronised = true;
  out.machine.core_pattern = "core";
  return out;
}

const Check* find(const std::vector<Check>& checks, const std::string& name) {
  const auto found = std::find_if(checks.begin(), checks.end(),
                                  [&](const Check& check) { return check.name == name; });
  return found == checks.end() ? nullptr : &*found;
}

struct Case {
  const char* check;
  Colour colour;
  std::function<void(Exam&)> harm;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      {"folder", Colour::red, [](Exam& it) { it.folder_open = true; }},
      {"secrets", Colour::red, [](Exam& it) { it.open_to_others = {"vault.key"}; }},
      {"owner", Colour::red, [](Exam& it) { it.of_others = {"keys/a.box"}; }},
      {"register", Colour::red, [](Exam& it) { it.store_error = "no such file"; }},
      {"soundness", Colour::red, [](Exam& it) { it.sound = false; }},
      {"write-ahead log", Colour::yellow, [](Exam& it) { it.store.log_bytes = 300000000; }},
      {"disk", Colour::red, [](Exam& it) { it.machine.disk_free = 100000000; }},
      {"disk", Colour::yellow, [](Exam& it) { it.machine.disk_free = 1000000000; }},
      {"disk", Colour::red, [](Exam& it) { it.growth = 10000000000; }},
      {"clock", Colour::red, [](Exam& it) { it.store.last_commit = kNow + 3601; }},
      {"clock", Colour::yellow, [](Exam& it) { it.store.last_commit = kNow - kClockLeap - 1; }},
      {"midnight", Colour::yellow, [](Exam& it) { it.store.swept = kToday; }},
      {"midnight", Colour::red, [](Exam& it) { it.store.swept = kToday - 1; }},
      {"time source", Colour::yellow, [](Exam& it) { it.machine.clock_synchronised = false; }},
      {"time source", Colour::yellow, [](Exam& it) { it.machine.clock_known = false; }},
      {"core dumps", Colour::yellow, [](Exam& it) { it.machine.core_pattern = "|/bin/keep"; }},
      {"swap", Colour::yellow, [](Exam& it) { it.machine.swaps = true; }},
      {"bundle", Colour::red, [](Exam& it) { it.bundle.reset(); }},
      {"bundle", Colour::red, [](Exam& it) { it.bundle_error = "damaged"; }},
      {"bundle", Colour::red, [](Exam& it) { it.bundle->next_update = kNow - 3601; }},
      {"bundle", Colour::yellow, [](Exam& it) { it.bundle->next_update = kNow - 1; }},
      {"bundle", Colour::red, [](Exam& it) { it.bundle->expires = kNow; }},
      {"catalogue", Colour::red, [](Exam& it) { it.catalogue_error = "a preset is too long"; }},
      {"token keys", Colour::red, [](Exam& it) { it.uncovered = "no live key"; }},
      {"token keys", Colour::red, [](Exam& it) { it.lost_keys = 1; }},
      {"blind keys", Colour::red, [](Exam& it) { it.blind.uncovered = "no blind key"; }},
      {"blind keys", Colour::yellow, [](Exam& it) { it.blind.lost = 1; }},
      {"blind keys", Colour::yellow, [](Exam& it) { it.blind.none_until = kToday + 16; }},
      {"blind tokens", Colour::red, [](Exam& it) { it.blind.days[0].tokens = 139; }},
      {"blind tokens", Colour::red, [](Exam& it) { it.blind.days[0].tokens = 74; }},
      {"blind tokens", Colour::red, [](Exam& it) { it.blind.days[0].most = 9; }},
      {"manifest", Colour::red, [](Exam& it) { it.certified = false; }},
      {"key keys", Colour::red, [](Exam& it) { it.endings[0].days = 30; }},
      {"key bundle", Colour::yellow, [](Exam& it) { it.endings[1].days = 90; }},
      {"key log", Colour::red, [](Exam& it) { it.endings[2].days = 0; }},
      {"manifest", Colour::red, [](Exam& it) { it.endings[3].days = 7; }},
      {"tls", Colour::yellow, [](Exam& it) { it.endings[4].days = 30; }},
      {"tls", Colour::red, [](Exam& it) { it.endings[4].days = 7; }},
      {"spares", Colour::yellow, [](Exam& it) { it.keys[1].spare = 1; }},
      {"spares", Colour::red, [](Exam& it) { it.keys[1].spare = 0; }},
      {"specimen", Colour::yellow, [](Exam& it) { it.specimen = true; }},
      {"hsm", Colour::red, [](Exam& it) { it.hsm->error = Errc::hsm_no_token; }},
      {"hsm", Colour::red, [](Exam& it) { it.hsm->missing = 2; }},
      {"hsm", Colour::red,
       [](Exam& it) {
         it.hsm.reset();
         it.hsm_unknown = 3;
       }},
      {"hsm pin", Colour::red, [](Exam& it) { it.hsm->pin = HsmPin::locked; }},
      {"hsm pin", Colour::red, [](Exam& it) { it.hsm->pin = HsmPin::last_try; }},
      {"hsm pin", Colour::yellow, [](Exam& it) { it.hsm->pin = HsmPin::few_tries; }},
      {"log", Colour::red, [](Exam& it) { it.log.error = "the log can't be read"; }},
      {"log", Colour::red, [](Exam& it) { it.log.state.restored = true; }},
      {"log", Colour::red, [](Exam& it) { it.log.news[1].answer = "ahead"; }},
      {"log", Colour::yellow, [](Exam& it) { it.log.state.epochs = 0; }},
      {"epochs", Colour::red, [](Exam& it) { it.log.state.closed = kToday - 2; }},
      {"checkpoint", Colour::red,
       [](Exam& it) {
         it.log.lines = {kNow - 90000, kNow - 90000, 0};
       }},
      {"checkpoint", Colour::red,
       [](Exam& it) {
         it.log.lines = {0, 0, 0};
       }},
      {"witnesses", Colour::red, [](Exam& it) { it.log.quorum = false; }},
      {"witnesses", Colour::red, [](Exam& it) { it.log.answered = false; }},
      {"witnesses", Colour::yellow, [](Exam& it) { it.log.news[2].answer = "unreachable"; }},
      {"witnesses", Colour::red,
       [](Exam& it) {
         it.log.news[0] = {"a", kNow - 60, "refused", kNow - 90000, 256};
       }},
      {"service", Colour::red, [](Exam& it) { it.answer = Answer::none; }},
      {"service", Colour::red, [](Exam& it) { it.answer = Answer::unwell; }},
      {"service", Colour::yellow,
       [](Exam& it) {
         it.answer = Answer::none;
         it.service->stopped = kNow - 5;
       }},
      {"jobs", Colour::red, [](Exam& it) { it.service->jobs[0].error = "no space left"; }},
      {"jobs", Colour::red, [](Exam& it) { it.service->jobs[0].last_success -= 27 * 3600; }},
      {"accounts", Colour::yellow, [](Exam& it) { it.staff.accounts = 0; }},
      {"second person", Colour::yellow, [](Exam& it) { it.staff.keys = 1; }},
      {"second person", Colour::yellow, [](Exam& it) { it.staff.registrars = 1; }},
      {"locked", Colour::yellow, [](Exam& it) { it.staff.locked = 1; }},
      {"proposals", Colour::yellow, [](Exam& it) { it.staff.proposals = 1; }},
      {"notices", Colour::yellow, [](Exam& it) { it.store.notices = 2; }},
      {"journal", Colour::red, [](Exam& it) { it.staff.broken = 3; }},
      {"backup", Colour::yellow, [](Exam& it) { it.backup = 0; }},
      {"backup", Colour::yellow, [](Exam& it) { it.backup = kNow - 3 * kSecondsPerDay; }},
      {"backup", Colour::red, [](Exam& it) { it.backup = kNow - 15 * kSecondsPerDay; }},
      {"restore", Colour::yellow, [](Exam& it) { it.store.resync = 4; }},
  };
  return kCases;
}

TEST_CASE("doctor has nothing against a well issuer", "[doctor]") {
  for (const Check& check : judge(well())) {
    INFO(check.name << ": " << check.sentence);
    CHECK(check.colour == Colour::green);
    CHECK(check.command.empty());
  }
}

TEST_CASE("each thing that is wrong turns its own check, with a sentence and a command",
          "[doctor]") {
  for (const Case& one : cases()) {
    INFO(one.check);
    Exam exam = well();
    one.harm(exam);
    const std::vector<Check> checks = judge(exam);
    const Check* check = find(checks, one.check);
    REQUIRE(check != nullptr);
    CHECK(check->colour == one.colour);
    CHECK_FALSE(check->sentence.empty());
    if (std::string(one.check) != "register") CHECK_FALSE(check->command.empty());
    for (const Check& other : checks) {
      INFO(other.name << ": " << other.sentence);
      CHECK((other.name == one.check || other.colour == Colour::green));
    }
  }
}

TEST_CASE("no check of doctor is without a case that turns it", "[doctor]") {
  for (const Check& check : judge(well())) {
    if (check.name == "schema") continue;  // a newer one is a register that doesn't open
    INFO(check.name);
    CHECK(std::any_of(cases().begin(), cases().end(),
                      [&](const Case& one) { return one.check == check.name; }));
  }
}

TEST_CASE("a day is late from three o'clock of the next one", "[doctor]") {
  LogView log = well_log();
  const UnixTime today = midnight(kToday);
  log.state.closed = kToday - 2;
  CHECK(log.late_since(today + kEpochDue - 1) == 0);
  CHECK(log.late_since(today + kEpochDue) == kToday - 1);
  log.state.closed = 0;
  log.first_day = kToday;
  CHECK(log.late_since(today + kEpochDue) == 0);
  log.first_day = 0;  // nothing is logged
  CHECK(log.late_since(today + 90 * kSecondsPerDay) == 0);
}

TEST_CASE("a job that fails is tried again, and the others go on", "[jobs]") {
  std::vector<std::string> told;
  Jobs jobs([&](std::string_view job, const std::string&) { told.emplace_back(job); });
  int good = 0;
  bool broken = true;
  jobs.add("bad", [&](UnixTime now) -> UnixTime {
    if (broken) throw Failure("out of order");
    return now + 1000;
  });
  jobs.add("good", [&](UnixTime now) {
    ++good;
    return now + 100;
  });
  jobs.run(1000);
  jobs.run(1010);
  CHECK(told == std::vector<std::string>{"bad"});
  CHECK(good == 1);
  CHECK(jobs.states()[0].error == "out of order");
  broken = false;
  jobs.run(1000 + kRetryAfter);
  CHECK(jobs.states()[0].error.empty());
  CHECK(jobs.states()[0].failures == 1);
  CHECK(jobs.states()[0].last_success == 1000 + kRetryAfter);
  jobs.hurry("good", 1070);
  jobs.run(1070);
  CHECK(good == 2);
}

TEST_CASE("staff pages go over TLS, or stay on this machine", "[listen]") {
  for (const char* host : {"127.0.0.1", "127.8.9.1", "::1", "localhost"}) CHECK(is_loopback(host));
  for (const char* host : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "example", ""}) {
    CHECK_FALSE(is_loopback(host));
  }
  ListenOptions options;
  CHECK_THROWS_AS(check_staff_address(options, "0.0.0.0"), Failure);
  options.key = "key.pem";
  CHECK_NOTHROW(check_staff_address(options, "0.0.0.0"));
}

TEST_CASE("growth is known from two days on, and a shrinking store has none", "[status]") {
  ServiceFile service;
  note_growth(service, 10, 1000);
  CHECK(growth_a_day(service) == 0);
  note_growth(service, 12, 3000);
  CHECK(growth_a_day(service) == 1000);
  note_growth(service, 12, 5000);
  CHECK(growth_a_day(service) == 2000);
  for (Day day = 13; day < 80; ++day) note_growth(service, day, 5000);
  CHECK(service.growth.size() == kGrowthDays);
  CHECK(growth_a_day(service) == 0);
}

}  // namespace
}  // namespace whit::cli
