// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/findings_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/common/clock.h"

namespace whit::cli {

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) {
    at -= 3;
    out.insert(at, 1, ',');
  }
  return out;
}

std::string counted(std::uint64_t number, const std::string& thing) {
  std::string things = thing;
  if (number != 1 && thing.size() > 2 && thing.substr(thing.size() - 2) == "ry") {
    things.replace(things.size() - 1, 1, "ies");
  } else if (number != 1) {
    things += thing.back() == 's' ? "es" : "s";
  }
  return grouped(number) + " " + things;
}

std::string line_of(const Reported& reported) {
  std::string out = "finding: " + std::string(audit::name(reported.finding));
  if (reported.log != 0) out += ": log " + std::to_string(reported.log);
  if (!reported.where.empty()) out += (reported.log != 0 ? ", " : ": ") + reported.where;
  out += ": " + std::string(audit::sentence(reported.finding));
  if (!reported.detail.empty()) out += " (" + reported.detail + ")";
  if (!reported.is_new) out += ", known since " + format_time(reported.since);
  if (!reported.evidence.empty()) out += " -> " + reported.evidence;
  return printable(out);
}

nlohmann::json json_of(const Reported& reported) {
  nlohmann::json out = {{"finding", audit::name(reported.finding)},
                        {"sentence", audit::sentence(reported.finding)},
                        {"class", static_cast<int>(audit::class_of(reported.finding))},
                        {"log", reported.log},
                        {"where", reported.where},
                        {"detail", reported.detail},
                        {"since", reported.since},
                        {"new", reported.is_new}};
  if (!reported.evidence.empty()) out["evidence"] = reported.evidence;
  return out;
}

Exit worst(const std::vector<Reported>& reported) {
  int out = 0;
  for (const Reported& each : reported) {
    out = std::max(out, static_cast<int>(audit::class_of(each.finding)));
  }
  return static_cast<Exit>(out);
}

}  // namespace whit::cli
