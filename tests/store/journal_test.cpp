// SPDX-License-Identifier: Apache-2.0
// The journal's chain; spec/staff.md, section 7. The hashes are from a program in Python.
#include "store/journal.h"

#include <catch2/catch.hpp>

#include "base/hex.h"
#include "base/utf8.h"
#include "store/accounts.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr std::string_view kFirst =
    "754c271fff639373b3c828e7e12a9ba2278ad63bffe298ffd45389bc4a7194b8";
constexpr std::string_view kSecond =
    "d4b42866d4a13ca89afb4f48b538e33cc75b1191d15127d0c89d50268bae6fc9";

std::string hex_of(const Hash& hash) { return hex::encode(hash.view()); }

// Journal is a register's file with a connection of its own, as somebody has who holds the file.
struct Journal {
  Office office;
  Database database;

  Journal() : database(open(office)) { office.close(); }
  static Database open(const Office& office) {
    auto opened = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(opened.ok());
    return std::move(*opened);
  }
  void write(JournalLine line) { REQUIRE(write_journal(database, std::move(line)).ok()); }
  void write_two() {
    write({0, 1795348800, "operator", "staff", "", 0, "add anna desk", {}});
    write({0, 1795352400, "anna", "end", "P-0042", 65006, "contract-ended", {}});
  }
  std::uint64_t broken() {
    const auto found = check_journal(database);
    REQUIRE(found.ok());
    return *found;
  }
};

}  // namespace

TEST_CASE("a line's hash is over the line and the hash before it") {
  Journal journal;
  CHECK(journal_head(journal.database)->seq == 0);
  CHECK(journal_head(journal.database)->hash == Hash{});
  CHECK(journal.broken() == 0);
  journal.write_two();
  const auto lines = read_journal(journal.database, 0, 10);
  REQUIRE(lines.ok());
  REQUIRE(lines->size() == 2);
  CHECK(lines->at(0).seq == 1);
  CHECK(hex_of(lines->at(0).hash) == kFirst);
  CHECK(lines->at(1).subject == "P-0042");
  CHECK(lines->at(1).vct == 65006);
  CHECK(hex_of(lines->at(1).hash) == kSecond);
  CHECK(hex_of(journal_head(journal.database)->hash) == kSecond);
  CHECK(journal.broken() == 0);
  CHECK(read_journal(journal.database, 1, 10)->size() == 1);
  CHECK(read_journal(journal.database, 0, 1)->size() == 1);
}

TEST_CASE("the database refuses to change the journal") {
  Journal journal;
  journal.write_two();
  CHECK_FALSE(journal.database.execute("UPDATE journal SET actor = 'eve'").ok());
  CHECK_FALSE(journal.database.execute("DELETE FROM journal WHERE seq = 2").ok());
  CHECK(journal.broken() == 0);
}

TEST_CASE("whatever of a line was changed, and whatever line is gone, shows") {
  Journal journal;
  for (int i = 0; i < 5; ++i) journal.write_two();
  REQUIRE(journal.database.execute("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete")
              .ok());
  const auto broken_by = [&](const char* sql) {
    CAPTURE(sql);
    REQUIRE(journal.database.execute(sql).ok());
    return journal.broken();
  };
  SECTION("time") { CHECK(broken_by("UPDATE journal SET time = time + 1 WHERE seq = 4") == 4); }
  SECTION("actor") { CHECK(broken_by("UPDATE journal SET actor = 'eve' WHERE seq = 4") == 4); }
  SECTION("act") { CHECK(broken_by("UPDATE journal SET act = 'find' WHERE seq = 4") == 4); }
  SECTION("subject") { CHECK(broken_by("UPDATE journal SET subject = 'P' WHERE seq = 4") == 4); }
  SECTION("vct") { CHECK(broken_by("UPDATE journal SET vct = 65001 WHERE seq = 4") == 4); }
  SECTION("detail") { CHECK(broken_by("UPDATE journal SET detail = '' WHERE seq = 4") == 4); }
  SECTION("hash") { CHECK(broken_by("UPDATE journal SET hash = zeroblob(32) WHERE seq = 4") == 4); }
  SECTION("the first line") { CHECK(broken_by("DELETE FROM journal WHERE seq = 1") == 2); }
  SECTION("a line between") { CHECK(broken_by("DELETE FROM journal WHERE seq = 6") == 7); }
  SECTION("the last line only shows against a head that was noted elsewhere") {
    CHECK(broken_by("DELETE FROM journal WHERE seq = 10") == 0);
    CHECK(journal_head(journal.database)->seq == 9);
  }
  SECTION("two lines in each other's place") {
    CHECK(broken_by("UPDATE journal SET seq = 100 WHERE seq = 3;"
                    "UPDATE journal SET seq = 3 WHERE seq = 4;"
                    "UPDATE journal SET seq = 4 WHERE seq = 100") == 3);
  }
}

TEST_CASE("a long detail is cut, and no character in two") {
  Journal journal;
  std::string detail(199, 'a');
  journal.write({0, kNoon, "anna", "end", "", 0, detail + "\xd0\xb4\xd0\xb0", {}});
  journal.write({0, kNoon, "anna", "end", "", 0, "b" + detail + "\xd0\xb4", {}});
  const auto lines = read_journal(journal.database, 0, 10);
  REQUIRE(lines->size() == 2);
  CHECK(lines->at(0).detail == detail);
  CHECK(lines->at(1).detail == "b" + detail);
  CHECK(is_utf8(as_bytes(lines->at(0).detail)));
  CHECK(journal.broken() == 0);
}

TEST_CASE("the journal has every change of an account, sign-ins and locks, and no login unknown") {
  Office office;
  Accounts accounts(office.service());
  StaffOffice& staff = accounts.staff();
  const Actor anna = accounts.add("anna", kRegisterRole);
  REQUIRE(accounts.sign_in("anna", kNoon).ok());
  for (int i = 0; i < 5; ++i) {
    (void)staff.sign_in("anna", secret_of("wrong one"), "000000", kNoon);
  }
  (void)staff.sign_in("nobody", secret_of("wrong one"), "000000", kNoon);
  REQUIRE(staff.set_password(operator_actor(), "anna", secret_of("another one"), kNoon).ok());
  REQUIRE(staff.record(operator_actor(), Act::keys, "key request", kNoon).ok());
  CHECK(code_of(staff.record(anna, Act::keys, "key request", kNoon)) == Errc::forbidden);
  REQUIRE(staff.disable(operator_actor(), "anna", kNoon).ok());
  std::string all;
  const auto lines = staff.journal(anna, 0, 100);
  REQUIRE(lines.ok());
  for (const JournalLine& line : *lines) {
    all += line.actor + " " + line.act + " " + line.detail + "\n";
  }
  CHECK(all ==
        "operator staff add anna register\n"
        "anna sign-in password\n"
        "anna lock 5 failures\n"
        "operator staff password anna\n"
        "operator keys key request\n"
        "operator staff disable anna\n");
  CHECK(*staff.check_journal() == 0);
}
