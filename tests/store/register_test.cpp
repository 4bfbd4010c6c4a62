// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <iterator>

#include "store/database.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

const std::string kHeader = "subject,fact,value,from,until\n";

std::size_t rows_of(Office& office, Wallet& wallet, Vct vct, Day day, UnixTime now = kNoon) {
  const auto answer = office.service().collect(wallet.ask({vct}, {day}, 1), now);
  REQUIRE(answer.ok());
  return parse_collected(*answer)->rows.size();
}

// The memory this process holds now, in MiB.
double resident() {
  std::ifstream file("/proc/self/statm");
  double total = 0, pages = 0;
  file >> total >> pages;
  return pages * 4096 / 1048576;
}

}  // namespace

TEST_CASE("the same file twice changes nothing") {
  Office office;
  const std::string file = kHeader +
                           "P-1,work-permit-valid,,2026-01-01,2030-01-01\n"
                           "P-1,visa-class,WORK,,\n"
                           "P-2,work-permit-until,203001,,2030-01-31\n"
                           "P-2,document,P|UTO|L898902C3|19740812,,\n";
  const ImportSummary first = office.import(file);
  CHECK(first.lines == 5);
  CHECK(first.people == 2);
  CHECK(first.added == 4);
  CHECK(first.changed + first.unchanged + first.refused == 0);
  const ImportSummary second = office.import(file);
  CHECK(second.unchanged == 4);
  CHECK(second.people + second.added + second.changed + second.refused == 0);
  CHECK(office.service().figures()->facts == 4);
}

TEST_CASE("a file changes what it names and nothing else") {
  Office office;
  office.import(kHeader + "P-1,visa-class,WORK,,\nP-1,tax-current,,,\n");
  const ImportSummary second =
      office.import(kHeader + "P-1,visa-class,STUDY,,\nP-3,tax-current,,,\n");
  CHECK(second.changed == 1);
  CHECK(second.added == 1);
  CHECK(second.people == 1);
  CHECK(office.service().figures()->facts == 3);
}

TEST_CASE("a dry run says the same and changes nothing") {
  Office office;
  office.import(kHeader + "P-1,visa-class,WORK,,\n");
  const std::string file = kHeader +
                           "P-1,visa-class,STUDY,,\nP-1,tax-current,,,\nP-2,tax-current,,,\n"
                           "P-2,visa-class,WORK,,\nP-1,tax-current,,,\n";
  const ImportSummary dry = office.import(file, ImportRun::dry_run);
  CHECK(office.service().figures()->facts == 1);
  CHECK(office.service().figures()->people == 1);
  const ImportSummary wet = office.import(file);
  CHECK(dry.lines == wet.lines);
  CHECK(dry.people == wet.people);
  CHECK(dry.added == wet.added);
  CHECK(dry.changed == wet.changed);
  CHECK(dry.refused == wet.refused);
  CHECK(wet.added == 3);
  CHECK(wet.refused == 1);
}

TEST_CASE("bad lines are skipped, or with the strict rule stop everything") {
  Office office;
  const std::string file =
      kHeader + "P-1,visa-class,WORK,,\nP-1,tax-curent,,,\nP-2,tax-current,,,\n";
  const ImportSummary strict = office.import(file, ImportRun::apply, ImportRule::all_or_nothing);
  CHECK(strict.refused == 1);
  CHECK(strict.stopped == Errc::refused);
  CHECK(office.service().figures()->facts == 0);
  CHECK(office.service().figures()->people == 0);
  const ImportSummary lax = office.import(file);
  CHECK(lax.added == 2);
  REQUIRE(lax.problems.size() == 1);
  CHECK(lax.problems[0].line == 3);
  CHECK(
      office.import(kHeader + "P-9,tax-current,,,\n", ImportRun::apply, ImportRule::all_or_nothing)
          .added == 1);
}

TEST_CASE("another value or a narrower window ends the chain, a wider one doesn't") {
  Office office;
  office.import(kHeader + "P-1,visa-class,WORK,2026-01-01,2030-01-01\n");
  Wallet wallet = office.enrol("P-1", 1);
  const ByteVector body = wallet.ask({kVisa}, {kToday + 1}, 1);
  const auto first = office.service().collect(body, kNoon);
  REQUIRE(first.ok());
  const auto again = [&] { return parse_collected(*office.service().collect(body, kNoon))->rows; };
  REQUIRE(again().size() == 1);
  SECTION("wider") {
    office.import(kHeader + "P-1,visa-class,WORK,2025-01-01,2031-01-01\n");
    CHECK(again().size() == 1);
    CHECK(office.service().figures()->chains == 1);
  }
  SECTION("another value") {
    office.import(kHeader + "P-1,visa-class,STUDY,2026-01-01,2030-01-01\n");
    CHECK(again().empty());
    CHECK(office.service().figures()->chains == 0);
    CHECK(rows_of(office, wallet, kVisa, kToday + 1) == 1);
    CHECK(office.service().figures()->chains == 1);
  }
  SECTION("narrower") {
    office.import(kHeader + "P-1,visa-class,WORK,2026-01-01,2029-01-01\n");
    CHECK(again().empty());
    CHECK(rows_of(office, wallet, kVisa, kToday + 1) == 1);
  }
}

TEST_CASE("a fact is signed for the days of its window only") {
  Office office;
  office.import(kHeader +
                "P-1,work-permit-valid,,2026-11-22,2026-11-24\nP-1,tax-current,,2026-11-23,\n");
  Wallet wallet = office.enrol("P-1", 1);
  CHECK(rows_of(office, wallet, kPermit, kToday + 1) == 1);
  CHECK(rows_of(office, wallet, kPermit, kToday + 3) == 1);
  CHECK(rows_of(office, wallet, kPermit, kToday + 4) == 0);
  CHECK(rows_of(office, wallet, kTax, kToday + 2) == 0);
  CHECK(rows_of(office, wallet, kTax, kToday + 2, kNoon + 86400) == 1);
}

TEST_CASE("a document text is sealed on the disk and opens for its tag") {
  Office office;
  office.import(kHeader + "P-1,document,P|UTO|L898902C3|19740812,,\n");
  Wallet wallet = office.enrol("P-1", 1);
  const ByteVector body = wallet.ask({kDocumentVct}, {kToday + 1}, 1);
  const auto answer = office.service().collect(body, kNoon);
  REQUIRE(answer.ok());
  const auto collected = parse_collected(*answer);
  REQUIRE(collected->rows.size() == 1);
  CHECK(collected->rows[0].tokens[0].tag);
  CHECK(check_answer(office.issuing(), *parse_collect(body), *collected) == 1);
  office.close();
  std::ifstream file(office.path(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  CHECK(bytes.find("P-1") != std::string::npos);
  CHECK(bytes.find("L898902C3") == std::string::npos);
  office.open();
}

TEST_CASE("a file of another issuer, of a newer version or of something else isn't opened") {
  Office office;
  SeededRng rng(1);
  const auto open = [&](Issuing issuing, const std::string& path) {
    return code_of(IssuerService::open(path, std::move(issuing), SecretBuffer(32), rng));
  };
  Issuing other = make_issuing();
  other.iss = "mtl";
  CHECK(open(other, office.path()) == Errc::wrong_issuer);
  CHECK(open(make_issuing(), office.path() + "x") == Errc::not_found);
  CHECK(IssuerService::create(office.path(), "dlo").error().code == Errc::already_exists);
  office.close();
  {
    auto database = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(database.ok());
    REQUIRE(database->execute("PRAGMA user_version = 99").ok());
  }
  CHECK(open(make_issuing(), office.path()) == Errc::newer_store);
  {
    auto database = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(database->execute("PRAGMA application_id = 1").ok());
  }
  CHECK(open(make_issuing(), office.path()) == Errc::storage_failed);
  std::ofstream(office.path() + ".txt") << std::string(5000, 'x');
  CHECK(open(make_issuing(), office.path() + ".txt") == Errc::storage_failed);
}

TEST_CASE("an import of 100,000 lines streams") {
  Office office;
  std::string file = "subject,fact,value\n";
  const char* facts[] = {",work-permit-valid,\n", ",tax-current,\n", ",visa-class,WORK\n",
                         ",work-permit-until,203001\n"};
  for (int i = 0; i < 100000; ++i) file += "P-" + std::to_string(i / 4) + facts[i % 4];
  const double before = resident();
  const auto start = std::chrono::steady_clock::now();
  const ImportSummary summary = office.import(file);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  CHECK(summary.added == 100000);
  CHECK(summary.people == 25000);
  WARN("100,000 lines in " << took.count() << " s, " << resident() - before << " MiB more");
}
