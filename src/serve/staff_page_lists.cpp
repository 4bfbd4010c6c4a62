// SPDX-License-Identifier: Apache-2.0
// What waits for somebody, and what was done: notices, proposals, the journal.
#include "issue/import_line.h"
#include "serve/date_text.h"
#include "serve/staff_page.h"
#include "whit/qr_text.h"

namespace whit::page {
namespace {

constexpr std::uint64_t kJournalPage = 50;  // lines

std::string_view act_name(const Visit& visit, const std::string& act) {
  const std::string key = "act." + act;
  return visit.say.has(key) ? visit.say(key) : std::string_view(act);
}

void term(Html& out, std::string_view name, std::string_view text) {
  out << "<dt>"_m << name << "</dt>\n<dd>"_m << text << "</dd>\n"_m;
}

Html notice_part(const Visit& visit, const NoticeView& notice) {
  const Texts& say = visit.say;
  const std::string id = std::to_string(notice.id);
  Html out;
  out << "<section aria-labelledby=\"notice-"_m << id << "\">\n<h2 id=\"notice-"_m << id << "\">"_m
      << notice.subject << ": "_m << label(visit, notice.vct) << "</h2>\n<dl>\n"_m;
  term(out, say("notices.filed"), date_text(notice.filed));
  term(out, say("notices.arrived"), date_text(notice.arrived));
  term(out, say("notices.text"), notice.text);
  out << "</dl>\n"_m << form(visit, "/staff/notice", {{"id", id}}) << "<label for=\"until-"_m << id
      << "\">"_m << say("notices.until") << "</label>\n<input id=\"until-"_m << id
      << "\" name=\"until\" type=\"date\" aria-describedby=\"until-hint-"_m << id
      << "\">\n<p class=\"hint\" id=\"until-hint-"_m << id << "\">"_m << say("notices.until-hint")
      << " "_m << say("date-hint")
      << "</p>\n<button type=\"submit\" name=\"decision\" value=\"confirm\">"_m
      << say("notices.confirm")
      << "</button>\n<button type=\"submit\" name=\"decision\" value=\"refuse\" "
         "class=\"second\">"_m
      << say("notices.refuse") << "</button>\n</form>\n</section>\n"_m;
  return out;
}

HttpResponse notices_page(const Visit& visit, int status, const Html& above) {
  const auto waiting = visit.parts.desk.notices(visit.actor(), kStaffListSize, visit.now);
  if (!waiting) return problem(visit, waiting.error().code);
  Html main;
  main << above;
  if (waiting->empty()) main << "<p>"_m << visit.say("notices.none") << "</p>\n"_m;
  for (const NoticeView& notice : *waiting) main << notice_part(visit, notice);
  return show(visit, std::string(visit.say("notices.title")), std::move(main), status);
}

Html proposal_part(const Visit& visit, const Proposal& proposal) {
  const Texts& say = visit.say;
  const std::string id = std::to_string(proposal.id);
  Html out;
  out << "<section aria-labelledby=\"proposal-"_m << id << "\">\n<h2 id=\"proposal-"_m << id
      << "\">"_m << proposal.about << "</h2>\n<dl>\n"_m;
  term(out, say("proposals.act"), act_name(visit, proposal.act));
  term(out, say("proposals.by"), proposal.proposed_by);
  term(out, say("proposals.when"), minute_text(proposal.proposed));
  out << "</dl>\n"_m;
  if (!proposal.approved_by.empty()) {
    out << "<p>"_m << say("proposals.approved", {{"login", proposal.approved_by}}) << "</p>\n"_m;
  } else if (proposal.proposed_by == visit.actor().login) {
    out << "<p>"_m << say("proposals.own") << "</p>\n"_m;
  } else {
    out << form(visit, "/staff/approve", {{"id", id}}) << button(say("proposals.button"));
  }
  out << "</section>\n"_m;
  return out;
}

Html journal_row(const Visit& visit, const JournalLine& line) {
  Html out;
  out << "<tr><th scope=\"row\">"_m << line.seq << "</th><td>"_m << minute_text(line.time)
      << "</td><td>"_m << line.actor << "</td><td>"_m << act_name(visit, line.act) << "</td><td>"_m
      << line.subject << "</td><td>"_m << (line.vct != 0 ? label(visit, line.vct) : std::string())
      << "</td><td>"_m << line.detail << "</td></tr>\n"_m;
  return out;
}

Html journal_table(const Visit& visit, const std::vector<JournalLine>& lines) {
  Html out;
  out << "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\""_m
      << visit.say("journal.title") << "\">\n<table>\n<thead><tr>"_m;
  for (const std::string_view column :
       {"number", "time", "who", "act", "about", "fact", "detail"}) {
    out << "<th scope=\"col\">"_m << visit.say("journal." + std::string(column)) << "</th>"_m;
  }
  out << "</tr></thead>\n<tbody>\n"_m;
  for (const JournalLine& line : lines) out << journal_row(visit, line);
  out << "</tbody>\n</table>\n</div>\n"_m;
  return out;
}

void journal_link(Html& out, const Visit& visit, std::string_view key, std::uint64_t after) {
  out << "<li><a href=\""_m << link(visit, "/staff/journal", {{"after", std::to_string(after)}})
      << "\">"_m << visit.say(key) << "</a></li>\n"_m;
}

}  // namespace

HttpResponse notices(Visit& visit) { return notices_page(visit, 200, what_was_done(visit)); }

HttpResponse decide_notice(Visit& visit) {
  const std::int64_t id = read_number(visit.fields["id"]);
  if (id == 0) return problem(visit, Errc::not_found);
  if (visit.fields["decision"] == "refuse") {
    const Status refused = visit.parts.desk.refuse(visit.actor(), id, visit.now);
    if (!refused) return problem(visit, refused.error().code);
    return go(visit, "/staff/notices", {{"done", "refused"}});
  }
  if (visit.fields["decision"] != "confirm") return problem(visit, 400, "error.form");
  Day until = kAlways;
  const std::string_view date = trimmed(visit.fields["until"]);
  if (!date.empty() && !read_date(date, until)) {
    return notices_page(visit, 400, alert(visit.say("error.date")));
  }
  const Status confirmed = visit.parts.desk.confirm(visit.actor(), id, until, visit.now);
  if (!confirmed) return problem(visit, confirmed.error().code);
  return go(visit, "/staff/notices", {{"done", "confirmed"}});
}

HttpResponse proposals(Visit& visit) {
  const auto open = visible_proposals(visit.parts, visit.actor(), visit.now);
  if (!open) return problem(visit, open.error().code);
  Html main;
  main << what_was_done(visit);
  if (open->empty()) main << "<p>"_m << visit.say("proposals.none") << "</p>\n"_m;
  for (const Proposal& proposal : *open) main << proposal_part(visit, proposal);
  return show(visit, std::string(visit.say("proposals.title")), std::move(main));
}

HttpResponse approve(Visit& visit) {
  const std::int64_t id = read_number(visit.fields["id"]);
  if (id == 0) return problem(visit, Errc::not_found);
  const Status approved = visit.parts.office.approve(visit.actor(), id, visit.now);
  if (!approved) return problem(visit, approved.error().code);
  return go(visit, "/staff/proposals", {{"done", "approved"}});
}

HttpResponse journal(Visit& visit) {
  const auto head = visit.parts.office.journal_head();
  if (!head) return problem(visit, head.error().code);
  const std::uint64_t newest = head->seq > kJournalPage ? head->seq - kJournalPage : 0;
  const std::string_view wanted = visit.fields["after"];
  const std::uint64_t after =
      wanted.empty() ? newest : static_cast<std::uint64_t>(read_number(wanted));
  const auto lines =
      visit.parts.office.journal(visit.actor(), after, static_cast<int>(kJournalPage));
  if (!lines) return problem(visit, lines.error().code);
  Html main;
  main << "<p>"_m << visit.say("journal.what") << "</p>\n"_m;
  if (lines->empty()) main << "<p>"_m << visit.say("journal.none") << "</p>\n"_m;
  if (!lines->empty()) main << journal_table(visit, *lines);
  Html ways;
  if (after > 0) {
    journal_link(ways, visit, "journal.older", after > kJournalPage ? after - kJournalPage : 0);
  }
  if (!lines->empty() && lines->back().seq < head->seq) {
    journal_link(ways, visit, "journal.newer", lines->back().seq);
  }
  if (!ways.text().empty()) main << "<ul class=\"ways\">\n"_m << ways << "</ul>\n"_m;
  return show(visit, std::string(visit.say("journal.title")), std::move(main));
}

}  // namespace whit::page
