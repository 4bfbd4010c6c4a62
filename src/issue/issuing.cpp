// SPDX-License-Identifier: Apache-2.0
#include "issue/issuing.h"

namespace whit {

namespace {

const CatalogueFact* find(const std::vector<CatalogueFact>& facts, Vct vct) noexcept {
  for (const CatalogueFact& fact : facts) {
    if (fact.vct == vct) return &fact;
  }
  return nullptr;
}

}  // namespace

const CatalogueFact* Issuing::find_fact(Vct vct) const noexcept { return find(catalogue, vct); }

const CatalogueFact* Issuing::find_dealt(Vct vct) const noexcept {
  return find(dealt ? *dealt : catalogue, vct);
}

const CatalogueFact* Issuing::find_fact(std::string_view slug) const noexcept {
  for (const CatalogueFact& fact : catalogue) {
    if (fact.slug == slug) return &fact;
  }
  return nullptr;
}

const Signer* Issuing::signer_for(Kind kind, Vct vct, Day day) const noexcept {
  const TokenKey* live = nullptr;
  for (const TokenKey& row : keys.tokens) {
    if (row.state != KeyState::live || !row.covers(kind, vct, day)) continue;
    if (live != nullptr) return nullptr;  // nobody would open such a list
    live = &row;
  }
  if (live == nullptr) return nullptr;
  for (const auto& signer : signers) {
    if (signer->public_key() == live->key) return signer.get();
  }
  return nullptr;
}

const BlindSigningKey* Issuing::blind_key_for(Vct vct, Day day) const noexcept {
  const BlindKey* live = nullptr;
  for (const BlindKey& row : keys.blind) {
    if (row.state != KeyState::live || row.vct != vct || row.day != day) continue;
    if (live != nullptr) return nullptr;  // nobody would open such a list
    live = &row;
  }
  if (live == nullptr) return nullptr;
  for (const BlindSecret& secret : blind_signers) {
    const bool named = secret.vct == vct && secret.day == day;
    if (named && secret.key->modulus() == live->modulus) return secret.key.get();
  }
  return nullptr;
}

}  // namespace whit
