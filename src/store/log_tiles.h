// SPDX-License-Identifier: Apache-2.0
// The tiles of the log's trees, as rows: one for each place, which grows until it is full.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "log/entry.h"
#include "log/tile.h"
#include "store/database.h"
#include "token/build.h"

namespace whit {

// write_tile keeps a tile, or a bundle of entries, in the place of its narrower self.
Status write_tile(Database& database, std::uint64_t log, const Tile& tile);

// read_tile is the tile as it was when it had `tile.width` hashes; nothing where it isn't so wide.
Result<std::optional<ByteVector>> read_tile(Database& database, std::uint64_t log,
                                            const TileId& tile);

// read_nodes are the hashes of a plan in the tree of `size` leaves; corrupt_tile.
Result<std::vector<Hash>> read_nodes(Database& database, std::uint64_t log, std::uint64_t size,
                                     std::span<const Node> nodes);
// read_root is the root of the tree of `size` leaves.
Result<Hash> read_root(Database& database, std::uint64_t log, std::uint64_t size);

// read_builder goes on with the tree behind its first `size` leaves.
Result<TileBuilder> read_builder(Database& database, std::uint64_t log, std::uint64_t size);

// read_entries are those of the leaves from `begin` up to and without `end`.
Result<std::vector<EntryBytes>> read_entries(Database& database, std::uint64_t log,
                                             std::uint64_t begin, std::uint64_t end);

// forget_tiles takes away what stands behind the first `size` leaves, a multiple of 256.
Status forget_tiles(Database& database, std::uint64_t log, std::uint64_t size);

}  // namespace whit
