// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.h"

namespace whit {
namespace {

KeyId first_bytes(const Hash& hash) noexcept { return KeyId::from(hash.view().first(4)); }

}  // namespace

Hash thumbprint(const PublicKey& key) noexcept {
  // {1: 1, -1: 6, -2: key}, the required members of an OKP key in deterministic order.
  static constexpr std::uint8_t kHead[] = {0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20};
  return sha256({Bytes(kHead), key.view()});
}

KeyId key_id(const PublicKey& key) noexcept { return first_bytes(thumbprint(key)); }

KeyId key_id(const RsaModulus& modulus) noexcept {
  // {1: 3, -1: n, -2: h'010001'}
  static constexpr std::uint8_t kHead[] = {0xa3, 0x01, 0x03, 0x20, 0x59, 0x01, 0x00};
  static constexpr std::uint8_t kTail[] = {0x21, 0x43, 0x01, 0x00, 0x01};
  return first_bytes(sha256({Bytes(kHead), modulus.view(), Bytes(kTail)}));
}

}  // namespace whit
