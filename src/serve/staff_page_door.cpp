// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the first page behind the door.
#include "crypto/secret.h"
#include "serve/staff_page.h"

namespace whit::page {
namespace {

constexpr std::size_t kMaxPassword = 1024, kMaxLogin = 64, kCodeDigits = 6;

HttpResponse sign_in_form(const Visit& visit, int status, const Html& above) {
  const Texts& say = visit.say;
  Html main;
  main << above << form(visit, "/staff/sign-in") << "<label for=\"login\">"_m
       << say("sign-in.login")
       << "</label>\n<input id=\"login\" name=\"login\" required maxlength=\"64\""
          " autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\">\n"
          "<label for=\"password\">"_m
       << say("sign-in.password")
       << "</label>\n<input id=\"password\" name=\"password\" type=\"password\" required"
          " maxlength=\"1024\" autocomplete=\"current-password\">\n<label for=\"code\">"_m
       << say("sign-in.code")
       << "</label>\n<input id=\"code\" name=\"code\" required inputmode=\"numeric\""
          " pattern=\"[0-9 ]*\" maxlength=\"7\" autocomplete=\"one-time-code\""
          " aria-describedby=\"code-hint\">\n<p class=\"hint\" id=\"code-hint\">"_m
       << say("sign-in.code-hint") << "</p>\n"_m << button(say("sign-in.button"));
  if (!visit.request.certificate.empty()) {
    main << "<h2>"_m << say("sign-in.certificate") << "</h2>\n"_m
         << form(visit, "/staff/sign-in", {{"certificate", "yes"}})
         << button(say("sign-in.certificate-button"));
  }
  return show(visit, std::string(say("sign-in.title")), std::move(main), status);
}

HttpResponse begin(const Visit& visit, const Result<Actor>& actor, Bytes certificate) {
  if (!actor && actor.error().code == Errc::refused) {
    return sign_in_form(visit, 429, alert(visit.say("sign-in.busy")));
  }
  if (!actor && actor.error().code == Errc::forbidden) {
    return sign_in_form(visit, 403, alert(visit.say("sign-in.refused")));
  }
  if (!actor) return problem(visit, actor.error().code);
  HttpResponse out = go(visit, "/staff/");
  out.set_cookie =
      visit.parts.sessions.begin(actor->account, SessionUse::page, certificate, visit.now).token;
  return out;
}

// People write the six digits as two groups of three.
std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out += c;
  }
  return out;
}

}  // namespace

HttpResponse sign_in_page(Visit& visit) {
  if (visit.signed_in()) return go(visit, "/staff/");
  return sign_in_form(visit, 200, what_was_done(visit));
}

HttpResponse sign_in(Visit& visit) {
  StaffOffice& office = visit.parts.office;
  if (!visit.parts.sessions.fits(visit.fields["form"], visit.request.cookie)) {
    return sign_in_form(visit, 403, alert(visit.say("sign-in.again")));
  }
  const Bytes certificate = visit.request.certificate;
  if (!visit.fields["certificate"].empty()) {
    if (certificate.size() != Hash::kSize) return begin(visit, Errc::forbidden, {});
    return begin(visit, office.sign_in(Hash::from(certificate), visit.now), certificate);
  }
  const std::string_view login = visit.fields["login"], password = visit.fields["password"];
  const std::string code = without_spaces(visit.fields["code"]);
  if (login.size() > kMaxLogin || password.size() > kMaxPassword || code.size() != kCodeDigits) {
    return begin(visit, Errc::forbidden, {});
  }
  const SecretBuffer secret = SecretBuffer::copy_of(as_bytes(password));
  return begin(visit, office.sign_in(login, secret, code, visit.now), {});
}

HttpResponse sign_out(Visit& visit) {
  visit.parts.sessions.end(visit.request.cookie);
  HttpResponse out = go(visit, "/staff/sign-in", {{"done", "signed-out"}});
  out.set_cookie = std::string("-");  // g++ 12 warns of a plain "-" without reason
  return out;
}

HttpResponse home(Visit& visit) {
  const Texts& say = visit.say;
  Html main;
  main << what_was_done(visit);
  if (!may(visit.actor(), Act::find)) {
    main << "<p>"_m << say("find.not-yours") << "</p>\n"_m;
    return show(visit, std::string(say("home.title")), std::move(main));
  }
  main << "<form method=\"get\" action=\"/staff/person\">\n"_m;
  if (visit.fields["lang"] == say.code()) {
    main << "<input type=\"hidden\" name=\"lang\" value=\""_m << say.code() << "\">\n"_m;
  }
  main << "<label for=\"ref\">"_m << say("find.reference")
       << "</label>\n<input id=\"ref\" name=\"ref\" required maxlength=\"32\" autocomplete=\"off\""
          " autocapitalize=\"characters\" spellcheck=\"false\" aria-describedby=\"ref-hint\">\n"
          "<p class=\"hint\" id=\"ref-hint\">"_m
       << say("find.hint") << "</p>\n"_m << button(say("find.button"));
  return show(visit, std::string(say("find.title")), std::move(main));
}

HttpResponse own_people(Visit& visit) {
  const auto people =
      visit.parts.desk.own(visit.actor(), visit.fields["after"], kStaffListSize, visit.now);
  if (!people) return problem(visit, people.error().code);
  Html main;
  if (people->empty()) main << "<p>"_m << visit.say("people.none") << "</p>\n"_m;
  if (!people->empty()) main << "<ul class=\"people\">\n"_m;
  for (const std::string& one : *people) {
    main << "<li><a href=\""_m << link(visit, "/staff/person", {{"ref", one}}) << "\">"_m << one
         << "</a></li>\n"_m;
  }
  if (!people->empty()) main << "</ul>\n"_m;
  if (people->size() == static_cast<std::size_t>(kStaffListSize)) {
    main << "<p><a rel=\"next\" href=\""_m
         << link(visit, "/staff/people", {{"after", people->back()}}) << "\">"_m
         << visit.say("next") << "</a></p>\n"_m;
  }
  return show(visit, std::string(visit.say("people.title")), std::move(main));
}

}  // namespace whit::page
