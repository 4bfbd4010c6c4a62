// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/place.h"

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/verify/install.h"
#include "cli/verify/policy_file.h"

namespace whit::cli {
namespace {

std::string preset_of(const Site& site) {
  return site.settings.preset.empty() ? kDefaultPreset : site.settings.preset;
}

[[noreturn]] void refuse(const std::string& what) {
  throw Failure("this place is locked: " + what + " needs the site PIN or five minutes",
                "whit-verify site set, or whit-verify site unlock");
}

// Data and time decide as much as a preset does: under another root, or at another time, the same
// code is another answer.
void refuse_where_locked(const Site& site, const Said& said) {
  if (!site.lock) return;
  if (!said.preset.empty() && said.preset != preset_of(site)) {
    refuse("--preset " + printable(said.preset));
  }
  if (!said.name.empty() && said.name != site.settings.name) refuse("another --name");
  if (said.policy_said) refuse("--policy");
  if (said.data) refuse("--trust or --bundle");
  if (said.time) refuse("a time or a question of another place");
}

std::string what_changes(const Site& site) {
  if (site.waiting->unlock) return "the lock of this place opens";
  const SiteSettings& next = site.waiting->settings;
  if (next.preset != site.settings.preset) {
    return "this place changes to preset " + (next.preset.empty() ? kDefaultPreset : next.preset);
  }
  return "what is asked here changes";
}

}  // namespace

Said said_in(const CheckOptions& options) {
  Said out;
  out.preset = options.preset;
  out.name = options.name;
  out.policy = options.policy;
  out.policy_said = !options.policy.empty();
  out.data = !options.trust.empty() || !options.bundle.empty();
  out.time = !(options.at.empty() && options.floor.empty() && options.nonce.empty() &&
               options.elapsed.empty() && options.until.empty());
  return out;
}

Said said_in(const AskOptions& options) {
  Said out;
  out.preset = options.preset;
  out.name = options.name;
  out.policy = options.policy;
  out.policy_said = !options.policy.empty();
  out.data = !options.trust.empty() || !options.bundle.empty();
  out.time = !options.at.empty();
  return out;
}

AskedHere asked_here(const Site& site, const Said& said, const Question* question) {
  refuse_where_locked(site, said);
  const bool by_question = question != nullptr && !site.lock;
  AskedHere out;
  out.preset = !said.preset.empty() ? said.preset
               : by_question        ? question->preset
                                    : preset_of(site);
  out.name = !said.name.empty()            ? said.name
             : by_question                 ? question->name
             : !site.settings.name.empty() ? site.settings.name
             : question != nullptr         ? question->name
                                           : "";
  if (said.policy_said) {
    out.policy_name = said.policy;
    out.narrowing = said.narrowing ? *said.narrowing : read_policy_file(said.policy);
  } else if (site.settings.policy && out.preset == preset_of(site)) {
    out.policy_name = kSitePolicy;
    out.narrowing = *site.settings.policy;
  }
  return out;
}

void ask_as_here(AskedHere asked, Check& check) {
  check.preset = std::move(asked.preset);
  check.name = std::move(asked.name);
  check.policy_name = std::move(asked.policy_name);
  check.narrowing = std::move(asked.narrowing);
}

std::optional<Bundle> data_of(const DataFolder& folder, const std::string& iss) {
  InstalledData found = installed(folder, iss);
  if (!found.opened || !found.opened->bundle) return std::nullopt;
  return std::move(*found.opened->bundle);
}

std::string waiting_note(const Site& site, const Timer& now) {
  if (!site.waiting) return "";
  return "in " + format_duration(left(site.waiting->since, now)) + " " + what_changes(site) +
         "; whit-verify site cancel stops that";
}

}  // namespace whit::cli
