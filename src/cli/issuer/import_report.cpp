// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/import_report.h"

#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/program.h"

namespace whit::cli {
namespace {

std::string slug_of(const Report& report, Vct vct) {
  for (const CatalogueFact& fact : report.catalogue) {
    if (fact.vct == vct) return fact.slug;
  }
  return std::to_string(vct);
}

bool is_done(const Report& report) noexcept {
  return report.options.run == ImportRun::apply && !report.summary.stopped;
}

std::uint64_t total_ends(const ImportSummary& summary) noexcept {
  std::uint64_t out = 0;
  for (const FactEnds& fact : summary.omitted) out += fact.ends;
  return out;
}

// share is "31.0 % of work-permit-valid".
std::string share(const Report& report, const FactEnds& fact) {
  const std::uint64_t tenths = (fact.ends * 1000 + fact.live / 2) / fact.live;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " % of " +
         slug_of(report, fact.vct);
}

// Facts over the limit are named, at most three; or the one that is nearest to it.
std::string shares(const Report& report) {
  constexpr std::size_t kNamed = 3;
  std::string out;
  std::size_t over = 0;
  const FactEnds* nearest = nullptr;
  for (const FactEnds& fact : report.summary.omitted) {
    if (nearest == nullptr || fact.ends * nearest->live > nearest->ends * fact.live) {
      nearest = &fact;
    }
    if (!fact.too_many() || ++over > kNamed) continue;
    out += (out.empty() ? "" : ", ") + share(report, fact);
  }
  if (nearest == nullptr) return "";
  if (over > kNamed) out += ", " + std::to_string(over - kNamed) + " more facts";
  return " (" + (out.empty() ? share(report, *nearest) : out) + ", limit 1 %)";
}

void print_problems(const ImportSummary& summary) {
  for (const LineProblem& problem : summary.problems) {
    print("line " + with_commas(problem.line) + ": " + printable(problem.reason));
  }
  if (summary.refused > summary.problems.size()) {
    print("and " + with_commas(summary.refused - summary.problems.size()) + " more lines");
  }
}

void print_plan(const Report& report) {
  const ImportSummary& sum = report.summary;
  print("would add " + with_commas(sum.added) + ", change " + with_commas(sum.changed) + ", end " +
        with_commas(sum.ended) + shares(report));
  print(with_commas(sum.unchanged) + " unchanged; " + with_commas(sum.people) + " new people; " +
        with_commas(sum.refused) + " refused");
}

void print_done(const ImportSummary& sum) {
  print("added " + with_commas(sum.added) + ", changed " + with_commas(sum.changed) + ", ended " +
        with_commas(sum.ended) + ", unchanged " + with_commas(sum.unchanged) + "; " +
        with_commas(sum.people) + " new people; " + with_commas(sum.refused) +
        " refused; journal entry " + with_commas(sum.journal));
}

Failure guard_failure(const Report& report) {
  const ImportSummary& sum = report.summary;
  const std::uint64_t ends = total_ends(sum);
  const std::string before =
      sum.lines_before == 0 ? "" : ", " + with_commas(sum.lines_before) + " last time";
  const std::string other =
      report.options.ends ? ": --end says " + with_commas(*report.options.ends) : "";
  return Failure("refusing to end " + with_commas(ends) + " facts" + other,
                 "is the file cut short (" + with_commas(sum.lines) + " lines" + before +
                     ")? if it is right, add --end " + std::to_string(ends));
}

}  // namespace

std::string in_json(const Report& report) {
  const ImportSummary& sum = report.summary;
  const auto field = [](const char* name, std::uint64_t value) {
    return ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  std::string problems, omitted;
  for (const LineProblem& problem : sum.problems) {
    problems += (problems.empty() ? "" : ",") + ("{\"line\":" + std::to_string(problem.line)) +
                ",\"reason\":" + json_quoted(problem.reason) + "}";
  }
  for (const FactEnds& fact : sum.omitted) {
    omitted += (omitted.empty() ? "" : ",") +
               ("{\"fact\":" + json_quoted(slug_of(report, fact.vct))) + field("live", fact.live) +
               field("ends", fact.ends) + "}";
  }
  const std::string_view stopped = sum.stopped ? name(*sum.stopped) : std::string_view();
  return std::string("{\"applied\":") + (is_done(report) ? "true" : "false") +
         ",\"snapshot\":" + (report.options.scope == ImportScope::snapshot ? "true" : "false") +
         ",\"stopped\":" + (sum.stopped ? json_quoted(std::string(stopped)) : "null") +
         ",\"sha256\":\"" + hex::encode(sum.file.view()) + "\"" + field("lines", sum.lines) +
         field("lines_before", sum.lines_before) + field("people", sum.people) +
         field("added", sum.added) + field("changed", sum.changed) + field("ended", sum.ended) +
         field("unchanged", sum.unchanged) + field("refused", sum.refused) +
         field("journal", sum.journal) + ",\"omitted\":[" + omitted + "],\"problems\":[" +
         problems + "]}";
}

void print_report(const Report& report) {
  // Half a line says nothing that a person could mend.
  if (report.summary.stopped != Errc::truncated) print_problems(report.summary);
  if (is_done(report)) return print_done(report.summary);
  const bool planned = !report.summary.stopped || *report.summary.stopped == Errc::too_many;
  if (planned) print_plan(report);
}

Failure stop_failure(const Report& report) {
  switch (report.summary.stopped.value_or(Errc::storage_failed)) {
    case Errc::too_many:
      return guard_failure(report);
    case Errc::truncated:
      return Failure("the last line has no end: the file may be cut short; nothing was changed",
                     "get the file again; a whole one ends with a line end");
    default:
      return Failure(with_commas(report.summary.refused) + " bad lines; nothing was changed",
                     report.options.scope == ImportScope::snapshot
                         ? "a bad line might be a person whom a snapshot would end: correct them"
                         : "correct them, or leave out --strict to do the others");
  }
}

}  // namespace whit::cli
