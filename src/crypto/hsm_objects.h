// SPDX-License-Identifier: Apache-2.0
// Keys as a PKCS#11 token holds them. Only src/crypto/hsm*.cpp include this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/hsm_token.h"

namespace whit {

struct KeyPair {
  CK_OBJECT_HANDLE secret = 0, open = 0;
};

// generate_pair makes an Ed25519 pair of token objects without a name.
Result<KeyPair> generate_pair(HsmToken::Session& session) noexcept;
// check_sealed: hsm_unfit where the token says that the secret half could be read.
Status check_sealed(HsmToken::Session& session, CK_OBJECT_HANDLE secret) noexcept;
// read_public is the public key of a public half.
Result<PublicKey> read_public(HsmToken::Session& session, CK_OBJECT_HANDLE open) noexcept;
Status set_name(HsmToken::Session& session, CK_OBJECT_HANDLE key, std::string_view name) noexcept;
Result<std::string> read_name(HsmToken::Session& session, CK_OBJECT_HANDLE key) noexcept;

// find_keys are the Edwards keys of this class with this label, or of any label where it is empty;
// find_key is the first of them, or hsm_no_key.
Result<std::vector<CK_OBJECT_HANDLE>> find_keys(HsmToken::Session& session, CK_OBJECT_CLASS half,
                                                std::string_view name) noexcept;
Result<CK_OBJECT_HANDLE> find_key(HsmToken::Session& session, CK_OBJECT_CLASS half,
                                  std::string_view name) noexcept;

}  // namespace whit
