// SPDX-License-Identifier: Apache-2.0
#include "wallet/log_search.h"

#include <algorithm>

namespace whit::wallet {
namespace {

constexpr std::uint64_t kAtOnce = 65536;  // leaves that are in memory, 2 MiB
constexpr int kMostMoves = 16;  // along an epoch whose hashes aren't spread as they should

void mark(const std::vector<Hash>& leaves, const std::vector<Wanted>& wanted) {
  for (const Hash& leaf : leaves) {
    const auto at =
        std::lower_bound(wanted.begin(), wanted.end(), leaf,
                         [](const Wanted& one, const Hash& other) { return one.leaf < other; });
    if (at != wanted.end() && at->leaf == leaf) at->held->log = LogState::logged;
  }
}

// Where a hash should stand among `count` that are spread evenly; at most 2^32 of them.
std::uint64_t guess(const Hash& leaf, std::uint64_t count) {
  std::uint64_t front = 0;
  for (const std::uint8_t byte : leaf.view().first(4)) front = front << 8 | byte;
  return front * count >> 32;
}

// How far from its guess a hash stands with few exceptions: the root of the count, in whole tiles.
std::uint64_t reach(std::uint64_t count) {
  std::uint64_t root = kTileWidth;
  while (root * root < count) root *= 2;
  return root;
}

// look_near reads the tiles around one place and moves along until they reach over it.
Status look_near(TileReader& reader, const LeafSpan& span, const Hash& place,
                 const std::vector<Wanted>& wanted) {
  const std::uint64_t width = 2 * reach(span.count), end = span.begin + span.count;
  const std::uint64_t middle = span.begin + guess(place, span.count);
  std::uint64_t from = std::max(span.begin, middle - std::min(middle, width / 2));
  for (int move = 0; move < kMostMoves; ++move) {
    const std::uint64_t to = std::min(end, from + width);
    WHIT_TRY(const auto leaves, reader.leaves(from, to));
    mark(leaves, wanted);
    if (place < leaves.front() && from > span.begin) {
      from -= std::min(width, from - span.begin);
    } else if (leaves.back() < place && to < end) {
      from = to;
    } else {
      return {};
    }
  }
  return {};
}

std::size_t pick(Rng& rng, std::size_t below) {
  std::array<std::uint8_t, 4> bytes;
  rng.fill(bytes);
  std::size_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return number % below;
}

}  // namespace

Status look_whole(TileReader& reader, const LeafSpan& span, const std::vector<Wanted>& wanted) {
  const std::uint64_t end = span.begin + span.count;
  for (std::uint64_t from = span.begin; from < end; from += std::min(kAtOnce, end - from)) {
    WHIT_TRY(const auto leaves, reader.leaves(from, from + std::min(kAtOnce, end - from)));
    mark(leaves, wanted);
  }
  return {};
}

Status look_around(TileReader& reader, const LeafSpan& span, const std::vector<Wanted>& wanted,
                   Rng& rng) {
  std::vector<Hash> places;
  for (const Wanted& one : wanted) {
    places.push_back(one.leaf);
    Hash decoy;
    rng.fill(decoy.bytes);
    places.push_back(decoy);
  }
  for (std::size_t i = places.size(); i > 1; --i) std::swap(places[i - 1], places[pick(rng, i)]);
  for (const Hash& place : places) WHIT_CHECK(look_near(reader, span, place, wanted));
  return {};
}

}  // namespace whit::wallet
