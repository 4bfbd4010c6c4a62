// SPDX-License-Identifier: Apache-2.0
// policy.json, by which a site narrows a preset. Spec: spec/trust.md, section 8.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "whit/policy.h"

namespace whit::cli {

// parse_json is strict: one value, no name twice in an object, valid UTF-8. `what` begins the
// sentence of the Failure.
nlohmann::json parse_json(std::string_view text, const std::string& what);

// narrowing_of reads the object of a policy file; anything unknown or of another type is a Failure.
Narrowing narrowing_of(const nlohmann::json& policy, const std::string& what);

// policy_json is the object again, of what is given.
nlohmann::json policy_json(const Narrowing& policy);

// kind_names and mode_names are bits in words: "revocable, paper"; "none" for no bit.
std::string kind_names(unsigned bits);
std::string mode_names(unsigned bits);

// read_policy_file reads `path`; an empty name narrows nothing.
Narrowing read_policy_file(const std::string& path);

// kSitePolicy is the policy of this place, where a sentence names it.
inline constexpr const char* kSitePolicy = "this place's policy";

// effective_policy is make_policy with a sentence: "policy.json asks kind blind, which preset gate
// does not allow".
Policy effective_policy(const Bundle& bundle, const std::string& preset, const Narrowing& narrowing,
                        const std::string& what);

}  // namespace whit::cli
