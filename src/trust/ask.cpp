// SPDX-License-Identifier: Apache-2.0
#include "trust/ask.h"

namespace whit {
namespace {

constexpr unsigned kPhoneKinds = 3;

Kind kind_wanted(const Bundle& bundle, const Policy& policy) noexcept {
  const unsigned asked = policy.kinds & kPhoneKinds;
  if (asked != 1 && asked != 2) return Kind::none;
  for (std::size_t i = 0; i < policy.count; ++i) {
    const CatalogueFact* fact = bundle.find_fact(policy.facts[i]);
    if (fact != nullptr && (fact->kinds & kPhoneKinds) == kPhoneKinds) {
      return static_cast<Kind>(asked);
    }
  }
  return Kind::none;
}

}  // namespace

Request request_for(const Bundle& bundle, const Policy& policy, std::string_view name) {
  Request out;
  out.iss = bundle.head().iss;
  out.name = name;
  out.facts = policy.facts;
  out.count = policy.count;
  out.kind = kind_wanted(bundle, policy);
  return out;
}

}  // namespace whit
