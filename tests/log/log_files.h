// SPDX-License-Identifier: Apache-2.0
// A log whose files lie in a map, for tests to spoil.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "log/source.h"
#include "log/tile.h"

namespace whit::test {

// LogFiles gives what the map has, and counts what it was asked for.
class LogFiles : public LogSource {
 public:
  std::map<std::string, std::vector<std::uint8_t>, std::less<>> files;
  std::vector<std::string> asked;
  std::set<std::string> told;  // what was said to come soon

  Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) override {
    asked.emplace_back(path);
    const auto found = files.find(path);
    if (found == files.end()) return Errc::not_found;
    if (found->second.size() > limit) return Errc::too_large;
    return found->second;
  }
  void soon(const std::vector<std::string>& paths) override {
    told.insert(paths.begin(), paths.end());
  }
};

// Entry `i` of the log that grow() makes: of some bytes, of none, and of the most there may be.
inline std::vector<std::uint8_t> ragged_entry(std::uint64_t i) {
  const std::string text = "entry " + std::to_string(i);
  std::vector<std::uint8_t> out(text.begin(), text.end());
  if (i % 1000 == 7) out.clear();
  if (i == 3) out.assign(65535, 7);
  return out;
}

inline Hash ragged_leaf(std::uint64_t i) {
  static constexpr std::uint8_t kLeaf[] = {0};
  const auto entry = ragged_entry(i);
  return sha256({Bytes(kLeaf), Bytes(entry)});
}

// GrownLog writes the tiles and bundles of a log of ragged entries as it grows.
struct GrownLog {
  LogFiles source;
  TileBuilder tiles;
  std::vector<std::uint8_t> bundle;

  // grow goes on to `size` leaves and writes what a checkpoint of that size needs.
  void grow(std::uint64_t size) {
    while (tiles.size() < size) {
      append_entry(bundle, ragged_entry(tiles.size()));
      tiles.append(ragged_leaf(tiles.size()));
      if (tiles.size() % kTileWidth != 0) continue;
      source.files[path({TileId::kEntries, tiles.size() / kTileWidth - 1})] = bundle;
      bundle.clear();
    }
    for (Tile& tile : tiles.take_full()) source.files[path(tile.id)] = tile.content;
    for (Tile& tile : tiles.partial()) source.files[path(tile.id)] = tile.content;
    if (bundle.empty()) return;
    const auto width = static_cast<unsigned>(size % kTileWidth);
    source.files[path({TileId::kEntries, size / kTileWidth, width})] = bundle;
  }
};

}  // namespace whit::test
