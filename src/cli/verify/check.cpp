// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/check.h"

#include <algorithm>

#include "cli/verify/policy_file.h"

namespace whit::cli {
namespace {

bool is_final(Verdict verdict) {
  return verdict == Verdict::malformed || verdict == Verdict::unsupported ||
         verdict == Verdict::no_bundle;
}

// A preset that binds to no document is asked where people queue: there nobody hears why.
bool is_gate(const Bundle& bundle, const Check& check) {
  const Preset* preset = bundle.find_preset(check.preset);
  return preset != nullptr && check.narrowing.binding.value_or(preset->binding) == Binding::none;
}

// What of a policy's kinds and modes the catalogue leaves, for all asked facts together.
void note_taken(const Bundle& bundle, const Policy& policy, Answer& out) {
  out.kinds = policy.kinds;
  out.modes = policy.modes;
  for (std::size_t i = 0; i < policy.count; ++i) {
    const CatalogueFact* fact = bundle.find_fact(policy.facts[i]);
    if (fact == nullptr) continue;
    out.kinds &= fact->kinds;
    out.modes &= fact->modes;
  }
}

Exit exit_of(VerdictClass verdict_class) {
  switch (verdict_class) {
    case VerdictClass::yes:
      return Exit::yes;
    case VerdictClass::cannot_tell:
      return Exit::cannot_tell;
    case VerdictClass::no:
    case VerdictClass::specimen:
      break;
  }
  return Exit::no;
}

}  // namespace

Answer judge(const Check& check) {
  Answer out;
  Context context = check.context;
  context.name = check.name;
  out.bundle = check.data == nullptr ? nullptr : check.data->get();
  out.now = context.now;
  out.elapsed = context.elapsed;
  // Asking nothing first tells what isn't there to be asked of at all.
  out.report = verify(check.showing, out.bundle, Policy{}, context);
  if (out.bundle == nullptr || is_final(out.report.verdict)) return out;
  const Policy policy =
      effective_policy(*out.bundle, check.preset, check.narrowing, check.policy_name);
  out.report = verify(check.showing, out.bundle, policy, context);
  out.max_age = policy.max_age;
  note_taken(*out.bundle, policy, out);
  out.floor =
      std::max({context.floor, out.bundle->head().issued, out.bundle->newest_cosignature()});
  out.at_gate = is_gate(*out.bundle, check);
  return out;
}

Exit exit_of(const Report& report, Practice practice) {
  const bool trained = practice == Practice::training && report.verdict == Verdict::specimen;
  return exit_of(verdict_class(trained ? report.training : report.verdict));
}

}  // namespace whit::cli
