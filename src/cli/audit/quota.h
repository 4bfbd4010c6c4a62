// SPDX-License-Identifier: Apache-2.0
// How many blind tokens there may be, by what somebody outside knows: --people FACT=N.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/audit_run.h"
#include "cli/audit/ledger.h"

namespace whit::cli {

// newest_catalogue is that of the newest head that is here; empty where there is none.
std::vector<CatalogueFact> newest_catalogue(const audit::ReplayState& state, Copies& copies);

// PeopleWords is FACT=N, each as it was typed; FACT is a number, or a name of the catalogue.
using PeopleWords = std::vector<std::string>;

// add_quota adds each fact and day with more blind tokens than its people may collect, and keeps
// evidence of what is new. A Failure where a word isn't one.
void add_quota(const StateFolder& folder, const Ledger& ledger, Copies& copies,
               const Judged& judged, const PeopleWords& words, std::vector<Reported>& reported);

}  // namespace whit::cli
