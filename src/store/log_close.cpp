// SPDX-License-Identifier: Apache-2.0
// Closing an epoch, a part of it a commit.
//
// The first commit, begin_epoch, decides all that the header will say: which leaves, heads and pad
// keys. Everything after it follows from what stands in the file, so that whoever goes on after a
// kill makes the same bytes. Leaves go away when the epoch is in the tree.
#include <algorithm>

#include "store/log_rows.h"
#include "store/log_tiles.h"
#include "store/parts.h"

namespace whit {
namespace {

// Part is what one commit adds.
struct Part {
  std::uint64_t from = 0, to = 0;  // leaves of the log
  std::vector<Tile> tiles;
};

std::vector<Tile> bundles_of(std::span<const Leaf> leaves, std::uint64_t first) {
  std::vector<Tile> out;
  for (std::size_t at = 0; at < leaves.size(); at += kTileWidth) {
    Tile& tile = out.emplace_back();
    tile.id = {TileId::kEntries, (first + at) / kTileWidth, kTileWidth};
    tile.content.reserve(kTileWidth * (2 + kEntrySize));
    for (const Leaf& leaf : leaves.subspan(at, kTileWidth)) append_entry(tile.content, leaf.entry);
  }
  return out;
}

void move_to(std::vector<Tile>& out, std::vector<Tile> more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

// Building is an epoch on its way into the tree.
class LogStore::Building {
 public:
  // read takes the epoch that was begun from the file: nothing where there is none. corrupt_tile
  // where what stands there already isn't of this epoch.
  static Result<std::optional<Building>> read(Connections& connections);

  bool done() const noexcept { return at_ == end_; }
  std::uint64_t leaves_done() const noexcept { return at_ - row_.first; }
  std::uint64_t leaves() const noexcept { return end_ - row_.first; }
  // next adds one part.
  Status next(GroupCommit& writer);

 private:
  static Result<Building> prepare(Database& database, EpochRow row, std::uint64_t built);
  Status skip_to(Database& database, std::uint64_t built);
  Part append(std::uint64_t to);
  Status write(Database& database, const Part& part) const;

  EpochRow row_;
  Epoch epoch_;
  std::uint64_t tokens_ = 0, at_ = 0, end_ = 0;
  TileBuilder tree_;  // of the leaves before at_
};

Result<std::optional<LogStore::Building>> LogStore::Building::read(Connections& connections) {
  return connections.read([](Database& database) -> Result<std::optional<Building>> {
    WHIT_TRY(auto row, newest_epoch(database));
    if (!row || row->in_tree) return std::optional<Building>();
    WHIT_TRY(const LogRow log, log_in_use(database));
    WHIT_TRY(Building out, prepare(database, std::move(*row), log.built));
    return std::optional<Building>(std::move(out));
  });
}

Result<LogStore::Building> LogStore::Building::prepare(Database& database, EpochRow row,
                                                       std::uint64_t built) {
  Building out;
  WHIT_TRY(EpochDraft draft, read_draft(database, row));
  out.tokens_ = draft.entries.size();
  WHIT_TRY(out.epoch_, build_epoch(std::move(draft), row.pad_key.bytes));
  if (!row.header.empty() && row.header != out.epoch_.header_bytes) return Errc::corrupt_tile;
  out.at_ = row.first;
  out.end_ = row.first + out.epoch_.leaves.size();
  WHIT_TRY(out.tree_, read_builder(database, row.log, row.first));
  out.row_ = std::move(row);
  if (built == out.at_) return out;
  WHIT_CHECK(out.skip_to(database, built));
  return out;
}

// What stands already isn't written again, but looked at.
Status LogStore::Building::skip_to(Database& database, std::uint64_t built) {
  const bool may_stand = built > at_ && built < end_ && built % kTileWidth == 0;
  if (row_.header.empty() || !may_stand) return Errc::corrupt_tile;
  while (at_ < built) {
    const Part part = append(std::min(built, at_ + kLeavesPerCommit));
    for (const Tile& tile : part.tiles) {
      WHIT_TRY(const auto stored, read_tile(database, row_.log, tile.id));
      if (!stored || *stored != tile.content) return Errc::corrupt_tile;
    }
  }
  return {};
}

Part LogStore::Building::append(std::uint64_t to) {
  Part out;
  out.from = at_;
  out.to = to;
  const auto leaves =
      std::span(epoch_.leaves)
          .subspan(static_cast<std::size_t>(at_ - row_.first), static_cast<std::size_t>(to - at_));
  for (const Leaf& leaf : leaves) tree_.append(leaf.hash);
  at_ = to;
  out.tiles = bundles_of(leaves, out.from);
  move_to(out.tiles, tree_.take_full());
  move_to(out.tiles, tree_.partial());
  return out;
}

Status LogStore::Building::next(GroupCommit& writer) {
  const Part part = append(std::min<std::uint64_t>(end_, at_ + kLeavesPerCommit));
  return writer.run([&](Database& database) { return write(database, part); },
                    GroupCommit::Undo::nothing);
}

// Two that closed at once would find each other's traces here, and the later one gives up.
Status LogStore::Building::write(Database& database, const Part& part) const {
  WHIT_TRY(const LogRow log, log_in_use(database));
  WHIT_TRY(const auto newest, newest_epoch(database));
  const bool mine = newest && newest->number == row_.number && !newest->in_tree;
  if (!mine || log.number != row_.log || log.built != part.from) return Errc::refused;
  if (newest->header.empty()) WHIT_CHECK(write_header(database, epoch_, end_));
  for (const Tile& tile : part.tiles) WHIT_CHECK(write_tile(database, row_.log, tile));
  if (part.to != end_) return write_built(database, row_.log, part.to);
  WHIT_CHECK(write_size(database, row_.log, part.to));
  return mark_in_tree(database, row_, tokens_);
}

Status LogStore::close(const EpochOrder& order, const Progress& progress) {
  WHIT_CHECK(
      connections().writer().run([&](Database& database) { return begin_epoch(database, order); }));
  return finish(progress);
}

Status LogStore::finish(const Progress& progress) {
  WHIT_CHECK(build(progress));
  return sweep();
}

Status LogStore::build(const Progress& progress) {
  WHIT_TRY(auto building, Building::read(connections()));
  while (building && !building->done()) {
    WHIT_CHECK(building->next(connections().writer()));
    if (progress) progress(building->leaves_done(), building->leaves());
  }
  return {};
}

Status LogStore::sweep() {
  for (bool more = true; more;) {
    WHIT_TRY(more, connections().read([](Database& database) { return is_unswept(database); }));
    if (!more) break;
    WHIT_CHECK(connections().writer().run(
        [](Database& database) { return sweep_leaves(database, kLeavesPerCommit); }));
  }
  return {};
}

Connections& LogStore::connections() noexcept { return *service_.parts_->connections; }

}  // namespace whit
