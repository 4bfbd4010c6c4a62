// SPDX-License-Identifier: Apache-2.0
// The other direction: tokens and presentations from their parts. Issuers sign what these give,
// wallets rebuild the same bytes from their own request. Spec: spec/token.md, sections 4 and 5.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/secret.h"
#include "whit/bytes.h"
#include "whit/token.h"

namespace whit {

using ByteVector = std::vector<std::uint8_t>;

// TokenClaims is what a revocable or paper token says; a paper token has no holder.
struct TokenClaims {
  std::string_view iss;
  Day day = 0;
  Handle handle;
  PublicKey holder;
  Vct vct = 0;
  Value value;
  std::optional<DocumentTag> tag;
};

// Unsigned is a COSE_Sign1 that still lacks its signature.
struct Unsigned {
  ByteVector protected_header, payload;
  ByteVector to_be_signed(Bytes external_aad = {}) const;
  ByteVector with(Bytes signature) const;  // the tagged COSE_Sign1
};

Unsigned build_revocable(const TokenClaims& claims, const KeyId& kid);
Unsigned build_paper(const TokenClaims& claims, const KeyId& kid);
// build_blind takes issuer, day, holder and vct of `claims`: a blind token says nothing else. What
// is blinded is its to_be_signed() (4.4).
Unsigned build_blind(const TokenClaims& claims, const KeyId& kid);

// Show is what the holder's key signs. An empty name is "*", one-way.
struct Show {
  std::string_view name;
  UnixTime iat = 0;  // a multiple of kIatStep
  std::optional<Nonce> nonce = std::nullopt;
};
inline constexpr Seconds kIatStep = 15;

// build_presentation joins 1 to 4 encoded tokens of one set, given in ascending order of vct.
Unsigned build_presentation(const std::vector<ByteVector>& tokens, const Show& show);

// sign_part is signed<T, typ>: `payload` under `key`, whose thumbprint gives the kid. A key in
// memory can't fail.
Result<ByteVector> sign_part(Bytes payload, std::int64_t typ, const Signer& key);
ByteVector sign_part(Bytes payload, std::int64_t typ, const SigningKey& key);

}  // namespace whit
