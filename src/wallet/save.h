// SPDX-License-Identifier: Apache-2.0
// A wallet as bytes, and back. The caller seals them: they hold every key of the wallet.
//
//   [version, public part, secrets in its order: 32 bytes for a key, 256 for an inverse]
#pragma once

#include "crypto/secret.h"
#include "wallet/wallet.h"
#include "whit/result.h"

namespace whit::wallet {

inline constexpr std::uint64_t kSaveVersion = 4;

// save writes `wallet`. The same wallet gives the same bytes; secrets pass through guarded memory
// only.
SecretBuffer save(const Wallet& wallet);

// load reads what save wrote, in this version or an older one. unknown_prefix means a newer version
// of this program wrote it; any other error, damage.
Result<Wallet> load(Bytes saved);

}  // namespace whit::wallet
