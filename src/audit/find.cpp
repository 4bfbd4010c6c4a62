// SPDX-License-Identifier: Apache-2.0
#include "audit/find.h"

#include <algorithm>

#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "log/find.h"
#include "log/tile.h"

namespace whit::audit {
namespace {

constexpr std::uint64_t kAtOnce = 65536;   // leaves
constexpr std::uint64_t kTilesForOne = 4;  // that looking one leaf up costs, or less
constexpr Day kLongestHorizon = 366;

// Wanted is a leaf that is sought in an epoch, and its row in the question.
struct Wanted {
  Hash leaf;
  std::size_t row = 0;
  friend bool operator<(const Wanted& a, const Wanted& b) noexcept { return a.leaf < b.leaf; }
};

Sought window(const Hash& leaf, Day expires, Day ahead, Day collected) noexcept {
  Sought out{leaf, expires > ahead ? expires - ahead : 0, expires};
  if (collected != 0) out.last = std::min(out.last, collected + 1);
  return out;
}

void take(const EpochRow& row, std::uint64_t index, Whereabouts& out) noexcept {
  out.found = out.complete = true;
  out.log = row.log;
  out.epoch = row.number;
  out.index = index;
}

// Looks each leaf up by its value.
Status find_each(const EpochRow& row, Archive& archive, const std::vector<Wanted>& wanted,
                 std::vector<Whereabouts>& out) {
  const auto leaves = [&](std::uint64_t begin, std::uint64_t end) {
    return archive.leaves(row.log, begin, end);
  };
  for (const Wanted& one : wanted) {
    WHIT_TRY(const LeafPlace place,
             find_leaf(leaves, row.begin + 1, row.begin + 1 + row.entries, one.leaf));
    if (place.found) take(row, place.index, out[one.row]);
  }
  return {};
}

// Reads the whole epoch, which needn't ascend.
Status find_all(const EpochRow& row, Archive& archive, const std::vector<Wanted>& wanted,
                std::vector<Whereabouts>& out) {
  const std::uint64_t end = row.begin + 1 + row.entries;
  for (std::uint64_t at = row.begin + 1; at < end; at += kAtOnce) {
    WHIT_TRY(const auto leaves, archive.leaves(row.log, at, std::min(end, at + kAtOnce)));
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const auto same = std::equal_range(wanted.begin(), wanted.end(), Wanted{leaves[i], 0});
      for (auto one = same.first; one != same.second; ++one) take(row, at + i, out[one->row]);
    }
  }
  return {};
}

std::vector<Wanted> wanted_in(const EpochRow& row, const std::vector<Sought>& sought,
                              const std::vector<Whereabouts>& known) {
  std::vector<Wanted> out;
  for (std::size_t i = 0; i < sought.size(); ++i) {
    if (known[i].found || row.day < sought[i].first || row.day > sought[i].last) continue;
    out.push_back({sought[i].leaf, i});
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Result<Sought> sought_token(const ReplayState& state, Bytes token, Day collected) {
  const auto phone = parse_token(token);
  const auto read = phone ? phone : parse_paper(token);
  if (!read) return read.error();
  if (read->kind == Kind::blind) return Errc::wrong_algorithm;
  const Entry entry = entry_of(*read);
  const Day ahead = ahead_of(state, entry.kind, entry.vct);
  return window(leaf_hash(encode(entry)), read->day, ahead, collected);
}

Sought sought_leaf(const ReplayState& state, const Hash& leaf, Day expires, Day collected) {
  Day ahead = 0;
  for (const auto& [vct, most] : state.limits) ahead = std::max({ahead, most.horizon, most.paper});
  return window(leaf, expires, ahead == 0 ? kLongestHorizon : ahead, collected);
}

Result<std::vector<Whereabouts>> find_leaves(const ReplayState& state, Archive& archive,
                                             const std::vector<Sought>& sought) {
  std::vector<Whereabouts> out(sought.size());
  for (const EpochRow& row : state.epochs) {
    if (row.entries == 0) continue;
    const std::vector<Wanted> wanted = wanted_in(row, sought, out);
    for (const Wanted& one : wanted) ++out[one.row].epochs;
    const bool few = wanted.size() * kTilesForOne < row.entries / kTileWidth;
    WHIT_CHECK(few ? find_each(row, archive, wanted, out) : find_all(row, archive, wanted, out));
  }
  const Day last = state.epochs.empty() ? 0 : state.epochs.back().day;
  for (std::size_t i = 0; i < sought.size(); ++i) {
    out[i].complete = out[i].found || last > sought[i].last;
  }
  return out;
}

}  // namespace whit::audit
