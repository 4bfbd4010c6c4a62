// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/issuer/publish.h"
#include "token/build.h"

namespace whit::cli {
namespace {

// longest_value is a value of `fact` that takes the most bytes.
Value longest_value(const CatalogueFact& fact) {
  Value out;
  if (fact.value_range) {
    out.type = Value::Type::number;
    out.number = fact.value_range->second;
  }
  for (const std::string& text : fact.value_list) {
    if (out.type == Value::Type::text && text.size() <= out.text.view().size()) continue;
    out.type = Value::Type::text;
    out.text = Text<16>::from(text);
  }
  return out;
}

}  // namespace

std::size_t largest_answer(const std::string& iss, const Catalogue& catalogue,
                           const Preset& preset) {
  std::vector<Vct> asked = preset.facts;
  if (preset.binding == Binding::document) asked.push_back(kDocumentVct);
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  std::vector<ByteVector> tokens;
  for (const Vct vct : asked) {
    const auto fact = std::find_if(catalogue.facts.begin(), catalogue.facts.end(),
                                   [&](const CatalogueFact& other) { return other.vct == vct; });
    if (fact == catalogue.facts.end()) return 0;
    TokenClaims claims;
    claims.iss = iss;
    claims.day = kMaxDay;
    claims.vct = vct;
    claims.value = longest_value(*fact);
    if (vct == kDocumentVct) claims.tag = DocumentTag{};
    tokens.push_back(build_revocable(claims, KeyId{}).with(Signature{}.view()));
  }
  if (tokens.empty() || tokens.size() > kMaxTokens) return 0;
  const std::string name(32, 'x');
  const Show show{name, kMaxSecs - kMaxSecs % kIatStep, Nonce{}};
  return build_presentation(tokens, show).with(Signature{}.view()).size();
}

}  // namespace whit::cli
