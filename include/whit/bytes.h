// SPDX-License-Identifier: Apache-2.0
// Bytes, and byte strings of one fixed length that can't be taken for each other.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace whit {

// Bytes is a view of bytes that somebody else owns.
using Bytes = std::span<const std::uint8_t>;

// as_bytes views the characters of `text` as bytes; it copies nothing.
inline Bytes as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// as_text views `bytes` as characters; it checks no encoding.
inline std::string_view as_text(Bytes bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// equal compares two public byte strings. Not for secrets: it stops at the first difference.
inline bool equal(Bytes a, Bytes b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

// less orders byte strings bytewise, the order of every sorted list in the spec.
inline bool less(Bytes a, Bytes b) noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

// Fixed is a public byte string of `N` bytes; `Tag` makes each use a type of its own, so that a
// signature can't be passed for a key. It starts as zeros, which no check accepts.
template <class Tag, std::size_t N>
struct Fixed {
  static constexpr std::size_t kSize = N;
  std::array<std::uint8_t, N> bytes{};

  // from copies `in`, which must hold exactly N bytes; anything else is a bug and traps.
  static Fixed from(Bytes in) noexcept {
    if (in.size() != N) __builtin_trap();
    Fixed out;
    std::copy(in.begin(), in.end(), out.bytes.begin());
    return out;
  }
  Bytes view() const noexcept { return Bytes(bytes); }
  friend bool operator==(const Fixed& a, const Fixed& b) noexcept { return a.bytes == b.bytes; }
  friend bool operator<(const Fixed& a, const Fixed& b) noexcept {
    return less(a.view(), b.view());
  }
};

using PublicKey = Fixed<struct PublicKeyTag, 32>;     // Ed25519, RFC 8032
using Signature = Fixed<struct SignatureTag, 64>;     // Ed25519, RFC 8032
using RsaModulus = Fixed<struct RsaModulusTag, 256>;  // RSA-2048 n, big endian
using Hash = Fixed<struct HashTag, 32>;               // SHA-256
using KeyId = Fixed<struct KeyIdTag, 4>;              // RFC 9679 thumbprint, first 4 bytes
using Handle = Fixed<struct HandleTag, 8>;            // spec/chain.md
using Seed = Fixed<struct SeedTag, 16>;               // spec/chain.md
using Nonce = Fixed<struct NonceTag, 16>;             // of a challenge
using DocumentTag = Fixed<struct DocumentTagTag, 16>;

// Text is a short string held in place, for values that outlive the bytes they came from.
template <std::size_t N>
class Text {
 public:
  Text() = default;
  // from copies `in`, which must not be longer than N; longer is a bug and traps.
  static Text from(std::string_view in) noexcept {
    if (in.size() > N) __builtin_trap();
    Text out;
    std::copy(in.begin(), in.end(), out.chars_.begin());
    out.size_ = static_cast<std::uint8_t>(in.size());
    return out;
  }
  std::string_view view() const noexcept { return {chars_.data(), size_}; }
  bool empty() const noexcept { return size_ == 0; }
  friend bool operator==(const Text& a, const Text& b) noexcept { return a.view() == b.view(); }

 private:
  static_assert(N < 256);
  std::array<char, N> chars_{};
  std::uint8_t size_ = 0;
};

}  // namespace whit
