// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/report_blind.h"

#include <map>
#include <nlohmann/json.hpp>

#include "base/markup.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/report_chart.h"

namespace whit::cli {
namespace {

using audit::BlindDay;

std::string tokens_text(const BlindDay& day, std::uint64_t min_cell) {
  if (is_hidden(day, min_cell)) return "fewer than " + grouped(min_cell);
  if (day.exact) return grouped(day.tokens);
  return grouped(day.tokens) + " to " + grouped(day.entries);
}

std::string people_text(const BlindDay& day, std::uint64_t min_cell) {
  if (is_hidden(day, min_cell) || day.per_day == 0) return "-";
  return grouped(day.people);
}

std::string title_of(const Report& report, Vct vct) {
  return name_of(report, vct) + " (" + std::to_string(vct) + "): people at least";
}

std::string table_of(const std::vector<BlindDay>& days, std::uint64_t min_cell,
                     const std::string& title) {
  std::string out = "<details open><summary>Table</summary><div class=\"wide\"><table><caption>" +
                    escape(title) +
                    "</caption><thead><tr><th scope=\"col\">Expiry day</th><th scope=\"col\" "
                    "class=\"n\">Signatures</th><th scope=\"col\" class=\"n\">For each person at "
                    "most</th><th scope=\"col\" class=\"n\">People at least</th></tr></thead>"
                    "<tbody>";
  const auto number = [](const std::string& text) {
    return "<td class=\"n\">" + escape(text) + "</td>";
  };
  for (const BlindDay& day : days) {
    out += "<tr><th scope=\"row\">" + date_text(day.expires) + "</th>" +
           number(tokens_text(day, min_cell)) +
           number(day.per_day == 0 ? "-" : grouped(day.per_day)) +
           number(people_text(day, min_cell)) + "</tr>";
  }
  return out + "</tbody></table></div></details>\n";
}

}  // namespace

bool is_hidden(const BlindDay& day, std::uint64_t min_cell) {
  return day.exact && day.tokens < min_cell;
}

nlohmann::json blind_json(const Report& report) {
  nlohmann::json out = nlohmann::json::array();
  for (const BlindDay& day : report.blind) {
    nlohmann::json row = {{"fact", std::to_string(day.vct)},
                          {"name", name_of(report, day.vct)},
                          {"expires", date_text(day.expires)},
                          {"exact", day.exact}};
    if (is_hidden(day, report.min_cell)) {
      row["fewer_than"] = report.min_cell;
    } else {
      row["tokens_at_least"] = day.tokens;
      row["tokens_at_most"] = day.exact ? day.tokens : day.entries;
      if (day.per_day != 0) row["per_day"] = day.per_day;
      if (day.per_day != 0) row["people_at_least"] = day.people;
    }
    out.push_back(row);
  }
  return out;
}

// The columns are those of the other rows: the day is that of expiry, and the number people.
std::string blind_csv(const Report& report) {
  if (!report.by.day || !report.by.fact) return {};
  std::string out;
  for (const BlindDay& day : report.blind) {
    const std::string people = people_text(day, report.min_cell);
    if (people == "-") continue;
    out += "blind-crowd," + date_text(day.expires) + "," + std::to_string(day.vct) + "," +
           csv_field(name_of(report, day.vct)) + ",blind," + (report.by.key ? "," : "") +
           std::to_string(day.people) + ",no\n";
  }
  return out;
}

std::string blind_markdown(const Report& report) {
  if (report.blind.empty()) return {};
  std::string out =
      "\n## Blind tokens\n\nOf one fact and expiry day all look alike, to everybody and for ever. "
      "The smallest crowd that fits the counts:\n\n"
      "| expiry day | fact | name | signatures | for each at most | people at least |\n"
      "|---|---|---|---|---|---|\n";
  for (const BlindDay& day : report.blind) {
    out += "| " + date_text(day.expires) + " | " + std::to_string(day.vct) + " | " +
           name_of(report, day.vct) + " | " + tokens_text(day, report.min_cell) + " | " +
           (day.per_day == 0 ? "-" : grouped(day.per_day)) + " | " +
           people_text(day, report.min_cell) + " |\n";
  }
  return out;
}

std::string blind_html(const Report& report) {
  std::map<Vct, std::vector<BlindDay>> facts;
  for (const BlindDay& day : report.blind) facts[day.vct].push_back(day);
  if (facts.empty()) return {};
  std::string out =
      "<h2>Blind tokens</h2>\n<p>Of one fact and expiry day all blind tokens look alike, to "
      "everybody and for ever. The bars are the smallest crowd that fits the counts: as many "
      "signatures as can't be pads, by as many as one person may collect.</p>\n";
  for (const auto& [vct, days] : facts) {
    const std::string title = title_of(report, vct);
    std::vector<Bar> bars;
    for (const BlindDay& day : days) {
      bars.push_back(
          {date_text(day.expires), Cell{day.people, true, is_hidden(day, report.min_cell)}});
    }
    out += "<section><h3>" + escape(title) + "</h3>\n" +
           bar_chart("b" + std::to_string(vct), title, bars, report.min_cell) +
           table_of(days, report.min_cell, title) + "</section>\n";
  }
  return out;
}

}  // namespace whit::cli
