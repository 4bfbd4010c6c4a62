// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_api_json.h"

#include "base/hex.h"
#include "serve/date_text.h"
#include "token/stop.h"
#include "whit/qr_text.h"

namespace whit {
namespace {

void add_value(JsonOut& out, std::string_view name, const Value& value) {
  if (value.type == Value::Type::number) out.number(name, value.number);
  if (value.type == Value::Type::text) out.text(name, value.text.view());
}

std::string json_of(const FactView& fact, const Issuing& issuing) {
  JsonOut out;
  out.text("fact", slug_of(issuing, fact.row.vct));
  add_value(out, "value", fact.row.value);
  if (fact.row.from != 0) out.text("from", date_text(fact.row.from));
  if (fact.row.until != kAlways) out.text("until", date_text(fact.row.until));
  return out.yes_no("ended", fact.ended).done();
}

}  // namespace

HttpResponse api_answer(std::string json) {
  HttpResponse out;
  out.status = 200;
  out.content_type = "application/json";
  out.body = std::move(json) + "\n";
  return out;
}

HttpResponse api_error(const ApiError& error) {
  JsonOut inner;
  inner.text("code", error.code).text("message", error.message).text("hint", error.hint);
  HttpResponse out = api_answer(JsonOut().raw("error", inner.done()).done());
  out.status = error.status;
  return out;
}

HttpResponse bad_request(std::string message, std::string hint) {
  return api_error({400, "bad_request", std::move(message), std::move(hint)});
}

HttpResponse api_error(Errc code) {
  switch (code) {
    case Errc::forbidden:
      return api_error({403, "forbidden", "this account may not do that",
                        "employers can end only their own employed-by; ask whoever may"});
    case Errc::needs_second:
      return api_error({403, "needs_second", "a second person has to approve this first",
                        "somebody else with the same role approves the proposal"});
    case Errc::not_found:
      return api_error({404, "not_found", "there is no such thing, or it is not yours",
                        "look at the reference or number again"});
    case Errc::refused:
    case Errc::already_exists:
      return api_error(
          {409, "refused", "it can not be done as things stand", "look again at what stands now"});
    case Errc::clock_back:
      return api_error({503, "unavailable", "the issuer's clock stands before its own last act",
                        "tell the operator; nothing was changed"});
    case Errc::storage_failed:
      return api_error({503, "unavailable", "the store can not write now",
                        "try again in a minute; nothing was changed"});
    default:
      return api_error({500, "internal", "a fault of the service", "tell the operator"});
  }
}

void json_me(JsonOut& out, const StaffSession& session) {
  out.text("login", session.actor.login);
  out.raw("roles", json_array(role_names(session.actor), json_quoted));
  add_value(out, "employer", session.actor.employer);
  out.text("expires", time_text(session.ends));
}

std::string json_of(const PersonView& person, const Issuing& issuing) {
  JsonOut out;
  out.text("subject", person.subject).yes_no("enrolled", person.enrolled);
  if (person.invited_until != 0) out.text("invited_until", time_text(person.invited_until));
  out.raw("facts",
          json_array(person.facts, [&](const FactView& fact) { return json_of(fact, issuing); }));
  return out.done();
}

std::string json_of(const Invited& invited) {
  JsonOut out;
  out.text("invitation", encode_text(Carrier::invitation, encode(invited.invitation)));
  out.text("pin", invited.pin).text("stop", stop_text(invited.stop));
  return out.text("expires", time_text(invited.expires)).done();
}

std::string json_of(const NoticeView& notice, const Issuing& issuing) {
  JsonOut out;
  out.number("id", static_cast<std::uint64_t>(notice.id)).text("subject", notice.subject);
  out.text("fact", slug_of(issuing, notice.vct)).text("filed", date_text(notice.filed));
  return out.text("arrived", date_text(notice.arrived)).text("text", notice.text).done();
}

std::string json_of(const JournalLine& line, const Issuing& issuing) {
  JsonOut out;
  out.number("seq", line.seq).text("time", time_text(line.time));
  out.text("actor", line.actor).text("act", line.act);
  if (!line.subject.empty()) out.text("subject", line.subject);
  if (line.vct != 0) out.text("fact", slug_of(issuing, line.vct));
  return out.text("detail", line.detail).text("hash", hex::encode(line.hash.view())).done();
}

std::string json_of(const Proposal& proposal) {
  JsonOut out;
  out.number("id", static_cast<std::uint64_t>(proposal.id)).text("act", proposal.act);
  out.text("about", proposal.about).text("proposed_by", proposal.proposed_by);
  out.text("proposed", time_text(proposal.proposed));
  if (!proposal.approved_by.empty()) out.text("approved_by", proposal.approved_by);
  return out.done();
}

}  // namespace whit
