// SPDX-License-Identifier: Apache-2.0
// Tables of withdrawn handles say what the spec's walk says, from any thread, with any memory.
#include <catch2/catch.hpp>
#include <thread>

#include "status/handles.h"
#include "trust/handle_tables.h"
#include "verify/withdrawn_world.h"

namespace whit {
namespace {

using test::Question;
using test::WithdrawnWorld;

TEST_CASE("tables answer as the walk of the spec does", "[withdrawal-4]") {
  int withdrawn = 0;
  for (unsigned number = 0; number < 150; ++number) {
    const WithdrawnWorld world(number);
    const Bundle bundle = world.open();
    for (const Question& q : world.questions()) {
      INFO("world " << number << ", day " << q.day << ", fact " << q.vct);
      const bool expected = world.answer(q);
      withdrawn += expected ? 1 : 0;
      CHECK(world.ask_of(bundle, q) == expected);
      CHECK(is_withdrawn_by_walk(bundle, q.medium, *bundle.find_fact(q.vct), q.day, q.handle) ==
            expected);
    }
  }
  CHECK(withdrawn > 1000);  // or the questions were of no use
}

TEST_CASE("threads that race for the first check get the same answers", "[withdrawal-4]") {
  for (unsigned number = 200; number < 220; ++number) {
    const WithdrawnWorld world(number);
    const Bundle bundle = world.open();
    std::vector<char> expected;
    for (const Question& q : world.questions()) expected.push_back(world.answer(q) ? 1 : 0);
    std::atomic<int> wrong{0};
    std::atomic<bool> go{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        while (!go.load()) std::this_thread::yield();
        for (std::size_t at = 0; at < expected.size(); ++at) {
          if (world.ask_of(bundle, world.questions()[at]) != (expected[at] != 0)) ++wrong;
        }
      });
    }
    go = true;
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
  }
}

TEST_CASE("a day's tables are made ahead, and none for a bundle that has expired",
          "[withdrawal-4]") {
  int made = 0;
  for (unsigned number = 300; number < 310; ++number) {
    const WithdrawnWorld world(number);
    const Bundle bundle = world.open();
    const UnixTime last = bundle.head().expires - 1;
    Policy policy;
    policy.facts[policy.count++] = bundle.head().catalogue.front().vct;
    const auto has = [&](UnixTime now) {
      return bundle.tables()->find({Kind::revocable, policy.facts[0], day_of(now) + 1}) != nullptr;
    };
    make_tables(bundle, policy, last + 1);
    CHECK_FALSE(has(last + 1));
    make_tables(bundle, policy, last);
    made += has(last) ? 1 : 0;
  }
  CHECK(made > 5);
}

TEST_CASE("a moved bundle keeps its tables", "[withdrawal-4]") {
  const WithdrawnWorld world(7);
  Bundle first = world.open();
  for (const Question& q : world.questions()) CHECK(world.ask_of(first, q) == world.answer(q));
  const Bundle second = std::move(first);
  for (const Question& q : world.questions()) CHECK(world.ask_of(second, q) == world.answer(q));
}

TEST_CASE("without room for a table the seeds are gone through", "[withdrawal-4]") {
  const WithdrawnWorld world(8);
  const Bundle bundle = world.open();
  HandleTables& tables = *bundle.tables();
  std::vector<std::unique_ptr<HandleTable>> kept;
  while (auto table = tables.make({Kind::none, 0, 0}, Bytes{})) kept.push_back(std::move(table));
  CHECK(kept.size() == HandleTables::kMaxBytes / HandleTables::kLeastCharge);
  CHECK(tables.make({Kind::revocable, 1, 1}, 1, 1) == nullptr);
  for (const Question& q : world.questions()) {
    CHECK(world.ask_of(bundle, q) == world.answer(q));
    CHECK(tables.find({q.medium, q.vct, q.day}) == nullptr);
  }
}

TEST_CASE("of two tables for one day the first one stays, and the other costs nothing",
          "[withdrawal-4]") {
  HandleTables tables;
  const TableKey key{Kind::revocable, 65001, 20863};
  const HandleTable* const first = tables.add(tables.make(key, 3, 6));
  for (std::size_t i = 0; i < 2 * HandleTables::kMaxBytes / HandleTables::kLeastCharge; ++i) {
    auto again = tables.make(key, 3, 6);
    REQUIRE(again != nullptr);
    CHECK(tables.add(std::move(again)) == first);
  }
  CHECK(tables.find(key) == first);
  CHECK(tables.find({Kind::paper, 65001, 20863}) == nullptr);
  CHECK(tables.find({Kind::revocable, 65001, 20864}) == nullptr);
}

TEST_CASE("a table larger than all that may be used isn't made", "[withdrawal-4]") {
  HandleTables tables;
  const TableKey key{Kind::revocable, 65001, 20863};
  CHECK(tables.make(key, HandleTables::kMaxBytes / Seed::kSize, 1) == nullptr);
  CHECK(tables.make(key, 1, 1) != nullptr);
}

TEST_CASE("later days start from the last earlier day of the same fact", "[withdrawal-4]") {
  HandleTables tables;
  const auto add = [&](Kind medium, Vct vct, Day day) {
    return tables.add(tables.make({medium, vct, day}, 1, 1));
  };
  add(Kind::revocable, 65001, 100);
  const HandleTable* const best = add(Kind::revocable, 65001, 105);
  add(Kind::revocable, 65001, 110);
  add(Kind::paper, 65001, 108);
  add(Kind::revocable, 65002, 108);
  tables.add(tables.make({Kind::revocable, 65001, 107}, Bytes{}));  // an image's: no seeds
  CHECK(tables.earlier({Kind::revocable, 65001, 109}) == best);
  CHECK(tables.earlier({Kind::revocable, 65001, 100}) == nullptr);
  CHECK(tables.earlier({Kind::paper, 65002, 200}) == nullptr);
}

// A table of these numbers, which needn't be handles.
ByteVector table_of(std::vector<std::uint64_t> numbers) {
  ByteVector out;
  for (const std::uint64_t number : numbers) {
    for (int i = 0; i < 8; ++i) out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  }
  return out;
}

Handle handle_of(std::uint64_t number) { return Handle::from(table_of({number})); }

TEST_CASE("a search finds what is there, however it is spread", "[withdrawal-4]") {
  constexpr std::uint64_t kLast = ~std::uint64_t{0};
  std::vector<std::vector<std::uint64_t>> tables = {
      {}, {0}, {kLast}, {5}, {0, kLast}, {7, 7, 7}, {1, 2, 3, 4, 5, kLast}};
  std::mt19937_64 random(1);
  for (const std::size_t size : {16U, 17U, 100U, 5000U}) {
    std::vector<std::uint64_t> even, low, high, clumped;
    for (std::size_t i = 0; i < size; ++i) {
      even.push_back(random());
      low.push_back(random() >> 40);
      high.push_back(kLast - (random() >> 40));
      clumped.push_back((random() & 0xff00000000000000ULL) | (random() >> 50));
    }
    for (auto* table : {&even, &low, &high, &clumped}) {
      std::sort(table->begin(), table->end());
      tables.push_back(*table);
    }
  }
  for (const auto& numbers : tables) {
    const ByteVector table = table_of(numbers);
    const auto has = [&](std::uint64_t number) {
      return std::binary_search(numbers.begin(), numbers.end(), number);
    };
    std::vector<std::uint64_t> asked = {0, 1, kLast, kLast - 1, kLast / 2};
    for (const std::uint64_t number : numbers) {
      asked.insert(asked.end(), {number, number + 1, number - 1});
    }
    bool all = true;
    for (const std::uint64_t number : asked) {
      all = all && holds(table, handle_of(number)) == has(number);
    }
    CHECK(all);
  }
}

TEST_CASE("a search in what isn't sorted ends, inside of it", "[withdrawal-4]") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint64_t> numbers(random() % 200);
    for (std::uint64_t& number : numbers) number = random();
    const ByteVector table = table_of(numbers);
    for (int i = 0; i < 20; ++i) {
      const std::uint64_t asked = random();
      const bool there = std::count(numbers.begin(), numbers.end(), asked) > 0;
      CHECK((there || !holds(table, handle_of(asked))));
    }
  }
}

}  // namespace
}  // namespace whit
