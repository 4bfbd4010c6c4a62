// SPDX-License-Identifier: Apache-2.0
// Sessions: how they end, and what a stolen one is good for.
#include "serve/staff_session.h"

#include <catch2/catch.hpp>

#include "serve/staff_house.h"

namespace whit {
namespace {

using namespace test;

TEST_CASE("a session dies when it idles, and after eight hours", "[sessions]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string idle = house.token("desk"), busy = house.token("desk");
  const auto status = [&](const std::string& token) { return house.get("me", token).status; };
  for (Seconds at = 0; at < kSessionLife; at += kSessionIdle - 1) {
    house.now = kNoon + at;
    CHECK(status(busy) == 200);
  }
  CHECK(status(idle) == 401);
  house.now = kNoon + kSessionLife - 1;
  CHECK(status(busy) == 200);
  house.now = kNoon + kSessionLife;
  CHECK(status(busy) == 401);

  const std::string later = house.token("desk");
  house.now += kSessionIdle;
  CHECK(status(later) == 401);
  const std::string back = house.token("desk");
  house.now -= 1;  // a clock that was set back proves nothing
  CHECK(status(back) == 401);
}

TEST_CASE("a disabled account stops at once", "[sessions]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  Browser browser(house.listener, house.cookie("desk"));
  CHECK(house.get("me", token).status == 200);
  REQUIRE(house.accounts.staff().disable(operator_actor(), "desk", house.now).ok());
  CHECK(house.get("me", token).status == 401);
  CHECK(browser.get("/staff/").status == 303);
}

TEST_CASE("a new password ends the sessions of the old one", "[sessions]") {
  StaffHouse house;
  const Actor oksana = house.accounts.add("oksana", kDeskRole);
  const std::string token =
      house.sessions.begin(oksana.account, SessionUse::api, {}, house.now).token;
  REQUIRE(house.get("me", token).status == 200);
  const SecretBuffer password = secret_of("quite another one");
  REQUIRE(house.accounts.staff().set_password(oksana, "oksana", password, house.now).ok());
  CHECK(house.get("me", token).status == 401);
}

TEST_CASE("a cookie never opens the API, and a token no page", "[sessions]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string cookie = house.cookie("desk"), token = house.token("desk");
  CHECK(house.get("me", cookie).status == 401);
  CHECK(house.listener
            .ask("GET", "/staff/v1/me",
                 "Cookie: " + std::string(kSessionCookie) + "=" + cookie + "\r\n")
            .status == 401);
  CHECK(house.listener
            .ask("POST", "/staff/v1/people/P-1/invite",
                 "Cookie: " + std::string(kSessionCookie) + "=" + cookie + "\r\n",
                 "application/json", "{}")
            .status == 401);
  CHECK(Browser(house.listener, token).get("/staff/").status == 303);
  CHECK(house.get("me", token).status == 200);
  CHECK(Browser(house.listener, cookie).get("/staff/").status == 200);
  CHECK(house.listener.ask("GET", "/staff/", "Authorization: Bearer " + token + "\r\n").status ==
        303);
}

TEST_CASE("a session of a certificate is good on its connections only", "[sessions]") {
  StaffHouse house;
  const std::int64_t account = house.account("desk", kDeskRole);
  StaffOffice& office = house.accounts.staff();
  const Hash mine = house.rng.make<Hash>(), other = house.rng.make<Hash>();
  const auto begun = house.sessions.begin(account, SessionUse::api, mine.view(), kNoon);
  const auto opens = [&](Bytes certificate) {
    return house.sessions.find(office, begun.token, SessionUse::api, certificate, kNoon).ok();
  };
  CHECK(opens(mine.view()));
  CHECK_FALSE(opens(other.view()));
  CHECK_FALSE(opens({}));
  CHECK(house.get("me", begun.token).status == 401);  // stolen, and sent without the certificate
}

TEST_CASE("guesses and halves of a token open nothing", "[sessions]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  REQUIRE(token.size() == kSessionTokenSize);
  for (std::string guess : {std::string(), token.substr(1), token + "0", std::string(64, '0')}) {
    CHECK(house.get("me", guess).status == 401);
  }
  std::string upper = token;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (upper != token) CHECK(house.get("me", upper).status == 401);
  CHECK(house.sessions.form_token(token) != house.sessions.form_token(house.token("desk")));
  CHECK_FALSE(house.sessions.fits(house.sessions.form_token(""), ""));
  CHECK(StaffSessions::is_stranger(house.sessions.stranger()));
  CHECK_FALSE(StaffSessions::is_stranger(token));
}

TEST_CASE("the memory for sessions is bounded, and the least used goes first", "[sessions]") {
  StaffHouse house;
  const std::int64_t account = house.account("desk", kDeskRole);
  const auto begin = [&] {
    return house.sessions.begin(account, SessionUse::api, {}, house.now).token;
  };
  const std::string first = begin();
  house.now += 1;
  const std::string second = begin();
  house.now += 1;
  CHECK(house.get("me", first).status == 200);
  for (std::size_t i = 2; i <= kMaxSessions; ++i) begin();
  CHECK(house.sessions.size() == kMaxSessions);
  CHECK(house.get("me", second).status == 401);
  CHECK(house.get("me", first).status == 200);
}

}  // namespace
}  // namespace whit
