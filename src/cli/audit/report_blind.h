// SPDX-License-Identifier: Apache-2.0
// Blind tokens in a report: how many were signed by fact and expiry day, and the crowd at least.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/audit/report.h"

namespace whit::cli {

// A row is suppressed where its tokens are known to be fewer than the smallest cell that is shown.
bool is_hidden(const audit::BlindDay& day, std::uint64_t min_cell);

nlohmann::json blind_json(const Report& report);
std::string blind_csv(const Report& report);  // rows behind those of report_csv()
std::string blind_markdown(const Report& report);
// blind_html is a section with a chart and a table for each fact; empty without blind tokens.
std::string blind_html(const Report& report);

}  // namespace whit::cli
