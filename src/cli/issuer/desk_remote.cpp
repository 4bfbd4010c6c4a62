// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/desk_remote.h"

#include <nlohmann/json.hpp>

#include "cli/common/clock.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

using nlohmann::json;

// errc_of is what the same refusal is called on the machine itself. What has no name there is said
// as the server says it.
Errc errc_of(const ApiAnswer& answer) {
  if (answer.code == "forbidden") return Errc::forbidden;
  if (answer.code == "needs_second") return Errc::needs_second;
  if (answer.code == "not_found") return Errc::not_found;
  if (answer.code == "refused") return Errc::refused;
  throw Failure(answer.message.empty() ? "the server could not do it" : answer.message,
                answer.hint);
}

std::string iso_date(Day day) { return format_rfc3339(midnight(day)).substr(0, 10); }

}  // namespace

RemoteDesk::RemoteDesk(Common common, StaffLogin login)
    : common_(std::move(common)), login_(std::move(login)), client_(client_of(login_)) {}

Result<std::string> RemoteDesk::get(const std::string& path) {
  ApiAnswer answer = answer_of(client_->get("/staff/v1/" + path), login_);
  if (!answer.code.empty()) return errc_of(answer);
  return std::move(answer.body);
}

Result<std::string> RemoteDesk::post(const std::string& path, const std::string& body) {
  ApiAnswer answer =
      answer_of(client_->post("/staff/v1/" + path, "application/json", as_bytes(body)), login_);
  if (!answer.code.empty()) return errc_of(answer);
  return std::move(answer.body);
}

Who RemoteDesk::who() {
  const auto body = get("me");
  if (!body) throw Failure(std::string(sentence(body.error().code)));
  Who out = read_who(*body);
  out.place = "at " + login_.url;
  return out;
}

Result<WorkPerson> RemoteDesk::find(const std::string& subject) {
  WHIT_TRY(const std::string body, get("people/" + subject));
  return read_person(body);
}

Result<std::vector<std::string>> RemoteDesk::own(const std::string& after) {
  WHIT_TRY(const std::string body, get(after.empty() ? "people" : "people?after=" + after));
  return read_people(body);
}

Result<WorkInvited> RemoteDesk::invited(const std::string& path) {
  WHIT_TRY(const std::string body, post(path, "{}"));
  return read_invited(body);
}

Result<WorkInvited> RemoteDesk::invite(const std::string& subject) {
  return invited("people/" + subject + "/invite");
}

Result<WorkInvited> RemoteDesk::lost_phone(const std::string& subject) {
  return invited("people/" + subject + "/lost-phone");
}

Status RemoteDesk::end_fact(const std::string& subject, const std::string& slug, Day from,
                            const std::string& reason) {
  json object = {{"fact", slug}, {"from", iso_date(from)}};
  if (!reason.empty()) object["reason"] = reason;
  WHIT_CHECK(post("people/" + subject + "/end",
                  object.dump(-1, ' ', false, json::error_handler_t::replace)));
  return {};
}

Status RemoteDesk::reinstate(const std::string& subject, const std::string& slug) {
  const json object = {{"fact", slug}};
  WHIT_CHECK(post("people/" + subject + "/reinstate",
                  object.dump(-1, ' ', false, json::error_handler_t::replace)));
  return {};
}

Result<std::vector<WorkNotice>> RemoteDesk::notices() {
  WHIT_TRY(const std::string body, get("notices"));
  return read_notices(body);
}

Status RemoteDesk::confirm(std::int64_t notice, std::optional<Day> until) {
  const std::string body = until ? "{\"until\":\"" + iso_date(*until) + "\"}" : "{}";
  WHIT_CHECK(post("notices/" + std::to_string(notice) + "/confirm", body));
  return {};
}

Status RemoteDesk::refuse(std::int64_t notice) {
  WHIT_CHECK(post("notices/" + std::to_string(notice) + "/refuse", "{}"));
  return {};
}

// Stopping needs no account, so it goes where wallets go.
Status RemoteDesk::stop(const StopCode& code) {
  if (login_.iss.empty()) {
    throw Failure("the address where wallets collect isn't known here",
                  "sign in again with --trust FILE, or: whit-wallet stop");
  }
  const ByteVector body = encode(StopRequest{login_.iss, code});
  const HttpReply reply =
      HttpClient(login_.office.url, {}, login_.ca).post("/v1/stop", "application/cbor", body);
  if (reply.failure != HttpFailure::none) {
    throw Failure(printable(login_.office.url) + ": " + std::string(sentence(reply.failure)));
  }
  if (reply.status == 403 || reply.status == 404) return Errc::not_found;
  if (!reply.ok()) {
    throw Failure(printable(login_.office.url) + " answers " + std::to_string(reply.status));
  }
  return {};
}

LetterOffice RemoteDesk::office() {
  if (login_.office.words.empty()) {
    throw Failure("the six words of the office aren't known here",
                  "sign in again with --trust FILE --office NAME");
  }
  return login_.office;
}

}  // namespace whit::cli
