// SPDX-License-Identifier: Apache-2.0
// What a log shows: files under their paths, and proofs.
#include <algorithm>
#include <catch2/catch.hpp>

#include "base/hex.h"
#include "crypto/hash.h"
#include "log/merkle.h"
#include "store/log_house.h"

using namespace whit;
using namespace whit::test;

namespace {

ByteVector bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::size_t place_of(const std::vector<std::string>& paths, const std::string& path) {
  INFO(path);
  REQUIRE(std::count(paths.begin(), paths.end(), path) == 1);
  return static_cast<std::size_t>(std::find(paths.begin(), paths.end(), path) - paths.begin());
}

// grown is a log of a few epochs whose tree has two levels of tiles.
void grow(LogHouse& house, std::vector<LogState>& states) {
  house.close(control_of(kToday));
  states.push_back(house.state());
  for (Day i = 0; i < 4; ++i) {
    house.write(tokens_from(i * 20000, 400 + i * 6000), kNoon + i * kSecondsPerDay);
    house.close(order_of(kToday + i));
    states.push_back(house.state());
  }
}

}  // namespace

TEST_CASE("every path that a tree has is a file, before it and at it, and nothing else is",
          "[log]") {
  LogHouse house;
  std::vector<LogState> states;
  grow(house, states);
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto all = house.log().paths(1, 0, states[i].size);
    REQUIRE(all.ok());
    for (const std::string& path : *all) {
      INFO(path);
      CHECK(house.log().read(1, path).ok());
    }
    if (i == 0) continue;
    const auto fresh = house.log().paths(1, states[i - 1].size, states[i].size);
    REQUIRE(fresh.ok());
    CHECK(std::count(fresh->begin(), fresh->end(), "header/" + std::to_string(i)) == 1);
    CHECK(std::count(fresh->begin(), fresh->end(), "header/" + std::to_string(i - 1)) == 0);
    // What the smaller tree had and what is new are together what the larger one has, but for
    // partial tiles that grew.
    std::set<std::string> both(fresh->begin(), fresh->end());
    const auto before = house.log().paths(1, 0, states[i - 1].size);
    both.insert(before->begin(), before->end());
    for (const std::string& path : *all) CHECK(both.count(path) == 1);
  }
  CHECK(house.log().paths(1, 0, 0)->empty());
  CHECK(code_of(house.log().paths(1, 0, states.back().size + 256)) == Errc::out_of_range);
  CHECK(code_of(house.log().paths(1, 512, 256)) == Errc::out_of_range);
  CHECK(code_of(house.log().paths(2, 0, 0)) == Errc::not_found);
  const std::uint64_t tiles = states.back().size / 256;
  const std::string beyond = path(TileId{0, tiles, 256});
  for (const std::string& path : {beyond,
                                  std::string("tile/entries/000.p/5"),
                                  std::string("tile/0/000.p/5"),
                                  std::string("tile/1/000.p/300"),
                                  std::string("tile/7/000"),
                                  std::string("tile/0/x"),
                                  std::string("tile/0/../0/000"),
                                  std::string("tile/2/000"),
                                  std::string(""),
                                  std::string("checkpoint"),
                                  std::string("checkpoint/"),
                                  std::string("header/5"),
                                  std::string("header/00"),
                                  std::string("header/"),
                                  std::string("header/-1"),
                                  std::string("header/9223372036854775807"),
                                  std::string("head/00"),
                                  "head/" + std::string(64, 'A'),
                                  "key-list/" + std::string(64, '0'),
                                  std::string("tile/0/x999/x999/x999/x999/x999/x999/999")}) {
    INFO(path);
    CHECK(code_of(house.log().read(1, path)) == Errc::not_found);
  }
  CHECK(code_of(house.log().read(0, "tile/0/000")) == Errc::not_found);
  CHECK(code_of(house.log().read(2, "tile/0/000")) == Errc::not_found);
  CHECK(code_of(house.log().read(~std::uint64_t{0}, "tile/0/000")) == Errc::not_found);
}

TEST_CASE("tiles that were partial in an older tree can still be read as they were", "[log]") {
  LogHouse house;
  std::vector<LogState> states;
  std::vector<std::pair<std::string, ByteVector>> kept;
  const auto keep = [&] {
    states.push_back(house.state());
    for (const TileId& tile : tiles_between(0, states.back().size)) {
      if (tile.width < kTileWidth) kept.emplace_back(path(tile), *house.log().read(1, path(tile)));
    }
  };
  house.close(control_of(kToday));
  keep();
  for (Day i = 0; i < 5; ++i) {
    house.write(tokens_from(i * 20000, 20000), kNoon + i * kSecondsPerDay);
    house.close(order_of(kToday + i));
    keep();
  }
  REQUIRE(states.back().size > 65536);
  REQUIRE(kept.size() > 6);
  for (const auto& [path, content] : kept) {
    INFO(path);
    CHECK(*house.log().read(1, path) == content);
  }
}

TEST_CASE("proofs between any two sizes, and of any leaf, verify", "[log]") {
  LogHouse house;
  std::vector<LogState> states;
  grow(house, states);
  const WholeLog whole = house.check();
  for (const LogState& later : states) {
    for (std::uint64_t i = 0; i < later.size; i += 1 + later.size / 37) {
      const auto proof = house.log().prove(i, later.size);
      REQUIRE(proof.ok());
      CHECK(verify_inclusion(leaf_hash(whole.entries[i]), i, later.size, *proof, later.root));
    }
    for (const LogState& earlier : states) {
      if (earlier.size > later.size) continue;
      const auto proof = house.log().consistency(earlier.size, later.size);
      REQUIRE(proof.ok());
      CHECK(verify_consistency(earlier.size, later.size, earlier.root, later.root, *proof));
    }
  }
  const std::uint64_t size = states.back().size;
  CHECK(code_of(house.log().prove(size, size)) == Errc::out_of_range);
  CHECK(code_of(house.log().prove(0, size + 1)) == Errc::out_of_range);
  CHECK(code_of(house.log().consistency(0, size)) == Errc::out_of_range);
  CHECK(code_of(house.log().consistency(size, size + 1)) == Errc::out_of_range);
  CHECK(code_of(house.log().consistency(512, 256)) == Errc::out_of_range);
}

TEST_CASE("objects stand under their hash, once, and before what refers to them", "[log]") {
  LogHouse house;
  const std::string first = hex::encode(hash_from(1).view()),
                    second = hex::encode(hash_from(2).view());
  REQUIRE(house.log().put(LogObject::head, hash_from(1), as_bytes("head")).ok());
  REQUIRE(house.log().put(LogObject::head, hash_from(1), as_bytes("another head")).ok());
  REQUIRE(house.log().put(LogObject::key_list, hash_from(2), as_bytes("key list")).ok());
  REQUIRE(house.log().put(LogObject::segment, hash_from(2), as_bytes("segment")).ok());
  house.close(control_of(kToday));
  house.sign();
  REQUIRE(house.log().offer(256).ok());
  CHECK(*house.log().read(1, "head/" + first) == bytes_of("head"));
  CHECK(*house.log().read(1, "key-list/" + second) == bytes_of("key list"));
  CHECK(*house.log().read(1, "segment/" + second) == bytes_of("segment"));
  CHECK(code_of(house.log().read(1, "segment/" + first)) == Errc::not_found);
  const auto paths = house.log().paths(1, 0, 256);
  REQUIRE(paths.ok());
  CHECK(paths->size() == 3 + 1 + 1 + 2 + 1);  // objects, header, bundle, tiles, checkpoint
  CHECK(place_of(*paths, "segment/" + second) < place_of(*paths, "head/" + first));
  CHECK(place_of(*paths, "key-list/" + second) < place_of(*paths, "head/" + first));
  CHECK(place_of(*paths, "head/" + first) < place_of(*paths, "header/0"));
  CHECK(place_of(*paths, "header/0") < place_of(*paths, "tile/0/000"));
  CHECK(place_of(*paths, "tile/entries/000") < place_of(*paths, "tile/0/000"));
  CHECK(paths->back() == "checkpoint");
}
