// SPDX-License-Identifier: Apache-2.0
// How long a large epoch takes, and how much memory. Run by name: store_test [.large]
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <chrono>

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
  const auto begin = std::chrono::steady_clock::now();
  double longest = 0;
  auto last = begin;
  REQUIRE(house.log()
              .close(order_of(kToday),
                     [&](auto, auto) {
                       const auto now = std::chrono::steady_clock::now();
                       const auto spent = std::chrono::duration<double>(now - last).count();
                       longest = std::max(longest, spent);
                       last = now;
                     })
              .ok());
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  WARN(kTokens << " leaves in " << spent.count() << " s, longest step " << longest << " s, "
               << megabytes() - before << " MiB more than " << before);
  CHECK(house.state().logged == kTokens);
}
