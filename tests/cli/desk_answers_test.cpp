// SPDX-License-Identifier: Apache-2.0
// Answers of a staff API, which may be anything, and what is said of its refusals.
#include <catch2/catch.hpp>

#include "cli/issuer/desk_commands.h"
#include "cli/issuer/desk_remote.h"

using namespace whit;
using namespace whit::cli;

namespace {

HttpReply reply(int status, std::string_view body) {
  HttpReply out;
  out.status = status;
  out.body.assign(body.begin(), body.end());
  return out;
}

StaffLogin signed_in() {
  StaffLogin out;
  out.url = "https://office.example:8441";
  out.login = "oksana";
  out.token = "00";
  return out;
}

std::string error_of(int status, std::string_view body, const StaffLogin& login) {
  try {
    (void)answer_of(reply(status, body), login);
  } catch (const Failure& failure) {
    return failure.error();
  }
  return "";
}

// Employed is a desk of which only the account matters.
class Employed final : public DeskWork {
 public:
  explicit Employed(std::string employer) : employer_(std::move(employer)) {}
  Who who() override {
    return {"somebody", {employer_.empty() ? "desk" : "employer"}, employer_, "", 0};
  }
  UnixTime now() override { return 0; }
  Result<WorkPerson> find(const std::string&) override { return Errc::not_found; }
  Result<std::vector<std::string>> own(const std::string&) override { return Errc::forbidden; }
  Result<WorkInvited> invite(const std::string&) override { return Errc::forbidden; }
  Result<WorkInvited> lost_phone(const std::string&) override { return Errc::forbidden; }
  Status end_fact(const std::string&, const std::string&, Day, const std::string&) override {
    return Errc::forbidden;
  }
  Status reinstate(const std::string&, const std::string&) override { return Errc::forbidden; }
  Result<std::vector<WorkNotice>> notices() override { return Errc::forbidden; }
  Status confirm(std::int64_t, std::optional<Day>) override { return Errc::forbidden; }
  Status refuse(std::int64_t) override { return Errc::forbidden; }
  Status stop(const StopCode&) override { return Errc::not_found; }
  LetterOffice office() override { return {}; }
  UnixTime next_bundle() override { return 0; }

 private:
  std::string employer_;
};

}  // namespace

TEST_CASE("desk answers: a person as the API says it") {
  const WorkPerson person = read_person(
      R"({"subject":"P-0042","enrolled":true,"invited_until":"2026-12-06T12:14:05Z","facts":[
          {"fact":"employed-by","value":"CEDAR PORT","from":"2026-03-01","ended":true},
          {"fact":"work-permit-until","value":203512,"until":"2035-12-31","ended":false}]})");
  CHECK(person.subject == "P-0042");
  CHECK(person.enrolled);
  CHECK(person.invited_until == 1796559245);
  REQUIRE(person.facts.size() == 2);
  CHECK(person.facts[0].value == "CEDAR PORT");
  CHECK_FALSE(person.facts[0].number);
  CHECK(person.facts[0].from == Day{20513});
  CHECK_FALSE(person.facts[0].until);
  CHECK(person.facts[0].ended);
  CHECK(person.facts[1].value == "203512");
  CHECK(person.facts[1].number);
}

TEST_CASE("desk answers: whatever isn't what the API says is a sentence") {
  for (const char* body :
       {"", "[]", "{}", "nonsense", R"({"subject":"P-0042","enrolled":"yes","facts":[]})",
        R"({"subject":"P-0042","enrolled":true})",
        R"({"subject":"../../x","enrolled":true,"facts":[]})",
        R"({"subject":"P-1","enrolled":true,"facts":[{"fact":"a","ended":false,"from":"soon"}]})",
        R"({"subject":"P-1","enrolled":true,"facts":[{"fact":7,"ended":false}]})"}) {
    INFO(body);
    CHECK_THROWS_AS(read_person(body), Failure);
  }
  CHECK_THROWS_AS(read_people(R"({"people":["P-1",2]})"), Failure);
  CHECK_THROWS_AS(read_people(R"({"people":"P-1"})"), Failure);
  CHECK_THROWS_AS(read_notices(R"({"notices":[{"id":1}]})"), Failure);
  CHECK_THROWS_AS(read_invited(R"({"invitation":"WI1:","pin":"1"})"), Failure);
  CHECK_THROWS_AS(read_who("null"), Failure);
  CHECK(read_people(R"({"people":[]})").empty());
}

TEST_CASE("desk answers: nothing in them steers a terminal") {
  const auto notices = read_notices(
      R"({"notices":[{"id":1,"subject":"P-1","fact":"a","filed":"2026-11-22",
                      "arrived":"2026-11-20","text":"x\u001b[2Jy"}]})");
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].text == "x?[2Jy");
  const auto answer =
      answer_of(reply(403, R"({"error":{"code":"forbidden","message":"a\nb","hint":"c\u0007"}})"),
                signed_in());
  CHECK(answer.code == "forbidden");
  CHECK(answer.message == "a?b");
  CHECK(answer.hint == "c?");
}

TEST_CASE("desk answers: an ended session, another server, no server") {
  const std::string_view ended = R"({"error":{"code":"sign_in","message":"m","hint":"h"}})";
  CHECK(error_of(401, ended, signed_in()) == "the session of oksana has ended");
  StaffLogin nobody = signed_in();
  nobody.token.clear();
  CHECK(answer_of(reply(401, ended), nobody).code == "sign_in");
  CHECK(error_of(404, "<html>", signed_in()) ==
        "https://office.example:8441 answers 404, which is not the staff API");
  CHECK(error_of(200, "[]", signed_in()) ==
        "https://office.example:8441 answers 200, which is not the staff API");
  CHECK(answer_of(reply(500, R"({"error":{}})"), signed_in()).code == "internal");
  HttpReply none;
  none.failure = HttpFailure::unreachable;
  CHECK_THROWS_AS(answer_of(none, signed_in()), Failure);
}

TEST_CASE("desk failures: one sentence for each, by who asks") {
  Employed desk(""), employer("SEVERSTROY");
  const DeskAsk end{Act::end_fact, "P-0042", "employed-by"}, find{Act::find, "P-0042", ""};
  CHECK(desk_failure(Errc::forbidden, end, employer).error() ==
        "employer accounts can end only employed-by of SEVERSTROY");
  CHECK(desk_failure(Errc::forbidden, {Act::see_notices, "", ""}, employer).error() ==
        "somebody (employer) may not see notices");
  CHECK(desk_failure(Errc::not_found, find, employer).error() ==
        "P-0042: no such person, or not yours");
  CHECK(desk_failure(Errc::not_found, find, desk).error() == "the register has no P-0042");
  CHECK(desk_failure(Errc::not_found, end, desk).error() ==
        "the register has no employed-by of P-0042");
  CHECK(desk_failure(Errc::refused, {Act::reinstate, "P-0042", "employed-by"}, desk).error() ==
        "employed-by of P-0042 hasn't ended");
  CHECK(desk_failure(Errc::storage_failed, find, desk).error() ==
        "the storage failed; nothing was changed");
  CHECK(desk_failure(Errc::clock_back, find, desk).code() == Exit::could_not_work);
}
