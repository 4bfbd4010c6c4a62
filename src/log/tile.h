// SPDX-License-Identifier: Apache-2.0
// Tiles and entry bundles of C2SP tlog-tiles. Spec: spec/log.md, section 8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "log/merkle.h"

namespace whit {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 256;  // hashes, or entries, of a full tile

// TileId names a tile: row `index` of `level`, of which only the first `width` may exist yet.
struct TileId {
  static constexpr unsigned kEntries = 64;  // in place of a level: a bundle of entries
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned width = kTileWidth;
  friend bool operator==(const TileId&, const TileId&) = default;
};

// path is where the tile lies, like "tile/0/x001/x234/067" or "tile/entries/000.p/5".
std::string path(const TileId& tile);
Result<TileId> parse_tile_path(std::string_view path);

// full_tiles is how many tiles of `level` (or of entries) a tree of `size` leaves fills, and
// partial_width how many hashes the next one has, 0 to 255.
std::uint64_t full_tiles(unsigned level, std::uint64_t size) noexcept;
unsigned partial_width(unsigned level, std::uint64_t size) noexcept;
// tiles_between is every tile of hashes that a tree of `size` leaves has and one of `before`
// hasn't.
std::vector<TileId> tiles_between(std::uint64_t before, std::uint64_t size);

// tile_of is the tile, in a tree of `size` leaves, whose hashes make up `node`.
TileId tile_of(const Node& node, std::uint64_t size) noexcept;
// node_in is the hash of `node` from its tile; wrong_length where the tile isn't of its size.
Result<Hash> node_in(const TileId& tile, Bytes content, const Node& node) noexcept;
// tile_root is the one hash above a full tile, which stands in the tile above; wrong_length unless
// it has 256 hashes.
Result<Hash> tile_root(Bytes content) noexcept;

struct Tile {
  TileId id;
  std::vector<std::uint8_t> content;
};

// TileBuilder grows a tree by its tiles: it keeps the partial one of each level and hands out the
// full ones.
class TileBuilder {
 public:
  TileBuilder() = default;
  // restore continues from `partial`, what partial() gave for a tree of `size` leaves.
  static Result<TileBuilder> restore(std::uint64_t size, const std::vector<Tile>& partial);

  void append(const Hash& leaf);
  std::uint64_t size() const noexcept { return size_; }
  Hash root() const noexcept;
  // take_full is the tiles that became full since the last call.
  std::vector<Tile> take_full() noexcept { return std::move(full_); }
  // partial is the tiles that aren't full, one a level at most.
  std::vector<Tile> partial() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<std::vector<Hash>> rows_;  // by level; each has less than 256 hashes
  std::vector<Tile> full_;
};

// append_entry adds one entry, at most 65,535 bytes, to a bundle.
void append_entry(std::vector<std::uint8_t>& bundle, Bytes entry);
// parse_entry_bundle is the entries of a bundle that must have `width` of them.
Result<std::vector<Bytes>> parse_entry_bundle(Bytes bundle, unsigned width);

}  // namespace whit
