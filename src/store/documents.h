// SPDX-License-Identifier: Apache-2.0
// Document texts, sealed under the register key and bound to their row.
#pragma once

#include <string_view>

#include "crypto/keyfile.h"
#include "token/build.h"

namespace whit {

ByteVector seal_document(const SecretBuffer& register_key, std::int64_t subject,
                         std::string_view text, Rng& rng);
// open_document is the text again; storage_failed where it doesn't open.
Result<SecretBuffer> open_document(const SecretBuffer& register_key, std::int64_t subject,
                                   Bytes sealed);

}  // namespace whit
