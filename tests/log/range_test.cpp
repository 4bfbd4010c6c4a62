// SPDX-License-Identifier: Apache-2.0
#include "log/range.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"

namespace whit {
namespace {

constexpr std::uint64_t kMost = 40;  // every range of every tree up to here

Hash leaf(std::uint64_t i) { return sha256(as_bytes("leaf " + std::to_string(i))); }

std::vector<Hash> leaves_between(std::uint64_t begin, std::uint64_t end) {
  std::vector<Hash> out;
  for (; begin < end; ++begin) out.push_back(leaf(begin));
  return out;
}

Hash root_of(const std::vector<Hash>& leaves) {
  CompactTree tree;
  for (const Hash& one : leaves) tree.append(one);
  return tree.root();
}

std::vector<Hash> proof_of(std::uint64_t begin, std::uint64_t end, std::uint64_t size) {
  std::vector<Hash> out;
  const auto plan = plan_range(begin, end, size);
  for (const Node& node : *plan) {
    const std::uint64_t first = node.index << node.level;
    out.push_back(root_of(leaves_between(first, first + (std::uint64_t{1} << node.level))));
  }
  return out;
}

TEST_CASE("every run of leaves of every tree is proven", "[log-7]") {
  for (std::uint64_t size = 1; size <= kMost; ++size) {
    const Hash root = root_of(leaves_between(0, size));
    bool all = true;
    for (std::uint64_t begin = 0; begin < size; ++begin) {
      for (std::uint64_t end = begin + 1; end <= size; ++end) {
        const auto proof = proof_of(begin, end, size);
        all = all && verify_range(leaves_between(begin, end), begin, size, proof, root);
      }
    }
    INFO(size);
    CHECK(all);
  }
}

TEST_CASE("a run that is moved, cut, stretched or changed is not proven", "[log-7]") {
  const std::uint64_t size = 37;
  const Hash root = root_of(leaves_between(0, size));
  for (std::uint64_t begin = 0; begin < size; ++begin) {
    for (std::uint64_t end = begin + 1; end <= size; ++end) {
      const auto proof = proof_of(begin, end, size);
      auto leaves = leaves_between(begin, end);
      bool any = verify_range(leaves, begin + 1, size, proof, root);
      any = any || (begin > 0 && verify_range(leaves, begin - 1, size, proof, root));
      any = any || verify_range(std::span(leaves).subspan(1), begin, size, proof, root);
      any = any || verify_range(std::span(leaves).subspan(1), begin + 1, size, proof, root);
      auto other = proof;
      other.push_back(root);
      any = any || verify_range(leaves, begin, size, other, root);
      for (std::size_t i = 0; i < proof.size(); ++i) {
        other = proof;
        other[i].bytes[5] ^= 1;
        any = any || verify_range(leaves, begin, size, other, root);
      }
      leaves.back().bytes[0] ^= 1;
      any = any || verify_range(leaves, begin, size, proof, root);
      INFO(begin << " " << end);
      CHECK_FALSE(any);
    }
  }
}

TEST_CASE("a proof of a run has the hashes beside it and no more", "[log-7]") {
  CHECK(plan_range(0, 8, 8)->empty());
  CHECK(*plan_range(3, 5, 8) == std::vector<Node>{{1, 0}, {0, 2}, {0, 5}, {1, 3}});
  CHECK(*plan_range(0, 256, 1000) ==
        std::vector<Node>{{8, 1}, {8, 2}, {7, 6}, {6, 14}, {5, 30}, {3, 124}});
  CHECK(plan_range(kMaxTreeSize / 2, kMaxTreeSize / 2 + 1, kMaxTreeSize)->size() <= 124);
  CHECK(plan_range(1, 2, kMaxTreeSize)->size() <= 124);
}

TEST_CASE("ranges that no tree has are refused", "[log-7]") {
  const std::uint64_t most = ~std::uint64_t{0};
  CHECK_FALSE(plan_range(0, 0, 8).ok());
  CHECK_FALSE(plan_range(5, 4, 8).ok());
  CHECK_FALSE(plan_range(0, 9, 8).ok());
  CHECK_FALSE(plan_range(0, 1, most).ok());
  const Hash one = leaf(0);
  CHECK_FALSE(verify_range({}, 0, 0, {}, one));
  CHECK_FALSE(verify_range({&one, 1}, most, most, {}, one));
  CHECK_FALSE(verify_range({&one, 1}, most, 1, {}, one));
  CHECK_FALSE(verify_range({&one, 1}, 0, most, {}, one));
  CHECK(verify_range({&one, 1}, 0, 1, {}, one));
}

}  // namespace
}  // namespace whit
