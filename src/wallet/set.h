// SPDX-License-Identifier: Apache-2.0
// Set: the tokens of one kind and expiry day under one holder key.
#pragma once

#include <span>
#include <vector>

#include "crypto/secret.h"
#include "token/build.h"

namespace whit::wallet {

// LogState is whether the public log was seen to have a token.
enum class LogState : std::uint8_t { unchecked = 0, logged = 1, missing = 2 };

// Held is one token, as its issuer signed it.
struct Held {
  Vct vct = 0;
  ByteVector encoded;
  // The log has it in an epoch of one of these UTC days; 0 where the wallet doesn't know.
  Day first = 0, last = 0;
  LogState log = LogState::unchecked;
  // Of a blind token, whose entry can't be rebuilt from it: the commitment of that entry, kept
  // until it was found in the log, then zeros. Whoever has it can tie the token to the request.
  Hash commitment{};
};

// Set is the tokens of one kind and expiry day under one holder key. It is shown once. A blind one
// holds one token.
struct Set {
  Kind kind = Kind::none;
  Day day = 0;
  SigningKey key;
  std::vector<Held> tokens;  // ascending by vct, never empty
  UnixTime shown = 0;        // when it was shown, 0 for an unused one
  Hash answered;             // SHA-256 of the challenge it answered, else zeros

  const Held* find(Vct vct) const noexcept;
  bool holds(std::span<const Vct> facts) const noexcept;
};

}  // namespace whit::wallet
