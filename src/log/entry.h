// SPDX-License-Identifier: Apache-2.0
// Entries of the issuance log and the epoch header. Spec: spec/log.md.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"
#include "whit/token.h"

namespace whit {

enum class EntryKind : std::uint8_t { null = 0, revocable = 1, blind = 2, header = 3, paper = 7 };

inline constexpr std::size_t kEntrySize = 44;
using EntryBytes = std::array<std::uint8_t, kEntrySize>;

// Entry is one line of the log: what was signed, for which expiry day, under which key, and a
// commitment that only a holder of the token can open.
struct Entry {
  EntryKind kind = EntryKind::null;
  Vct vct = 0;
  KeyId kid;
  Day day = 0;
  Hash commitment;
};
EntryBytes encode(const Entry& entry) noexcept;

// leaf_hash is SHA-256(00 || entry), RFC 6962.
Hash leaf_hash(const EntryBytes& entry) noexcept;

// entry_of is the entry of a revocable or paper token, rebuilt from the token alone.
Entry entry_of(const Token& token) noexcept;

// EpochHeader is the first entry's content of each epoch.
struct EpochHeader {
  struct Count {
    EntryKind kind{};
    Vct vct = 0;
    KeyId kid;
    Day day = 0;
    std::uint64_t entries = 0;
  };
  std::uint64_t number = 0;
  Day day = 0;
  std::uint64_t index = 0, entries = 0;
  Hash key_list;  // SHA-256 of the key list in force from here
  Hash previous;  // SHA-256 of the header before, zeros in the first
  std::vector<Hash> heads;
  std::vector<std::pair<std::uint64_t, Hash>> pad_keys;
  std::vector<Count> counts;
};
Result<EpochHeader> parse_epoch_header(Bytes cbor);
std::vector<std::uint8_t> encode(const EpochHeader& header);

}  // namespace whit
