// SPDX-License-Identifier: Apache-2.0
#include "whit/policy.h"

#include <utility>

namespace whit {
namespace {

// A subset of `whole`; the preset's own bits where the site says nothing.
bool narrow_bits(const std::optional<std::uint8_t>& wanted, std::uint8_t whole, bool may_be_empty,
                 std::uint8_t& out) noexcept {
  out = wanted.value_or(whole);
  return (out & ~whole) == 0 && (may_be_empty || out != 0);
}

bool narrow_time(const std::optional<Seconds>& wanted, Seconds longest, Seconds& out) noexcept {
  out = wanted.value_or(longest);
  return out >= 1 && out <= longest;
}

// There are four at most; the library's sort is a page of code for each type.
void sort_few(std::span<Vct> facts) noexcept {
  for (std::size_t end = 1; end < facts.size(); ++end) {
    for (std::size_t i = end; i > 0 && facts[i] < facts[i - 1]; --i) {
      std::swap(facts[i], facts[i - 1]);
    }
  }
}

std::size_t sorted_facts(const Preset& preset, std::array<Vct, kMaxTokens>& out) noexcept {
  std::copy(preset.facts.begin(), preset.facts.end(), out.begin());
  sort_few(std::span(out).first(preset.facts.size()));
  return preset.facts.size();
}

// The document joins what is asked of a phone. Its number may stand anywhere in the order.
Status add_document(Policy& policy) noexcept {
  const std::span<Vct> asked = std::span(policy.facts).first(policy.count);
  if (std::find(asked.begin(), asked.end(), kDocumentVct) != asked.end()) return {};
  if (policy.count == kMaxTokens) return Errc::policy_widens;
  policy.facts[policy.count++] = kDocumentVct;
  sort_few(std::span(policy.facts).first(policy.count));
  return {};
}

}  // namespace

Result<Policy> make_policy(const Bundle& bundle, std::string_view slug,
                           const Narrowing& narrowing) {
  const Preset* preset = bundle.find_preset(slug);
  if (preset == nullptr) return Errc::unknown_preset;
  if (narrowing.preset && *narrowing.preset != slug) return Errc::policy_widens;
  Policy out;
  out.preset = Text<24>::from(preset->slug);
  const bool narrower = narrow_bits(narrowing.kinds, preset->kinds, false, out.kinds) &&
                        narrow_bits(narrowing.modes, preset->modes, true, out.modes) &&
                        narrow_time(narrowing.max_age, preset->max_age, out.max_age) &&
                        narrow_time(narrowing.answer_time, preset->answer_time, out.answer_time);
  const Binding binding = narrowing.binding.value_or(preset->binding);
  if (!narrower || binding < preset->binding) return Errc::policy_widens;
  out.count = sorted_facts(*preset, out.facts);
  out.paper_count = sorted_facts(*preset, out.paper_facts);
  if (binding == Binding::document) {
    if (bundle.find_fact(kDocumentVct) == nullptr) return Errc::policy_widens;
    WHIT_CHECK(add_document(out));
  }
  return out;
}

}  // namespace whit
