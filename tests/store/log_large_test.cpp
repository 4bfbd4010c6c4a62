// SPDX-License-Identifier: Apache-2.0
// How long a large epoch takes, and how much memory. Run by name: store_test [.large]
#include <sys/resource.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "store/log_house.h"

using namespace whit;
using namespace whit::test;

namespace {

double megabytes() {
  rusage about{};
  ::getrusage(RUSAGE_SELF, &about);
  return static_cast<double>(about.ru_maxrss) / 1024;
}

}  // namespace

TEST_CASE("an epoch of a million leaves", "[.large]") {
  constexpr std::size_t kTokens = 1000000, kAtOnce = 50000;
  LogHouse house;
  house.close(control_of(kToday));
  for (std::size_t at = 0; at < kTokens; at += kAtOnce) house.write(tokens_from(at, kAtOnce));
  const double before = megabytes();
  // Somebody else's commits go on meanwhile.
  std::atomic<bool> over = false;
  double waited = 0;
  std::size_t others = 0;
  std::thread other([&] {
    for (; !over; ++others) {
      const auto asked = std::chrono::steady_clock::now();
      if (!house.log().put(LogObject::segment, hash_from(others), as_bytes("segment"))) return;
      const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - asked;
      waited = std::max(waited, spent.count());
    }
  });
  const auto begin = std::chrono::steady_clock::now();
  const Status closed = house.log().close(order_of(kToday));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  over = true;
  other.join();
  REQUIRE(closed.ok());
  WARN(kTokens << " leaves in " << spent.count() << " s, beside " << others
               << " other commits, the slowest of " << waited << " s; " << megabytes() - before
               << " MiB more than " << before);
  CHECK(house.state().logged == kTokens);
}
