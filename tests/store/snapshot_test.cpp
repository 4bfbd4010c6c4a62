// SPDX-License-Identifier: Apache-2.0
// Snapshots: what is omitted ends, but not by mistake.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "store/desk_office.h"

using namespace whit;
using namespace whit::test;

namespace {

const std::string kHeader = "subject,fact,value,from,until\n";

// lines_for are one line of tax-current for each of P-`first` to P-`last`.
std::string lines_for(int first, int last) {
  std::string out;
  for (int i = first; i <= last; ++i) out += "P-" + std::to_string(i) + ",tax-current,,,\n";
  return out;
}

ImportOrder snapshot(std::optional<std::uint64_t> ends = {}) {
  ImportOrder out;
  out.scope = ImportScope::snapshot;
  out.run = ImportRun::apply;
  out.ends = ends;
  return out;
}

// run is an import that has to go through, stopped or not.
ImportSummary run(DeskOffice& office, const std::string& lines, const ImportOrder& order) {
  auto done = office.Office::import(kHeader + lines, order);
  REQUIRE(done.ok());
  return std::move(*done);
}

}  // namespace

TEST_CASE("a snapshot ends what it omits, with the chains, and nothing else") {
  DeskOffice office;
  office.import(lines_for(1, 200) + "P-1,visa-class,WORK,2026-01-01,2030-01-01\n");
  Wallet kept = office.enrol("P-1", 1), lost = office.enrol("P-200", 2);
  for (Wallet* wallet : {&kept, &lost}) {
    REQUIRE(office.service().collect(wallet->ask({kTax}, {kToday + 1}, 1), kNoon).ok());
  }
  const std::string rest =
      lines_for(2, 199) + "P-1,tax-current,,,\nP-1,visa-class,WORK,2026-01-01,2030-01-01\n";
  const ImportSummary done = run(office, rest + "P-999,tax-current,,,\n", snapshot());
  CHECK_FALSE(done.stopped);
  CHECK(done.ended == 1);
  CHECK(done.added == 1);
  CHECK(done.unchanged == 200);
  REQUIRE(done.omitted.size() == 1);
  CHECK(done.omitted[0].vct == kTax);
  CHECK(done.omitted[0].live == 201);
  CHECK(office.facts_live() == 201);
  CHECK(office.service().figures()->chains == 1);
  CHECK(office.service().withdrawals(kNoon)->size() == 1);
  CHECK(office.desk().find(desk_clerk(), "P-200", kNoon)->facts.at(0).ended);
}

TEST_CASE("more than 1 % of any fact ends only by its exact number") {
  DeskOffice office;
  office.import(lines_for(1, 200) + "P-1,visa-class,WORK,,\n");
  const std::string less = lines_for(4, 200) + "P-1,visa-class,WORK,,\n";
  for (const auto& number : {std::optional<std::uint64_t>(), std::optional<std::uint64_t>(2),
                             std::optional<std::uint64_t>(4)}) {
    const ImportSummary refused = run(office, less, snapshot(number));
    CHECK(refused.stopped == Errc::too_many);
    CHECK(refused.ended == 3);
    CHECK(refused.journal == 0);
    CHECK(office.facts_live() == 201);
  }
  CHECK(office.journal("import-mass").empty());
  const ImportSummary done = run(office, less, snapshot(3));
  CHECK_FALSE(done.stopped);
  CHECK(done.ended == 3);
  CHECK(office.facts_live() == 198);
  CHECK(office.journal("import-mass").size() == 2);
}

TEST_CASE("the guard is for each fact: a rare one is not lost in the crowd") {
  DeskOffice office;
  office.import(lines_for(1, 500) + "P-1,visa-class,WORK,,\nP-2,visa-class,STUDY,,\n");
  const ImportSummary rare = run(office, lines_for(1, 500) + "P-1,visa-class,WORK,,\n", snapshot());
  CHECK(rare.stopped == Errc::too_many);
  const std::string visas = "P-1,visa-class,WORK,,\nP-2,visa-class,STUDY,,\n";
  CHECK(run(office, lines_for(6, 500) + visas, snapshot()).ended == 5);
  CHECK(run(office, lines_for(11, 500) + visas, snapshot()).stopped == Errc::too_many);
}

TEST_CASE("a number that is not the sum stops what the guard would let pass") {
  DeskOffice office;
  office.import(lines_for(1, 300));
  CHECK(run(office, lines_for(2, 300), snapshot(7)).stopped == Errc::too_many);
  CHECK(run(office, lines_for(2, 300), snapshot(1)).ended == 1);
}

TEST_CASE("windows that are over neither count nor end") {
  DeskOffice office;
  office.import(lines_for(1, 3) + "P-9,tax-current,,,2026-11-21\nP-8,tax-current,,,2026-11-22\n");
  const ImportSummary done =
      run(office, lines_for(1, 3) + "P-8,tax-current,,,2026-11-22\n", snapshot());
  CHECK_FALSE(done.stopped);
  CHECK(done.ended == 0);
  CHECK(run(office, lines_for(1, 3), snapshot()).stopped == Errc::too_many);
}

TEST_CASE("a snapshot twice changes nothing, and one that names a fact again gives it back") {
  DeskOffice office;
  office.import(lines_for(1, 100));
  CHECK(run(office, lines_for(2, 100), snapshot(1)).ended == 1);
  const ImportSummary again = run(office, lines_for(2, 100), snapshot(1));
  CHECK_FALSE(again.stopped);
  CHECK(again.ended + again.added + again.changed == 0);
  CHECK(again.unchanged == 99);
  const auto lines = office.journal("import");
  CHECK(lines.back().detail.find(" added 0 changed 0 ended 0 unchanged 99") != std::string::npos);
  CHECK(run(office, lines_for(1, 100), snapshot()).added == 1);
  CHECK(office.facts_live() == 100);
}

TEST_CASE("a bad line, a cut line or an empty snapshot ends nobody") {
  DeskOffice office;
  office.import(lines_for(1, 2));
  const ImportSummary bad = run(office, lines_for(1, 1) + "P-2,tax-curent,,,\n", snapshot(1));
  CHECK(bad.stopped == Errc::refused);
  REQUIRE(bad.problems.size() == 1);
  CHECK(bad.problems[0].line == 3);
  ImportOrder lax = snapshot(1);
  lax.rule = ImportRule::skip_bad_lines;
  CHECK(run(office, lines_for(1, 1) + "P-2,tax-curent,,,\n", lax).stopped == Errc::refused);
  CHECK(run(office, "P-1,tax-current,,,", snapshot(1)).stopped == Errc::truncated);
  CHECK(run(office, lines_for(1, 1) + "P-2,tax-cur", snapshot(1)).stopped == Errc::truncated);
  CHECK(run(office, "", snapshot()).stopped == Errc::too_many);
  CHECK(office.facts_live() == 2);
  ImportOrder delta;
  delta.run = ImportRun::apply;
  CHECK_FALSE(run(office, "P-3,tax-current,,,", delta).stopped);
}

TEST_CASE("a dry run of a snapshot finds the same and changes nothing") {
  DeskOffice office;
  office.import(lines_for(1, 400) + "P-1,visa-class,WORK,,\n");
  const std::string file = lines_for(3, 402) + "P-1,visa-class,STUDY,,\n";
  ImportOrder dry = snapshot();
  dry.run = ImportRun::dry_run;
  const ImportSummary would = run(office, file, dry);
  CHECK(office.facts_live() == 401);
  CHECK(office.journal("import").size() == 2);
  const ImportSummary did = run(office, file, snapshot());
  CHECK(would.ended == 2);
  CHECK(would.added == did.added);
  CHECK(would.ended == did.ended);
  CHECK(would.changed == did.changed);
  CHECK(would.unchanged == did.unchanged);
  CHECK(would.people == did.people);
  CHECK(run(office, file, dry).lines_before == did.lines);
}

TEST_CASE("a mass end wants a second person, for this file and number") {
  DeskOffice office;
  office.import(lines_for(1, 10));
  int asked = 0;
  Errc answer = Errc::needs_second;
  ImportOrder order = snapshot(8);
  order.second = [&](const Hash& file, std::uint64_t ends) -> Status {
    ++asked;
    CHECK(ends == 8);
    CHECK(file == sha256(as_bytes(kHeader + lines_for(9, 10))));
    return answer == Errc{} ? Status() : Status(answer);
  };
  CHECK(code_of(office.Office::import(kHeader + lines_for(9, 10), order)) == Errc::needs_second);
  CHECK(office.facts_live() == 10);
  ImportOrder small = snapshot();
  small.second = order.second;
  CHECK(run(office, lines_for(1, 10), small).ended == 0);
  CHECK(asked == 1);
  answer = Errc{};
  CHECK(run(office, lines_for(9, 10), order).ended == 8);
  CHECK(asked == 2);
}

TEST_CASE("a snapshot that was stopped in the middle of its ends is finished by the same order") {
  DeskOffice office;
  office.import(lines_for(1, 2000));
  int asked = 0;
  ImportOrder order = snapshot(1990);
  order.second = [&asked](const Hash&, std::uint64_t) -> Status {
    ++asked;
    return {};
  };
  const std::string file = kHeader + lines_for(1, 10);
  const auto database = [&office] {
    auto out = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(out.ok());
    return std::move(*out);
  };
  REQUIRE(database()
              .execute("CREATE TRIGGER full BEFORE UPDATE OF ended ON fact WHEN old.subject = 1500"
                       " BEGIN SELECT RAISE(ABORT, 'as if killed here'); END")
              .ok());
  CHECK(code_of(office.Office::import(file, order)) == Errc::storage_failed);
  REQUIRE(database().execute("DROP TRIGGER full").ok());
  const std::uint64_t left = office.facts_live();
  CHECK(left > 10);
  CHECK(left < 2000);
  // Neither another file nor another number may use what was begun.
  CHECK(run(office, lines_for(1, 11), order).stopped == Errc::too_many);
  CHECK(run(office, lines_for(1, 10), snapshot(1989)).stopped == Errc::too_many);
  const auto done = office.Office::import(file, order);
  REQUIRE(done.ok());
  CHECK_FALSE(done->stopped);
  CHECK(done->ended == left - 10);
  CHECK(office.facts_live() == 10);
  CHECK(asked == 1);
  // What was begun is over: the number has to be right again.
  office.import(lines_for(11, 1000));
  CHECK(run(office, lines_for(1, 10), order).stopped == Errc::too_many);
}

TEST_CASE("so is one whose number the guard would not have asked for") {
  DeskOffice office;
  office.import(lines_for(1, 60000));
  const std::string file = kHeader + lines_for(1, 59400);
  const auto execute = [&office](const char* sql) {
    auto out = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(out.ok());
    REQUIRE(out->execute(sql).ok());
  };
  execute(
      "CREATE TRIGGER full BEFORE UPDATE OF ended ON fact WHEN old.subject = 60000"
      " BEGIN SELECT RAISE(ABORT, 'as if killed here'); END");
  CHECK(code_of(office.Office::import(file, snapshot(600))) == Errc::storage_failed);
  CHECK(office.facts_live() == 60000 - 512);
  execute("DROP TRIGGER full");
  const auto done = office.Office::import(file, snapshot(600));
  REQUIRE(done.ok());
  CHECK(done->ended == 88);
}

TEST_CASE("a snapshot that was stopped among its rows is finished by the same order") {
  DeskOffice office;
  office.import(lines_for(1, 100));
  const std::string file = kHeader + lines_for(1, 99) + lines_for(1000, 3000);
  const auto database = [&office] {
    auto out = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(out.ok());
    return std::move(*out);
  };
  REQUIRE(database()
              .execute("CREATE TRIGGER full BEFORE INSERT ON subject WHEN new.reference = 'P-2500'"
                       " BEGIN SELECT RAISE(ABORT, 'as if killed here'); END")
              .ok());
  CHECK(code_of(office.Office::import(file, snapshot())) == Errc::storage_failed);
  CHECK(office.facts_live() > 100);
  CHECK(office.journal("import").back().detail.find("begun") != std::string::npos);
  REQUIRE(database().execute("DROP TRIGGER full").ok());
  const auto done = office.Office::import(file, snapshot());
  REQUIRE(done.ok());
  CHECK(done->ended == 1);
  CHECK(done->added > 0);
  CHECK(done->unchanged > 99);
  CHECK(office.facts_live() == 2100);
  REQUIRE(run(office, lines_for(1, 99) + lines_for(1000, 3000), snapshot()).unchanged == 2100);
}

TEST_CASE("a delta says which facts it ends by their window") {
  DeskOffice office;
  office.import(lines_for(1, 3));
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(office.service().collect(wallet.ask({kTax}, {kToday + 1}, 1), kNoon).ok());
  ImportOrder delta;
  delta.run = ImportRun::apply;
  const ImportSummary done =
      run(office, "P-1,tax-current,,,2026-11-21\nP-2,tax-current,,,2026-11-22\n", delta);
  CHECK(done.ended == 1);
  CHECK(done.changed == 1);
  CHECK(office.service().withdrawals(kNoon)->size() == 1);
}

TEST_CASE("an import that gives a fact back gives it a new chain") {
  DeskOffice office;
  office.import(lines_for(1, 1));
  Wallet wallet = office.enrol("P-1", 1);
  const auto rows = [&](Day day) {
    return parse_collected(*office.service().collect(wallet.ask({kTax}, {day}, 1), kNoon))
        ->rows.size();
  };
  REQUIRE(rows(kToday + 1) == 1);
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-1", kTax, 0, "", kNoon).ok());
  REQUIRE(rows(kToday + 2) == 0);
  office.import(lines_for(1, 1));
  CHECK(rows(kToday + 2) == 1);
  CHECK(office.service().figures()->chains == 1);
  CHECK(office.service().withdrawals(kNoon)->size() == 1);
}

TEST_CASE("only a registrar imports") {
  DeskOffice office;
  TextSource source(kHeader + lines_for(1, 1));
  for (const Actor& actor : {desk_clerk(), keeper(), employer("ALDER"), Actor{}}) {
    CHECK(code_of(office.service().import(actor, source, snapshot(), kNoon)) == Errc::forbidden);
  }
  CHECK(office.service().import(registrar(), source, snapshot(), kNoon).ok());
  CHECK(office.journal("import").back().actor == "registrar");
}
