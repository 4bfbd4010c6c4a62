// SPDX-License-Identifier: Apache-2.0
// The gate's data, as it is shown all the time: before it is too old, somebody should know.
#include "cli/common/clock.h"
#include "cli/verify/explain.h"
#include "cli/verify/gate/keeper.h"
#include "cli/verify/query.h"
#include "cli/verify/radar.h"
#include "verify/withdrawal.h"

namespace whit::cli::gate {
namespace {

constexpr const char* kUpdate = "whit-verify bundle update";

std::string facts_of(const Bundle& bundle, const Policy& policy) {
  std::string out;
  for (std::size_t i = 0; i < policy.count; ++i) {
    const CatalogueFact* fact = bundle.find_fact(policy.facts[i]);
    if (fact != nullptr) out += (out.empty() ? "" : ", ") + fact->slug;
  }
  return out;
}

Seconds age_of(const Bundle& bundle, UnixTime now) {
  return now > bundle.head().issued ? now - bundle.head().issued : 0;
}

bool is_useless(const Bundle& bundle, const Policy& policy, UnixTime now) {
  return age_of(bundle, now) > policy.max_age || now >= bundle.head().expires;
}

// troubles_with is what is to be said of usable data beforehand, and of what isn't usable.
std::vector<std::string> troubles_with(const Bundle& bundle, const Policy& policy, UnixTime now) {
  const std::string of = bundle.head().iss + ": ";
  if (is_useless(bundle, policy, now)) {
    return {of + "the data is too old to say yes: " + kUpdate};
  }
  std::vector<std::string> out;
  for (const auto& notice :
       {age_notice(age_of(bundle, now), policy.max_age), end_notice(bundle.head(), now)}) {
    if (notice) out.push_back(of + notice->sentence + ": " + notice->command);
  }
  if (const std::string lacks = lacks_text(bundle); !lacks.empty()) out.push_back(of + lacks);
  return out;
}

}  // namespace

void Keeper::look_at_data() {
  data_line_ = {"no data yet: " + std::string(kUpdate), DataLine::Level::useless, 0};
  const std::string main = issuer_for(source_, {});
  for (const std::string& iss : data_.folder().issuers()) {
    const Data* data = data_.of(iss);
    if (const std::string trouble = data_.trouble(iss); !trouble.empty()) {
      troubles_.push_back(trouble);
    }
    const Bundle* bundle = data == nullptr ? nullptr : data->get();
    if (bundle == nullptr) continue;
    const auto policy = make_policy(*bundle, asked_.preset, asked_.narrowing);
    if (!policy) {
      troubles_.push_back(iss + ": its data has no preset " + asked_.preset + " to ask by");
      continue;
    }
    make_tables(*bundle, *policy, now());  // before the first man of the day stands there
    const std::vector<std::string> said = troubles_with(*bundle, *policy, now());
    troubles_.insert(troubles_.end(), said.begin(), said.end());
    if (iss != main) continue;
    asked_text_ = facts_of(*bundle, *policy);
    data_line_.text = "data " + format_duration(age_of(*bundle, now())) + " old, limit " +
                      format_duration(policy->max_age);
    data_line_.version = bundle->head().version;
    const bool notes = age_notice(age_of(*bundle, now()), policy->max_age).has_value();
    data_line_.level = is_useless(*bundle, *policy, now()) ? DataLine::Level::useless
                       : notes                             ? DataLine::Level::ageing
                                                           : DataLine::Level::fine;
  }
}

}  // namespace whit::cli::gate
