// SPDX-License-Identifier: Apache-2.0
#include "log/tile.h"

#include <catch2/catch.hpp>
#include <map>

#include "crypto/hash.h"

namespace whit {
namespace {

constexpr std::uint64_t kSize = 70000;

Hash leaf(std::uint64_t i) { return sha256(as_bytes("leaf " + std::to_string(i))); }

// A tree of kSize leaves, by its tiles and by its edge.
struct Log {
  TileBuilder builder;
  CompactTree tree;
  std::map<std::string, Tile> tiles;
  Log() {
    for (std::uint64_t i = 0; i < kSize; ++i) {
      builder.append(leaf(i));
      tree.append(leaf(i));
    }
    for (Tile& tile : builder.take_full()) tiles[path(tile.id)] = tile;
    for (Tile& tile : builder.partial()) tiles[path(tile.id)] = tile;
  }
  std::vector<Hash> proof(const ProofPlan& plan) const {
    std::vector<Hash> hashes;
    for (const Node& node : plan.nodes) {
      const TileId id = tile_of(node, kSize);
      hashes.push_back(*node_in(id, tiles.at(path(id)).content, node));
    }
    return assemble(plan, hashes);
  }
};
const Log& log() {
  static const Log one;
  return one;
}

TEST_CASE("a tile lies where C2SP tlog-tiles puts it", "[log-8]") {
  CHECK(path({0, 1234067}) == "tile/0/x001/x234/067");
  CHECK(path({0, 0}) == "tile/0/000");
  CHECK(path({3, 999, 7}) == "tile/3/999.p/7");
  CHECK(path({63, 1000, 255}) == "tile/63/x001/000.p/255");
  CHECK(path({TileId::kEntries, 5, 1}) == "tile/entries/005.p/1");
  CHECK(path({TileId::kEntries, 1000000}) == "tile/entries/x001/x000/000");
}

TEST_CASE("a path is read in its one form", "[log-8]") {
  for (const TileId& id : {TileId{0, 1234067}, TileId{0, 0}, TileId{63, 1000, 255},
                           TileId{TileId::kEntries, 5, 1}, TileId{7, 36028797018963967}}) {
    const auto read = parse_tile_path(path(id));
    REQUIRE(read.ok());
    CHECK(*read == id);
  }
  for (const char* wrong : {"",
                            "tile/",
                            "tile/0",
                            "tile/0/",
                            "tile/0/0",
                            "tile/0/00",
                            "tile/0/0000",
                            "tile/00/000",
                            "tile/64/000",
                            "tile/-1/000",
                            "tile/0/x000/001",
                            "tile/0/001/x002",
                            "tile/0/x001/02",
                            "tile/0/001/002",
                            "tile/0/x001",
                            "tile/0/000.p/0",
                            "tile/0/000.p/256",
                            "tile/0/000.p/01",
                            "tile/0/000.p/",
                            "tile/0/000.p",
                            "tile/0/000.p/1/2",
                            "tile/0/000/",
                            "/tile/0/000",
                            "tile/0/ 00",
                            "tile/entries",
                            "tile/entry/000",
                            "Tile/0/000",
                            "tile/0/000 ",
                            "tile/0/x999/x999/x999/x999/x999/x999/999",
                            "tile/0/x00a/000",
                            "tile/data/000"}) {
    INFO(wrong);
    CHECK_FALSE(parse_tile_path(wrong).ok());
  }
}

TEST_CASE("a tree of 70,000 leaves has the tiles that the specification counts", "[log-8]") {
  CHECK(full_tiles(0, kSize) == 273);
  CHECK(partial_width(0, kSize) == 112);
  CHECK(full_tiles(1, kSize) == 1);
  CHECK(partial_width(1, kSize) == 17);
  CHECK(full_tiles(2, kSize) == 0);
  CHECK(partial_width(2, kSize) == 1);
  CHECK(partial_width(3, kSize) == 0);
  CHECK(full_tiles(TileId::kEntries, kSize) == 273);
  CHECK(partial_width(TileId::kEntries, kSize) == 112);
  CHECK(log().tiles.size() == 273 + 1 + 3);
}

TEST_CASE("256 leaves are a full tile and a partial one above it", "[log-8]") {
  const auto tiles = tiles_between(0, 256);
  REQUIRE(tiles.size() == 2);
  CHECK(tiles[0] == TileId{0, 0});
  CHECK(tiles[1] == TileId{1, 0, 1});
  CHECK(tiles_between(256, 256).empty());
  CHECK(tiles_between(0, 0).empty());
}

TEST_CASE("what is named between two sizes is what grew", "[log-8]") {
  TileBuilder builder;
  std::uint64_t before = 0;
  for (const std::uint64_t size : {1U, 255U, 256U, 300U, 65536U, 65537U, 66000U}) {
    while (builder.size() < size) builder.append(leaf(builder.size()));
    std::vector<std::string> built, named;
    for (const Tile& tile : builder.take_full()) built.push_back(path(tile.id));
    for (const Tile& tile : builder.partial()) {
      if (tile.id.width != partial_width(tile.id.level, before) ||
          tile.id.index != full_tiles(tile.id.level, before)) {
        built.push_back(path(tile.id));
      }
    }
    for (const TileId& id : tiles_between(before, size)) named.push_back(path(id));
    std::sort(built.begin(), built.end());
    std::sort(named.begin(), named.end());
    INFO(before << " to " << size);
    CHECK(built == named);
    before = size;
  }
}

TEST_CASE("tiles and the edge agree on the root", "[log-8]") {
  CHECK(log().builder.root() == log().tree.root());
  TileBuilder small;
  CHECK(small.root() == empty_root());
  CompactTree tree;
  for (std::uint64_t i = 0; i < 600; ++i) {
    small.append(leaf(i));
    tree.append(leaf(i));
    REQUIRE(small.root() == tree.root());
  }
}

TEST_CASE("a builder continues from its partial tiles", "[log-8]") {
  TileBuilder whole;
  for (std::uint64_t i = 0; i < 70000; ++i) whole.append(leaf(i));
  auto again = TileBuilder::restore(kSize, whole.partial());
  REQUIRE(again.ok());
  CHECK(again->root() == log().tree.root());
  CHECK(again->take_full().empty());
  for (std::uint64_t i = kSize; i < kSize + 300; ++i) {
    whole.append(leaf(i));
    again->append(leaf(i));
  }
  CHECK(again->root() == whole.root());
  const auto full = again->take_full();
  REQUIRE(full.size() == 1);
  CHECK(full[0].id == TileId{0, 273});
  auto missing = whole.partial();
  missing.pop_back();
  CHECK_FALSE(TileBuilder::restore(whole.size(), missing).ok());
}

TEST_CASE("proofs come out of tiles", "[log-8]") {
  const Hash root = log().tree.root();
  for (const std::uint64_t index :
       {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256}, std::uint64_t{65535},
        std::uint64_t{65536}, std::uint64_t{69887}, std::uint64_t{69888}, kSize - 1}) {
    const auto proof = log().proof(*plan_inclusion(index, kSize));
    CHECK(verify_inclusion(leaf(index), index, kSize, proof, root));
  }
  CompactTree old;
  for (std::uint64_t size = 1; size < 2000; ++size) {
    old.append(leaf(size - 1));
    const auto proof = log().proof(*plan_consistency(size, kSize));
    REQUIRE(verify_consistency(size, kSize, old.root(), root, proof));
  }
}

TEST_CASE("a tile of another size than its name says is not used", "[log-8]") {
  const std::vector<std::uint8_t> content(112 * 32);
  const TileId id{0, 273, 112};
  CHECK(node_in(id, content, {0, 273 * 256}).ok());
  CHECK_FALSE(node_in({0, 273, 111}, content, {0, 273 * 256}).ok());
  CHECK_FALSE(node_in({0, 273}, content, {0, 273 * 256}).ok());
  CHECK_FALSE(node_in(id, content, {0, 273 * 256 + 112}).ok());
  CHECK_FALSE(node_in(id, content, {5, (273 * 256 + 96) >> 5}).ok());
}

TEST_CASE("a bundle of entries has its lengths in front, and nothing else", "[log-8]") {
  std::vector<std::uint8_t> bundle;
  const std::vector<std::uint8_t> large(65535, 7);
  append_entry(bundle, as_bytes("ab"));
  append_entry(bundle, Bytes{});
  append_entry(bundle, large);
  CHECK(bundle.size() == 2 + 2 + 2 + 2 + 65535);
  CHECK(bundle[0] == 0);
  CHECK(bundle[1] == 2);
  const auto entries = parse_entry_bundle(bundle, 3);
  REQUIRE(entries.ok());
  CHECK(as_text((*entries)[0]) == "ab");
  CHECK((*entries)[1].empty());
  CHECK(equal((*entries)[2], large));
  CHECK_FALSE(parse_entry_bundle(bundle, 2).ok());
  CHECK_FALSE(parse_entry_bundle(bundle, 4).ok());
  CHECK_FALSE(parse_entry_bundle(Bytes(bundle).first(bundle.size() - 1), 3).ok());
  CHECK_FALSE(parse_entry_bundle(Bytes(bundle).first(1), 1).ok());
}

}  // namespace
}  // namespace whit
