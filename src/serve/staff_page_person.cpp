// SPDX-License-Identifier: Apache-2.0
// One person: the facts, and ending one or giving it back.
#include <algorithm>

#include "issue/import_line.h"
#include "serve/date_text.h"
#include "serve/staff_page.h"
#include "whit/qr_text.h"

namespace whit::page {
namespace {

// The reasons that the list offers; the journal has these words, whatever the language.
constexpr std::string_view kReasons[] = {"contract-ended", "decision", "register-error", "request",
                                         "other"};

enum class Stand : std::uint8_t { ended, not_yet, over, in_force };

Stand stand_of(const FactView& fact, Day today) {
  if (fact.ended) return Stand::ended;
  if (fact.row.from > today) return Stand::not_yet;
  return fact.row.until < today ? Stand::over : Stand::in_force;
}

// Each stand has a sign and a word, so that nobody needs to see the colour.
Html stand_mark(const Visit& visit, Stand stand) {
  Html out;
  switch (stand) {
    case Stand::ended:
      out << "<strong class=\"mark no\"><span aria-hidden=\"true\">&#10007;</span> "_m
          << visit.say("fact.ended");
      break;
    case Stand::not_yet:
      out << "<strong class=\"mark wait\"><span aria-hidden=\"true\">&#8987;</span> "_m
          << visit.say("fact.not-yet");
      break;
    case Stand::over:
      out << "<strong class=\"mark no\"><span aria-hidden=\"true\">&#9675;</span> "_m
          << visit.say("fact.over");
      break;
    case Stand::in_force:
      out << "<strong class=\"mark yes\"><span aria-hidden=\"true\">&#10003;</span> "_m
          << visit.say("fact.in-force");
      break;
  }
  out << "</strong>"_m;
  return out;
}

std::string window_of(const Visit& visit, const FactRow& row) {
  const std::string from = date_text(row.from), until = date_text(row.until);
  if (row.from != 0 && row.until != kAlways) {
    return visit.say("fact.from-until", {{"from", from}, {"until", until}});
  }
  if (row.from != 0) return visit.say("fact.from", {{"from", from}});
  if (row.until != kAlways) return visit.say("fact.until", {{"until", until}});
  return std::string(visit.say("fact.always"));
}

std::string fact_name(const Visit& visit, const FactRow& row) {
  const std::string value = value_text(row.value);
  return value.empty() ? label(visit, row.vct) : label(visit, row.vct) + ": " + value;
}

Html fact_row(const Visit& visit, const PersonView& person, const FactView& fact) {
  const auto issuing = visit.parts.service.issuing();
  const std::string slug = slug_of(*issuing, fact.row.vct);
  const std::string name = fact_name(visit, fact.row);
  const Stand stand = stand_of(fact, day_of(visit.now));
  Html out;
  out << "<li>\n<h3>"_m << name << "</h3>\n<p>"_m << stand_mark(visit, stand) << " <span>"_m
      << window_of(visit, fact.row) << "</span></p>\n"_m;
  const bool mine = may_touch(visit.actor(), slug, fact.row.value);
  if (mine && stand == Stand::ended && may(visit.actor(), Act::reinstate)) {
    out << form(visit, "/staff/reinstate", {{"ref", person.subject}, {"fact", slug}})
        << "<button type=\"submit\">"_m << visit.say("reinstate.button")
        << "<span class=\"quiet\">: "_m << name << "</span></button>\n</form>\n"_m;
  } else if (mine && stand != Stand::ended && may(visit.actor(), Act::end_fact)) {
    out << "<p><a class=\"button\" href=\""_m
        << link(visit, "/staff/end", {{"ref", person.subject}, {"fact", slug}}) << "\">"_m
        << visit.say("end.link") << "<span class=\"quiet\">: "_m << name << "</span></a></p>\n"_m;
  }
  out << "</li>\n"_m;
  return out;
}

Html wallet_part(const Visit& visit, const PersonView& person) {
  const Texts& say = visit.say;
  Html out;
  out << "<h2>"_m << say("wallet.title") << "</h2>\n<p>"_m
      << say(person.enrolled ? "wallet.enrolled" : "wallet.none") << "</p>\n"_m;
  if (person.invited_until != 0) {
    out << "<p>"_m << say("wallet.invited", {{"until", minute_text(person.invited_until)}})
        << "</p>\n"_m;
  }
  if (may(visit.actor(), Act::invite)) {
    out << form(visit, "/staff/invite", {{"ref", person.subject}}) << "<p class=\"hint\">"_m
        << say(person.enrolled ? "invite.hint-enrolled" : "invite.hint") << "</p>\n"_m
        << button(say("invite.button"));
  }
  if (person.enrolled && may(visit.actor(), Act::lost_phone)) {
    out << "<p><a class=\"button\" href=\""_m
        << link(visit, "/staff/lost-phone", {{"ref", person.subject}}) << "\">"_m
        << say("lost.link") << "</a></p>\n"_m;
  }
  return out;
}

struct Chosen {
  PersonView person;
  FactView fact;
  std::string slug;
};

// chosen is the person and the fact that the fields name, as far as this actor may see them.
Result<Chosen> chosen(const Visit& visit) {
  const auto issuing = visit.parts.service.issuing();
  const Vct vct = vct_of(*issuing, visit.fields["fact"]);
  WHIT_TRY(PersonView person,
           visit.parts.desk.find(visit.actor(), trimmed(visit.fields["ref"]), visit.now));
  const auto found = std::find_if(person.facts.begin(), person.facts.end(),
                                  [vct](const FactView& fact) { return fact.row.vct == vct; });
  if (vct == 0 || found == person.facts.end()) return Errc::not_found;
  const FactView fact = *found;
  return Chosen{std::move(person), fact, slug_of(*issuing, vct)};
}

HttpResponse end_form(const Visit& visit, const Chosen& of, int status, const Html& above) {
  const Texts& say = visit.say;
  const std::string today = date_text(day_of(visit.now));
  Html main;
  main << above << "<p class=\"what\">"_m << fact_name(visit, of.fact.row) << "<br>\n"_m
       << of.person.subject << "</p>\n<p>"_m << say("end.what-happens") << "</p>\n"_m
       << form(visit, "/staff/end", {{"ref", of.person.subject}, {"fact", of.slug}})
       << "<label for=\"from\">"_m << say("end.from")
       << "</label>\n<input id=\"from\" name=\"from\" type=\"date\" required value=\""_m << today
       << "\" min=\""_m << today
       << "\" aria-describedby=\"from-hint\">\n"
          "<p class=\"hint\" id=\"from-hint\">"_m
       << say("date-hint") << "</p>\n<label for=\"reason\">"_m << say("end.reason")
       << "</label>\n<select id=\"reason\" name=\"reason\">\n"_m;
  for (const std::string_view reason : kReasons) {
    main << "<option value=\""_m << reason << "\">"_m << say("reason." + std::string(reason))
         << "</option>\n"_m;
  }
  main << "</select>\n"_m << button(say("end.button")) << "<p><a href=\""_m
       << link(visit, "/staff/person", {{"ref", of.person.subject}}) << "\">"_m << say("cancel")
       << "</a></p>\n"_m;
  return show(visit, std::string(say("end.title")), std::move(main), status);
}

}  // namespace

HttpResponse person(Visit& visit) {
  const auto found = visit.parts.desk.find(visit.actor(), trimmed(visit.fields["ref"]), visit.now);
  if (!found) return problem(visit, found.error().code);
  Html main;
  main << what_was_done(visit) << "<h2>"_m << visit.say("facts.title") << "</h2>\n"_m;
  if (found->facts.empty()) main << "<p>"_m << visit.say("facts.none") << "</p>\n"_m;
  if (!found->facts.empty()) {
    main << "<ul class=\"facts\">\n"_m;
    for (const FactView& fact : found->facts) main << fact_row(visit, *found, fact);
    main << "</ul>\n"_m;
  }
  main << wallet_part(visit, *found);
  return show(visit, visit.say("person.title", {{"reference", found->subject}}), std::move(main));
}

HttpResponse ask_end(Visit& visit) {
  const auto of = chosen(visit);
  return of ? end_form(visit, *of, 200, {}) : problem(visit, of.error().code);
}

HttpResponse end_fact(Visit& visit) {
  Day from = 0;
  const bool date = read_date(trimmed(visit.fields["from"]), from);
  if (!date || from < day_of(visit.now)) {
    const auto of = chosen(visit);
    if (!of) return problem(visit, of.error().code);
    return end_form(visit, *of, 400, alert(visit.say(date ? "end.past" : "error.date")));
  }
  const std::string_view reason = visit.fields["reason"];
  if (!is_reason(reason)) return problem(visit, 400, "error.form");
  const std::string_view reference = trimmed(visit.fields["ref"]);
  const Vct vct = vct_of(*visit.parts.service.issuing(), visit.fields["fact"]);
  const Status ended =
      visit.parts.desk.end_fact(visit.actor(), reference, vct, from, reason, visit.now);
  if (!ended) return problem(visit, ended.error().code);
  return go(visit, "/staff/person", {{"ref", reference}, {"done", "ended"}});
}

HttpResponse reinstate(Visit& visit) {
  const std::string_view reference = trimmed(visit.fields["ref"]);
  const Vct vct = vct_of(*visit.parts.service.issuing(), visit.fields["fact"]);
  const Status given = visit.parts.desk.reinstate(visit.actor(), reference, vct, visit.now);
  if (!given) return problem(visit, given.error().code);
  return go(visit, "/staff/person", {{"ref", reference}, {"done", "reinstated"}});
}

}  // namespace whit::page
