// SPDX-License-Identifier: Apache-2.0
// Tiles and entries, each checked against the checkpoint before it is kept.
#include "cli/audit/sync.h"
#include "cli/common/progress.h"
#include "crypto/hash.h"
#include "log/entry.h"
#include "log/tile.h"

namespace whit::cli {
namespace {

constexpr std::uint64_t kChunk = 64;  // full tiles that are fetched and kept at once

// keep_partial_tiles writes those of which the log had only the full ones any more.
void keep_partial_tiles(const FolderFiles& mirror, std::uint64_t size) {
  for (unsigned level = 0; full_tiles(level, size) + partial_width(level, size) > 0; ++level) {
    const TileId tile{level, full_tiles(level, size), partial_width(level, size)};
    if (tile.width == 0 || mirror.has(path(tile))) continue;
    FolderFiles files(mirror.folder());
    auto full = files.get(path(TileId{level, tile.index}), kTileWidth * Hash::kSize);
    if (!full) continue;
    full->resize(tile.width * Hash::kSize);
    mirror.put(path(tile), *full);
  }
}

// remove_torn removes what a crash has torn: the file that was found wrong, or the right edge.
// false: nothing of that is in the copy, so that it came from the log.
bool remove_torn(const FolderFiles& mirror, const TileReader& reader) {
  const std::string& culprit = reader.culprit();
  if (!culprit.empty()) {
    if (!mirror.has(culprit)) return false;
    mirror.remove(culprit);
    return true;
  }
  bool any = false;
  for (const Node& node : plan_root(reader.size()).nodes) {
    const std::string edge = path(tile_of(node, reader.size()));
    if (!mirror.has(edge)) continue;
    mirror.remove(edge);
    any = true;
  }
  return any;
}

}  // namespace

void Sync::take_tree(const Checkpoint& checkpoint) {
  const std::uint64_t from = options_.full ? 0 : log_->size;
  Recorder recorder(*mirror_, *upstream_, options_.full ? Prefer::upstream : Prefer::mirror);
  TileReader reader(recorder, checkpoint.size, checkpoint.root);
  Progress progress("sync log " + std::to_string(log_->number), checkpoint.size - from);
  std::uint64_t begin = from;
  while (begin < checkpoint.size) {
    const std::uint64_t chunk = (begin / kTileWidth + kChunk) * kTileWidth;
    const std::uint64_t end = std::min(chunk, checkpoint.size);
    take_chunk(reader, recorder, begin, end);
    begin = end;
    progress.at(begin - from);
  }
  keep_partial_tiles(*mirror_, checkpoint.size);
}

// take_chunk reads, checks and keeps. A file of the copy that a crash has torn is fetched again.
void Sync::take_chunk(TileReader& reader, Recorder& recorder, std::uint64_t begin,
                      std::uint64_t end) {
  for (std::uint64_t left = 2 * kChunk;; --left) {
    const auto entries = reader.entries(begin, end);
    if (entries) {
      recorder.keep();
      return find_starts(begin, *entries);
    }
    const Error error = entries.error();
    recorder.forget();
    const bool again = error.code == Errc::corrupt_tile && !options_.full && left > 0;
    if (!again || !remove_torn(*mirror_, reader)) stop_at(reader, error);
  }
}

void Sync::find_starts(std::uint64_t begin, const std::vector<std::vector<std::uint8_t>>& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::vector<std::uint8_t>& entry = entries[i];
    const bool header =
        entry.size() == kEntrySize && entry[0] == static_cast<std::uint8_t>(EntryKind::header);
    if (header && (options_.full || begin + i >= log_->size)) {
      starts_.push_back({begin + i, Hash::from(Bytes(entry).subspan(12))});
    }
  }
}

}  // namespace whit::cli
