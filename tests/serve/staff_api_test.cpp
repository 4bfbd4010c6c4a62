// SPDX-License-Identifier: Apache-2.0
// The staff API over HTTP: each operation, and each way to be refused.
#include "serve/staff_api.h"

#include <catch2/catch.hpp>

#include "serve/staff_house.h"
#include "token/stop.h"
#include "whit/qr_text.h"

namespace whit {
namespace {

using namespace test;

// member is the text of a member, as the API writes it.
std::string member(const std::string& json, const std::string& name) {
  const std::string before = "\"" + name + "\":\"";
  const std::size_t at = json.find(before);
  if (at == std::string::npos) return {};
  const std::size_t from = at + before.size();
  return json.substr(from, json.find('"', from) - from);
}

Vct notice_fact() { return kArrival; }

// file_notice has P-1's wallet tell the office where its holder is.
void file_notice(StaffHouse& house, std::string_view where) {
  Wallet wallet = house.office.enrol("P-1", 5);
  Notice notice;
  notice.vct = notice_fact();
  notice.arrived = kToday - 2;
  notice.where = where;
  notice.time = kNoon;
  REQUIRE(house.office.service().notice(wallet.notice(notice), kNoon).ok());
}

TEST_CASE("staff sign in with password and code, and out", "[staff-api]") {
  StaffHouse house;
  house.accounts.add("oksana", kDeskRole);
  const auto body = [&](const std::string& login, const std::string& password) {
    return R"({"login":")" + login + R"(","password":")" + password + R"(","code":")" +
           house.accounts.code("oksana", house.now) + R"("})";
  };
  CHECK(house.post("sign-in", "", body("oksana", "wrong password")).status == 401);
  CHECK(house.post("sign-in", "", body("nobody", "oksana password")).status == 401);
  const Reply in = house.post("sign-in", "", body("oksana", "oksana password"));
  REQUIRE(in.status == 200);
  CHECK(in.header("content-type") == "application/json");
  CHECK(in.header("set-cookie").empty());
  CHECK(member(in.body, "login") == "oksana");
  CHECK(in.has(R"("roles":["desk"])"));
  CHECK(member(in.body, "expires") == "2026-11-22T20:00:00Z");
  CHECK(house.post("sign-in", "", body("oksana", "oksana password")).status ==
        401);  // code is used

  const std::string token = member(in.body, "token");
  CHECK(house.get("me", token).status == 200);
  CHECK(house.post("sign-out", token, "{}").status == 200);
  CHECK(house.get("me", token).status == 401);
  CHECK(house.get("me", "").status == 401);
}

TEST_CASE("a sign-in says everything or nothing", "[staff-api]") {
  const StaffHouse house;
  CHECK(house.post("sign-in", "", "{}").status == 401);  // and no certificate either
  CHECK(house.post("sign-in", "", R"({"login":"oksana"})").status == 400);
  CHECK(house.post("sign-in", "", R"({"login":"o","password":"p","code":"12345"})").status == 400);
  CHECK(house.post("sign-in", "", R"({"login":"o","password":"p","code":123456})").status == 400);
}

TEST_CASE("a desk finds, invites, ends and restores, and the journal has it", "[staff-api]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");

  const Reply person = house.get("people/P-1", token);
  REQUIRE(person.status == 200);
  CHECK(person.has(
      R"({"subject":"P-1","enrolled":false,"facts":[{"fact":"work-permit-valid","ended":false})"));
  CHECK(person.has(
      R"({"fact":"work-permit-until","value":203512,"from":"2026-01-01","until":"2035-12-31","ended":false})"));
  CHECK(person.has(
      R"({"fact":"employed-by","value":"CEDAR PORT","from":"2026-03-01","ended":false})"));

  CHECK(
      house.post("people/P-1/end", token, R"({"fact":"tax-current","reason":"decision"})").status ==
      200);
  CHECK(house.get("people/P-1", token).has(R"({"fact":"tax-current","ended":true})"));
  CHECK(house.post("people/P-1/end", token, R"({"fact":"tax-current"})").status == 409);
  CHECK(house.post("people/P-1/reinstate", token, R"({"fact":"tax-current"})").status == 200);
  CHECK(house.get("people/P-1", token).has(R"({"fact":"tax-current","ended":false})"));
  CHECK(house.post("people/P-1/reinstate", token, R"({"fact":"tax-current"})").status == 409);

  const auto ended = house.journal("end");
  REQUIRE(ended.size() == 2);
  CHECK(ended[0].actor == "desk");
  CHECK(ended[0].subject == "P-1");
  CHECK(ended[0].vct == kTax);
  CHECK(ended[0].detail == "decision");
  CHECK(ended[1].detail == "no: refused");
  CHECK(house.journal("reinstate").size() == 2);
}

TEST_CASE("an invitation from the API enrols a wallet once", "[staff-api]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  const Reply invited = house.post("people/P-1/invite", token, "{}");
  REQUIRE(invited.status == 200);
  CHECK(member(invited.body, "expires") == "2026-12-06T12:00:00Z");
  CHECK(house.get("people/P-1", token).has(R"("invited_until":"2026-12-06T12:00:00Z")"));
  const auto cbor = decode_text(Carrier::invitation, member(invited.body, "invitation"));
  REQUIRE(cbor.ok());
  const auto invitation = parse_invitation(*cbor);
  REQUIRE(invitation.ok());
  Wallet wallet(9);
  const std::string pin = member(invited.body, "pin");
  const auto body = wallet.enrol_body(InvitationCode{invitation->code}, pin);
  CHECK(house.office.service().enrol(body, kNoon).ok());
  CHECK(house.get("people/P-1", token).has(R"("enrolled":true)"));

  const Reply anew = house.post("people/P-1/lost-phone", token, "{}");
  REQUIRE(anew.status == 200);
  CHECK(member(anew.body, "pin").size() == 6);
  CHECK(parse_stop_text(member(anew.body, "stop")).ok());
  CHECK(house.get("people/P-1", token).has(R"("enrolled":false)"));
  CHECK(house.journal("invite").size() == 1);
  CHECK(house.journal("lost-phone").size() == 1);
}

TEST_CASE("a fact can end on a later day, and never on one that is over", "[staff-api]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  const auto end = [&](const std::string& from) {
    return house.post("people/P-1/end", token, R"({"fact":"tax-current","from":")" + from + R"("})")
        .status;
  };
  CHECK(end("22.11.2026") == 400);
  CHECK(end("2026-02-30") == 400);
  CHECK(end("2026-12-01") == 200);
  CHECK(house.get("people/P-1", token)
            .has(R"({"fact":"tax-current","until":"2026-11-30","ended":false})"));
}

TEST_CASE("a desk confirms a notice, or refuses it", "[staff-api]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  file_notice(house, "12 Alder Street, \"flat\" <4>");
  const Reply waiting = house.get("notices", token);
  REQUIRE(waiting.status == 200);
  CHECK(waiting.has(
      R"({"id":1,"subject":"P-1","fact":"arrival-notified","filed":"2026-11-22","arrived":"2026-11-20","text":"12 Alder Street, \"flat\" <4>"})"));
  CHECK(house.post("notices/1/confirm", token, R"({"until":"soon"})").status == 400);
  CHECK(house.post("notices/0/confirm", token, "{}").status == 404);
  CHECK(house.post("notices/2/confirm", token, "{}").status == 404);
  CHECK(house.post("notices/1/confirm", token, R"({"until":"2027-02-20"})").status == 200);
  CHECK(house.post("notices/1/refuse", token, "{}").status == 404);  // it waits no more
  CHECK(house.get("notices", token).has(R"({"notices":[]})"));
  CHECK(
      house.get("people/P-1", token)
          .has(
              R"({"fact":"arrival-notified","from":"2026-11-22","until":"2027-02-20","ended":false})"));
}

// What each role gets for each path, in the order register, desk, keys, employer of CEDAR PORT.
struct Right {
  const char* method;
  const char* path;
  const char* body;
  int status[4];
};
constexpr Right kRights[] = {
    {"GET", "me", "", {200, 200, 200, 200}},
    {"GET", "people", "", {403, 403, 403, 200}},
    {"GET", "people/P-1", "", {200, 200, 403, 200}},
    {"GET", "people/P-2", "", {200, 200, 403, 404}},
    {"GET", "people/P-9", "", {404, 404, 403, 404}},
    {"POST", "people/P-1/invite", "{}", {403, 200, 403, 403}},
    {"POST", "people/P-1/lost-phone", "{}", {403, 200, 403, 403}},
    {"POST", "people/P-1/end", R"({"fact":"employed-by"})", {200, 409, 403, 409}},
    {"POST", "people/P-1/reinstate", R"({"fact":"employed-by"})", {200, 409, 403, 409}},
    {"POST", "people/P-1/end", R"({"fact":"tax-current"})", {200, 409, 403, 403}},
    {"POST", "people/P-2/end", R"({"fact":"employed-by"})", {200, 409, 403, 404}},
    {"GET", "notices", "", {403, 200, 403, 403}},
    {"POST", "notices/7/confirm", "{}", {403, 404, 403, 403}},
    {"POST", "notices/7/refuse", "{}", {403, 404, 403, 403}},
    {"GET", "journal", "", {200, 403, 200, 403}},
    {"GET", "proposals", "", {200, 200, 200, 200}},
    {"POST", "proposals/7/approve", "{}", {404, 404, 404, 404}},
};

TEST_CASE("each role may do what it is for, and nothing else", "[staff-api]") {
  StaffHouse house;
  house.account("registrar", kRegisterRole);
  house.account("desk", kDeskRole);
  house.account("keeper", kKeysRole);
  house.account("cedar-port:np", kEmployerRole, "CEDAR PORT");
  const std::string tokens[] = {house.token("registrar"), house.token("desk"),
                                house.token("keeper"), house.token("cedar-port:np")};
  for (const Right& right : kRights) {
    for (int role = 0; role < 4; ++role) {
      CAPTURE(right.path, right.body, role);
      const Reply reply = right.body[0] == '\0' ? house.get(right.path, tokens[role])
                                                : house.post(right.path, tokens[role], right.body);
      CHECK(reply.status == right.status[role]);
      const bool said = reply.status == 200 || reply.has(R"({"error":{"code":")");
      CHECK(said);
    }
  }
}

TEST_CASE("an employer sees and ends only its own employed-by", "[staff-api]") {
  StaffHouse house;
  house.account("cedar-port:np", kEmployerRole, "CEDAR PORT");
  const std::string token = house.token("cedar-port:np");
  CHECK(house.get("people", token).body == "{\"people\":[\"P-1\"]}\n");
  CHECK(house.get("people?after=P-1", token).body == "{\"people\":[]}\n");
  const Reply person = house.get("people/P-1", token);
  CHECK(person.has(
      R"("facts":[{"fact":"employed-by","value":"CEDAR PORT","from":"2026-03-01","ended":false}]})"));
  CHECK(house.get("me", token).has(R"("employer":"CEDAR PORT")"));
  CHECK(house.post("people/P-1/end", token, R"({"fact":"work-permit-valid"})").status == 403);
  CHECK(house.post("people/P-1/end", token, R"({"fact":"employed-by","reason":"contract-ended"})")
            .status == 200);
  const auto ended = house.journal("end");
  REQUIRE(ended.size() == 2);
  CHECK(ended[0].detail == "no: forbidden");
  CHECK(ended[1].actor == "cedar-port:np");
}

TEST_CASE("the journal is read in pieces, in order, with its head", "[staff-api]") {
  StaffHouse house;
  house.account("registrar", kRegisterRole);
  const std::string token = house.token("registrar");
  for (int i = 0; i < 3; ++i) CHECK(house.get("people/P-1", token).status == 200);
  const Reply all = house.get("journal", token);
  const auto head = house.accounts.staff().journal_head();
  REQUIRE(head.ok());
  CHECK(all.has("\"head\":{\"seq\":" + std::to_string(head->seq) + ","));
  CHECK(all.has(R"("act":"find","subject":"P-1")"));
  const Reply rest = house.get("journal?after=" + std::to_string(head->seq - 1), token);
  CHECK(rest.has("{\"lines\":[{\"seq\":" + std::to_string(head->seq) + ","));
  CHECK(house.get("journal?after=x", token).status == 400);
  CHECK(house.get("journal?after=-1", token).status == 400);
  CHECK(house.get("journal?after=1&after=2", token).status == 400);
}

TEST_CASE("a second person approves what a first has proposed", "[staff-api]") {
  StaffHouse house;
  house.account("anna", kRegisterRole);
  house.account("boris", kRegisterRole);
  house.account("desk", kDeskRole);
  const auto actor = house.accounts.staff().current(house.account_of("anna"));
  REQUIRE(actor.ok());
  std::int64_t number = 0;
  const Status asked = house.accounts.staff().second_person(*actor, Act::import_mass, Hash{},
                                                            "ends 3174 facts", kNoon, number);
  REQUIRE(asked.error().code == Errc::needs_second);
  const std::string path = "proposals/" + std::to_string(number) + "/approve";
  const std::string anna = house.token("anna"), boris = house.token("boris"),
                    desk = house.token("desk");
  CHECK(house.get("proposals", desk).has(R"({"proposals":[]})"));
  CHECK(house.get("proposals", boris).has(R"("about":"ends 3174 facts","proposed_by":"anna")"));
  CHECK(house.post(path, anna, "{}").status == 403);
  CHECK(house.post(path, desk, "{}").status == 403);
  CHECK(house.post(path, boris, "{}").status == 200);
  CHECK(house.get("proposals", anna).has(R"("approved_by":"boris")"));
}

TEST_CASE("what is no path of the API is told so in JSON", "[staff-api]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  CHECK(house.get("", token).status == 404);
  CHECK(house.get("peoples", token).status == 404);
  CHECK(house.get("people/", token).status == 404);
  CHECK(house.get("people/P-1/invite", token).status == 404);
  CHECK(house.post("people/P-1/x/invite", token, "{}").status == 404);
  CHECK(house.post("people/%3Cb%3E/invite", token, "{}").status == 404);
  CHECK(house.post("people//invite", token, "{}").status == 404);
  CHECK(house.get("nowhere", "").has(R"({"error":{"code":"not_found")"));
}

}  // namespace
}  // namespace whit
