// SPDX-License-Identifier: Apache-2.0
// Epochs that were begun and not done: whoever goes on makes the same bytes, or says why not.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>

#include "store/database.h"
#include "store/log_house.h"
#include "store/log_rows.h"

using namespace whit;
using namespace whit::test;

namespace {

std::set<EntryBytes> set_of(const std::vector<EntryBytes>& entries) {
  return {entries.begin(), entries.end()};
}

}  // namespace

TEST_CASE("an epoch that was begun is finished byte for byte, and nothing is signed before",
          "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.sign();
  house.write(tokens_from(0, 500));
  {
    auto database = Database::open(house.office().path(), Database::Access::read_write);
    REQUIRE(begin_epoch(*database, order_of(kToday)).ok());
  }
  house.again();
  LogState state = house.state();
  CHECK(state.closing);
  CHECK(state.size == 256);
  CHECK(state.epochs == 1);
  CHECK(state.waiting == 500);
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::refused);
  CHECK(code_of(house.log().close(order_of(kToday + 1))) == Errc::refused);
  CHECK(code_of(house.log().header(1)) == Errc::not_found);
  house.write(tokens_from(500, 20));  // too late for it already
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
  REQUIRE(house.log().finish([&](auto done, auto all) { told.emplace_back(done, all); }).ok());
  CHECK(told == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1024, 1024}});
  state = house.state();
  CHECK_FALSE(state.closing);
  CHECK(state.waiting == 20);
  CHECK(house.check().tokens_in(1, order_of(kToday).pad_key) == set_of(tokens_from(0, 500)));
}

namespace {

// die_after_a_commit does `work` in a process that is gone once a part of an epoch stands.
void die_after_a_commit(LogHouse& house,
                        const std::function<void(LogStore, const LogStore::Progress&)>& work) {
  house.office().close();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    house.office().open();
    work(house.log(), [](auto, auto) { ::_exit(0); });
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  house.office().open();
}

void change(LogHouse& house, const char* sql) {
  house.office().close();
  auto database = Database::open(house.office().path(), Database::Access::read_write);
  REQUIRE(database.ok());
  REQUIRE(database->execute(sql).ok());
  house.office().open();
}

}  // namespace

TEST_CASE("an epoch over several commits is built anew from the leaves that wait, and compared",
          "[log]") {
  constexpr std::size_t kTokens = 150000;
  LogHouse house, other;
  const auto tokens = tokens_from(0, kTokens);
  for (LogHouse* one : {&house, &other}) {
    one->close(control_of(kToday));
    one->write(tokens);
  }
  other.close(order_of(kToday));
  die_after_a_commit(house, [](LogStore log, const LogStore::Progress& die) {
    (void)log.close(order_of(kToday), die);
  });
  CHECK(house.state().closing);
  CHECK(house.state().size == 256);
  die_after_a_commit(house,
                     [](LogStore log, const LogStore::Progress& die) { (void)log.finish(die); });
  CHECK(house.state().closing);
  // What stands there and what is rebuilt differ: better no log than two stories.
  for (const char* lie : {"UPDATE epoch SET pad_key = zeroblob(32) WHERE number = 1",
                          "UPDATE epoch SET header = x'00' WHERE number = 1",
                          "UPDATE tile SET content = zeroblob(8192) WHERE level = 0 AND idx = 300",
                          "UPDATE tile SET content = zeroblob(11776) WHERE level = 64 AND idx = 2",
                          "DELETE FROM tile WHERE level = 1"}) {
    INFO(lie);
    change(house,
           "CREATE TABLE safe_epoch AS SELECT * FROM epoch;"
           "CREATE TABLE safe_tile AS SELECT * FROM tile");
    change(house, lie);
    CHECK(code_of(house.log().finish()) == Errc::corrupt_tile);
    change(house,
           "DELETE FROM tile; INSERT INTO tile SELECT * FROM safe_tile; DELETE FROM epoch;"
           "INSERT INTO epoch SELECT * FROM safe_epoch; DROP TABLE safe_epoch;"
           "DROP TABLE safe_tile");
  }
  CHECK(house.state().closing);
  std::size_t commits = 0;
  REQUIRE(house.log().finish([&](auto, auto) { ++commits; }).ok());
  CHECK(commits == 1);
  CHECK(house.state().root == other.state().root);
  CHECK(house.state().size == other.state().size);
  CHECK(house.check().tokens_in(1, order_of(kToday).pad_key) == set_of(tokens));
  auto database = Database::open(house.office().path(), Database::Access::read_only);
  Query left = database->query("SELECT count(*) FROM leaf");
  REQUIRE(*left.next());
  CHECK(left.integer(0) == 0);
}

TEST_CASE("what was not swept away is nobody's leaf, and goes with the next finish", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  const auto tokens = tokens_from(0, 70000);
  house.write(tokens);
  house.close(order_of(kToday));
  house.office().close();
  {
    auto database = Database::open(house.office().path(), Database::Access::read_write);
    REQUIRE(database->execute("BEGIN").ok());
    for (const EntryBytes& token : tokens) {
      Query query = database->query("INSERT INTO leaf (written, entry) VALUES (?, ?)");
      REQUIRE(query.bind(std::int64_t{kToday}).bind(Bytes(token)).run().ok());
    }
    REQUIRE(database->execute("COMMIT").ok());
  }
  house.office().open();
  CHECK(house.state().waiting == 0);
  house.write(tokens_from(70000, 3));
  house.close(order_of(kToday + 1));
  CHECK(house.check().tokens_in(2, order_of(kToday + 1).pad_key).size() == 3);
  CHECK(house.state().logged == 70003);
}
