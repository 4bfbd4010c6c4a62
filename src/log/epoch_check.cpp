// SPDX-License-Identifier: Apache-2.0
// An epoch as an auditor sees it.
#include <algorithm>

#include "crypto/hash.h"
#include "log/epoch.h"
#include "log/group.h"

namespace whit {
namespace {

using Entries = std::span<const EntryBytes>;

constexpr std::string_view kNames[] = {"none",     "wrong-size", "wrong-header", "bad-entry",
                                       "unsorted", "not-padded", "wrong-counts", "bad-nulls"};

std::uint32_t number_at(const EntryBytes& entry, std::size_t at, std::size_t size) noexcept {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out = out << 8 | entry[at + i];
  return out;
}

// Whether an entry stands for a token: a kind and a version that we know, a fact and a day.
bool is_token_entry(const EntryBytes& entry) noexcept {
  const std::uint8_t kind = entry[0];
  const std::uint32_t vct = number_at(entry, 2, 2);
  const std::uint32_t day = number_at(entry, 8, 4);
  return (kind == 1 || kind == 2 || kind == 7) && entry[1] == 1 && vct >= 65000 && day >= kMinDay &&
         day <= kMaxDay;
}

bool ascends(Entries entries) noexcept {
  Hash last;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Hash hash = leaf_hash(entries[i]);
    if (i > 0 && !(last < hash)) return false;
    last = hash;
  }
  return true;
}

bool same_count(const EpochHeader::Count& a, const EpochHeader::Count& b) noexcept {
  return a.kind == b.kind && a.vct == b.vct && a.kid == b.kid && a.day == b.day &&
         a.entries == b.entries;
}

EpochFault check_counts(const EpochHeader& header, Entries entries) {
  const GroupSizes groups = group_sizes(entries);
  std::vector<EpochHeader::Count> counts;
  for (const auto& [group, size] : groups) {
    if (size % kPadTo != 0) return EpochFault::not_padded;
    counts.push_back(count_of(group, size));
  }
  const bool same = std::equal(counts.begin(), counts.end(), header.counts.begin(),
                               header.counts.end(), same_count);
  return same ? EpochFault::none : EpochFault::wrong_counts;
}

// Whether `entry` is among `entries`, which ascend by leaf hash.
bool contains(Entries entries, const EntryBytes& entry) noexcept {
  const Hash wanted = leaf_hash(entry);
  const auto below = [](const EntryBytes& one, const Hash& hash) { return leaf_hash(one) < hash; };
  const auto found = std::lower_bound(entries.begin(), entries.end(), wanted, below);
  return found != entries.end() && *found == entry;
}

EntryBytes front_of(const EpochHeader::Count& row) noexcept {
  return encode(Entry{row.kind, row.vct, row.kid, row.day, Hash{}});
}

}  // namespace

GroupSizes group_sizes(Entries entries) {
  GroupSizes out;
  for (const EntryBytes& entry : entries) ++out[group_of(entry)];
  return out;
}

EpochHeader::Count count_of(const Group& group, std::uint64_t size) noexcept {
  const EntryBytes entry = group_front(group);
  EpochHeader::Count out;
  out.kind = static_cast<EntryKind>(entry[0]);
  out.vct = static_cast<Vct>(number_at(entry, 2, 2));
  out.kid = KeyId::from(Bytes(entry).subspan(4, KeyId::kSize));
  out.day = number_at(entry, 8, 4);
  out.entries = size;
  return out;
}

std::string_view name(EpochFault fault) noexcept { return kNames[static_cast<std::size_t>(fault)]; }

EpochFault check_epoch(const EpochHeader& header, Bytes header_bytes, Entries entries) {
  const auto end = size_after(header);
  if (!end || entries.size() != *end - header.index) return EpochFault::wrong_size;
  if (encode(header_entry(header.day, header_bytes)) != entries[0]) {
    return EpochFault::wrong_header;
  }
  const Entries tokens = entries.subspan(1, static_cast<std::size_t>(header.entries));
  if (!std::all_of(tokens.begin(), tokens.end(), is_token_entry)) return EpochFault::bad_entry;
  if (!ascends(tokens)) return EpochFault::unsorted;
  if (const EpochFault fault = check_counts(header, tokens); fault != EpochFault::none) {
    return fault;
  }
  const Entries nulls = entries.subspan(1 + tokens.size());
  const bool empty = std::all_of(nulls.begin(), nulls.end(),
                                 [](const EntryBytes& entry) { return entry == null_entry(); });
  return empty ? EpochFault::none : EpochFault::bad_nulls;
}

bool follows(const EpochHeader& header, Bytes header_bytes, const EpochHeader& next) noexcept {
  const auto end = size_after(header);
  return end && next.number == header.number + 1 && next.index == *end && next.day >= header.day &&
         next.previous == sha256(header_bytes);
}

std::vector<std::uint64_t> count_pads(const EpochHeader& header, Entries entries, PadKey key) {
  const Entries tokens = entries.subspan(1, static_cast<std::size_t>(header.entries));
  std::vector<std::uint64_t> out;
  std::uint32_t number = 0;
  for (const EpochHeader::Count& row : header.counts) {
    const std::uint32_t first = number;
    while (number - first < kPadTo - 1 && contains(tokens, pad_entry(front_of(row), key, number))) {
      ++number;
    }
    out.push_back(number - first);
  }
  return out;
}

}  // namespace whit
