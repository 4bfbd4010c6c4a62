// SPDX-License-Identifier: Apache-2.0
// Invitations: the sheet that a person takes home, and the PIN that doesn't travel with it.
#include "serve/date_text.h"
#include "serve/staff_page.h"
#include "token/stop.h"
#include "whit/qr_text.h"

namespace whit::page {
namespace {

Html sheet_part(const Visit& visit, std::string_view reference, const Invited& invited) {
  const Texts& say = visit.say;
  const std::string code = encode_text(Carrier::invitation, encode(invited.invitation));
  Html out;
  out << "<section class=\"sheet\" aria-labelledby=\"sheet\">\n<h2 id=\"sheet\">"_m
      << visit.parts.look.office << "</h2>\n<p>"_m << say("sheet.for", {{"reference", reference}})
      << "</p>\n<ol>\n<li>"_m << say("sheet.step-1") << "</li>\n<li>"_m << say("sheet.step-2")
      << "<br><strong class=\"words\">"_m << visit.parts.look.words << "</strong></li>\n<li>"_m
      << say("sheet.step-3") << "</li>\n</ol>\n"_m;
  if (visit.parts.look.draw_qr) {
    Html qr;
    qr.drawing(visit.parts.look.draw_qr(code));
    out << "<div class=\"qr\">\n"_m << qr << "</div>\n"_m;
  }
  out << "<p class=\"code\">"_m << code << "</p>\n<p>"_m
      << say("sheet.until", {{"until", minute_text(invited.expires)}}) << "</p>\n<h3>"_m
      << say("sheet.stop-title") << "</h3>\n<p class=\"code\"><strong>"_m << stop_text(invited.stop)
      << "</strong></p>\n<p>"_m << say("sheet.stop") << "</p>\n"_m;
  const std::string_view address = visit.parts.look.stop_page;
  if (!address.empty()) out << "<p class=\"code\">"_m << address << "</p>\n"_m;
  out << "</section>\n"_m;
  return out;
}

Html pin_part(const Visit& visit, const Invited& invited) {
  Html out;
  out << "<section class=\"pin\" aria-labelledby=\"pin\">\n<h2 id=\"pin\">"_m
      << visit.say("pin.title") << "</h2>\n<p class=\"code\"><strong>"_m << invited.pin
      << "</strong></p>\n<p>"_m << visit.say("pin.how") << "</p>\n</section>\n"_m;
  return out;
}

HttpResponse sheet(const Visit& visit, const Result<Invited>& invited) {
  const bool nobody = !is_subject(trimmed(visit.fields["ref"]));
  if (!invited) return problem(visit, nobody ? Errc::not_found : invited.error().code);
  const std::string_view reference = trimmed(visit.fields["ref"]);
  Html main;
  main << note(visit.say("sheet.once")) << sheet_part(visit, reference, *invited)
       << pin_part(visit, *invited) << "<p class=\"screen\"><a href=\""_m
       << link(visit, "/staff/person", {{"ref", reference}}) << "\">"_m << visit.say("sheet.back")
       << "</a></p>\n"_m;
  return show(visit, visit.say("sheet.title", {{"reference", reference}}), std::move(main));
}

}  // namespace

HttpResponse invite(Visit& visit) {
  return sheet(visit,
               visit.parts.desk.invite(visit.actor(), trimmed(visit.fields["ref"]), visit.now));
}

HttpResponse ask_lost_phone(Visit& visit) {
  if (!may(visit.actor(), Act::lost_phone)) return problem(visit, Errc::forbidden);
  const auto found = visit.parts.desk.find(visit.actor(), trimmed(visit.fields["ref"]), visit.now);
  if (!found) return problem(visit, found.error().code);
  Html main;
  main << "<p class=\"what\">"_m << found->subject << "</p>\n<p>"_m
       << visit.say("lost.what-happens") << "</p>\n"_m
       << form(visit, "/staff/lost-phone", {{"ref", found->subject}})
       << button(visit.say("lost.button")) << "<p><a href=\""_m
       << link(visit, "/staff/person", {{"ref", found->subject}}) << "\">"_m << visit.say("cancel")
       << "</a></p>\n"_m;
  return show(visit, std::string(visit.say("lost.title")), std::move(main));
}

HttpResponse lost_phone(Visit& visit) {
  return sheet(visit,
               visit.parts.desk.lost_phone(visit.actor(), trimmed(visit.fields["ref"]), visit.now));
}

}  // namespace whit::page
