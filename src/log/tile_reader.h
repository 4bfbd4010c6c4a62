// SPDX-License-Identifier: Apache-2.0
// Reading a log by its tiles, from a server that isn't believed: every hash and every entry that
// comes out was checked against a checkpoint first. Spec: spec/log.md, sections 7, 8 and 13.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "log/checkpoint.h"
#include "log/merkle.h"
#include "log/source.h"
#include "log/tile.h"

namespace whit {

// TileReader reads the tree of one checkpoint, whose signatures the caller has judged. Tiles are
// fetched whole and kept; where a partial tile is gone, the full one is asked for. `source` must
// outlive it. Not for several threads at once.
//
// Errors: corrupt_tile for what doesn't lead to the root, and the source's own.
class TileReader {
 public:
  TileReader(LogSource& source, std::uint64_t size, const Hash& root);

  std::uint64_t size() const noexcept { return size_; }
  // nodes gives the hashes of full subtrees, in the order asked; out_of_range beyond the size.
  Result<std::vector<Hash>> nodes(std::span<const Node> wanted);
  // prove_inclusion is the path of leaf `index`, prove_consistency the proof from the tree of the
  // first `size1` > 0 leaves; root_at is the root of that tree.
  Result<std::vector<Hash>> prove_inclusion(std::uint64_t index);
  Result<std::vector<Hash>> prove_consistency(std::uint64_t size1);
  Result<Hash> root_at(std::uint64_t size1);
  // entries are those from `begin` up to and without `end`; each was hashed and checked.
  Result<std::vector<std::vector<std::uint8_t>>> entries(std::uint64_t begin, std::uint64_t end);
  // leaves are only their hashes, by whole tiles of level 0.
  Result<std::vector<Hash>> leaves(std::uint64_t begin, std::uint64_t end);

 private:
  Result<std::vector<std::uint8_t>> fetch(const TileId& tile);
  Result<const std::vector<std::uint8_t>*> tile(const TileId& tile);

  LogSource& source_;
  std::uint64_t size_;
  Hash root_;
  std::unordered_map<std::uint64_t, std::vector<std::uint8_t>> checked_;  // by level and index
};

}  // namespace whit
