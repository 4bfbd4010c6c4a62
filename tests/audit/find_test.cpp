// SPDX-License-Identifier: Apache-2.0
#include "audit/find.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/find.h"
#include "log/tile_reader.h"
#include "support/small_log.h"

namespace whit::audit {
namespace {

using test::SmallLog;
constexpr Day kFirst = SmallLog::kFirst;

// Counter counts the tiles that looking a leaf up asks for.
struct Counter {
  std::vector<Hash> leaves;
  std::size_t asked = 0;
  LeafRange range() {
    return [this](std::uint64_t begin, std::uint64_t end) -> Result<std::vector<Hash>> {
      ++asked;
      CHECK(end - begin <= 256);
      CHECK(begin / 256 == (end - 1) / 256);
      return std::vector<Hash>(leaves.begin() + static_cast<std::ptrdiff_t>(begin),
                               leaves.begin() + static_cast<std::ptrdiff_t>(end));
    };
  }
};

std::vector<Hash> sorted_leaves(int count) {
  std::vector<Hash> out;
  for (int i = 0; i < count; ++i) out.push_back(sha256(as_bytes("leaf " + std::to_string(i))));
  std::sort(out.begin(), out.end());
  return out;
}

TEST_CASE("a leaf is found by its value, or the place where it would stand", "[log-16]") {
  for (const int count : {0, 1, 2, 255, 256, 257, 1000, 100000}) {
    Counter counter{sorted_leaves(count), 0};
    const auto end = static_cast<std::uint64_t>(count);
    for (int i = 0; i < count; i += 1 + count / 300) {
      const auto at = static_cast<std::size_t>(i);
      const LeafPlace wanted{true, static_cast<std::uint64_t>(i)};
      CHECK(*find_leaf(counter.range(), 0, end, counter.leaves[at]) == wanted);
    }
    for (int i = 0; i < 200; ++i) {
      const Hash other = sha256(as_bytes("other " + std::to_string(i)));
      const auto above = std::lower_bound(counter.leaves.begin(), counter.leaves.end(), other);
      const LeafPlace wanted{false, static_cast<std::uint64_t>(above - counter.leaves.begin())};
      CHECK(*find_leaf(counter.range(), 0, end, other) == wanted);
    }
  }
}

TEST_CASE("few tiles are asked for, whatever the leaves are", "[log-16]") {
  Counter counter{sorted_leaves(100000), 0};
  for (int i = 0; i < 500; ++i) {
    const Hash other = sha256(as_bytes("other " + std::to_string(i)));
    REQUIRE(find_leaf(counter.range(), 0, 100000, other).ok());
  }
  CHECK(counter.asked < 500 * 4);
  // Hashes that crowd together, so that every guess is wrong.
  Counter crowded{std::vector<Hash>(100000), 0};
  for (std::size_t i = 0; i < crowded.leaves.size(); ++i) {
    crowded.leaves[i].bytes[9] = static_cast<std::uint8_t>(i >> 16);
    crowded.leaves[i].bytes[10] = static_cast<std::uint8_t>(i >> 8);
    crowded.leaves[i].bytes[11] = static_cast<std::uint8_t>(i);
  }
  for (std::size_t i = 0; i < 100000; i += 999) {
    crowded.asked = 0;
    CHECK(find_leaf(crowded.range(), 0, 100000, crowded.leaves[i])->index == i);
    CHECK(crowded.asked <= 3 + 9);
  }
}

struct Searched {
  Searched() {
    log.start();
    for (int i = 0; i < 3; ++i) log.day(300);
    held = log.token(kFirst + 8);
    log.close(log.today(), {encode(entry_of(*parse_token(held)))});
    for (Day day = log.today() + 1; day < kFirst + 12; ++day) log.close(day, {});
    replay.emplace(log.trust());
    log.replay(*replay);
  }
  SmallLog log;
  ByteVector held;
  std::optional<Replay> replay;
};

TEST_CASE("tokens are looked up in the epochs that can hold them", "[audit]") {
  Searched in;
  const ByteVector hidden = in.log.token(kFirst + 8);
  std::vector<Sought> sought = {*sought_token(in.replay->state(), in.held),
                                *sought_token(in.replay->state(), hidden)};
  CHECK(sought[0].last == kFirst + 8);
  CHECK(sought[0].first == kFirst + 8 - 14);
  const auto found = find_leaves(in.replay->state(), in.log, sought);
  REQUIRE(found.ok());
  CHECK((*found)[0].found);
  CHECK((*found)[0].epoch == 4);
  CHECK((*found)[0].index > in.log.epochs[4].begin);
  const auto at = static_cast<std::size_t>((*found)[0].index - in.log.epochs[4].begin);
  CHECK(in.log.epochs[4].leaves[at] == sought[0].leaf);
  CHECK_FALSE((*found)[1].found);
  CHECK((*found)[1].complete);
  CHECK((*found)[1].epochs == 4);
}

TEST_CASE("what may still come isn't missed yet", "[audit]") {
  Searched in;
  const ByteVector fresh = in.log.token(kFirst + 14);
  const auto open = find_leaves(in.replay->state(), in.log,
                                {*sought_token(in.replay->state(), fresh),
                                 *sought_token(in.replay->state(), fresh, kFirst + 5)});
  REQUIRE(open.ok());
  CHECK_FALSE((*open)[0].complete);
  CHECK((*open)[1].complete);  // who collected it that early should find it
  CHECK_FALSE((*open)[1].found);
}

TEST_CASE("a long queue reads each epoch once", "[audit]") {
  Searched in;
  std::vector<Sought> queue;
  const Day expires = kFirst + 3;
  for (const Hash& leaf : in.log.epochs[1].leaves) {
    queue.push_back(sought_leaf(in.replay->state(), leaf, expires));
  }
  const auto found = find_leaves(in.replay->state(), in.log, queue);
  REQUIRE(found.ok());
  std::size_t there = 0;
  for (const Whereabouts& one : *found) there += one.found ? 1u : 0u;
  CHECK(there == 320);  // 300 and their pads; not the header, not the nulls
}

TEST_CASE("the leaf of a blind token can't be told", "[audit]") {
  const ReplayState state;
  CHECK_FALSE(sought_token(state, as_bytes("no token")).ok());
}

}  // namespace
}  // namespace whit::audit
