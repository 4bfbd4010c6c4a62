// SPDX-License-Identifier: Apache-2.0
#include "log/entry.h"

#include "crypto/hash.h"

namespace whit {
namespace {

constexpr std::uint8_t kEntryVersion = 1;

}  // namespace

EntryBytes encode(const Entry& entry) noexcept {
  EntryBytes out{};
  out[0] = static_cast<std::uint8_t>(entry.kind);
  out[1] = kEntryVersion;
  out[2] = static_cast<std::uint8_t>(entry.vct >> 8);
  out[3] = static_cast<std::uint8_t>(entry.vct);
  std::copy(entry.kid.bytes.begin(), entry.kid.bytes.end(), out.begin() + 4);
  for (unsigned i = 0; i < 4; ++i) {
    out[8 + i] = static_cast<std::uint8_t>(entry.day >> (24 - 8 * i));
  }
  std::copy(entry.commitment.bytes.begin(), entry.commitment.bytes.end(), out.begin() + 12);
  return out;
}

Hash leaf_hash(const EntryBytes& entry) noexcept {
  static constexpr std::uint8_t kLeaf[] = {0x00};
  return sha256({Bytes(kLeaf), Bytes(entry)});
}

Entry entry_of(const Token& token) noexcept {
  const EntryKind kind = token.kind == Kind::paper ? EntryKind::paper : EntryKind::revocable;
  return {kind, token.vct, token.kid, token.day, sha256({domain("whit/token/v1"), token.encoded})};
}

}  // namespace whit
