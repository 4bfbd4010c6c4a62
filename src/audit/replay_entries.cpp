// SPDX-License-Identifier: Apache-2.0
// An epoch's entries, one after the other: what check_epoch() says of all of them at once.
#include <algorithm>

#include "audit/replay_work.h"

namespace whit::audit {
namespace {

std::uint32_t number_at(const EntryBytes& entry, std::size_t at, std::size_t size) noexcept {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out = out << 8 | entry[at + i];
  return out;
}

bool same_count(const EpochHeader::Count& a, const EpochHeader::Count& b) noexcept {
  return a.kind == b.kind && a.vct == b.vct && a.kid == b.kid && a.day == b.day &&
         a.entries == b.entries;
}

void note_first(std::optional<std::uint64_t>& place, std::uint64_t index) noexcept {
  if (!place) place = index;
}

}  // namespace

bool is_token_entry(const EntryBytes& entry) noexcept {
  const std::uint8_t kind = entry[0];
  const std::uint32_t day = number_at(entry, 8, 4);
  return (kind == 1 || kind == 2 || kind == 7) && entry[1] == 1 &&
         number_at(entry, 2, 2) >= kMinVct && day >= kMinDay && day <= kMaxDay;
}

bool is_header_entry(const EntryBytes& entry) noexcept {
  const bool zeros = std::all_of(entry.begin() + 2, entry.begin() + 8,
                                 [](std::uint8_t byte) { return byte == 0; });
  return entry[0] == 3 && entry[1] == 1 && zeros;
}

std::uint64_t prefix_of(const Hash& leaf) noexcept {
  std::uint64_t out = 0;
  for (unsigned i = 0; i < 8; ++i) out = out << 8 | leaf.bytes[i];
  return out;
}

EntryJudge::EntryJudge(const EpochHeader& header, Bytes header_bytes, std::uint64_t begin,
                       Day keep_from, Day keep_to)
    : header_(header),
      front_(encode(header_entry(header.day, header_bytes))),
      begin_(begin),
      keep_from_(keep_from),
      keep_to_(keep_to) {
  if (const auto end = size_after(header)) length_ = *end - header.index;
}

void EntryJudge::add(const EntryBytes& entry, const Hash& leaf) {
  const std::uint64_t place = seen_++;
  if (place == 0) {
    front_differs_ = entry != front_;
  } else if (place <= header_.entries) {
    if (!is_token_entry(entry)) note_first(bad_entry_, begin_ + place);
    if (place > 1 && !(last_ < leaf)) note_first(unsorted_, begin_ + place);
    last_ = leaf;
    add_token(entry, leaf);
  } else if (entry != null_entry()) {
    note_first(bad_null_, begin_ + place);
  }
}

void EntryJudge::add_token(const EntryBytes& entry, const Hash& leaf) {
  const Group group = group_of(entry);
  auto found = groups_.find(group);
  if (found == groups_.end()) {
    // A header can't be right that has fewer rows than there are groups: no need to count them.
    if (groups_.size() > header_.counts.size()) {
      too_many_groups_ = true;
      return;
    }
    found = groups_.emplace(group, GroupTally{}).first;
    found->second.first = begin_ + seen_ - 1;
  }
  ++found->second.entries;
  const Day expires = number_at(entry, 8, 4);
  if (expires >= keep_from_ && expires <= keep_to_) {
    found->second.prefixes.push_back(prefix_of(leaf));
  }
}

EpochFault EntryJudge::count_fault(std::uint64_t& at) const {
  std::vector<EpochHeader::Count> counts;
  for (const auto& [group, tally] : groups_) {
    if (tally.entries % kPadTo != 0 && !too_many_groups_) {
      at = tally.first;
      return EpochFault::not_padded;
    }
    counts.push_back(count_of(group, tally.entries));
  }
  const bool same =
      !too_many_groups_ && std::equal(counts.begin(), counts.end(), header_.counts.begin(),
                                      header_.counts.end(), same_count);
  return same ? EpochFault::none : EpochFault::wrong_counts;
}

EpochFault EntryJudge::fault(std::uint64_t& at) const {
  at = begin_;
  if (length_ == 0 || seen_ != length_) return EpochFault::wrong_size;
  if (front_differs_) return EpochFault::wrong_header;
  if (bad_entry_) {
    at = *bad_entry_;
    return EpochFault::bad_entry;
  }
  if (unsorted_) {
    at = *unsorted_;
    return EpochFault::unsorted;
  }
  if (const EpochFault fault = count_fault(at); fault != EpochFault::none) return fault;
  if (!bad_null_) return EpochFault::none;
  at = *bad_null_;
  return EpochFault::bad_nulls;
}

}  // namespace whit::audit
