// SPDX-License-Identifier: Apache-2.0
// Is a leaf among leaves that ascend? It is found by its value: hashes are uniform, so the first
// guess is near. Only whole tiles are asked for. Spec: spec/log.md, section 16.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

// LeafRange gives the hashes of the leaves from `begin` up to and without `end`, checked against a
// checkpoint: TileReader::leaves.
using LeafRange = std::function<Result<std::vector<Hash>>(std::uint64_t begin, std::uint64_t end)>;

// LeafPlace is where a leaf stands, or would stand.
struct LeafPlace {
  bool found = false;
  std::uint64_t index = 0;  // of the leaf; else of the first one that is larger, or `end`
  friend bool operator==(const LeafPlace&, const LeafPlace&) = default;
};

// find_leaf looks for `wanted` among the leaves from `begin` up to and without `end`, which ascend;
// where they don't, it may miss one. It asks for at most 3 + log2(leaves / 256) tiles.
Result<LeafPlace> find_leaf(const LeafRange& leaves, std::uint64_t begin, std::uint64_t end,
                            const Hash& wanted);

}  // namespace whit
