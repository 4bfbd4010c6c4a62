// SPDX-License-Identifier: Apache-2.0
// The report as one file that needs nothing else: no script, no picture, no font from elsewhere.
#include <set>

#include "base/base64.h"
#include "base/markup.h"
#include "cli/audit/entries.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/report_blind.h"
#include "cli/audit/report_chart.h"
#include "cli/common/clock.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

constexpr std::size_t kMostDays = 92;  // then charts are by week

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--bar:#1f5fa8;--line:#b8b8b8;"
    "--soft:#f2f2f2}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#141414;--bar:#7fb2ea;"
    "--line:#555;--soft:#222}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "max-width:60rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.5rem}"
    "h3{font-size:1.05rem;margin-bottom:.25rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem;font-variant-numeric:tabular-nums}"
    "caption{text-align:left;white-space:nowrap;font-weight:600;padding:.25rem 0}"
    "th,td{border-bottom:1px solid var(--line);padding:.25rem .75rem .25rem 0;text-align:left;"
    "vertical-align:top}"
    "td.n,th.n{text-align:right}.wide{overflow-x:auto}"
    "svg{display:block;width:100%;max-width:40rem;height:auto}"
    "svg text{font:11px system-ui,sans-serif;fill:var(--ink)}"
    ".grid{stroke:var(--line);stroke-width:.5}.exact{fill:var(--bar)}"
    ".open{fill:url(#hatch);stroke:var(--bar);stroke-width:.8}"
    ".hatch{stroke:var(--bar);stroke-width:2}"
    ".bad{border-left:.4rem solid var(--ink);background:var(--soft);padding:.5rem 1rem}"
    "details{margin:.25rem 0 1rem}summary{cursor:pointer}code{overflow-wrap:anywhere}"
    "@media print{:root{--ink:#000;--paper:#fff;--bar:#333;--line:#999;--soft:#fff}"
    "body{max-width:none;font-size:11pt}section{break-inside:avoid}"
    "details>summary{display:none}a{color:inherit}}";

std::string style_hash() { return base64::encode(sha256(as_bytes(kStyle)).view()); }

std::string cell(const std::string& text, bool is_number = false) {
  return std::string(is_number ? "<td class=\"n\">" : "<td>") + escape(text) + "</td>";
}

std::string head_row(const std::vector<std::string>& names, std::size_t numbers) {
  std::string out = "<thead><tr>";
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_number = i + numbers >= names.size();
    out +=
        std::string("<th scope=\"col\"") + (is_number ? " class=\"n\">" : ">") + names[i] + "</th>";
  }
  return out + "</tr></thead><tbody>";
}

std::string front(const Report& report) {
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">";
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'sha256-" +
      style_hash() + "'\"><meta name=\"viewport\" content=\"width=device-width\">";
  out += "<title>Issuance of " + escape(report.origin) + "</title><style>";
  out += std::string(kStyle) + "</style></head><body><main>\n";
  out += "<h1>What " + escape(report.origin) + " issued and withdrew</h1>\n";
  out += "<p>Read from the public log on " + format_time(report.made) +
         " (UTC). The log names no person.</p>\n";
  return out;
}

std::string summary(const Report& report) {
  const audit::Totals& totals = report.totals;
  std::string out = "<section aria-label=\"Summary\"><table><tbody>";
  const auto row = [&](const std::string& name, const std::string& value) {
    out += "<tr><th scope=\"row\">" + name + "</th>" + cell(value, true) + "</tr>";
  };
  for (const Followed& log : report.logs) {
    row("Leaves of log " + std::to_string(log.number), grouped(log.size));
  }
  row("Epochs", grouped(totals.epochs));
  if (totals.epochs != 0) {
    row("From", date_text(totals.first_day));
    row("To", date_text(totals.last_day));
  }
  row("Tokens logged, pads counted", grouped(totals.tokens));
  row("Pads known by now", grouped(totals.pads));
  row("Keys", grouped(totals.keys));
  row("Bundles published", grouped(totals.heads));
  row("Findings", grouped(report.findings.size()));
  return out + "</tbody></table></section>\n";
}

std::string findings(const Report& report) {
  std::string out = "<section><h2>Findings</h2>\n";
  if (report.findings.empty())
    return out + "<p>None: every rule of the log was kept.</p></section>";
  for (const Reported& each : report.findings) {
    out += "<p class=\"bad\">" + escape(line_of(each)) + "</p>\n";
  }
  return out + "</section>\n";
}

std::string how_to_read(const Report& report) {
  return "<section><h2>How to read the numbers</h2><ul>"
         "<li>An epoch holds pads, so that no group is small. Their key is published after 60 "
         "days; "
         "until then pads are counted with the tokens: <em>at most</em>, and hatched in the "
         "charts.</li>"
         "<li>Each token is one fact for one day of use, for one showing: not a person.</li>"
         "<li>Withdrawals are published with decoys, which are counted here.</li>"
         "<li>" +
         counted(report.hidden, "cell") + " with fewer than " + grouped(report.min_cell) +
         " tokens " + (report.hidden == 1 ? "is" : "are") +
         " suppressed, and not drawn.</li></ul></section>\n";
}

// bars_of is a bar for each period of all, so that charts of several facts can be compared.
std::vector<Bar> bars_of(const Issued& issued, const std::set<Day>& periods, Vct vct,
                         EntryKind kind, std::uint64_t min_cell) {
  std::vector<Bar> out;
  for (const Day period : periods) {
    RowKey key;
    key.period = period;
    key.vct = vct;
    key.kind = kind;
    const auto found = issued.find(key);
    Bar bar{date_text(period), found == issued.end() ? Cell{} : found->second};
    bar.cell.hidden = found != issued.end() && bar.cell.exact && bar.cell.tokens < min_cell;
    out.push_back(bar);
  }
  return out;
}

std::string bar_table(const std::string& caption, const std::string& period,
                      const std::vector<Bar>& bars, const std::string& what,
                      std::uint64_t min_cell) {
  std::string out = "<details open><summary>Table</summary><div class=\"wide\"><table><caption>" +
                    escape(caption) + "</caption>" + head_row({period, what}, 1);
  for (const Bar& bar : bars) {
    if (bar.cell.tokens == 0) continue;
    out += "<tr><th scope=\"row\">" + bar.label + "</th>" +
           cell(text_of(bar.cell, min_cell), true) + "</tr>";
  }
  return out + "</tbody></table></div></details>\n";
}

std::string charts(const Report& report, const audit::ReplayState& state) {
  By by;
  by.fact = true;
  std::set<Day> days;
  for (const audit::EpochRow& row : state.epochs) days.insert(row.day);
  by.week = report.by.week || days.size() > kMostDays;
  by.day = !by.week;
  const std::string period = by.week ? "Week from" : "Day";
  const Issued issued = count_issued(state, by, report.min_cell);
  const Withdrawn withdrawn = count_withdrawn(state, by);
  std::set<Day> periods;  // those without tokens too
  for (const Day day : days) periods.insert(period_of(day, by));
  std::set<std::pair<Vct, EntryKind>> facts, ended;
  for (const auto& [row, cells] : issued) {
    periods.insert(row.period);
    facts.insert({row.vct, row.kind});
  }
  for (const auto& [row, seeds] : withdrawn) {
    periods.insert(row.period);
    ended.insert({row.vct, row.kind});
  }
  std::string out = "<h2>Issued</h2>\n";
  if (facts.empty()) out += "<p>Nothing was issued.</p>";
  std::size_t id = 0;
  for (const auto& [vct, kind] : facts) {
    const std::string title =
        name_of(report, vct) + " (" + std::to_string(vct) + ", " + name(kind) + "): issued";
    const auto bars = bars_of(issued, periods, vct, kind, report.min_cell);
    out += "<section><h3>" + escape(title) + "</h3>\n" +
           bar_chart("c" + std::to_string(++id), title, bars, report.min_cell) +
           bar_table(title, period, bars, "Tokens", report.min_cell) + "</section>\n";
  }
  out += "<h2>Withdrawn</h2>\n";
  if (ended.empty()) out += "<p>Nothing was withdrawn.</p>";
  for (const auto& [vct, kind] : ended) {
    const std::string title = name_of(report, vct) + " (" + std::to_string(vct) + ", " +
                              name(kind) + "): seeds withdrawn, decoys counted";
    std::vector<Bar> bars;
    for (const Day each : periods) {
      RowKey key;
      key.period = each;
      key.vct = vct;
      key.kind = kind;
      const auto found = withdrawn.find(key);
      bars.push_back({date_text(each), {found == withdrawn.end() ? 0 : found->second, false}});
    }
    out += "<section><h3>" + escape(title) + "</h3>\n" +
           bar_chart("c" + std::to_string(++id), title, bars, 0) +
           bar_table(title, period, bars, "Seeds", 0) + "</section>\n";
  }
  return out;
}

std::string keys(const Report& report, const audit::ReplayState& state) {
  By by;
  by.key = true;
  const Issued issued = count_issued(state, by, report.min_cell);
  std::string out =
      "<section><h2>Keys</h2><div class=\"wide\"><table><caption>Every key that a header committed "
      "to</caption>" +
      head_row({"Key", "Kind", "Facts", "First expiry day", "Last", "Logged by header", "State",
                "Tokens"},
               1);
  for (const audit::KeyRow& row : report.keys) {
    std::string facts;
    for (const Vct vct : row.facts) facts += (facts.empty() ? "" : ", ") + name_of(report, vct);
    RowKey key;
    key.kid = row.kid;
    key.kind = row.kind;
    const auto found = issued.find(key);
    const std::string tokens =
        found == issued.end() ? "none" : text_of(found->second, report.min_cell);
    out += "<tr><th scope=\"row\"><code>" + kid_text(row.kid) + "</code></th>" +
           cell(name(row.kind)) + cell(facts) + cell(date_text(row.first)) +
           cell(date_text(row.last)) + cell(grouped(row.since)) +
           cell(row.withdrawn ? "withdrawn"
                : row.live    ? "live"
                              : "past") +
           cell(tokens, true) + "</tr>";
  }
  return out + "</tbody></table></div></section>\n";
}

}  // namespace

std::string report_html(const Report& report, const audit::ReplayState& state) {
  std::string out = front(report) + summary(report) + findings(report) + how_to_read(report);
  // The pattern of bars that aren't exact, for all charts.
  out +=
      "<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" "
      "width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" "
      "y2=\"5\"/></pattern></defs></svg>\n";
  out += charts(report, state) + blind_html(report) + keys(report, state);
  return out + "</main></body></html>\n";
}

}  // namespace whit::cli
