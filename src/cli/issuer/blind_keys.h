// SPDX-License-Identifier: Apache-2.0
// Blind keys: one a fact and expiry day, for good. They are made ahead into a stock, listed through
// two days behind a bundle's end, and destroyed when their day begins. Never in an HSM.
// Spec: spec/trust.md, section 4.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/token_keys.h"
#include "cli/issuer/vault.h"
#include "issue/issuing.h"

namespace whit::cli {

// kBlindListedAfter is how many days a blind key stays listed when its day is over. Wallets hold
// blind tokens for a day, and a row has the 256 bytes of its modulus.
inline constexpr Day kBlindListedAfter = 3;

// kStockDays is how many days of new keys the stock should have. What wasn't listed at a backup is
// lost with it, so that a restore costs fewer days the more there is.
inline constexpr std::size_t kStockDays = 2;

// blind_vault_name is how the vault names the secret half, "blind-00112233aabbccdd".
std::string blind_vault_name(const RsaModulus& modulus);

// last_blind is the last expiry day that a bundle which is read until `expires` needs keys for.
Day last_blind(UnixTime expires) noexcept;

// blind_stock are the secrets that no row of `list` names, to be listed some day.
std::vector<std::string> blind_stock(const KeyList& list, const std::string& folder);
// stock_wanted is how many there should be for this catalogue.
std::size_t stock_wanted(const std::vector<CatalogueFact>& catalogue) noexcept;
// add_to_stock makes one, which takes a large part of a second, and gives its name.
std::string add_to_stock(const Vault& vault, Rng& rng);

// extend_blind_keys adds a row for each blind fact and expiry day from today + 2 to last_blind,
// from the stock as far as it goes, except for days up to `listed`. A day that has any row keeps
// it: what was withdrawn or lost is never replaced. Rows that are long dead are dropped.
Change extend_blind_keys(KeyList& list, const std::vector<CatalogueFact>& catalogue, UnixTime now,
                         UnixTime expires, Day listed, const Vault& vault, Rng& rng);

// uncovered_blind names the first fact and day that lacks a row, as a sentence; empty if all is
// well.
std::string uncovered_blind(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                            UnixTime now, UnixTime expires, Day listed);

// lost_blind_keys counts live rows of days to come whose secret isn't in `folder`.
std::size_t lost_blind_keys(const KeyList& list, Day today, const std::string& folder);

// destroy_dead_blind_keys removes the secrets of rows that nothing can be signed with any more.
void destroy_dead_blind_keys(const KeyList& list, Day today, const KeyStore& store);

// blind_signers are the secrets of all live rows whose window is open on `today` or the day after.
// Others aren't taken into memory before they are needed.
std::vector<BlindSecret> blind_signers(const KeyList& list, const Vault& vault, Day today);

}  // namespace whit::cli
