// SPDX-License-Identifier: Apache-2.0
// What a wallet keeps for collecting blind tokens; wallet/blind.h works with it.
// Spec: spec/collect.md, 6.8 to 6.13.
#pragma once

#include <vector>

#include "crypto/secret.h"
#include "token/collect.h"
#include "whit/time.h"

namespace whit::wallet {

// BlindMessage is one message under way. It is blinded once: whatever comes of it, neither key nor
// inverse is used for another.
struct BlindMessage {
  SigningKey key;        // the holder key in it
  SecretBuffer inverse;  // takes the blinding off the answer
};

// BlindRow is the messages under way for one fact and expiry day, blinded for one key.
struct BlindRow {
  Vct vct = 0;
  Day day = 0;
  RsaModulus modulus;
  std::vector<BlindMessage> messages;
};

// BlindMinute is when blind tokens are collected on a day. It is drawn once, whatever happens.
struct BlindMinute {
  Day day = 0;  // by the issuer's clock, as `at` is; 0 for none drawn
  UnixTime at = 0;
};

// BlindFailure is all that shows that an answer was wrong. It holds no secret, and names nobody.
struct BlindFailure {
  UnixTime when = 0;  // by the issuer's clock
  Vct vct = 0;
  Day day = 0;
  RsaModulus modulus;
  BlindBytes blinded, answer;  // of one message
  ByteVector key_list;         // in force, as signed
};

// SeenModulus is a key that was listed for this fact and expiry day.
struct SeenModulus {
  Hash modulus;  // SHA-256 of n
  Vct vct = 0;
  Day day = 0;
};

// kModulusDays is how long after its day a key is remembered.
inline constexpr Day kModulusDays = 400;

// kFailuresToStop: after so many failures nothing blind is collected until the holder says so.
inline constexpr std::size_t kFailuresToStop = 2;
inline constexpr std::size_t kFailuresKept = 4;

// CrowdCount is how many entries an epoch's header counts of blind tokens, with its pads.
struct CrowdCount {
  Vct vct = 0;
  Day day = 0;  // the expiry day
  std::uint64_t entries = 0;
};
// kCountDays is how long after its day a count stands in for one that isn't there yet.
inline constexpr Day kCountDays = 7;

struct BlindState {
  BlindMinute minute;
  Day asked = 0;  // the expiry day that was asked for last
  std::vector<BlindFailure> failures;
  std::vector<SeenModulus> seen;   // ascending by hash
  std::vector<CrowdCount> counts;  // the largest of each fact and day; ascending by both
};

}  // namespace whit::wallet
