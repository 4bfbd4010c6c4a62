// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "store/connections.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

std::int64_t subjects(Connections& connections) {
  const auto count = connections.read([](Database& database) -> Result<std::int64_t> {
    Query query = database.query("SELECT count(*) FROM subject");
    WHIT_TRY(const bool row, query.next());
    return row ? query.integer(0) : -1;
  });
  REQUIRE(count.ok());
  return *count;
}

Status add(Database& database, const std::string& reference) {
  return database.query("INSERT INTO subject (reference) VALUES (?)").bind(reference).run();
}

}  // namespace

TEST_CASE("a job that fails is undone alone, and those beside it stay") {
  Office office;
  office.close();
  auto opened = Connections::open(office.path(), "dlo");
  REQUIRE(opened.ok());
  Connections& connections = **opened;
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 20; ++k) {
        const std::string name = "P-" + std::to_string(i) + "-" + std::to_string(k);
        const Status status = connections.writer().run([&](Database& database) -> Status {
          WHIT_CHECK(add(database, name));
          return k % 3 == 0 ? Status(Errc::refused) : Status();
        });
        ++(status.ok() ? done : refused);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(refused == 16 * 7);
  CHECK(subjects(connections) == done);
}

TEST_CASE("what another job broke with an error of the database is undone alone too") {
  Office office;
  office.close();
  auto opened = Connections::open(office.path(), "dlo");
  REQUIRE(opened.ok());
  Connections& connections = **opened;
  REQUIRE(connections.writer().run([](Database& db) { return add(db, "P-1"); }).ok());
  CHECK_FALSE(connections.writer()
                  .run([](Database& db) -> Status {
                    WHIT_CHECK(add(db, "P-2"));
                    return add(db, "P-1");
                  })
                  .ok());
  CHECK(subjects(connections) == 1);
  CHECK_FALSE(connections.writer().failed());
  CHECK(connections.writer().run([](Database& db) { return add(db, "P-2"); }).ok());
}

TEST_CASE("two processes' worth of writers on one file wait for each other") {
  Office office;
  office.close();
  auto first = Connections::open(office.path(), "dlo");
  auto second = Connections::open(office.path(), "dlo");
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  std::atomic<int> failed = 0;
  const auto work = [&failed](Connections& connections, const std::string& prefix) {
    for (int i = 0; i < 200; ++i) {
      const std::string name = prefix + std::to_string(i);
      if (!connections.writer().run([&](Database& db) { return add(db, name); }).ok()) ++failed;
    }
  };
  std::thread other([&] { work(**second, "B-"); });
  work(**first, "A-");
  other.join();
  CHECK(failed == 0);
  CHECK(subjects(**first) == 400);
}
