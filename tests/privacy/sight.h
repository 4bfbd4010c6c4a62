// SPDX-License-Identifier: Apache-2.0
// Sight: what can be read out of one showing, with all that is public.
#pragma once

#include <vector>

#include "privacy/evidence.h"
#include "whit/token.h"

namespace whit::privacy {

// SeenToken is one fact of a showing, and where the log has it.
struct SeenToken {
  Vct vct = 0;
  Value value;
  Handle handle;
  KeyId kid;
  Signature signature;
  Day logged = 0;           // day of the epoch that it stands in
  std::uint64_t place = 0;  // of its leaf in the log
};

struct Sight {
  ScanId id;
  UnixTime time = 0, iat = 0;
  Day day = 0;              // of `time`
  Day expires = 0;          // E
  std::uint32_t ahead = 0;  // strips skipped: 0 for the nearest, 1 for a borrowed one
  Mode mode = Mode::none;
  Kind kind = Kind::none;
  std::size_t size = 0;  // bytes
  PublicKey holder;
  Signature signature;
  std::vector<SeenToken> tokens;
  ByteVector rsa;  // the signature of a blind token; it has no handle and no place in the log

  // late is how much later the site's clock was than `iat`.
  std::int64_t late() const noexcept {
    return static_cast<std::int64_t>(time) - static_cast<std::int64_t>(iat);
  }
};

// read_sights reads every showing, by site and time. It throws CouldNot (house.h) for one that
// can't be read, and for a token that the log doesn't have: wallets don't show such things.
std::vector<Sight> read_sights(const Evidence& evidence);

}  // namespace whit::privacy
