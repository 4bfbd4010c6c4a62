// SPDX-License-Identifier: Apache-2.0
// Policy: the question a checker asks, which is a preset of the bundle or something narrower.
// Spec: spec/trust.md, section 8.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "whit/bundle.h"
#include "whit/result.h"

namespace whit {

// Narrowing is what a site's policy.json may change: subsets, a stricter binding, shorter times.
// What is absent stays as the preset has it.
struct Narrowing {
  std::optional<std::string> preset;         // when given, it must name the preset that is narrowed
  std::optional<std::uint8_t> kinds, modes;  // bits, a subset, not empty
  std::optional<Binding> binding;            // document, or as the preset has it
  std::optional<Seconds> max_age, answer_time;  // not longer, at least 1
};

// Policy is the effective question. Build it with make_policy: a default one asks nothing and so
// proves nothing.
struct Policy {
  Text<24> preset;
  std::array<Vct, kMaxTokens> facts{};  // ascending, the document's among them where bound
  std::size_t count = 0;
  std::array<Vct, kMaxTokens> paper_facts{};  // asked of paper, which is bound by its own tag
  std::size_t paper_count = 0;
  std::uint8_t kinds = 0, modes = 0;
  Seconds max_age = 0, answer_time = 0;
};

// make_policy is the preset `slug` of `bundle`, narrowed. unknown_preset, or policy_widens.
Result<Policy> make_policy(const Bundle& bundle, std::string_view slug,
                           const Narrowing& narrowing = {});

}  // namespace whit
