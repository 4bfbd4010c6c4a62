// SPDX-License-Identifier: Apache-2.0
// Looking for leaves in one epoch, by whole tiles of hashes.
#pragma once

#include <vector>

#include "crypto/rng.h"
#include "log/tile_reader.h"
#include "wallet/set.h"

namespace whit::wallet {

// Wanted is a token that is looked for, by its leaf hash.
struct Wanted {
  Hash leaf;
  Held* held = nullptr;
};

// LeafSpan is the leaves of an epoch that stand for tokens and pads, ascending by hash; at most
// kLargestEpoch of them.
inline constexpr std::uint64_t kLargestEpoch = std::uint64_t{1} << 24;
struct LeafSpan {
  std::uint64_t begin = 0, count = 0;
};

// Each marks as logged what it finds of `wanted`, which ascends by leaf hash; the errors are the
// reader's. look_whole reads every tile of the epoch. look_around reads some tiles around the
// place of each of `wanted`, and those around as many places by chance, in a random order.
Status look_whole(TileReader& reader, const LeafSpan& span, const std::vector<Wanted>& wanted);
Status look_around(TileReader& reader, const LeafSpan& span, const std::vector<Wanted>& wanted,
                   Rng& rng);

}  // namespace whit::wallet
