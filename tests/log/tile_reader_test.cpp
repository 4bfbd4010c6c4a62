// SPDX-License-Identifier: Apache-2.0
#include "log/tile_reader.h"

#include <catch2/catch.hpp>

#include "log/log_files.h"
#include "log/range.h"

namespace whit {
namespace {

using test::GrownLog;
using test::ragged_entry;
using test::ragged_leaf;

constexpr std::uint64_t kSize = 70000;
constexpr std::uint64_t kSizes[] = {1,   2,     255,   256,   257,   511,
                                    512, 65535, 65536, 65537, 65792, kSize};

// The log at each of kSizes, and its roots.
struct Logs {
  GrownLog log;
  std::map<std::uint64_t, Hash> roots;
  Logs() {
    for (const std::uint64_t size : kSizes) {
      log.grow(size);
      roots[size] = log.tiles.root();
    }
  }
};
const Logs& logs() {
  static const Logs all;
  return all;
}

test::LogFiles files() { return logs().log.source; }

TEST_CASE("every hash of a log comes out of its tiles", "[log-8]") {
  for (const std::uint64_t size : kSizes) {
    INFO(size);
    auto source = files();
    TileReader reader(source, size, logs().roots.at(size));
    const auto leaves = reader.leaves(0, size);
    REQUIRE(leaves.ok());
    REQUIRE(leaves->size() == size);
    CompactTree tree;
    bool same = true;
    for (std::uint64_t i = 0; i < size; ++i) {
      same = same && (*leaves)[i] == ragged_leaf(i);
      tree.append((*leaves)[i]);
    }
    CHECK(same);
    CHECK(tree.root() == reader.root());
    CHECK(reader.root_at(size).ok());
    CHECK(*reader.root_at(0) == empty_root());
    CHECK(reader.culprit().empty());
  }
}

TEST_CASE("entries of any length come out, checked", "[log-8]") {
  for (const std::uint64_t size : kSizes) {
    INFO(size);
    auto source = files();
    TileReader reader(source, size, logs().roots.at(size));
    for (const std::uint64_t begin : {std::uint64_t{0}, size / 2, size - 1, size}) {
      const std::uint64_t end = std::min(size, begin + 600);
      const auto entries = reader.entries(begin, end);
      REQUIRE(entries.ok());
      REQUIRE(entries->size() == end - begin);
      for (std::uint64_t i = begin; i < end; ++i) CHECK((*entries)[i - begin] == ragged_entry(i));
    }
  }
}

TEST_CASE("proofs made by tiles hold", "[log-7]") {
  auto source = files();
  const Hash root = logs().roots.at(kSize);
  TileReader reader(source, kSize, root);
  for (const std::uint64_t index : {0U, 255U, 256U, 65535U, 65536U, 69887U, 69888U, 69999U}) {
    const auto proof = reader.prove_inclusion(index);
    REQUIRE(proof.ok());
    CHECK(verify_inclusion(ragged_leaf(index), index, kSize, *proof, root));
  }
  for (const std::uint64_t size : kSizes) {
    const auto proof = reader.prove_consistency(size);
    REQUIRE(proof.ok());
    CHECK(verify_consistency(size, kSize, logs().roots.at(size), root, *proof));
    CHECK(*reader.root_at(size) == logs().roots.at(size));
  }
  for (const std::uint64_t begin : {0U, 1U, 255U, 40000U, 65536U, 69990U}) {
    for (const std::uint64_t end : {begin + 1, begin + 7, kSize}) {
      const auto proof = reader.prove_range(begin, end);
      REQUIRE(proof.ok());
      CHECK(verify_range(*reader.leaves(begin, end), begin, kSize, *proof, root));
    }
  }
}

TEST_CASE("beyond the size there is nothing", "[log-8]") {
  auto source = files();
  TileReader reader(source, 257, logs().roots.at(257));
  CHECK(reader.prove_inclusion(257).error().code == Errc::out_of_range);
  CHECK(reader.prove_consistency(0).error().code == Errc::out_of_range);
  CHECK(reader.prove_consistency(258).error().code == Errc::out_of_range);
  CHECK(reader.root_at(258).error().code == Errc::out_of_range);
  CHECK(reader.leaves(0, 258).error().code == Errc::out_of_range);
  CHECK(reader.leaves(2, 1).error().code == Errc::out_of_range);
  CHECK(reader.entries(0, ~std::uint64_t{0}).error().code == Errc::out_of_range);
  CHECK(reader.prove_range(3, 3).error().code == Errc::out_of_range);
  for (const Node& node : {Node{0, 257}, Node{8, 1}, Node{9, 0}, Node{63, 0}, Node{64, 0},
                           Node{4000000000U, 0}, Node{0, ~std::uint64_t{0}}}) {
    CHECK(reader.nodes({&node, 1}).error().code == Errc::out_of_range);
  }
  CHECK(reader.culprit().empty());
}

TEST_CASE("an empty log has its root and nothing else", "[log-7]") {
  test::LogFiles none;
  TileReader right(none, 0, empty_root()), wrong(none, 0, ragged_leaf(1));
  CHECK(right.leaves(0, 0).ok());
  CHECK(right.entries(0, 0).ok());
  CHECK(right.prove_inclusion(0).error().code == Errc::out_of_range);
  CHECK(wrong.entries(0, 0).error().code == Errc::corrupt_tile);
  CHECK(none.asked.empty());
}

TEST_CASE("a size that no log can have is refused before anything is asked for", "[log-7]") {
  test::LogFiles none;
  for (const std::uint64_t size : {kMaxTreeSize + 1, ~std::uint64_t{0}}) {
    TileReader reader(none, size, ragged_leaf(1));
    CHECK(reader.leaves(0, 1).error().code == Errc::out_of_range);
    CHECK(reader.prove_inclusion(0).error().code == Errc::out_of_range);
    CHECK(reader.check_edge().error().code == Errc::out_of_range);
  }
  CHECK(none.asked.empty());
  TileReader largest(none, kMaxTreeSize, ragged_leaf(1));
  CHECK(largest.leaves(0, 1).error().code == Errc::not_found);
  CHECK(none.asked.size() == 2);  // a partial tile and the full one in its place
}

TEST_CASE("where a partial tile is gone, the full one does", "[log-8]") {
  auto source = files();
  for (const std::uint64_t size : {std::uint64_t{511}, std::uint64_t{65535}}) {
    for (const unsigned level : {0U, unsigned{TileId::kEntries}}) {
      REQUIRE(source.files.erase(path({level, full_tiles(level, size), 255})) == 1);
    }
    TileReader reader(source, size, logs().roots.at(size));
    const auto entries = reader.entries(size - 300, size);
    REQUIRE(entries.ok());
    CHECK(entries->back() == ragged_entry(size - 1));
    CHECK(reader.leaves(0, size).ok());
  }
  source.files.erase(path({0, 1}));
  TileReader reader(source, 511, logs().roots.at(511));
  CHECK(reader.leaves(0, 511).error().code == Errc::not_found);
  CHECK(reader.culprit() == "tile/0/001.p/255");
}

TEST_CASE("one changed byte in any file is found, and the file is named", "[log-8]") {
  const std::string wanted[] = {"tile/0/000",       "tile/0/255",       "tile/0/273.p/112",
                                "tile/1/000",       "tile/1/001.p/17",  "tile/2/000.p/1",
                                "tile/entries/000", "tile/entries/200", "tile/entries/273.p/112"};
  for (const std::string& name : wanted) {
    auto source = files();
    auto& content = source.files.at(name);
    for (const std::size_t place : {std::size_t{0}, content.size() / 2, content.size() - 1}) {
      INFO(name << " at " << place);
      content[place] ^= 1;
      TileReader reader(source, kSize, logs().roots.at(kSize));
      const auto entries = reader.entries(0, kSize);
      CHECK(entries.error().code == Errc::corrupt_tile);
      // The last tiles of all levels lead to the root together: any of them may be to blame.
      const bool edge = name.find(".p/") != std::string::npos && name.find("entries") > 5;
      CHECK(reader.culprit() == (edge ? "" : name));
      content[place] ^= 1;
    }
    source.files.erase(name);
    TileReader reader(source, kSize, logs().roots.at(kSize));
    CHECK(reader.entries(0, kSize).error().code == Errc::not_found);
    CHECK(reader.culprit() == name);
  }
}

TEST_CASE("tiles and bundles of the wrong size are refused", "[log-8]") {
  const std::string wanted[] = {"tile/0/000", "tile/0/273.p/112", "tile/1/001.p/17",
                                "tile/entries/000", "tile/entries/273.p/112"};
  for (const std::string& name : wanted) {
    const auto whole = files().files.at(name);
    std::vector<std::vector<std::uint8_t>> wrong(6, whole);
    wrong[0].clear();
    wrong[1].pop_back();
    wrong[2].push_back(0);
    wrong[3].resize(whole.size() / 2);
    wrong[4].insert(wrong[4].end(), whole.begin(), whole.end());
    wrong[5] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};  // gzip's beginning
    for (const auto& content : wrong) {
      auto source = files();
      source.files[name] = content;
      TileReader reader(source, kSize, logs().roots.at(kSize));
      INFO(name << " of " << content.size());
      CHECK(reader.entries(0, kSize).error().code == Errc::corrupt_tile);
      CHECK(reader.culprit() == name);
    }
  }
}

TEST_CASE("the tiles of another log of the same size are refused", "[log-8]") {
  auto source = files();
  Hash other = logs().roots.at(kSize);
  other.bytes[0] ^= 1;
  TileReader reader(source, kSize, other);
  CHECK(reader.leaves(0, 1).error().code == Errc::corrupt_tile);
  CHECK(reader.entries(0, 0).error().code == Errc::corrupt_tile);
  CHECK(reader.root_at(0).error().code == Errc::corrupt_tile);
}

TEST_CASE("a source is told what comes, and of nothing that isn't read", "[log-8]") {
  auto source = files();
  TileReader reader(source, kSize, logs().roots.at(kSize));
  REQUIRE(reader.entries(1000, 1001).ok());
  REQUIRE(reader.leaves(5000, 5010).ok());
  CHECK(source.told.empty());
  REQUIRE(reader.entries(0, kSize).ok());
  CHECK(source.told.size() == 2 * 274 - 1);  // the last tile of hashes was there
  source.told.clear();
  REQUIRE(reader.leaves(0, kSize).ok());
  CHECK(source.told.size() == 273);
  // Who reads bundle by bundle is known for it at the second.
  TileReader slow(source, kSize, logs().roots.at(kSize));
  source.told.clear();
  REQUIRE(slow.entries(2560, 2816).ok());
  CHECK(source.told.empty());
  for (std::uint64_t i = 11; i < 273; ++i) REQUIRE(slow.entries(i * 256, i * 256 + 256).ok());
  CHECK(source.told.size() == 2 * (274 - 11) - 1);
  for (const std::string& path : source.told) CHECK(source.files.count(path) == 1);
}

TEST_CASE("a tile that is in use is fetched once", "[log-8]") {
  auto source = files();
  TileReader reader(source, kSize, logs().roots.at(kSize));
  REQUIRE(reader.leaves(0, kSize).ok());
  CHECK(source.asked.size() == 273 + 1 + 3);
  source.asked.clear();
  REQUIRE(reader.prove_inclusion(kSize - 1).ok());
  REQUIRE(reader.prove_consistency(65536).ok());
  CHECK(source.asked.empty());
}

}  // namespace
}  // namespace whit
