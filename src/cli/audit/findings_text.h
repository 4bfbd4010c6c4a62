// SPDX-License-Identifier: Apache-2.0
// Findings as people and programs read them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/audit/sync.h"
#include "cli/common/message.h"

namespace whit::cli {

// grouped is a number with a comma between its thousands, "41,880,320".
std::string grouped(std::uint64_t number);
// counted is "1 epoch", "4,118 epochs".
std::string counted(std::uint64_t number, const std::string& thing);

// line_of is one line for a finding: "finding: fork: ...".
std::string line_of(const Reported& reported);
nlohmann::json json_of(const Reported& reported);
// worst is the exit code of all of them together.
Exit worst(const std::vector<Reported>& reported);

}  // namespace whit::cli
