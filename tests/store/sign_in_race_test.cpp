// SPDX-License-Identifier: Apache-2.0
// Signing in by many at once; spec/staff.md, section 3.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <thread>

#include "store/accounts.h"

using namespace whit;
using namespace whit::test;

namespace {

// at_once runs `job` in threads of their own and gives what each of them got.
std::vector<Errc> at_once(int threads, const std::function<Errc()>& job) {
  std::vector<Errc> out(static_cast<std::size_t>(threads));
  std::vector<std::thread> running;
  for (Errc& place : out) running.emplace_back([&job, &place] { place = job(); });
  for (std::thread& thread : running) thread.join();
  return out;
}

}  // namespace

TEST_CASE("of many who use one code at once, one is let in") {
  Office office;
  Accounts accounts(office.service());
  accounts.add("anna", kDeskRole);
  const auto got = at_once(6, [&] { return code_of(accounts.sign_in("anna", kNoon)); });
  CHECK(std::count(got.begin(), got.end(), Errc{}) == 1);
  CHECK(std::count(got.begin(), got.end(), Errc::forbidden) == 5);
}

TEST_CASE("guesses that come at once are counted one by one") {
  Office office;
  Accounts accounts(office.service());
  accounts.add("anna", kDeskRole);
  const SecretBuffer wrong = secret_of("wrong one");
  const auto got =
      at_once(6, [&] { return code_of(accounts.staff().sign_in("anna", wrong, "000000", kNoon)); });
  CHECK(std::count(got.begin(), got.end(), Errc::forbidden) == 6);
  CHECK(code_of(accounts.sign_in("anna", kNoon)) == Errc::forbidden);
  CHECK(accounts.staff().list()->at(0).locked_until == kNoon + kLockSeconds);
}

TEST_CASE("a crowd that is turned away takes nobody's place for longer than it stands there") {
  Office office;
  Accounts accounts(office.service());
  accounts.add("anna", kDeskRole);
  const SecretBuffer wrong = secret_of("wrong one");
  const auto got = at_once(
      24, [&] { return code_of(accounts.staff().sign_in("nobody", wrong, "000000", kNoon)); });
  const auto tried = std::count(got.begin(), got.end(), Errc::forbidden);
  CHECK(tried >= kPasswordPlaces + kSignInQueue);
  CHECK(tried + std::count(got.begin(), got.end(), Errc::refused) == 24);
  CHECK(accounts.sign_in("anna", kNoon).ok());
}
