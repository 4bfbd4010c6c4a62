// SPDX-License-Identifier: Apache-2.0
// Not a test by itself: the staff listener and the stop page over a small register, for the
// scripts that look at them from outside. It says on one line where it is and who may come, and
// serves until its standard input ends.
#include <catch2/catch.hpp>
#include <iostream>

#include "base/hex.h"
#include "cli/qr/qr.h"
#include "serve/json_body.h"
#include "serve/staff_api.h"
#include "serve/staff_house.h"
#include "serve/stop_page.h"
#include "store/desk.h"
#include "token/notice.h"
#include "token/stop.h"

namespace whit {
namespace {

using namespace test;

std::string draw(std::string_view text) {
  const auto qr = make_qr(text);
  return qr ? qr_svg(*qr, text) : std::string();
}

std::string paths() {
  return json_array(staff_api_paths(), [](const StaffPath& path) {
    const bool get = path.method == HttpMethod::get;
    return json_quoted((get ? "get " : "post ") + std::string(path.path));
  });
}

void add_staff(StaffHouse& house, JsonOut& out) {
  house.account("desk", kDeskRole);
  house.account("anna", kRegisterRole);
  house.account("boris", kRegisterRole);
  house.account("cedar-port:np", kEmployerRole, "CEDAR PORT");
  for (const char* login : {"desk", "anna", "boris", "cedar-port:np"}) {
    out.text("token " + std::string(login), house.token(login));
    out.text("cookie " + std::string(login), house.cookie(login));
  }
  NewAccount clerk;
  const SecretBuffer password = secret_of("clerk password");
  clerk.login = "clerk";
  clerk.roles = kDeskRole;
  clerk.password = &password;
  const auto secret = house.accounts.staff().add(operator_actor(), clerk, house.now);
  REQUIRE(secret.ok());
  out.text("totp", hex::encode(secret->expose(InsecureAccess{})));
  out.number("now", house.now);
}

// P-1 and P-2 have told the office that they arrived; anna has proposed something.
void add_work(StaffHouse& house, JsonOut& out) {
  for (int i = 1; i <= 2; ++i) {
    Wallet wallet = house.office.enrol("P-" + std::to_string(i), static_cast<std::uint64_t>(i) + 4);
    Notice notice;
    notice.vct = kArrival;
    notice.arrived = kToday - 2;
    notice.where = "12 Alder Street, <b>\"flat\"</b> & 4";
    notice.time = kNoon;
    REQUIRE(house.office.service().notice(wallet.notice(notice), kNoon).ok());
  }
  const auto anna = house.accounts.staff().current(house.account_of("anna"));
  REQUIRE(anna.ok());
  std::int64_t number = 0;
  (void)house.accounts.staff().second_person(*anna, Act::import_mass, Hash{}, "ends <3174> facts",
                                             kNoon, number);
  out.number("proposal", static_cast<std::uint64_t>(number));
}

}  // namespace

TEST_CASE("a site for the scripts to look at", "[.site]") {
  StaffHouse house(draw);
  const Listener open(public_pages(house.office.service(),
                                   {"Labour <office>", [] { return Seconds{259200}; }},
                                   [] { return kNoon; }));
  JsonOut out;
  out.number("staff", house.listener.port()).number("public", open.port()).raw("paths", paths());
  add_staff(house, out);
  add_work(house, out);
  const auto invited = Desk(house.office.service()).invite(operator_actor(), "P-3", kNoon);
  REQUIRE(invited.ok());
  out.text("stop", stop_text(invited->stop));
  std::cout << out.done() << std::endl;
  std::cin.get();
}

}  // namespace whit
