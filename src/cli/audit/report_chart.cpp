// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/report_chart.h"

#include <algorithm>

#include "base/markup.h"
#include "cli/audit/findings_text.h"

namespace whit::cli {
namespace {

constexpr std::uint64_t kWidth = 640, kHeight = 200;         // of the drawing
constexpr std::uint64_t kLeft = 64, kBottom = 24, kTop = 8;  // around the bars
constexpr std::uint64_t kPlot = kHeight - kBottom - kTop;
constexpr std::uint64_t kLabels = 6;  // at most, below the bars

// round_up is the next of 1, 2, 5, 10, 20, 50, ...
std::uint64_t round_up(std::uint64_t most) {
  for (std::uint64_t power = 1;; power *= 10) {
    for (const std::uint64_t step : {1U, 2U, 5U}) {
      if (step * power >= most) return step * power;
    }
  }
}

std::string number(std::uint64_t value) { return std::to_string(value); }

std::string grid(std::uint64_t top) {
  std::string out;
  for (const std::uint64_t part : {0U, 1U, 2U}) {
    const std::string y = number(kTop + kPlot - kPlot * part / 2);
    out += "<line class=\"grid\" x1=\"" + number(kLeft) + "\" x2=\"" + number(kWidth) + "\" y1=\"" +
           y + "\" y2=\"" + y + "\"/><text x=\"" + number(kLeft - 6) + "\" y=\"" + y +
           "\" dy=\"4\" text-anchor=\"end\">" + grouped(top * part / 2) + "</text>";
  }
  return out;
}

// The tenths of a unit keep narrow bars apart.
std::string tenths(std::uint64_t value) { return number(value / 10) + "." + number(value % 10); }

}  // namespace

std::string bar_chart(const std::string& id, const std::string& title, const std::vector<Bar>& bars,
                      std::uint64_t min_cell) {
  std::uint64_t most = 1;
  for (const Bar& bar : bars) most = std::max(most, bar.cell.hidden ? 0 : bar.cell.tokens);
  const std::uint64_t top = round_up(most);
  std::string out = "<svg role=\"img\" viewBox=\"0 0 " + number(kWidth) + " " + number(kHeight) +
                    "\" aria-labelledby=\"" + id + "t " + id + "d\"><title id=\"" + id + "t\">" +
                    escape(title) + "</title><desc id=\"" + id +
                    "d\">A bar for each period; the same numbers are in the table after it. The "
                    "largest is " +
                    grouped(most) + ".</desc>" + grid(top);
  const std::uint64_t step = bars.empty() ? 0 : 10 * (kWidth - kLeft) / bars.size();
  const std::uint64_t wide =
      std::min<std::uint64_t>(std::max<std::uint64_t>(step * 8 / 10, 1), 480);
  const std::uint64_t every = (bars.size() + kLabels - 1) / kLabels;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    const std::uint64_t x = 10 * kLeft + step * i + (step - wide) / 2;
    const std::uint64_t height = bar.cell.hidden ? 0 : bar.cell.tokens * kPlot * 10 / top;
    out += "<rect class=\"" + std::string(bar.cell.exact ? "exact" : "open") + "\" x=\"" +
           tenths(x) + "\" y=\"" + tenths(10 * (kTop + kPlot) - height) + "\" width=\"" +
           tenths(wide) + "\" height=\"" + tenths(height) + "\"><title>" + escape(bar.label) +
           ": " + text_of(bar.cell, min_cell) + "</title></rect>";
    if (i % every != 0) continue;
    out += "<text x=\"" + tenths(x + wide / 2) + "\" y=\"" + number(kHeight - 6) +
           "\" text-anchor=\"middle\">" + escape(bar.label) + "</text>";
  }
  return out + "</svg>\n";
}

}  // namespace whit::cli
