// SPDX-License-Identifier: Apache-2.0
// A bar chart as inline SVG. What isn't exact is hatched, not just of another colour.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/report.h"

namespace whit::cli {

// Bar is one period.
struct Bar {
  std::string label;  // "2027-02-12"
  Cell cell;
};

// bar_chart is an <svg> with a title and a description for who can't see it. `id` is unique on the
// page.
std::string bar_chart(const std::string& id, const std::string& title, const std::vector<Bar>& bars,
                      std::uint64_t min_cell);

}  // namespace whit::cli
