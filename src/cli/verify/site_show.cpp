// SPDX-License-Identifier: Apache-2.0
// What is asked at this place, in words and as JSON, for each issuer that is trusted.
#include <nlohmann/json.hpp>

#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/verify/commands.h"
#include "cli/verify/place.h"
#include "cli/verify/policy_file.h"
#include "cli/verify/site_file.h"

namespace whit::cli {
namespace {

using nlohmann::json;

// Here is the question at this place as one issuer's data has it.
struct Here {
  std::string iss;
  std::optional<Bundle> bundle;
  std::optional<Policy> policy;
  Failure problem{""};  // where there is no policy
};

Here question_of(const std::string& iss, const DataFolder& folder, const AskedHere& asked) {
  Here out;
  out.iss = iss;
  try {
    out.bundle = data_of(folder, iss);
    if (!out.bundle) throw Failure("no data", "whit-verify bundle update");
    out.policy = effective_policy(*out.bundle, asked.preset, asked.narrowing, asked.policy_name);
  } catch (const Failure& failure) {
    out.problem = failure;
  }
  return out;
}

std::string facts_of(const Here& here) {
  std::string out;
  for (std::size_t i = 0; i < here.policy->count; ++i) {
    const CatalogueFact* fact = here.bundle->find_fact(here.policy->facts[i]);
    out += (i == 0 ? "" : ", ") + (fact == nullptr ? "?" : fact->slug);
  }
  return out;
}

void print_here(const Here& here, const Console& console) {
  if (!here.policy) {
    console.warning(here.iss + ": " + here.problem.error(), here.problem.hint());
    return;
  }
  const Policy& policy = *here.policy;
  print(here.iss + "   asks " + facts_of(here));
  print("  kinds " + kind_names(policy.kinds) + "; ways of showing: " + mode_names(policy.modes));
  print("  data at most " + format_duration(policy.max_age) + " old; " +
        format_duration(policy.answer_time) + " to answer a question");
}

json json_here(const Here& here) {
  if (!here.policy) return {{"issuer", here.iss}, {"error", here.problem.error()}};
  json facts = json::array();
  for (std::size_t i = 0; i < here.policy->count; ++i) {
    const CatalogueFact* fact = here.bundle->find_fact(here.policy->facts[i]);
    facts.push_back(fact == nullptr ? "" : fact->slug);
  }
  return {{"issuer", here.iss},
          {"facts", facts},
          {"kinds", here.policy->kinds},
          {"modes", here.policy->modes},
          {"max_age", here.policy->max_age},
          {"answer_time", here.policy->answer_time}};
}

json json_site(const Site& site, const AskedHere& asked, const Timer& now) {
  json out = {{"preset", asked.preset}, {"locked", site.lock.has_value()}};
  out["name"] = site.settings.name.empty() ? json() : json(site.settings.name);
  out["issuer"] = site.settings.issuer.empty() ? json() : json(site.settings.issuer);
  out["policy"] = site.settings.policy ? policy_json(*site.settings.policy) : json();
  out["changes_in"] = site.waiting ? json(left(site.waiting->since, now)) : json();
  return out;
}

}  // namespace

Exit run_site_show(const SiteOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const Timer now = real_timer(system_now());
  const Site site = SiteFile(folder).current(now);
  const AskedHere asked = asked_here(site, Said{});
  std::vector<Here> found;
  for (const std::string& iss : folder.issuers()) {
    found.push_back(question_of(iss, folder, asked));
  }
  Exit out = Exit::yes;
  for (const Here& here : found) {
    // No data is said by every check; a policy that no longer fits has to be set anew.
    if (!here.policy && here.bundle) out = Exit::no;
  }
  if (options.json) {
    json object = json_site(site, asked, now);
    object["issuers"] = json::array();
    for (const Here& here : found) object["issuers"].push_back(json_here(here));
    print(object.dump());
    return out;
  }
  print("preset    " + asked.preset + (site.settings.policy ? ", narrowed by a policy" : ""));
  if (!site.settings.name.empty()) print("name      " + site.settings.name);
  if (!site.settings.issuer.empty()) print("issuer    " + site.settings.issuer);
  print(std::string("lock      ") + (site.lock ? "on: the PIN or five minutes" : "off"));
  for (const Here& here : found) print_here(here, console);
  if (found.empty()) console.note("nobody is trusted yet");
  if (site.waiting) console.note(waiting_note(site, now));
  return out;
}

}  // namespace whit::cli
