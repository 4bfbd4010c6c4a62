// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/audit/findings_text.h"
#include "cli/audit/follow_commands.h"
#include "cli/audit/report.h"
#include "cli/common/files.h"

namespace whit::cli {
namespace {

By parse_by(const std::string& text) {
  By out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (word == "fact") {
      out.fact = true;
    } else if (word == "key") {
      out.key = true;
    } else if (word == "day") {
      out.day = true;
    } else if (word == "week") {
      out.week = true;
    } else {
      throw Failure("--by " + printable(word) + "?", "fact, key, day, week; with commas between");
    }
    at = end + 1;
  }
  if (out.day && out.week) throw Failure("--by day,week: one of the two");
  return out;
}

std::string format_of(const ReportOptions& options) {
  if (!options.format.empty()) return options.format;
  const std::size_t dot = options.out.rfind('.');
  const std::string end = dot == options.out.npos ? "" : options.out.substr(dot + 1);
  if (end == "csv" || end == "json" || end == "md") return end;
  return "html";
}

// names_of is the facts' names in the newest head that is here: the English label, or the slug.
std::map<Vct, std::string> names_of(const audit::ReplayState& state, Copies& copies) {
  std::map<Vct, std::string> out;
  for (const CatalogueFact& fact : newest_catalogue(state, copies)) {
    out[fact.vct] = fact.slug;
    for (const auto& [language, text] : fact.labels) {
      if (language == "en") out[fact.vct] = text;
    }
  }
  return out;
}

std::string write(const Report& report, const audit::ReplayState& state,
                  const std::string& format) {
  if (format == "csv") return report_csv(report);
  if (format == "json") return report_json(report);
  if (format == "md") return report_markdown(report);
  if (format == "html") return report_html(report, state);
  throw Failure("--format " + printable(format) + "?", "html, csv, json or md");
}

}  // namespace

Exit run_report(const Common& common, const ReportOptions& options) {
  const StateFolder folder(common.folder());
  const Pinned pinned = folder.pinned();
  const FolderLock lock(folder.path());
  Copies copies(folder, pinned);
  Judged judged = judged_before(folder, pinned);
  Report report;
  report.made = common.now();
  report.findings = check_copies(folder, copies, judged, report.made, options.people);
  const audit::ReplayState& state = judged.replay.state();
  report.origin = pinned.origin;
  report.min_cell = options.min_cell;
  report.by = parse_by(options.by);
  report.issued = count_issued(state, report.by, options.min_cell);
  report.withdrawn = count_withdrawn(state, report.by);
  report.blind = audit::blind_days(state);
  for (const auto& [row, cell] : report.issued) report.hidden += cell.hidden ? 1 : 0;
  report.names = names_of(state, copies);
  report.keys = state.keys;
  report.logs = folder.followed();
  report.totals = judged.replay.totals();
  const std::string format = common.json ? "json" : format_of(options);
  write_output(options.out, as_bytes(write(report, state, format)));
  if (options.out != "-") {
    print(counted(report.totals.epochs, "epoch") + ", " + grouped(report.totals.tokens) +
          " tokens with pads, " + counted(report.hidden, "small cell") + " suppressed -> " +
          printable(options.out));
  }
  return Exit::yes;
}

}  // namespace whit::cli
