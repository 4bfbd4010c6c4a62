// SPDX-License-Identifier: Apache-2.0
// The wallet that stays in the module between calls, and what its calls share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/rng.h"
#include "wallet/collect.h"
#include "wallet/news.h"
#include "wallet/wallet.h"
#include "wasm/border.h"
#include "wasm/labels.h"
#include "whit/bundle.h"

namespace whit::wasm {

// Codes beside kExpired that are no Errc.
inline constexpr std::int32_t kNoAccount = 1011;    // nothing is collected from this office
inline constexpr std::int32_t kNoData = 1012;       // the office's data weren't taken in yet
inline constexpr std::int32_t kHindered = 1013;     // see w_look
inline constexpr std::int32_t kShownBefore = 1014;  // only a code is left that was shown before
inline constexpr std::int32_t kBadPin = 1015;       // not 6 to 12 bytes
inline constexpr std::int32_t kNoSuchFact = 1016;   // the office doesn't vouch for that

// OfficeData is what was taken in from an office since the wallet was opened.
struct OfficeData {
  std::string iss;
  Bundle bundle;
  wallet::Joining joining = wallet::Joining::sets_held;
};

struct OpenWallet {
  wallet::Wallet wallet;
  std::vector<OfficeData> data;
  SystemRng rng;

  OfficeData* data_of(std::string_view iss) noexcept;
};

using wallet::find_fact;

// catalogue_of is the head that the wallet has of `iss`, or an empty one.
Head catalogue_of(const wallet::Wallet& wallet, std::string_view iss);

// write_named writes vct, slug and labels, into an object that is open; write_facts writes a member
// `facts`.
void write_named(JsonWriter& json, const Head& head, Vct vct);
void write_facts(JsonWriter& json, const Head& head, const std::vector<Vct>& facts);
void write_gain(JsonWriter& json, const wallet::Gain& gain, const Head& head);

}  // namespace whit::wasm
