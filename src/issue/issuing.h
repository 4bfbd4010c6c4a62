// SPDX-License-Identifier: Apache-2.0
// What an issuer issues with: its catalogue, its key list and the keys to sign with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/blind_rsa.h"
#include "crypto/signer.h"
#include "whit/trust.h"

namespace whit {

// BlindSecret is the secret half of the blind key of one fact and expiry day.
struct BlindSecret {
  Vct vct = 0;
  Day day = 0;
  std::shared_ptr<const BlindSigningKey> key;
};

// Issuing doesn't change while requests are being answered; a new key or catalogue is a new
// Issuing.
struct Issuing {
  std::string iss;
  std::vector<CatalogueFact> catalogue;  // as heads show it: how live tokens are judged
  // What new tokens are dealt with, where that may be less (spec/withdrawal.md, section 7).
  std::optional<std::vector<CatalogueFact>> dealt;
  KeyList keys;
  std::vector<std::shared_ptr<const Signer>> signers;  // of live rows, in any order
  std::vector<BlindSecret> blind_signers;              // of live rows, in any order

  // find_fact is a null pointer where the catalogue has none.
  const CatalogueFact* find_fact(Vct vct) const noexcept;
  const CatalogueFact* find_fact(std::string_view slug) const noexcept;

  // find_dealt is the fact as new tokens of it are dealt; a null pointer where there are none.
  const CatalogueFact* find_dealt(Vct vct) const noexcept;

  // signer_for is the key that signs this (kind, fact, expiry day): the one live key of the list,
  // if its secret half is here. A null pointer otherwise, and when two live keys claim the day.
  const Signer* signer_for(Kind kind, Vct vct, Day day) const noexcept;

  // blind_key_for is the same for blind tokens, where each fact and day has a key of its own.
  const BlindSigningKey* blind_key_for(Vct vct, Day day) const noexcept;
};

}  // namespace whit
