// SPDX-License-Identifier: Apache-2.0
// Registers of older and newer versions.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "store/desk_office.h"
#include "store/log_house.h"
#include "store/schema.h"

using namespace whit;
using namespace whit::test;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

SecretBuffer register_key() {
  SecretBuffer out(32);
  out.expose_writable(InsecureAccess{})[0] = 42;
  return out;
}

// fill_version_1 writes a register as the first version of this program left it: two people, one
// with a wallet that has collected, one with a letter, and a document.
void fill_version_1(const std::string& path, const Wallet& wallet) {
  auto database = Database::open(path, Database::Access::read_write);
  REQUIRE(database.ok());
  const auto run = [&](const char* sql) { REQUIRE(database->execute(sql).ok()); };
  run("PRAGMA application_id = 0x77686974; PRAGMA journal_mode = WAL");
  run(version_sql(1));
  run("INSERT INTO meta (key, value) VALUES ('iss', 'dlo'), ('time', 1795348800),"
      " ('swept', 20780);"
      "INSERT INTO subject (id, reference, revision) VALUES (1, 'P-1', 3), (2, 'P-2', 0);"
      "INSERT INTO fact VALUES (1, 65004, 'WORK', 20000, 30000, 0), (1, 65005, NULL, 0,"
      " 4294967295, 0), (2, 65002, 203001, 0, 30000, 0), (2, 65005, NULL, 0, 30000, 1);");
  {
    Query enrolment = database->query(
        "INSERT INTO enrolment (id, subject, collection, key, seq) VALUES (1, 1, ?, ?, 1)");
    const PublicKey key = wallet.key().public_key();
    REQUIRE(enrolment.bind(wallet.id.view()).bind(key.view()).run().ok());
  }
  run("INSERT INTO chain (enrolment, vct, medium, seed, day, dealt) VALUES"
      " (1, 65005, 1, x'0102030405060708090a0b0c0d0e0f10', 20780, x'0101');"
      "INSERT INTO invitation (code, subject, pin, tries, expires) VALUES (x'01', 2, x'02', 5,"
      " 4000000000);"
      "INSERT INTO holder_key VALUES (x'ffffffffffffffffffffffffffffffff', 20781);"
      "INSERT INTO leaf VALUES (20779, x'00');");
}

}  // namespace

TEST_CASE("a register of version 1 opens with everything in it, and goes on") {
  DeskOffice office;
  office.close();
  Wallet wallet(1);
  wallet.id = CollectionId{{1, 2, 3, 4, 5, 6, 7, 8}};
  wallet.seq = 1;
  for (const char* tail : {"", "-wal", "-shm"}) ::unlink((office.path() + tail).c_str());
  std::ofstream(office.path()).close();
  fill_version_1(office.path(), wallet);
  office.open();
  const auto figures = office.service().figures();
  REQUIRE(figures.ok());
  CHECK(figures->people == 2);
  CHECK(figures->facts == 3);
  CHECK(figures->enrolled == 1);
  CHECK(figures->invited == 1);
  CHECK(figures->chains == 1);
  CHECK(figures->holder_keys == 1);
  CHECK(figures->leaves == 1);
  const auto person = office.desk().find(desk_clerk(), "P-1", kNoon);
  REQUIRE(person.ok());
  CHECK(person->enrolled);
  CHECK(person->facts.at(0).row.value == text_value("WORK"));
  CHECK(office.desk().find(desk_clerk(), "P-2", kNoon)->facts.at(1).ended);
  // The wallet goes on where it was: one of two handles of that day is used.
  const auto answer = office.service().collect(wallet.ask({kTax}, {kToday + 1}, 1), kNoon);
  REQUIRE(answer.ok());
  CHECK(parse_collected(*answer)->rows.size() == 1);
  CHECK(code_of(office.service().collect(wallet.ask({kTax}, {kToday + 1}, 1), kNoon)) ==
        Errc::quota_reached);
  --wallet.seq;
  // What is new works on it too.
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-1", kTax, 0, "", kNoon).ok());
  CHECK(office.service().withdrawals(kNoon)->size() == 1);
  REQUIRE(office.desk().reinstate(desk_clerk(), "P-2", kTax, kNoon).ok());
  office.enrol("P-2", 3);
  CHECK(office.service().figures()->enrolled == 2);
  office.close();
  office.open();
  CHECK(office.journal("end").size() == 1);
}

TEST_CASE("a version 1 file's tables become exactly those of a new file") {
  Office fresh;
  Office old;
  old.close();
  for (const char* tail : {"", "-wal", "-shm"}) ::unlink((old.path() + tail).c_str());
  std::ofstream(old.path()).close();
  fill_version_1(old.path(), Wallet(1));
  old.open();
  const auto tables = [](const std::string& path) {
    auto database = Database::open(path, Database::Access::read_only);
    Query query = database->query("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name");
    std::string out;
    while (*query.next()) {
      out += std::string(query.text(0)) + " " + std::string(query.text(1)) + ": " +
             std::string(query.text(2)) + "\n";
    }
    return out;
  };
  CHECK(tables(fresh.path()) == tables(old.path()));
}

TEST_CASE("the leaves of a version 2 file wait for their epochs, day by day") {
  LogHouse house;
  house.office().close();
  const std::string path = house.office().path();
  for (const char* tail : {"", "-wal", "-shm"}) ::unlink((path + tail).c_str());
  std::ofstream(path).close();
  {
    auto database = Database::open(path, Database::Access::read_write);
    const auto run = [&](const char* sql) { REQUIRE(database->execute(sql).ok()); };
    run("PRAGMA application_id = 0x77686974; PRAGMA journal_mode = WAL");
    run(version_sql(1));
    run(version_sql(2));
    run("INSERT INTO meta (key, value) VALUES ('iss', 'dlo'), ('time', 0), ('swept', 0)");
    std::int64_t day = kToday;
    for (const EntryBytes& token : tokens_from(0, 3)) {
      Query query = database->query("INSERT INTO leaf (written, entry) VALUES (?, ?)");
      REQUIRE(query.bind(day).bind(Bytes(token)).run().ok());
      if (day == kToday) day = kToday + 2;
    }
  }
  house.office().open();
  CHECK(house.office().service().figures()->leaves == 3);
  CHECK(house.office().service().figures()->logged == 3);
  CHECK(house.state().oldest_open == kToday);
  house.close(control_of(kToday));
  house.close(order_of(kToday));
  CHECK(house.state().oldest_open == kToday + 2);
  CHECK(house.state().waiting == 2);
  house.close(order_of(kToday + 1));
  house.close(order_of(kToday + 2));
  CHECK(house.check().tokens_in(3, order_of(kToday + 2).pad_key).size() == 2);
  CHECK(house.office().service().figures()->logged == 3);
}

TEST_CASE("a version 4 file deals blind tokens from the day that it is opened") {
  Issuing issuing = make_issuing();
  give_blind(issuing, kTax, {kToday + 2});
  Office office(issuing);
  office.close();
  Wallet wallet(1);
  wallet.id = CollectionId{{1, 2, 3, 4, 5, 6, 7, 8}};
  wallet.seq = 1;
  for (const char* tail : {"", "-wal", "-shm"}) ::unlink((office.path() + tail).c_str());
  std::ofstream(office.path()).close();
  fill_version_1(office.path(), wallet);
  {
    auto database = Database::open(office.path(), Database::Access::read_write);
    for (int version = 2; version <= 4; ++version) {
      REQUIRE(database->execute(version_sql(version)).ok());
    }
  }
  office.open();
  const RsaModulus& modulus = issuing.keys.blind[0].modulus;
  for (const std::size_t had : {2U, 0U}) {
    const auto asked = wallet.ask_blind(modulus, kTax, kToday + 2, 2);
    const auto answer = office.service().collect(asked.body, kNoon);
    REQUIRE(answer.ok());
    CHECK(check_blind(modulus, asked, *parse_collected(*answer)) == had);
  }
  CHECK(parse_collected(*office.service().collect(wallet.ask({kTax}, {kToday + 1}, 1), kNoon))
            ->rows.size() == 1);
}

TEST_CASE("a register of a newer version is refused and left as it is, byte for byte") {
  Office office;
  office.import(register_of(3));
  office.close();
  {
    auto database = Database::open(office.path(), Database::Access::read_write);
    REQUIRE(database->execute("PRAGMA user_version = 99").ok());
  }
  const std::string before = bytes_of(office.path());
  SeededRng rng(1);
  CHECK(code_of(IssuerService::open(office.path(), make_issuing(), register_key(), rng)) ==
        Errc::newer_store);
  CHECK(bytes_of(office.path()) == before);
  CHECK(bytes_of(office.path() + "-wal").empty());
}
