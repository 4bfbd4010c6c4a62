// SPDX-License-Identifier: Apache-2.0
// Reading a log by its tiles, from a server that isn't believed: every hash and every entry that
// comes out was checked against a checkpoint first. Spec: spec/log.md, sections 7, 8 and 13.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "log/checkpoint.h"
#include "log/merkle.h"
#include "log/source.h"
#include "log/tile.h"

namespace whit {

// TileReader reads the tree of one checkpoint, whose signatures the caller has judged. Tiles are
// fetched whole; where a partial tile is gone, the full one is asked for. Those above the leaves
// are kept, up to some megabytes. `source` must outlive it. Not for several threads at once.
//
// Errors: corrupt_tile for what doesn't lead to the root or isn't of its size, out_of_range beyond
// the size, and the source's own. culprit() then says which file it was.
class TileReader {
 public:
  TileReader(LogSource& source, std::uint64_t size, const Hash& root);

  std::uint64_t size() const noexcept { return size_; }
  const Hash& root() const noexcept { return root_; }
  // culprit is the path of the file that the last error was about; empty where it was about none,
  // or about the last tiles of several levels, of which any may be wrong.
  const std::string& culprit() const noexcept { return culprit_; }
  // check_edge fetches the last tile of each level, which make up the root. All else does it, too.
  Status check_edge();

  // nodes gives the hashes of full subtrees, in the order asked.
  Result<std::vector<Hash>> nodes(std::span<const Node> wanted);
  // prove_inclusion is the path of leaf `index`, prove_consistency the proof from the tree of the
  // first `size1` > 0 leaves; root_at is the root of that tree.
  Result<std::vector<Hash>> prove_inclusion(std::uint64_t index);
  Result<std::vector<Hash>> prove_consistency(std::uint64_t size1);
  Result<Hash> root_at(std::uint64_t size1);
  // prove_range is what verify_range wants beside the leaves from `begin` up to, without, `end`.
  Result<std::vector<Hash>> prove_range(std::uint64_t begin, std::uint64_t end);
  // entries are those from `begin` up to and without `end`; each was hashed and checked. Who
  // doesn't trust a log with memory asks for few at a time: one may have 65,535 bytes.
  Result<std::vector<std::vector<std::uint8_t>>> entries(std::uint64_t begin, std::uint64_t end);
  // leaves are only their hashes, by whole tiles of level 0.
  Result<std::vector<Hash>> leaves(std::uint64_t begin, std::uint64_t end);

 private:
  using Content = std::vector<std::uint8_t>;

  Result<Content> get_file(const TileId& tile, std::size_t limit);
  Result<Content> get(const TileId& tile, std::size_t each, unsigned& width);
  Result<Content> fetch(const TileId& tile);
  Result<const Content*> tile(const TileId& tile);
  Result<Hash> node(const Node& node);
  Status check_bundle(std::uint64_t index, std::uint64_t begin, std::uint64_t end,
                      std::vector<Content>& out);
  void announce(std::uint64_t i, std::uint64_t last, bool bundles);
  const Content* kept(const TileId& tile) const;
  const Content* keep(const TileId& tile, Content content);
  bool has(std::uint64_t begin, std::uint64_t end) const noexcept;

  LogSource& source_;
  std::uint64_t size_;
  Hash root_;
  std::string culprit_;
  bool edge_checked_ = false;
  // By level and index: the edge for good, above the leaves a bounded number, of the leaves one.
  std::unordered_map<std::uint64_t, Content> edge_, upper_;
  std::optional<std::uint64_t> lowest_;
  Content lowest_content_;
  // What the source was told of, and the tile behind the last one read. Who begins with the first
  // tile reads on.
  std::uint64_t announced_from_ = 0, announced_ = 0, next_tile_ = 0;
};

}  // namespace whit
