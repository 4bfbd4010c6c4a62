// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/report.h"

#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/audit/entries.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/report_blind.h"
#include "cli/common/clock.h"

namespace whit::cli {
namespace {

constexpr Day kThursday = 4;  // day 0 was one; weeks begin on Monday

std::string medium_name(EntryKind kind) { return kind == EntryKind::null ? "" : name(kind); }

std::vector<std::string> columns(const Report& report) {
  std::vector<std::string> out;
  if (report.by.day) out.emplace_back("day");
  if (report.by.week) out.emplace_back("week");
  if (report.by.fact) out.emplace_back("fact");
  if (report.by.fact) out.emplace_back("name");
  out.emplace_back("kind");
  if (report.by.key) out.emplace_back("key");
  return out;
}

std::vector<std::string> fields(const Report& report, const RowKey& row) {
  std::vector<std::string> out;
  if (report.by.day || report.by.week) out.push_back(date_text(row.period));
  if (report.by.fact) out.push_back(std::to_string(row.vct));
  if (report.by.fact) out.push_back(name_of(report, row.vct));
  out.push_back(medium_name(row.kind));
  if (report.by.key) out.push_back(kid_text(row.kid));
  return out;
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

nlohmann::json json_row(const Report& report, const RowKey& row) {
  nlohmann::json out = nlohmann::json::object();
  const auto names = columns(report), values = fields(report, row);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!values[i].empty()) out[names[i]] = values[i];
  }
  return out;
}

}  // namespace

Day period_of(Day day, const By& by) {
  if (by.week) return day - (day + kThursday - 1) % 7;
  return by.day ? day : 0;
}

Issued count_issued(const audit::ReplayState& state, const By& by, std::uint64_t min_cell) {
  Issued out;
  for (const audit::IssuedRow& row : state.issued) {
    RowKey key;
    key.period = period_of(row.day, by);
    if (by.fact) key.vct = row.vct;
    if (by.key) key.kid = row.kid;
    key.kind = row.kind;
    Cell& cell = out[key];
    cell.tokens += row.entries - (row.pads_known ? row.pads : 0);
    cell.exact = cell.exact && row.pads_known;
  }
  for (auto& [key, cell] : out) cell.hidden = cell.exact && cell.tokens < min_cell;
  return out;
}

Withdrawn count_withdrawn(const audit::ReplayState& state, const By& by) {
  Withdrawn out;
  for (const audit::WithdrawnRow& row : state.withdrawn) {
    RowKey key;
    key.period = period_of(row.day, by);
    if (by.fact) key.vct = row.vct;
    key.kind = row.medium == Kind::paper ? EntryKind::paper : EntryKind::revocable;
    out[key] += row.seeds;
  }
  return out;
}

std::string date_text(Day day) { return format_rfc3339(midnight(day)).substr(0, 10); }

std::string name_of(const Report& report, Vct vct) {
  const auto found = report.names.find(vct);
  return found == report.names.end() ? std::to_string(vct) : found->second;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n") == text.npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string kid_text(const KeyId& kid) { return hex::encode(kid.view()); }

std::string text_of(const Cell& cell, std::uint64_t min_cell) {
  if (cell.hidden) return "fewer than " + grouped(min_cell);
  return (cell.exact ? "" : "at most ") + grouped(cell.tokens);
}

std::string report_csv(const Report& report) {
  std::string out = "what," + joined(columns(report), ",") + ",tokens,exact\n";
  for (const auto& [row, cell] : report.issued) {
    out += "issued";
    for (const std::string& field : fields(report, row)) out += "," + csv_field(field);
    out +=
        "," + (cell.hidden ? "<" + std::to_string(report.min_cell) : std::to_string(cell.tokens));
    out += cell.exact ? ",yes\n" : ",no\n";
  }
  for (const auto& [row, seeds] : report.withdrawn) {
    out += "withdrawn";
    for (std::string& field : fields(report, row)) out += "," + csv_field(field);
    out += "," + std::to_string(seeds) + ",no\n";
  }
  return out + blind_csv(report);
}

std::string report_json(const Report& report) {
  nlohmann::json issued = nlohmann::json::array(), withdrawn = nlohmann::json::array();
  for (const auto& [row, cell] : report.issued) {
    nlohmann::json each = json_row(report, row);
    each["exact"] = cell.exact;
    cell.hidden ? each["fewer_than"] = report.min_cell : each["tokens"] = cell.tokens;
    issued.push_back(each);
  }
  for (const auto& [row, seeds] : report.withdrawn) {
    nlohmann::json each = json_row(report, row);
    each["seeds"] = seeds;
    withdrawn.push_back(each);
  }
  nlohmann::json found = nlohmann::json::array();
  for (const Reported& each : report.findings) found.push_back(json_of(each));
  return nlohmann::json{{"origin", report.origin},
                        {"made", format_rfc3339(report.made)},
                        {"min_cell", report.min_cell},
                        {"suppressed_cells", report.hidden},
                        {"issued", issued},
                        {"withdrawn", withdrawn},
                        {"blind", blind_json(report)},
                        {"findings", found}}
             .dump(1) +
         "\n";
}

std::string report_markdown(const Report& report) {
  std::string out = "# What " + report.origin + " logged\n\n";
  out += "Made " + format_time(report.made) + " UTC. " + counted(report.hidden, "cell") +
         " with fewer than " + grouped(report.min_cell) + " suppressed.\n\n## Issued\n\n";
  const std::vector<std::string> names = columns(report);
  std::string rule = "|";
  for (std::size_t i = 0; i <= names.size(); ++i) rule += "---|";
  out += "| " + joined(names, " | ") + " | tokens |\n" + rule + "\n";
  for (const auto& [row, cell] : report.issued) {
    out +=
        "| " + joined(fields(report, row), " | ") + " | " + text_of(cell, report.min_cell) + " |\n";
  }
  out +=
      "\n## Withdrawn (decoys counted)\n\n| " + joined(names, " | ") + " | seeds |\n" + rule + "\n";
  for (const auto& [row, seeds] : report.withdrawn) {
    out += "| " + joined(fields(report, row), " | ") + " | " + grouped(seeds) + " |\n";
  }
  out += blind_markdown(report);
  out += "\n## Findings\n\n";
  if (report.findings.empty()) out += "None.\n";
  for (const Reported& each : report.findings) out += "- " + line_of(each) + "\n";
  return out;
}

}  // namespace whit::cli
