// SPDX-License-Identifier: Apache-2.0
// The staff pages as a browser without scripts meets them.
#include <catch2/catch.hpp>

#include "serve/page_shell.h"
#include "serve/staff_house.h"
#include "token/notice.h"

namespace whit {
namespace {

using namespace test;

// between is what stands between two pieces of a page.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t at = text.find(before);
  if (at == std::string::npos) return {};
  const std::size_t from = at + before.size();
  return text.substr(from, text.find(after, from) - from);
}

TEST_CASE("a day at the desk: sign in, find, invite, end, restore, sign out", "[pages]") {
  StaffHouse house;
  house.accounts.add("oksana", kDeskRole);
  Browser browser(house.listener);
  REQUIRE(browser.get("/").status == 303);
  REQUIRE(browser.follow().status == 303);
  REQUIRE(browser.follow().status == 200);
  const auto code = [&] { return house.accounts.code("oksana", house.now); };
  CHECK(browser.submit("/staff/sign-in", {{"login", "oksana"}, {"password", "x"}, {"code", code()}})
            .status == 403);
  CHECK(browser.page().has("The sign-in was refused"));
  const std::string split = code().substr(0, 3) + " " + code().substr(3);
  REQUIRE(browser
              .submit("/staff/sign-in",
                      {{"login", "oksana"}, {"password", "oksana password"}, {"code", split}})
              .status == 303);
  CHECK(browser.page().header("set-cookie").find("HttpOnly; SameSite=Strict") != std::string::npos);
  REQUIRE(browser.follow().has("Find a person"));
  REQUIRE(browser.get("/staff/person?ref=+P-1+").status == 200);
  CHECK(browser.page().has("Employed by: CEDAR PORT"));

  REQUIRE(browser.submit("/staff/invite").status == 200);
  const std::string sheet = between(browser.page().body, "<section class=\"sheet\"", "</section>");
  const std::string pin = between(browser.page().body, "<section class=\"pin\"", "</section>");
  CHECK(sheet.find("coral ladder pepper sixty otter velvet") != std::string::npos);
  CHECK(sheet.find("<svg ") != std::string::npos);
  CHECK(sheet.find("WI1:") != std::string::npos);
  CHECK(sheet.find("https://labour.example/stop") != std::string::npos);
  const std::string digits = between(pin, "<strong>", "</strong>");
  CHECK(digits.size() == 6);
  CHECK(sheet.find(digits) == std::string::npos);  // the sheet alone opens nothing

  REQUIRE(browser.get("/staff/end?ref=P-1&fact=tax-current").status == 200);
  REQUIRE(browser.submit("/staff/end", {{"from", "2026-11-22"}, {"reason", "decision"}}).status ==
          303);
  CHECK(browser.follow().has("The fact is ended."));
  CHECK(house.journal("end").back().detail == "decision");
  REQUIRE(browser.submit("/staff/reinstate").status == 303);
  CHECK(browser.follow().has("The fact is restored."));

  const std::string cookie = browser.cookie();
  REQUIRE(browser.submit("/staff/sign-out").status == 303);
  CHECK(browser.follow().has("You are signed out."));
  CHECK(Browser(house.listener, cookie).get("/staff/").status == 303);
}

TEST_CASE("a lost phone is asked about, then ended and invited anew", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  (void)house.office.enrol("P-1", 5);
  Browser browser(house.listener, house.cookie("desk"));
  CHECK(browser.get("/staff/person?ref=P-1").has("A wallet is enrolled."));
  REQUIRE(browser.get("/staff/lost-phone?ref=P-1").status == 200);
  CHECK(house.journal("lost-phone").empty());
  REQUIRE(browser.submit("/staff/lost-phone").has("Stop code"));
  CHECK(browser.get("/staff/person?ref=P-1").has("No wallet is enrolled."));
}

TEST_CASE("an end needs a day that isn't over, and says so on the form", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  Browser browser(house.listener, house.cookie("desk"));
  for (const auto& [from, words] :
       {std::pair<const char*, const char*>{"2026-11-21", "That day is over"},
        {"tomorrow", "That is not a date"},
        {"", "That is not a date"}}) {
    browser.get("/staff/end?ref=P-1&fact=tax-current");
    const Reply& reply = browser.submit("/staff/end", {{"from", from}, {"reason", "decision"}});
    CHECK(reply.status == 400);
    CHECK(reply.has(words));
  }
  browser.get("/staff/end?ref=P-1&fact=tax-current");
  CHECK(browser.submit("/staff/end", {{"from", "2026-11-22"}, {"reason", "<b>"}}).status == 400);
  CHECK(house.journal("end").empty());
  CHECK(browser.get("/staff/end?ref=P-1&fact=nonsense").status == 404);
  CHECK(browser.get("/staff/end?ref=P-9&fact=tax-current").status == 404);
}

TEST_CASE("a notice is read as text and decided", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  Wallet wallet = house.office.enrol("P-1", 5);
  Notice notice;
  notice.vct = kArrival;
  notice.arrived = kToday - 2;
  notice.where = "</dd><script>alert(1)</script>\"'&";
  notice.time = kNoon;
  REQUIRE(house.office.service().notice(wallet.notice(notice), kNoon).ok());
  Browser browser(house.listener, house.cookie("desk"));
  REQUIRE(browser.get("/staff/notices").status == 200);
  CHECK_FALSE(browser.page().has("<script"));
  CHECK(browser.page().has("no time limit. Year, month, day"));
  CHECK(browser.page().has("&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
  CHECK(browser.submit("/staff/notice", {{"until", "x"}, {"decision", "confirm"}}).status == 400);
  CHECK(browser.submit("/staff/notice", {{"decision", "burn"}}).status == 400);
  browser.get("/staff/notices");
  REQUIRE(
      browser.submit("/staff/notice", {{"until", "2027-02-20"}, {"decision", "confirm"}}).status ==
      303);
  CHECK(browser.follow().has("No notice waits."));
  CHECK(browser.get("/staff/person?ref=P-1").has("until 2027-02-20"));
}

TEST_CASE("hostile texts in a query or a form stay texts", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  house.account("registrar", kRegisterRole);
  Browser browser(house.listener, house.cookie("desk"));
  const std::string bad = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
  for (const char* path :
       {"/staff/person?ref=", "/staff/end?fact=tax-current&ref=", "/staff/lost-phone?ref=",
        "/staff/?done=", "/staff/?lang=", "/staff/people?after=", "/staff/nowhere?x="}) {
    CAPTURE(path);
    const Reply& reply = browser.get(path + bad);
    CHECK(reply.status != 500);
    CHECK_FALSE(reply.has("<script"));
  }
  browser.get("/staff/person?ref=P-1");
  CHECK(browser.submit("/staff/invite", {{"ref", "\"><script>"}}).status == 404);
  CHECK_FALSE(browser.page().has("<script"));
  Browser other(house.listener, house.cookie("registrar"));
  CHECK_FALSE(other.get("/staff/journal").has("<script"));
  CHECK(other.get("/staff/journal?after=%3Cscript%3E").status == 200);
  CHECK_FALSE(other.page().has("<script"));
}

TEST_CASE("every page keeps scripts, frames and other sites out", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  Browser browser(house.listener, house.cookie("desk"));
  for (const char* path :
       {"/staff/", "/staff/person?ref=P-1", "/staff/nowhere", "/staff/notices", "/staff/journal"}) {
    const Reply& reply = browser.get(path);
    CHECK(reply.header("content-security-policy") == std::string(kPagePolicy));
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("x-content-type-options") == "nosniff");
  }
}

TEST_CASE("a form without its session's token changes nothing", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  house.account("other", kDeskRole);
  Browser browser(house.listener, house.cookie("desk"));
  const Fields act = {
      {"ref", "P-1"}, {"fact", "tax-current"}, {"from", "2026-11-22"}, {"reason", "decision"}};
  CHECK(browser.post("/staff/end", act).status == 403);
  Fields with_token = act;
  with_token.emplace_back("form", std::string(32, '0'));
  CHECK(browser.post("/staff/end", with_token).status == 403);
  Browser other(house.listener, house.cookie("other"));
  other.get("/staff/end?ref=P-1&fact=tax-current");
  with_token.back().second = other.hidden("/staff/end").back().second;
  CHECK(browser.post("/staff/end", with_token).status == 403);
  CHECK(browser.page().has("This form belongs to an earlier session"));
  for (const char* path : {"/staff/invite", "/staff/lost-phone", "/staff/reinstate",
                           "/staff/notice", "/staff/approve", "/staff/sign-out"}) {
    CAPTURE(path);
    CHECK(browser.post(path, act).status == 403);
  }
  CHECK(house.journal("end").empty());
  CHECK(house.journal("invite").empty());
}

TEST_CASE("nobody is signed in by another site's form", "[pages]") {
  StaffHouse house;
  house.accounts.add("oksana", kDeskRole);
  const Fields good = {{"login", "oksana"},
                       {"password", "oksana password"},
                       {"code", house.accounts.code("oksana", house.now)}};
  Browser victim(house.listener), attacker(house.listener);
  CHECK(victim.post("/staff/sign-in", good).has("This form has grown old"));
  attacker.get("/staff/sign-in");
  Fields lent = good;
  lent.push_back(attacker.hidden("/staff/sign-in").back());
  victim.get("/staff/sign-in");
  CHECK(victim.post("/staff/sign-in", lent).status == 403);
  CHECK(house.sessions.size() == 0);
  CHECK(attacker.post("/staff/sign-in", lent).status == 303);  // its own browser may
}

TEST_CASE("employers see only what is theirs", "[pages]") {
  StaffHouse house;
  house.account("cedar-port:np", kEmployerRole, "CEDAR PORT");
  Browser browser(house.listener, house.cookie("cedar-port:np"));
  CHECK(browser.get("/staff/people").has(">P-1</a>"));
  CHECK_FALSE(browser.page().has(">P-2</a>"));
  CHECK(browser.get("/staff/person?ref=P-2").status == 404);
  CHECK(browser.get("/staff/person?ref=P-1").has("Employed by: CEDAR PORT"));
  CHECK_FALSE(browser.page().has("work-permit-valid"));
  CHECK_FALSE(browser.page().has("/staff/invite"));
  CHECK_FALSE(browser.page().has("/staff/journal"));
  CHECK(browser.get("/staff/end?ref=P-1&fact=tax-current").status == 404);
  CHECK(browser.get("/staff/journal").status == 403);
  CHECK(browser.get("/staff/notices").status == 403);
  REQUIRE(browser.get("/staff/end?ref=P-1&fact=employed-by").status == 200);
  REQUIRE(
      browser.submit("/staff/end", {{"from", "2026-11-22"}, {"reason", "contract-ended"}}).status ==
      303);
  CHECK(browser.follow().has("Restore this fact"));
}

TEST_CASE("a second person approves on a page", "[pages]") {
  StaffHouse house;
  house.account("anna", kRegisterRole);
  house.account("boris", kRegisterRole);
  const auto anna = house.accounts.staff().current(house.account_of("anna"));
  REQUIRE(anna.ok());
  std::int64_t number = 0;
  REQUIRE(house.accounts.staff()
              .second_person(*anna, Act::import_mass, Hash{}, "ends <3174> facts", kNoon, number)
              .error()
              .code == Errc::needs_second);
  Browser proposer(house.listener, house.cookie("anna"));
  CHECK(proposer.get("/staff/proposals").has("You proposed this."));
  CHECK(proposer.page().has("ends &lt;3174&gt; facts"));
  CHECK_FALSE(proposer.page().has("action=\"/staff/approve\""));
  Browser second(house.listener, house.cookie("boris"));
  second.get("/staff/proposals");
  REQUIRE(second.submit("/staff/approve").status == 303);
  CHECK(second.follow().has("Approved by boris."));
  CHECK(second.get("/staff/journal").has("boris"));
}

TEST_CASE("the language that was chosen goes along", "[pages]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  Browser browser(house.listener, house.cookie("desk"));
  CHECK(browser.get("/staff/", "Accept-Language: ru-RU,ru;q=0.9\r\n").has("<html lang=\"ru\">"));
  CHECK(browser.get("/staff/person?ref=P-1&lang=ru", "Accept-Language: en\r\n")
            .has("<html lang=\"ru\">"));
  CHECK(browser.page().has("/staff/end?ref=P-1&amp;fact=tax-current&amp;lang=ru"));
  CHECK(browser.page().has("href=\"/staff/person?ref=P-1&amp;lang=en\""));
  CHECK(browser.submit("/staff/invite").has("<html lang=\"ru\">"));
  browser.get("/staff/end?ref=P-1&fact=tax-current&lang=ru");
  REQUIRE(browser.submit("/staff/end", {{"from", "2026-11-22"}, {"reason", "request"}}).status ==
          303);
  CHECK(browser.follow().has("<html lang=\"ru\">"));
}

}  // namespace
}  // namespace whit
