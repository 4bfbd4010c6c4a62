// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_api_calls.h"

#include <algorithm>

#include "base/hex.h"
#include "issue/import_line.h"

namespace whit::api {
namespace {

constexpr std::size_t kMaxPassword = 1024, kMaxLogin = 64, kCodeDigits = 6;

std::string_view text_of(const Call& call, std::string_view member) {
  const auto found = call.body.find(member);
  return found == call.body.end() ? std::string_view() : std::string_view(found->second.text);
}
bool has(const Call& call, std::string_view member) { return call.body.contains(member); }

HttpResponse done(const Status& status) {
  return status.ok() ? api_answer("{}") : api_error(status.error().code);
}

HttpResponse bad_date() { return bad_request("not a date", "write dates as 2026-11-22"); }

// named_fact is the fact that the body names, or 0 where it names none.
Vct named_fact(const Call& call) { return vct_of(*call.issuing(), text_of(call, "fact")); }

HttpResponse begin(Call& call, const Result<Actor>& actor, Bytes certificate) {
  if (!actor && actor.error().code == Errc::refused) {
    return api_error({429, "slow_down", "too many sign-ins at once", "try again in a few seconds"});
  }
  if (!actor && actor.error().code != Errc::forbidden) return api_error(actor.error().code);
  if (!actor) {
    return api_error({401, "sign_in", "the sign-in was refused",
                      "look at login, password and code; five failures lock for 15 minutes"});
  }
  auto begun = call.parts.sessions.begin(actor->account, SessionUse::api, certificate, call.now);
  JsonOut out;
  out.text("token", begun.token);
  json_me(out, {*actor, begun.ends});
  return api_answer(out.done());
}

HttpResponse invited(const Result<Invited>& invited) {
  return invited ? api_answer(json_of(*invited)) : api_error(invited.error().code);
}

}  // namespace

std::optional<HttpResponse> other_member(const Call& call,
                                         std::initializer_list<std::string_view> fields) {
  for (const auto& [name, value] : call.body) {
    if (std::find(fields.begin(), fields.end(), name) == fields.end()) {
      return bad_request("a member that this path does not take",
                         "see spec/staff-api.json for what it takes");
    }
    if (value.type != JsonValue::Type::text) {
      return bad_request("a member that should be a text", "write texts in double quotes");
    }
  }
  return std::nullopt;
}

HttpResponse sign_in(Call& call) {
  if (auto other = other_member(call, {"login", "password", "code"})) return *std::move(other);
  if (call.body.empty()) {
    const Bytes certificate = call.request.certificate;
    if (certificate.size() != Hash::kSize) return begin(call, Errc::forbidden, {});
    return begin(call, call.parts.office.sign_in(Hash::from(certificate), call.now), certificate);
  }
  const std::string_view login = text_of(call, "login"), password = text_of(call, "password"),
                         code = text_of(call, "code");
  if (call.body.size() != 3 || login.size() > kMaxLogin || password.size() > kMaxPassword ||
      code.size() != kCodeDigits) {
    return bad_request("a sign-in has login, password and code, six digits",
                       "or with a client certificate none of them");
  }
  const SecretBuffer secret = SecretBuffer::copy_of(as_bytes(password));
  return begin(call, call.parts.office.sign_in(login, secret, code, call.now), {});
}

HttpResponse sign_out(Call& call) {
  call.parts.sessions.end(call.request.bearer);
  return api_answer("{}");
}

HttpResponse me(Call& call) {
  JsonOut out;
  json_me(out, call.session);
  return api_answer(out.done());
}

HttpResponse own_people(Call& call) {
  const auto people =
      call.parts.desk.own(call.actor(), call.query["after"], kStaffListSize, call.now);
  if (!people) return api_error(people.error().code);
  return api_answer(JsonOut().raw("people", json_array(*people, json_quoted)).done());
}

HttpResponse find_person(Call& call) {
  const auto person = call.parts.desk.find(call.actor(), call.name, call.now);
  return person ? api_answer(json_of(*person, *call.issuing())) : api_error(person.error().code);
}

HttpResponse invite(Call& call) {
  return invited(call.parts.desk.invite(call.actor(), call.name, call.now));
}
HttpResponse lost_phone(Call& call) {
  return invited(call.parts.desk.lost_phone(call.actor(), call.name, call.now));
}

HttpResponse end_fact(Call& call) {
  if (auto other = other_member(call, {"fact", "from", "reason"})) return *std::move(other);
  if (!has(call, "fact")) return bad_request("no fact is named", "fact: employed-by, say");
  Day from = day_of(call.now);
  if (has(call, "from") && !read_date(text_of(call, "from"), from)) return bad_date();
  const std::string_view reason = text_of(call, "reason");
  if (has(call, "reason") && !is_reason(reason)) {
    return bad_request("reason: not a word or two",
                       "at most 40 letters, digits, spaces and dashes, like contract-ended");
  }
  const Vct vct = named_fact(call);
  if (vct == 0) return api_error(Errc::not_found);
  return done(call.parts.desk.end_fact(call.actor(), call.name, vct, from, reason, call.now));
}

HttpResponse reinstate(Call& call) {
  if (auto other = other_member(call, {"fact"})) return *std::move(other);
  if (!has(call, "fact")) return bad_request("no fact is named", "fact: employed-by, say");
  const Vct vct = named_fact(call);
  if (vct == 0) return api_error(Errc::not_found);
  return done(call.parts.desk.reinstate(call.actor(), call.name, vct, call.now));
}

HttpResponse notices(Call& call) {
  const auto waiting = call.parts.desk.notices(call.actor(), kStaffListSize, call.now);
  if (!waiting) return api_error(waiting.error().code);
  const auto issuing = call.issuing();
  const auto each = [&](const NoticeView& notice) { return json_of(notice, *issuing); };
  return api_answer(JsonOut().raw("notices", json_array(*waiting, each)).done());
}

HttpResponse confirm(Call& call) {
  if (auto other = other_member(call, {"until"})) return *std::move(other);
  Day until = kAlways;
  if (has(call, "until") && !read_date(text_of(call, "until"), until)) return bad_date();
  if (call.number() == 0) return api_error(Errc::not_found);
  return done(call.parts.desk.confirm(call.actor(), call.number(), until, call.now));
}

HttpResponse refuse(Call& call) {
  if (call.number() == 0) return api_error(Errc::not_found);
  return done(call.parts.desk.refuse(call.actor(), call.number(), call.now));
}

HttpResponse journal(Call& call) {
  const std::string_view after = call.query["after"];
  const std::int64_t number = read_number(after);
  if (number == 0 && !after.empty() && after != "0") {
    return bad_request("after: not a number", "after=0 begins with the first line");
  }
  const auto lines =
      call.parts.office.journal(call.actor(), static_cast<std::uint64_t>(number), kStaffListSize);
  if (!lines) return api_error(lines.error().code);
  const auto head = call.parts.office.journal_head();
  if (!head) return api_error(head.error().code);
  const auto issuing = call.issuing();
  const auto each = [&](const JournalLine& line) { return json_of(line, *issuing); };
  JsonOut newest;
  newest.number("seq", head->seq).text("hash", hex::encode(head->hash.view()));
  return api_answer(
      JsonOut().raw("lines", json_array(*lines, each)).raw("head", newest.done()).done());
}

HttpResponse proposals(Call& call) {
  const auto open = visible_proposals(call.parts, call.actor(), call.now);
  if (!open) return api_error(open.error().code);
  const auto each = [](const Proposal& proposal) { return json_of(proposal); };
  return api_answer(JsonOut().raw("proposals", json_array(*open, each)).done());
}

HttpResponse approve(Call& call) {
  if (call.number() == 0) return api_error(Errc::not_found);
  return done(call.parts.office.approve(call.actor(), call.number(), call.now));
}

}  // namespace whit::api
