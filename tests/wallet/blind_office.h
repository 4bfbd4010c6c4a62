// SPDX-License-Identifier: Apache-2.0
// An office that signs blindly, and a wallet that collects from it.
#pragma once

#include "support/blind_keys.h"
#include "wallet/blind.h"
#include "wallet/office.h"

namespace whit::test {

inline constexpr UnixTime kNoon = midnight(World::kToday) + 43200;
inline constexpr Day kExpiry = World::kToday + 2;  // of what is collected today
inline constexpr Seconds kTaxLead = 3600;          // as World has it
inline constexpr UnixTime kCloses = midnight(World::kToday + 1) - kTaxLead;

// listed is a row of the key list for the key of this number.
BlindKey listed(unsigned number, Day day = kExpiry, Vct vct = kTax,
                KeyState state = KeyState::live);
Options with_blind_keys(std::vector<BlindKey> keys = {listed(0), listed(1, kExpiry + 1)});

// BlindHolder has collected nothing yet; its office has the fact that may be blind.
struct BlindHolder : Holder {
  explicit BlindHolder(const World& world);

  // plan plans at `clock`; at_minute goes to the minute that was drawn and plans there.
  wallet::BlindPlan plan() { return plan(world.bundle()); }
  wallet::BlindPlan plan(const Bundle& bundle);
  ByteVector at_minute();
  // collect_blind does all of it, and counts the tokens.
  std::size_t collect_blind();
  wallet::Obstacle obstacle(const wallet::Question& question);
  wallet::Choice choose(const wallet::Question& question);
};

// sign_blind is what an office answers: each row by the key that `world` lists as live for it.
Collected sign_blind(const World& world, Bytes body);

// bundle_of opens a bundle of `world` with another head.
Bundle bundle_of(const World& world, const Head& head);

}  // namespace whit::test
