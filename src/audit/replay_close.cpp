// SPDX-License-Identifier: Apache-2.0
// The end of an epoch: its faults, its numbers, and whether an entry stood in the log before.
#include <algorithm>
#include <iterator>

#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "log/find.h"

namespace whit::audit {
namespace {

Finding finding_of(EpochFault fault) noexcept {
  switch (fault) {
    case EpochFault::wrong_size:
      return Finding::wrong_size;
    case EpochFault::wrong_header:
      return Finding::wrong_header;
    case EpochFault::bad_entry:
      return Finding::bad_entry;
    case EpochFault::unsorted:
      return Finding::unsorted;
    case EpochFault::not_padded:
      return Finding::not_padded;
    case EpochFault::wrong_counts:
      return Finding::wrong_counts;
    case EpochFault::bad_nulls:
      return Finding::bad_nulls;
    case EpochFault::none:
      break;
  }
  return Finding::none;
}

bool is_token_kind(EntryKind kind) noexcept {
  return kind == EntryKind::revocable || kind == EntryKind::blind || kind == EntryKind::paper;
}

void keep_rows(ReplayState& state, const Replay::Work& work) {
  for (const auto& [group, tally] : work.judge->groups()) {
    const EpochHeader::Count row = count_of(group, tally.entries);
    if (!is_token_kind(row.kind)) continue;
    state.issued.push_back({work.header.number, work.header.day, row.kind, row.vct, row.kid,
                            row.day, row.entries, 0, false});
  }
  if (!work.judge->groups().empty()) state.open_pads.push_back({work.header.number});
}

void keep_epoch(ReplayState& state, const Replay::Work& work) {
  EpochRow row;
  row.number = work.header.number;
  row.log = work.front.log;
  row.begin = work.front.begin;
  row.entries = work.header.entries;
  row.day = work.header.day;
  row.header = sha256(work.header_bytes);
  row.key_list = work.header.key_list;
  const auto tree = CompactTree::restore(state.tree_size, state.tree_edge);
  if (state.tree_known && tree && tree->size() == row.end()) row.root = tree->root();
  state.epochs.push_back(row);
  state.unchained = false;
}

// The leaf hash of this epoch that begins with `prefix`, and its index.
Result<std::pair<Hash, std::uint64_t>> leaf_with(std::uint64_t prefix, const Replay::Work& work,
                                                 Archive& archive) {
  Hash low;
  for (unsigned i = 0; i < 8; ++i) low.bytes[i] = static_cast<std::uint8_t>(prefix >> (56 - 8 * i));
  const std::uint64_t begin = work.front.begin + 1, end = begin + work.header.entries;
  const auto leaves = [&](std::uint64_t from, std::uint64_t to) {
    return archive.leaves(work.front.log, from, to);
  };
  WHIT_TRY(const LeafPlace place, find_leaf(leaves, begin, end, low));
  if (place.index >= end) return Errc::not_found;
  WHIT_TRY(const std::vector<Hash> leaf, leaves(place.index, place.index + 1));
  if (leaf.size() != 1 || prefix_of(leaf[0]) != prefix) return Errc::not_found;
  return std::pair{leaf[0], place.index};
}

// Whether a prefix that was seen before is an entry that was seen before; it is reported then.
bool judge_repeated(const ReplayState& state, Replay::Work& work, std::uint64_t prefix,
                    Archive& archive) {
  EpochRow where;
  std::uint64_t index = 0;
  const auto leaf = leaf_with(prefix, work, archive);
  if (!leaf) {
    work.docket->add(Finding::repeated_entry, "its place couldn't be read");
    return true;
  }
  if (!stood_before(state, leaf->first, work.header.number, archive, where, index)) return false;
  work.docket->add(Finding::repeated_entry, leaf->second,
                   "it is entry " + std::to_string(index) + " of log " + std::to_string(where.log) +
                       ", epoch " + std::to_string(where.number) + " too");
  return true;
}

using Prefixes = std::vector<std::uint64_t>;

Prefixes in_both(const Prefixes& a, const Prefixes& b) {
  Prefixes out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Prefixes united(const Prefixes& a, const Prefixes& b) {
  Prefixes out;
  out.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

// Looks for this epoch's entries among those that are remembered, then remembers them too. The
// first that is found is enough.
void remember(ReplayState& state, Replay::Work& work, Archive& archive) {
  std::map<Day, Prefixes> fresh;
  for (const auto& [group, tally] : work.judge->groups()) {
    if (tally.prefixes.empty()) continue;
    Prefixes& day = fresh[count_of(group, 0).day];
    day.insert(day.end(), tally.prefixes.begin(), tally.prefixes.end());
  }
  bool found = false;
  for (auto& [expires, prefixes] : fresh) {
    std::sort(prefixes.begin(), prefixes.end());
    Prefixes& before = state.live[expires];
    for (const std::uint64_t prefix : in_both(before, prefixes)) {
      found = found || judge_repeated(state, work, prefix, archive);
    }
    before = united(before, prefixes);
  }
  state.live.erase(state.live.begin(), state.live.lower_bound(work.header.day));
}

}  // namespace

std::uint64_t EpochRow::end() const noexcept {
  EpochHeader like;
  like.index = begin;
  like.entries = entries;
  const auto size = size_after(like);
  return size ? *size : begin;
}

void close_epoch(ReplayState& state, Replay::Work& work, Archive& archive) {
  std::uint64_t at = 0;
  const EpochFault fault = work.judge->fault(at);
  if (fault != EpochFault::none) {
    work.docket->add(finding_of(fault), at, std::string(name(fault)));
  }
  judge_groups(state, work.header, work.judge->groups(), *work.docket);
  remember(state, work, archive);
  keep_rows(state, work);
  keep_epoch(state, work);
}

bool stood_before(const ReplayState& state, const Hash& leaf, std::uint64_t before,
                  Archive& archive, EpochRow& where, std::uint64_t& index) {
  for (auto row = state.epochs.rbegin(); row != state.epochs.rend(); ++row) {
    if (row->entries == 0 || row->number >= before) continue;
    const auto leaves = [&](std::uint64_t begin, std::uint64_t end) {
      return archive.leaves(row->log, begin, end);
    };
    const auto found = find_leaf(leaves, row->begin + 1, row->begin + 1 + row->entries, leaf);
    if (!found || !found->found) continue;
    where = *row;
    index = found->index;
    return true;
  }
  return false;
}

const EpochRow* find_epoch(const ReplayState& state, std::uint64_t number) noexcept {
  const auto found = std::find_if(state.epochs.rbegin(), state.epochs.rend(),
                                  [&](const EpochRow& row) { return row.number == number; });
  return found == state.epochs.rend() ? nullptr : &*found;
}

}  // namespace whit::audit
