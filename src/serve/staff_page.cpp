// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_page.h"

#include <algorithm>

namespace whit::page {
namespace {

constexpr std::string_view kStyle = "/staff/style.css";

struct Stop {
  Act act;
  std::string_view path, text;
};
constexpr Stop kRound[] = {
    {Act::find, "/staff/", "find.title"},
    {Act::list_own, "/staff/people", "people.title"},
    {Act::see_notices, "/staff/notices", "notices.title"},
    {Act::import_mass, "/staff/proposals", "proposals.title"},
    {Act::keys, "/staff/proposals", "proposals.title"},
    {Act::see_journal, "/staff/journal", "journal.title"},
};

Html way_round(const Visit& visit) {
  Html out;
  if (!visit.signed_in()) return out;
  out << "<nav aria-label=\""_m << visit.say("round") << "\">\n<ul>\n"_m;
  std::string_view last;
  for (const Stop& stop : kRound) {
    if (!may(visit.actor(), stop.act) || stop.path == last) continue;
    last = stop.path;
    out << "<li><a href=\""_m << link(visit, stop.path) << "\""_m;
    if (visit.request.path == stop.path) out << " aria-current=\"page\""_m;
    out << ">"_m << visit.say(stop.text) << "</a></li>\n"_m;
  }
  out << "</ul>\n</nav>\n"_m << form(visit, "/staff/sign-out") << "<p class=\"who\">"_m
      << visit.say("who", {{"login", visit.actor().login}}) << "</p>\n"_m
      << button(visit.say("sign-out"));
  return out;
}

// The result of a form can't be asked for again in another language, so that leads home.
std::string here(const Visit& visit) {
  if (visit.method == HttpMethod::post) return "/staff/?";
  std::string out(visit.request.path);
  out += '?';
  for (const std::string_view name : {"ref", "fact", "after"}) {
    const std::string_view value = visit.fields[name];
    if (!value.empty()) out += std::string(name) + '=' + url_encoded(value) + '&';
  }
  return out;
}

}  // namespace

std::string link(const Visit& visit, std::string_view path, Fields fields) {
  std::string out(path);
  char before = '?';
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    ((((out += before) += name) += '=') += url_encoded(value));
    before = '&';
  };
  for (const auto& [name, value] : fields) add(name, value);
  if (visit.fields["lang"] == visit.say.code()) add("lang", visit.say.code());
  return out;
}

Html form(const Visit& visit, std::string_view path, Fields fields) {
  Html out;
  out << "<form method=\"post\" action=\""_m << path << "\">\n"_m;
  const auto hidden = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out << "<input type=\"hidden\" name=\""_m << name << "\" value=\""_m << value << "\">\n"_m;
  };
  for (const auto& [name, value] : fields) hidden(name, value);
  if (visit.fields["lang"] == visit.say.code()) hidden("lang", visit.say.code());
  hidden("form", visit.parts.sessions.form_token(visit.cookie));
  return out;
}

Html button(std::string_view text) {
  Html out;
  out << "<button type=\"submit\">"_m << text << "</button>\n</form>\n"_m;
  return out;
}

HttpResponse show(const Visit& visit, std::string title, Html main, int status) {
  const std::string where = here(visit);
  HttpResponse out = render({visit.say, visit.languages, visit.parts.look.office, kStyle, where,
                             std::move(title), way_round(visit), std::move(main)},
                            status);
  if (visit.cookie != visit.request.cookie) out.set_cookie = visit.cookie;
  return out;
}

HttpResponse go(const Visit& visit, std::string_view path, Fields fields) {
  HttpResponse out;
  out.status = 303;
  out.location = link(visit, path, fields);
  out.policy = kPagePolicy;
  return out;
}

HttpResponse problem(const Visit& visit, int status, std::string_view key) {
  Html main;
  main << alert(visit.say(key)) << "<p><a href=\""_m << link(visit, "/staff/") << "\">"_m
       << visit.say("back") << "</a></p>\n"_m;
  return show(visit, std::string(visit.say("error.title")), std::move(main), status);
}

HttpResponse problem(const Visit& visit, Errc code) {
  switch (code) {
    case Errc::forbidden:
      return problem(visit, 403, "error.forbidden");
    case Errc::needs_second:
      return problem(visit, 403, "error.second");
    case Errc::not_found:
      return problem(visit, 404, "error.not-found");
    case Errc::refused:
    case Errc::already_exists:
      return problem(visit, 409, "error.refused");
    case Errc::clock_back:
      return problem(visit, 503, "error.clock");
    case Errc::storage_failed:
      return problem(visit, 503, "error.store");
    default:
      return problem(visit, 500, "error.internal");
  }
}

Html what_was_done(const Visit& visit) {
  const std::string key = "done." + std::string(visit.fields["done"]);
  return visit.say.has(key) ? note(visit.say(key)) : Html();
}

std::string label(const Visit& visit, Vct vct) {
  const auto issuing = visit.parts.service.issuing();
  const CatalogueFact* fact = issuing->find_fact(vct);
  if (fact == nullptr) return slug_of(*issuing, vct);
  for (const std::string_view language : {visit.say.code(), std::string_view("en")}) {
    const auto found = std::find_if(fact->labels.begin(), fact->labels.end(), [&](const auto& one) {
      return std::string_view(one.first) == language;
    });
    if (found != fact->labels.end()) return found->second;
  }
  return fact->slug;
}

}  // namespace whit::page
