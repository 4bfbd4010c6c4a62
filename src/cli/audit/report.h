// SPDX-License-Identifier: Apache-2.0
// What a log says in numbers: issued and withdrawn, by fact, key, and day or week.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "audit/crowd.h"
#include "cli/audit/audit_run.h"
#include "cli/audit/quota.h"
#include "cli/audit/sync.h"

namespace whit::cli {

// By is what rows are told apart by.
struct By {
  bool fact = false, key = false, day = false, week = false;
};

// RowKey has zeros for what rows aren't told apart by.
struct RowKey {
  Day period = 0;  // the day, or the Monday of the week
  Vct vct = 0;
  KeyId kid;
  EntryKind kind = EntryKind::null;
  friend bool operator<(const RowKey& a, const RowKey& b) {
    return std::tie(a.period, a.vct, a.kind, a.kid) < std::tie(b.period, b.vct, b.kind, b.kid);
  }
};

// Cell is how many tokens. While the pad key of an epoch isn't revealed its pads are counted too.
struct Cell {
  std::uint64_t tokens = 0;
  bool exact = true;
  bool hidden = false;  // fewer than the smallest cell that is shown
};
using Issued = std::map<RowKey, Cell>;
using Withdrawn = std::map<RowKey, std::uint64_t>;  // seeds, decoys counted; no key

// Report is everything that is written down, in whichever format.
struct Report {
  std::string origin;
  UnixTime made = 0;
  std::uint64_t min_cell = 0;
  By by;
  Issued issued;
  Withdrawn withdrawn;
  std::vector<audit::BlindDay> blind;
  std::size_t hidden = 0;  // cells
  std::map<Vct, std::string> names;
  std::vector<audit::KeyRow> keys;
  std::vector<Followed> logs;
  audit::Totals totals;
  std::vector<Reported> findings;
};

Issued count_issued(const audit::ReplayState& state, const By& by, std::uint64_t min_cell);
Withdrawn count_withdrawn(const audit::ReplayState& state, const By& by);

// period_of is the day, the Monday of its week, or 0, as rows are told apart.
Day period_of(Day day, const By& by);

// date_text is "2027-02-12", name_of the fact's name, or its number.
std::string date_text(Day day);
std::string name_of(const Report& report, Vct vct);
std::string csv_field(const std::string& text);
std::string kid_text(const KeyId& kid);
// text_of is "128", "at most 128", or "fewer than 10".
std::string text_of(const Cell& cell, std::uint64_t min_cell);

std::string report_csv(const Report& report);
std::string report_json(const Report& report);
std::string report_markdown(const Report& report);
std::string report_html(const Report& report, const audit::ReplayState& state);

struct ReportOptions {
  std::string by = "fact,key,day";
  std::uint64_t min_cell = 10;
  std::string format;  // empty: by the name of the file
  std::string out = "-";
  PeopleWords people;
};

}  // namespace whit::cli
