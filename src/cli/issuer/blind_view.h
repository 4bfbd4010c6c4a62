// SPDX-License-Identifier: Apache-2.0
// How blind tokens stand, for status, doctor and metrics: what the public log says of each fact and
// day, and what the register knows beside it. Nothing is changed, and no secret is needed.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/blind_keys.h"
#include "store/log_store.h"

namespace whit::cli {

// BlindDay is one fact and expiry day to come.
struct BlindDay {
  Vct vct = 0;
  Day day = 0;
  std::string fact;
  // By the headers: entries, pads counted, and what anybody can tell from them.
  std::uint64_t logged = 0, tokens_at_least = 0, people_at_least = 0;
  std::uint64_t waiting = 0;             // signed, and not in the tree yet
  std::uint64_t tokens = 0, people = 0;  // by the register
  std::uint8_t most = 0;                 // that one person got
};

struct BlindView {
  std::vector<BlindDay> days;  // with anything signed, by fact and day
  std::size_t facts = 0;       // that are dealt blind
  std::size_t lost = 0;        // secrets of listed keys that are gone
  std::size_t stock = 0;       // keys made ahead
  Day none_until = 0;          // expiry day up to which no keys are made, after a restore; 0: none
  std::string uncovered;       // first fact and day without a key, as a sentence
};

BlindView look_at_blind(const Folder& folder, IssuerService& service, UnixTime now,
                        CountWaiting waiting);

// sentence_of is "work-permit-valid until 25 Nov 2026: 128 in the log, at least 33 people".
std::string sentence_of(const BlindDay& day);
// in_json is an array of objects.
std::string in_json(const std::vector<BlindDay>& days);

// fault_of says what of log and register contradicts each other, or goes beyond any quota; empty
// if nothing does. Needs CountWaiting::yes.
std::string fault_of(const BlindDay& day);

}  // namespace whit::cli
