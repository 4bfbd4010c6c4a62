// SPDX-License-Identifier: Apache-2.0
#include "log/tile_reader.h"

#include "crypto/hash.h"
#include "log/range.h"

namespace whit {
namespace {

constexpr std::size_t kKeptTiles = 512;           // 4 MiB; above 33 million leaves some go again
constexpr std::size_t kMostOfEntry = 2 + 0xffff;  // an entry and its length
constexpr std::uint64_t kAhead = 24;              // tiles that a source is told of before
constexpr std::size_t kMostReserved = std::size_t{1} << 16;

std::uint64_t key_of(const TileId& tile) noexcept {
  return std::uint64_t{tile.level} << 56 | tile.index;
}

TileId with_width(TileId tile, std::uint64_t size) noexcept {
  if (tile.index >= full_tiles(tile.level, size)) tile.width = partial_width(tile.level, size);
  return tile;
}

bool is_gone(const Result<std::vector<std::uint8_t>>& content) noexcept {
  return !content && content.error().code == Errc::not_found;
}

// The hash of an entry of any length.
Hash hash_of(Bytes entry) noexcept {
  static constexpr std::uint8_t kLeaf[] = {0x00};
  return sha256({Bytes(kLeaf), entry});
}

}  // namespace

TileReader::TileReader(LogSource& source, std::uint64_t size, const Hash& root)
    : source_(source), size_(size), root_(root) {}

bool TileReader::has(std::uint64_t begin, std::uint64_t end) const noexcept {
  return begin <= end && end <= size_ && size_ <= kMaxTreeSize;
}

// A file that is longer than it can be is as wrong as one of the wrong bytes.
Result<TileReader::Content> TileReader::get_file(const TileId& tile, std::size_t limit) {
  culprit_ = path(tile);
  auto content = source_.get(culprit_, limit);
  if (!content && content.error().code == Errc::too_large) return Errc::corrupt_tile;
  if (content && content->size() > limit) return Errc::corrupt_tile;
  return content;
}

// The file of `tile`, or of the full tile where the partial one is gone; `width` is how many things
// of at most `each` bytes the file has.
Result<TileReader::Content> TileReader::get(const TileId& tile, std::size_t each, unsigned& width) {
  width = tile.width;
  auto content = get_file(tile, width * each);
  if (!is_gone(content) || width == kTileWidth) return content;
  width = kTileWidth;
  auto full = get_file({tile.level, tile.index}, width * each);
  if (is_gone(full)) culprit_ = path(tile);
  return full;
}

// The hashes that `tile` names.
Result<TileReader::Content> TileReader::fetch(const TileId& tile) {
  unsigned width = 0;
  WHIT_TRY(auto content, get(tile, Hash::kSize, width));
  if (content.size() != width * Hash::kSize) return Errc::corrupt_tile;
  content.resize(tile.width * Hash::kSize);
  return content;
}

Status TileReader::check_edge() {
  if (edge_checked_) return {};
  culprit_.clear();
  if (size_ > kMaxTreeSize) return Errc::out_of_range;
  if (size_ == 0 && root_ != empty_root()) return Errc::corrupt_tile;
  std::unordered_map<std::uint64_t, Content> edge;
  const ProofPlan plan = plan_root(size_);
  std::vector<Hash> hashes;
  for (const Node& node : plan.nodes) {
    const TileId id = tile_of(node, size_);
    auto found = edge.find(key_of(id));
    if (found == edge.end()) {
      WHIT_TRY(auto content, fetch(id));
      found = edge.emplace(key_of(id), std::move(content)).first;
    }
    WHIT_TRY(const Hash hash, node_in(id, found->second, node));
    hashes.push_back(hash);
  }
  if (edge.size() > 1) culprit_.clear();  // any of them
  if (size_ > 0 && assemble(plan, hashes)[0] != root_) return Errc::corrupt_tile;
  edge_ = std::move(edge);
  edge_checked_ = true;
  culprit_.clear();
  return {};
}

const TileReader::Content* TileReader::keep(const TileId& tile, Content content) {
  if (tile.level == 0) {
    lowest_ = tile.index;
    lowest_content_ = std::move(content);
    return &lowest_content_;
  }
  if (upper_.size() >= kKeptTiles) upper_.clear();
  return &(upper_[key_of(tile)] = std::move(content));
}

const TileReader::Content* TileReader::kept(const TileId& tile) const {
  if (const auto found = edge_.find(key_of(tile)); found != edge_.end()) return &found->second;
  if (tile.level == 0 && lowest_ == tile.index) return &lowest_content_;
  const auto found = upper_.find(key_of(tile));
  return found != upper_.end() ? &found->second : nullptr;
}

// A checked tile, until the next call: an edge tile leads to the root together with the others, a
// full one by its hash in the tile above.
Result<const TileReader::Content*> TileReader::tile(const TileId& tile) {
  WHIT_CHECK(check_edge());
  const Content* content = kept(tile);
  std::vector<TileId> missing;  // from `tile` upward
  for (TileId one = tile; content == nullptr; content = kept(one)) {
    if (one.width < kTileWidth) return Errc::out_of_range;  // the edge has every partial tile
    missing.push_back(one);
    one = tile_of({(one.level + 1) * kTileHeight, one.index}, size_);
  }
  for (; !missing.empty(); missing.pop_back()) {
    const TileId& one = missing.back();
    const Node root_node{(one.level + 1) * kTileHeight, one.index};
    WHIT_TRY(const Hash above, node_in(tile_of(root_node, size_), *content, root_node));
    WHIT_TRY(auto fetched, fetch(one));
    WHIT_TRY(const Hash root, tile_root(fetched));
    if (root != above) return Errc::corrupt_tile;
    content = keep(one, std::move(fetched));
  }
  return content;
}

Result<Hash> TileReader::node(const Node& node) {
  const std::uint64_t row = node.level < 64 ? size_ >> node.level : 0;
  if (size_ > kMaxTreeSize || node.index >= row) {
    culprit_.clear();
    return Errc::out_of_range;
  }
  const TileId id = tile_of(node, size_);
  WHIT_TRY(const Content* const content, tile(id));
  return node_in(id, *content, node);
}

Result<std::vector<Hash>> TileReader::nodes(std::span<const Node> wanted) {
  culprit_.clear();
  std::vector<Hash> out;
  out.reserve(wanted.size());
  for (const Node& one : wanted) {
    WHIT_TRY(const Hash hash, node(one));
    out.push_back(hash);
  }
  return out;
}

Result<std::vector<Hash>> TileReader::prove_inclusion(std::uint64_t index) {
  culprit_.clear();
  WHIT_TRY(const ProofPlan plan, plan_inclusion(index, size_));
  WHIT_TRY(const auto hashes, nodes(plan.nodes));
  return assemble(plan, hashes);
}

Result<std::vector<Hash>> TileReader::prove_consistency(std::uint64_t size1) {
  culprit_.clear();
  WHIT_TRY(const ProofPlan plan, plan_consistency(size1, size_));
  WHIT_TRY(const auto hashes, nodes(plan.nodes));
  return assemble(plan, hashes);
}

Result<Hash> TileReader::root_at(std::uint64_t size1) {
  culprit_.clear();
  if (!has(0, size1)) return Errc::out_of_range;
  WHIT_CHECK(check_edge());
  if (size1 == 0) return empty_root();
  const ProofPlan plan = plan_root(size1);
  WHIT_TRY(const auto hashes, nodes(plan.nodes));
  return assemble(plan, hashes)[0];
}

Result<std::vector<Hash>> TileReader::prove_range(std::uint64_t begin, std::uint64_t end) {
  culprit_.clear();
  WHIT_TRY(const auto plan, plan_range(begin, end, size_));
  return nodes(plan);
}

// Tells the source what comes behind tile `i`: up to tile `last`, and where the caller reads on
// from where it read before, further still.
void TileReader::announce(std::uint64_t i, std::uint64_t last, bool bundles) {
  if (i == next_tile_) last = (size_ - 1) / kTileWidth;
  next_tile_ = i + 1;
  last = std::min(last, i + kAhead - 1);
  const bool enough = announced_ == last || i + kAhead / 2 <= announced_;
  if (last == i || (i > announced_from_ && i <= announced_ && enough)) return;
  std::vector<std::string> paths;
  for (std::uint64_t k = i; k <= last; ++k) {
    const TileId hashes = with_width({0, k}, size_);
    if (!edge_.contains(key_of(hashes)) && lowest_ != k) paths.push_back(path(hashes));
    if (bundles) paths.push_back(path(with_width({TileId::kEntries, k}, size_)));
  }
  source_.soon(paths);
  announced_from_ = i;
  announced_ = last;
}

Result<std::vector<Hash>> TileReader::leaves(std::uint64_t begin, std::uint64_t end) {
  culprit_.clear();
  if (!has(begin, end)) return Errc::out_of_range;
  WHIT_CHECK(check_edge());
  std::vector<Hash> out;
  out.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(end - begin, kMostReserved)));
  while (begin < end) {
    const TileId id = with_width({0, begin / kTileWidth}, size_);
    announce(id.index, (end - 1) / kTileWidth, false);
    WHIT_TRY(const Content* const content, tile(id));
    const std::uint64_t first = id.index * kTileWidth;
    for (const std::uint64_t last = std::min(end, first + id.width); begin < last; ++begin) {
      const auto place = static_cast<std::size_t>(begin - first) * Hash::kSize;
      out.push_back(Hash::from(Bytes(*content).subspan(place, Hash::kSize)));
    }
  }
  return out;
}

// Appends the entries of one bundle that stand in [begin, end).
Status TileReader::check_bundle(std::uint64_t index, std::uint64_t begin, std::uint64_t end,
                                std::vector<Content>& out) {
  const TileId hashes = with_width({0, index}, size_);
  const TileId bundle = with_width({TileId::kEntries, index}, size_);
  WHIT_TRY(const Content* const leaf_hashes, tile(hashes));
  unsigned width = 0;
  WHIT_TRY(const Content content, get(bundle, kMostOfEntry, width));
  const auto entries = parse_entry_bundle(content, width);
  if (!entries) return Errc::corrupt_tile;
  for (unsigned i = 0; i < bundle.width; ++i) {
    const Bytes wanted = Bytes(*leaf_hashes).subspan(i * Hash::kSize, Hash::kSize);
    const Bytes entry = (*entries)[i];
    if (!equal(hash_of(entry).view(), wanted)) return Errc::corrupt_tile;
    const std::uint64_t place = index * kTileWidth + i;
    if (place >= begin && place < end) out.emplace_back(entry.begin(), entry.end());
  }
  return {};
}

Result<std::vector<std::vector<std::uint8_t>>> TileReader::entries(std::uint64_t begin,
                                                                   std::uint64_t end) {
  culprit_.clear();
  if (!has(begin, end)) return Errc::out_of_range;
  WHIT_CHECK(check_edge());
  std::vector<Content> out;
  out.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(end - begin, kMostReserved)));
  if (begin == end) return out;
  const std::uint64_t last = (end - 1) / kTileWidth;
  for (std::uint64_t i = begin / kTileWidth; i <= last; ++i) {
    announce(i, last, true);
    WHIT_CHECK(check_bundle(i, begin, end, out));
  }
  return out;
}

}  // namespace whit
