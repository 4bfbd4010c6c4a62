// SPDX-License-Identifier: Apache-2.0
#include "log/tile.h"

#include "log/text.h"

namespace whit {
namespace {

constexpr unsigned kLevels = 64;
constexpr std::string_view kPrefix = "tile/", kEntriesName = "entries", kPartial = ".p/";

unsigned height_of(unsigned level) noexcept {
  return level == TileId::kEntries ? 0 : level * kTileHeight;
}

// What stands in a row above leaves 2^height apart: full subtrees only.
std::uint64_t row_length(unsigned level, std::uint64_t size) noexcept {
  const unsigned height = height_of(level);
  return height < 64 ? size >> height : 0;
}

// 1234067 is x001/x234/067.
std::string grouped(std::uint64_t index) {
  std::string out;
  do {
    std::string group = std::to_string(1000 + index % 1000).substr(1);
    out = out.empty() ? group : "x" + group + "/" + out;
    index /= 1000;
  } while (index > 0);
  return out;
}

bool is_digits(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::uint64_t> parse_grouped(std::string_view text) {
  if (text.size() > 48) return Errc::out_of_range;
  std::uint64_t out = 0;
  std::string_view rest = text;
  for (bool last = false; !last;) {
    const std::size_t end = rest.find('/');
    last = end == std::string_view::npos;
    std::string_view group = rest.substr(0, end);
    if (!last && (group.empty() || group[0] != 'x')) return Errc::not_canonical;
    if (!last) group.remove_prefix(1);
    if (group.size() != 3 || !is_digits(group)) return Errc::not_canonical;
    if (out > kMaxTreeSize / 1000) return Errc::out_of_range;
    for (const char c : group) out = out * 10 + static_cast<std::uint64_t>(c - '0');
    if (!last) rest.remove_prefix(end + 1);
  }
  if (out > kMaxTreeSize) return Errc::out_of_range;
  if (grouped(out) != text) return Errc::not_canonical;  // groups of zeros in front
  return out;
}

Result<unsigned> parse_level(std::string_view text) {
  if (text == kEntriesName) return TileId::kEntries;
  WHIT_TRY(const std::uint64_t level, logtext::parse_decimal(text));
  if (level >= kLevels) return Errc::out_of_range;
  return static_cast<unsigned>(level);
}

Bytes hash_at(Bytes content, std::uint64_t place) noexcept {
  return content.subspan(static_cast<std::size_t>(place) * Hash::kSize, Hash::kSize);
}

// The root of `hashes`, a power of two of them; they are overwritten.
Hash root_of(std::span<Hash> hashes) noexcept {
  for (std::size_t count = hashes.size(); count > 1; count /= 2) {
    node_hashes(hashes.first(count), hashes.first(count / 2));
  }
  return hashes[0];
}

std::vector<std::uint8_t> content_of(const std::vector<Hash>& row) {
  std::vector<std::uint8_t> out;
  out.reserve(row.size() * Hash::kSize);
  for (const Hash& hash : row) out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
  return out;
}

}  // namespace

std::string path(const TileId& tile) {
  std::string out(kPrefix);
  out += tile.level == TileId::kEntries ? std::string(kEntriesName) : std::to_string(tile.level);
  out += "/" + grouped(tile.index);
  if (tile.width < kTileWidth) out += std::string(kPartial) + std::to_string(tile.width);
  return out;
}

Result<TileId> parse_tile_path(std::string_view path) {
  TileId out;
  if (path.substr(0, kPrefix.size()) != kPrefix) return Errc::no_prefix;
  path.remove_prefix(kPrefix.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return Errc::truncated;
  WHIT_TRY(out.level, parse_level(path.substr(0, slash)));
  path.remove_prefix(slash + 1);
  if (const std::size_t mark = path.find(kPartial); mark != std::string_view::npos) {
    WHIT_TRY(const std::uint64_t width, logtext::parse_decimal(path.substr(mark + 3)));
    if (width == 0 || width >= kTileWidth) return Errc::out_of_range;
    out.width = static_cast<unsigned>(width);
    path = path.substr(0, mark);
  }
  WHIT_TRY(out.index, parse_grouped(path));
  return out;
}

std::uint64_t full_tiles(unsigned level, std::uint64_t size) noexcept {
  return row_length(level, size) / kTileWidth;
}

unsigned partial_width(unsigned level, std::uint64_t size) noexcept {
  return static_cast<unsigned>(row_length(level, size) % kTileWidth);
}

std::vector<TileId> tiles_between(std::uint64_t before, std::uint64_t size) {
  std::vector<TileId> out;
  for (unsigned level = 0; row_length(level, size) > 0; ++level) {
    const std::uint64_t full = full_tiles(level, size);
    for (std::uint64_t i = full_tiles(level, before); i < full; ++i) out.push_back({level, i});
    const unsigned width = partial_width(level, size);
    if (width > 0 && row_length(level, before) < row_length(level, size)) {
      out.push_back({level, full, width});
    }
  }
  return out;
}

TileId tile_of(const Node& node, std::uint64_t size) noexcept {
  TileId out;
  out.level = node.level / kTileHeight;
  out.index = (node.index << node.level % kTileHeight) / kTileWidth;
  if (out.index >= full_tiles(out.level, size)) out.width = partial_width(out.level, size);
  return out;
}

Result<Hash> node_in(const TileId& tile, Bytes content, const Node& node) noexcept {
  if (content.size() != std::size_t{tile.width} * Hash::kSize) return Errc::wrong_length;
  const std::uint64_t count = std::uint64_t{1} << node.level % kTileHeight;
  const std::uint64_t first = (node.index << node.level % kTileHeight) % kTileWidth;
  if (first + count > tile.width) return Errc::out_of_range;
  std::array<Hash, kTileWidth> hashes;
  for (std::uint64_t i = 0; i < count; ++i) hashes[i] = Hash::from(hash_at(content, first + i));
  return root_of(std::span(hashes).first(static_cast<std::size_t>(count)));
}

Result<Hash> tile_root(Bytes content) noexcept {
  if (content.size() != std::size_t{kTileWidth} * Hash::kSize) return Errc::wrong_length;
  std::array<Hash, kTileWidth> hashes;
  for (unsigned i = 0; i < kTileWidth; ++i) hashes[i] = Hash::from(hash_at(content, i));
  return root_of(hashes);
}

Result<TileBuilder> TileBuilder::restore(std::uint64_t size, const std::vector<Tile>& partial) {
  TileBuilder out;
  out.size_ = size;
  for (unsigned level = 0; row_length(level, size) > 0; ++level) {
    const TileId id{level, full_tiles(level, size), partial_width(level, size)};
    auto& row = out.rows_.emplace_back();
    if (id.width == 0) continue;
    const auto found = std::find_if(partial.begin(), partial.end(),
                                    [&](const Tile& tile) { return tile.id == id; });
    if (found == partial.end()) return Errc::not_found;
    if (found->content.size() != id.width * Hash::kSize) return Errc::wrong_length;
    for (unsigned i = 0; i < id.width; ++i) row.push_back(Hash::from(hash_at(found->content, i)));
  }
  return out;
}

void TileBuilder::append(const Hash& leaf) {
  Hash hash = leaf;
  std::uint64_t index = size_++ / kTileWidth;
  for (unsigned level = 0;; ++level, index /= kTileWidth) {
    if (rows_.size() == level) rows_.emplace_back().reserve(kTileWidth);
    auto& row = rows_[level];
    row.push_back(hash);
    if (row.size() < kTileWidth) return;
    full_.push_back({{level, index}, content_of(row)});
    hash = root_of(row);
    row.clear();
  }
}

Hash TileBuilder::root() const noexcept {
  if (size_ == 0) return empty_root();
  bool found = false;
  Hash out;
  for (const auto& row : rows_) {
    std::array<Hash, kTileWidth> hashes;
    std::copy(row.begin(), row.end(), hashes.begin());
    std::size_t end = row.size();
    for (std::size_t count = 1; end > 0; count *= 2) {
      if ((end & count) == 0) continue;
      end -= count;
      const Hash left = root_of(std::span(hashes).subspan(end, count));
      out = found ? node_hash(left, out) : left;
      found = true;
    }
  }
  return out;
}

std::vector<Tile> TileBuilder::partial() const {
  std::vector<Tile> out;
  for (unsigned level = 0; level < rows_.size(); ++level) {
    const auto width = static_cast<unsigned>(rows_[level].size());
    if (width == 0) continue;
    out.push_back({{level, full_tiles(level, size_), width}, content_of(rows_[level])});
  }
  return out;
}

void append_entry(std::vector<std::uint8_t>& bundle, Bytes entry) {
  if (entry.size() > 0xffff) __builtin_trap();
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
  bundle.push_back(static_cast<std::uint8_t>(entry.size()));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
}

Result<std::vector<Bytes>> parse_entry_bundle(Bytes bundle, unsigned width) {
  std::vector<Bytes> out;
  for (unsigned i = 0; i < width; ++i) {
    if (bundle.size() < 2) return Errc::truncated;
    const std::size_t size = std::size_t{bundle[0]} << 8 | bundle[1];
    if (bundle.size() - 2 < size) return Errc::truncated;
    out.push_back(bundle.subspan(2, size));
    bundle = bundle.subspan(2 + size);
  }
  if (!bundle.empty()) return Errc::trailing;
  return out;
}

}  // namespace whit
