// SPDX-License-Identifier: Apache-2.0
// What the register knows when it answers one wallet. There is no name in it, and no token.
// Spec: spec/chain.md, section 2, and spec/collect.md, section 4.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/secret.h"
#include "token/collect.h"

namespace whit {

inline constexpr Day kAlways = 0xffffffff;            // `until` of a fact without an end
inline constexpr std::size_t kMaxDocumentText = 128;  // bytes

// FactRow is one fact of one person: what the register says, and from when until when.
struct FactRow {
  Vct vct = 0;
  Value value;
  Day from = 0, until = kAlways;  // UTC days, both included

  // holds tells whether a token of `expiry` may be dealt on `today`. It may be borrowed ahead, so
  // the fact must hold from today on and through the day that the token is for, which is the one
  // before its expiry day.
  bool holds(Day today, Day expiry) const noexcept { return from <= today && expiry - 1 <= until; }
};

// Chain is where the handles of one (enrolment, fact, medium) come from.
struct Chain {
  std::int64_t id = 0;  // of the store; 0 for one that isn't stored yet
  Vct vct = 0;
  Seed seed;
  Day day = 0;                      // the expiry day that `seed` is for
  std::vector<std::uint8_t> dealt;  // [k]: how many handles of expiry day `day` + k are used
};

// Grant is a run of handles: i from `first` to `first` + `count` - 1 of (chain, day).
struct Grant {
  std::int64_t chain = 0;
  Day day = 0;
  std::uint8_t first = 0, count = 0;
};

// BlindCount is how many blinded messages were signed for one fact and expiry day.
struct BlindCount {
  Vct vct = 0;
  Day day = 0;
  std::uint8_t count = 0;
};

// BlindStop is an expiry day for which nothing is signed blind any more: of one fact, whose key was
// killed, or of all (vct 0), after a restore.
struct BlindStop {
  Vct vct = 0;
  Day day = 0;
  bool stops(Vct fact, Day expiry) const noexcept {
    return day == expiry && (vct == 0 || vct == fact);
  }
};

// Enrolled wallets have one Person each.
struct Person {
  std::int64_t subject = 0, enrolment = 0;
  std::int64_t revision = 0;  // grows with every change of facts, document or enrolment
  PublicKey collection_key;
  std::uint64_t seq = 0;                  // of the last collect, 0 before the first
  bool resync = false;                    // after a restore: any greater seq is the next, once
  Hash last_request;                      // SHA-256 of its body
  std::vector<Grant> granted;             // by it
  std::vector<BlindCount> blind_granted;  // by it
  std::vector<BlindCount> blind_used;     // of the person, through all enrolments
  std::vector<BlindStop> blind_stops;     // of the whole office
  std::vector<FactRow> facts;             // ascending by vct, only what hasn't ended
  std::vector<Chain> chains;              // of this enrolment, phones, only what hasn't ended
  SecretBuffer document;                  // the document text, empty where there is none
};

// is_subject tells whether `text` may be a reference: [A-Za-z0-9][A-Za-z0-9._-]{0,31}.
bool is_subject(std::string_view text) noexcept;

}  // namespace whit
