// SPDX-License-Identifier: Apache-2.0
#include "log/epoch.h"

#include <algorithm>

#include "crypto/hash.h"
#include "log/group.h"
#include "log/merkle.h"

namespace whit {
namespace {

bool by_hash(const Leaf& a, const Leaf& b) noexcept { return a.hash < b.hash; }

Leaf leaf_of(const EntryBytes& entry) noexcept { return {leaf_hash(entry), entry}; }

// Adds the pads of every group, and gives the groups' sizes with them.
std::vector<EpochHeader::Count> pad(std::vector<EntryBytes>& entries, PadKey key) {
  GroupSizes groups = group_sizes(entries);
  std::vector<EpochHeader::Count> out;
  std::uint32_t number = 0;
  for (auto& [group, size] : groups) {
    for (; size % kPadTo != 0; ++size) {
      entries.push_back(pad_entry(group_front(group), key, number++));
    }
    out.push_back(count_of(group, size));
  }
  return out;
}

}  // namespace

Result<std::uint64_t> size_after(const EpochHeader& header) noexcept {
  if (header.index > kMaxTreeSize || header.entries > kMaxTreeSize) return Errc::out_of_range;
  const std::uint64_t tiles = (1 + header.entries + kEpochAlignment - 1) / kEpochAlignment;
  const std::uint64_t size = header.index + tiles * kEpochAlignment;
  if (size > kMaxTreeSize) return Errc::out_of_range;
  return size;
}

Entry header_entry(Day day, Bytes header) noexcept {
  return {EntryKind::header, 0, KeyId{}, day, sha256(header)};
}

Entry header_entry(const EpochHeader& header) noexcept {
  return header_entry(header.day, encode(header));
}

EntryBytes null_entry() noexcept { return encode(Entry{}); }

EntryBytes pad_entry(const EntryBytes& like, PadKey key, std::uint32_t number) noexcept {
  std::array<std::uint8_t, 4> counter{};
  for (unsigned i = 0; i < 4; ++i) counter[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  const Hash commitment = sha256({domain("whit/pad/v1"), key, Bytes(counter)});
  EntryBytes out = like;
  std::copy(commitment.bytes.begin(), commitment.bytes.end(), out.begin() + kGroupSize);
  return out;
}

Result<Epoch> build_epoch(EpochDraft draft, PadKey pad_key) {
  Epoch out;
  EpochHeader& header = out.header;
  header.counts = pad(draft.entries, pad_key);
  header.number = draft.number;
  header.day = draft.day;
  header.index = draft.index;
  header.entries = draft.entries.size();
  header.key_list = draft.key_list;
  header.previous = draft.previous;
  header.heads = std::move(draft.heads);
  header.pad_keys = std::move(draft.pad_keys);
  out.header_bytes = encode(header);
  WHIT_TRY(const std::uint64_t end, size_after(header));
  out.leaves.reserve(static_cast<std::size_t>(end - header.index));
  out.leaves.push_back(leaf_of(encode(header_entry(header.day, out.header_bytes))));
  for (const EntryBytes& entry : draft.entries) out.leaves.push_back(leaf_of(entry));
  const auto first = out.leaves.begin() + 1;
  std::sort(first, out.leaves.end(), by_hash);
  const auto equal_hash = [](const Leaf& a, const Leaf& b) { return a.hash == b.hash; };
  if (std::adjacent_find(first, out.leaves.end(), equal_hash) != out.leaves.end()) {
    return Errc::not_ascending;
  }
  out.leaves.resize(static_cast<std::size_t>(end - header.index), leaf_of(null_entry()));
  return out;
}

}  // namespace whit
