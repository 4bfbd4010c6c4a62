// SPDX-License-Identifier: Apache-2.0
#include "crypto/ed25519.h"

#include <sodium.h>

namespace whit {
namespace {

using Coordinate = std::array<std::uint8_t, 32>;  // little endian

// 2^255 - 19 + `low`, where `low` is small: the field's prime and its neighbours.
constexpr Coordinate prime_plus(int low) noexcept {
  Coordinate y{};
  for (auto& byte : y) byte = 0xff;
  y[0] = static_cast<std::uint8_t>(0xed + low);
  y[31] = 0x7f;
  return y;
}
constexpr Coordinate small(std::uint8_t value) noexcept {
  Coordinate y{};
  y[0] = value;
  return y;
}

constexpr Coordinate kPrime = prime_plus(0);

// Every y of a point whose order divides 8, also in the encodings that aren't canonical.
constexpr Coordinate kSmallOrder[] = {
    small(0),
    small(1),
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    prime_plus(-1),
    prime_plus(0),
    prime_plus(1)};

// The order of the group, 2^252 + 27742317777372353535851937790883648493.
constexpr Coordinate kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                               0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                               0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};

// y of an encoded point: the top bit is the sign of x.
Coordinate y_of(Bytes point) noexcept {
  Coordinate y{};
  std::copy(point.begin(), point.end(), y.begin());
  y[31] &= 0x7f;
  return y;
}

bool below(Bytes little_endian, const Coordinate& limit) noexcept {
  for (std::size_t i = limit.size(); i > 0; --i) {
    if (little_endian[i - 1] != limit[i - 1]) return little_endian[i - 1] < limit[i - 1];
  }
  return false;
}

bool is_small_order(const Coordinate& y) noexcept {
  return std::find(std::begin(kSmallOrder), std::end(kSmallOrder), y) != std::end(kSmallOrder);
}

}  // namespace

bool is_strong(const PublicKey& key) noexcept {
  const Coordinate y = y_of(key.view());
  return below(Bytes(y), kPrime) && !is_small_order(y);
}

bool passes_precheck(const PublicKey& key, const Signature& signature) noexcept {
  return is_strong(key) && !is_small_order(y_of(signature.view().first(32))) &&
         below(signature.view().last(32), kOrder);
}

bool verify(const PublicKey& key, const Signature& signature, Bytes message) noexcept {
  return passes_precheck(key, signature) &&
         crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

}  // namespace whit
