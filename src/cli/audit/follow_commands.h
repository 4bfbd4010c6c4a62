// SPDX-License-Identifier: Apache-2.0
// Following a log: what is believed from the start, taking over what is new, judging it.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/audit_run.h"
#include "cli/audit/command_line.h"
#include "cli/audit/quota.h"
#include "cli/audit/sync.h"

namespace whit::cli {

struct InitOptions {
  std::string policy, trust;  // one of the two files
  std::string bundle;         // a bundle file, where the site has none
  std::string where;          // URL or folder, instead of what the file says
  std::string ca_file;
};

struct ReportOptions;

struct CheckOptions {
  bool full = false;                // judge everything again
  bool only_new = false;            // say and count only what no run before found
  std::vector<std::string> served;  // files with heads that somebody was given
  PeopleWords people;
};

Exit run_init(const Common& common, const InitOptions& options);
Exit run_sync(const Common& common, const SyncOptions& options);
Exit run_check(const Common& common, const CheckOptions& options);
Exit run_report(const Common& common, const ReportOptions& options);

// keep_testimonies writes evidence for what has none yet, and enters all of it in the ledger.
void keep_testimonies(const StateFolder& folder, std::vector<Reported>& reported, UnixTime now);

// check_copies judges what is new of the copies, and gives everything that is wrong with them.
std::vector<Reported> check_copies(const StateFolder& folder, Copies& copies, Judged& judged,
                                   UnixTime now, const PeopleWords& people = {});

}  // namespace whit::cli
