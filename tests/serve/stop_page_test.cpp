// SPDX-License-Identifier: Apache-2.0
// The public stop page: whoever has the code, from any device.
#include "serve/stop_page.h"

#include <catch2/catch.hpp>

#include "serve/page_shell.h"
#include "serve/staff_house.h"
#include "store/desk.h"
#include "token/stop.h"

namespace whit {
namespace {

using namespace test;

struct StopHouse {
  explicit StopHouse(Issuing issuing = staff_issuing(), Seconds oldest = 259200)
      : office(std::move(issuing)),
        listener(public_pages(office.service(), {"Labour <office>", [oldest] { return oldest; }},
                              [] { return kNoon; })) {
    office.import(register_of(2));
  }
  // stop_code enrols a wallet and gives what stands on its sheet.
  std::string stop_code(const std::string& reference, std::uint64_t seed) {
    const auto invited = Desk(office.service()).invite(operator_actor(), reference, kNoon);
    REQUIRE(invited.ok());
    Wallet wallet(seed);
    const InvitationCode code{invited->invitation.code};
    REQUIRE(office.service().enrol(wallet.enrol_body(code, invited->pin), kNoon).ok());
    return stop_text(invited->stop);
  }
  Reply type(const std::string& code, const std::string& language = "en") const {
    return listener.ask("POST", "/stop", {}, "application/x-www-form-urlencoded",
                        form_body({{"code", code}, {"lang", language}}));
  }
  std::uint64_t enrolled() { return office.service().figures()->enrolled; }

  Office office;
  Listener listener;
};

TEST_CASE("whoever has the code ends the wallet, however it is typed", "[stop-page]") {
  StopHouse house;
  const std::string first = house.stop_code("P-1", 3), second = house.stop_code("P-2", 4);
  REQUIRE(house.enrolled() == 2);
  const Reply stopped = house.type(first);
  CHECK(stopped.status == 200);
  CHECK(stopped.has("The wallet is stopped"));
  CHECK(stopped.has("2026-11-22 12:00 (UTC)"));
  CHECK(stopped.has("all of them after 72 h at the latest"));
  CHECK_FALSE(stopped.has("Anonymous codes"));  // the catalogue has none
  CHECK(house.enrolled() == 1);

  std::string sloppy = " ";
  for (const char c : second) {
    if (c == '-') continue;
    sloppy += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
    sloppy += ' ';
  }
  CHECK(house.type(sloppy).status == 200);
  CHECK(house.enrolled() == 0);
  CHECK(house.type(first).status == 200);  // and may be asked again
}

TEST_CASE("a wrong stop code gets a sentence that helps", "[stop-page]") {
  StopHouse house;
  const std::string code = house.stop_code("P-1", 3);
  std::string typo = code;
  typo[0] = typo[0] == '7' ? '8' : '7';
  CHECK(house.type(typo).has("One or two characters are wrong"));
  CHECK(house.type(code.substr(0, 20)).has("That is not the whole code"));
  CHECK(house.type("").has("That is not the whole code"));
  const Reply strange = house.type("\"><script>alert(1)</script>aaaaaaa");
  CHECK(strange.status == 400);
  CHECK_FALSE(strange.has("<script"));
  const Reply unknown = house.type(stop_text(SeededRng(8).make<StopCode>()));
  CHECK(unknown.status == 404);
  CHECK(unknown.has("This office does not know that code"));
  CHECK(house.enrolled() == 1);
}

TEST_CASE("the stop page never takes a code from an address", "[stop-page]") {
  StopHouse house;
  const std::string code = house.stop_code("P-1", 3);
  const Reply page = house.listener.ask("GET", "/stop?code=" + code);
  CHECK(page.status == 200);
  CHECK_FALSE(page.has(code));
  CHECK(house.enrolled() == 1);
  CHECK(page.header("content-security-policy") == std::string(kPagePolicy));
  CHECK(page.header("cache-control") == "no-store");
  CHECK(page.header("set-cookie").empty());
  CHECK(house.listener.ask("GET", "/stop/style.css").header("content-type") ==
        "text/css; charset=utf-8");
}

TEST_CASE("the stop page says when anonymous codes end, and in five languages", "[stop-page]") {
  Issuing issuing = staff_issuing();
  issuing.catalogue[0].kinds = 3;
  issuing.catalogue[0].blind_lead = 3600;
  StopHouse house(issuing, 0);
  const Reply stopped = house.type(house.stop_code("P-1", 3));
  CHECK(stopped.has("The last of them ends by itself at 2026-11-24 00:00"));
  CHECK(stopped.has("Most checkers know within the hour."));
  for (const char* language : {"en", "ru", "uz", "tg", "ky"}) {
    const Reply page =
        house.listener.ask("GET", "/stop", "Accept-Language: " + std::string(language) + "\r\n");
    CHECK(page.has("<html lang=\"" + std::string(language) + "\">"));
    CHECK(house.type("x", language).has("<html lang=\"" + std::string(language) + "\">"));
  }
}

}  // namespace
}  // namespace whit
