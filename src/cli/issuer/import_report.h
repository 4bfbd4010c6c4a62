// SPDX-License-Identifier: Apache-2.0
// What import says of what it did, would do, or refuses to do.
#pragma once

#include <string>

#include "cli/common/message.h"
#include "cli/issuer/register_commands.h"

namespace whit::cli {

// Report is one import's outcome and the names of its facts.
struct Report {
  const ImportSummary& summary;
  const ImportOptions& options;
  const std::vector<CatalogueFact>& catalogue;
};

std::string in_json(const Report& report);
// print_report writes bad lines and sums.
void print_report(const Report& report);
// stop_failure is why an import that stopped changed nothing.
Failure stop_failure(const Report& report);

}  // namespace whit::cli
