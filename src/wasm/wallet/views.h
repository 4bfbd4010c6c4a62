// SPDX-License-Identifier: Apache-2.0
// What a wallet's owner is shown, as JSON. Numbers become names on the other side.
#pragma once

#include "wallet/show.h"
#include "wasm/wallet/open_wallet.h"

namespace whit::wasm {

// write_prospect writes what would be shown for `question`, and what stands in the way.
void write_prospect(JsonWriter& json, const wallet::Account& account, const Head& head,
                    const wallet::Question& question, UnixTime clock);

// write_choice writes the members kind, freshness, instead and crowd.
void write_choice(JsonWriter& json, const wallet::Choice& choice, const wallet::Account& account,
                  const Head& head);

}  // namespace whit::wasm
