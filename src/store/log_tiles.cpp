// SPDX-License-Identifier: Apache-2.0
#include "store/log_tiles.h"

#include <algorithm>

namespace whit {
namespace {

constexpr std::size_t kBundleRow = 2 + kEntrySize;  // of an entry in a bundle
constexpr unsigned kLevels = 8;                     // of tiles: 256^8 is more than any tree has

std::size_t row_size(unsigned level) noexcept {
  return level == TileId::kEntries ? kBundleRow : Hash::kSize;
}

EntryBytes entry_at(Bytes bundle, std::size_t place) noexcept {
  EntryBytes out;
  const Bytes entry = bundle.subspan(place * kBundleRow + 2, kEntrySize);
  std::copy(entry.begin(), entry.end(), out.begin());
  return out;
}

Status forget_level(Database& database, std::uint64_t log, unsigned level, std::uint64_t rows) {
  return database.query("DELETE FROM tile WHERE log = ? AND level = ? AND idx >= ?")
      .bind(static_cast<std::int64_t>(log))
      .bind(std::int64_t{level})
      .bind(static_cast<std::int64_t>((rows + kTileWidth - 1) / kTileWidth))
      .run();
}

}  // namespace

Status write_tile(Database& database, std::uint64_t log, const Tile& tile) {
  return database
      .query(
          "INSERT INTO tile (log, level, idx, content) VALUES (?, ?, ?, ?)"
          " ON CONFLICT (log, level, idx) DO UPDATE SET content = excluded.content")
      .bind(static_cast<std::int64_t>(log))
      .bind(std::int64_t{tile.id.level})
      .bind(static_cast<std::int64_t>(tile.id.index))
      .bind(Bytes(tile.content))
      .run();
}

Result<std::optional<ByteVector>> read_tile(Database& database, std::uint64_t log,
                                            const TileId& tile) {
  Query query = database.query("SELECT content FROM tile WHERE log = ? AND level = ? AND idx = ?");
  query.bind(static_cast<std::int64_t>(log)).bind(std::int64_t{tile.level});
  query.bind(static_cast<std::int64_t>(tile.index));
  WHIT_TRY(const bool row, query.next());
  const std::size_t size = tile.width * row_size(tile.level);
  if (!row || query.blob(0).size() < size) return std::optional<ByteVector>();
  const Bytes front = query.blob(0).first(size);
  return std::optional<ByteVector>(ByteVector(front.begin(), front.end()));
}

Result<std::vector<Hash>> read_nodes(Database& database, std::uint64_t log, std::uint64_t size,
                                     std::span<const Node> nodes) {
  std::vector<Hash> out;
  out.reserve(nodes.size());
  for (const Node& node : nodes) {
    const TileId id = tile_of(node, size);
    WHIT_TRY(const auto content, read_tile(database, log, id));
    if (!content) return Errc::corrupt_tile;
    WHIT_TRY(const Hash hash, node_in(id, *content, node));
    out.push_back(hash);
  }
  return out;
}

Result<Hash> read_root(Database& database, std::uint64_t log, std::uint64_t size) {
  if (size == 0) return empty_root();
  const ProofPlan plan = plan_root(size);
  WHIT_TRY(const std::vector<Hash> hashes, read_nodes(database, log, size, plan.nodes));
  return assemble(plan, hashes).front();
}

Result<TileBuilder> read_builder(Database& database, std::uint64_t log, std::uint64_t size) {
  std::vector<Tile> partial;
  for (unsigned level = 0; level < kLevels; ++level) {
    const TileId id{level, full_tiles(level, size), partial_width(level, size)};
    if (id.width == 0) continue;
    WHIT_TRY(auto content, read_tile(database, log, id));
    if (!content) return Errc::corrupt_tile;
    partial.push_back({id, std::move(*content)});
  }
  return TileBuilder::restore(size, partial);
}

Result<std::vector<EntryBytes>> read_entries(Database& database, std::uint64_t log,
                                             std::uint64_t begin, std::uint64_t end) {
  std::vector<EntryBytes> out;
  for (std::uint64_t at = begin; at < end;) {
    WHIT_TRY(const auto bundle,
             read_tile(database, log, {TileId::kEntries, at / kTileWidth, kTileWidth}));
    if (!bundle) return Errc::corrupt_tile;
    const std::uint64_t stop = std::min(end, (at / kTileWidth + 1) * kTileWidth);
    for (; at < stop; ++at) out.push_back(entry_at(*bundle, at % kTileWidth));
  }
  return out;
}

// Rows that are only in part behind `size` keep their front: nobody reads what is behind it, and it
// is written over.
Status forget_tiles(Database& database, std::uint64_t log, std::uint64_t size) {
  WHIT_CHECK(forget_level(database, log, TileId::kEntries, size));
  for (unsigned level = 0; level < kLevels; ++level) {
    WHIT_CHECK(forget_level(database, log, level, size >> (kTileHeight * level)));
  }
  return {};
}

}  // namespace whit
