// SPDX-License-Identifier: Apache-2.0
// SHA-384 in a browser's wallet: libsodium's SHA-512 from another start, cut off.
#include "crypto/sha384.h"

#include <sodium/crypto_hash_sha512.h>

#include <algorithm>

#include "crypto/secret.h"

namespace whit {
namespace {

constexpr std::array<std::uint64_t, 8> kStart = {  // FIPS 180-4, section 5.3.4
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
    0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};

}  // namespace

Sha384 sha384(Bytes bytes) noexcept {
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  std::copy(kStart.begin(), kStart.end(), state.state);
  // No bytes may have no address at all.
  if (!bytes.empty()) crypto_hash_sha512_update(&state, bytes.data(), bytes.size());
  std::array<std::uint8_t, crypto_hash_sha512_BYTES> whole{};
  crypto_hash_sha512_final(&state, whole.data());
  Sha384 out;
  std::copy_n(whole.begin(), out.size(), out.begin());
  wipe(whole);
  return out;
}

}  // namespace whit
