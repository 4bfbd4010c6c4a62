// SPDX-License-Identifier: Apache-2.0
// Two sums over every subtree of up to 130 leaves and every proof in it, as the IETF's draft on
// Merkle tree certificates gives them (draft-ietf-plants-merkle-tree-certs-06, appendix C.1).
#include <bit>
#include <catch2/catch.hpp>

#include "base/hex.h"
#include "crypto/hash.h"
#include "crypto/hasher.h"
#include "log/merkle.h"

namespace whit {
namespace {

constexpr std::uint64_t kMost = 130;

// Leaf i is the hash of the entry that is the one byte i.
Hash leaf(std::uint64_t i) {
  const std::uint8_t bytes[] = {0x00, static_cast<std::uint8_t>(i)};
  return sha256(Bytes(bytes));
}

Hash root_of(std::uint64_t begin, std::uint64_t end) {
  CompactTree tree;
  for (; begin < end; ++begin) tree.append(leaf(begin));
  return tree.root();
}

// Subtrees begin at a multiple of the power of two that they fit into; empty ones anywhere.
template <class Visit>
void for_each_subtree(Visit visit) {
  for (std::uint64_t end = 0; end <= kMost; ++end) {
    for (std::uint64_t begin = 0; begin <= end; ++begin) {
      if (begin == end || begin % std::bit_ceil(end - begin) == 0) visit(begin, end);
    }
  }
}

std::string name_of(std::uint64_t begin, std::uint64_t end) {
  return "[" + std::to_string(begin) + ", " + std::to_string(end) + ")";
}

std::string text_of(const Hash& hash) { return hex::encode(hash.view()); }

TEST_CASE("the roots of all subtrees sum up to what the draft says", "[log-7]") {
  Hasher sum;
  for_each_subtree([&](std::uint64_t begin, std::uint64_t end) {
    const std::string line = name_of(begin, end) + " " + text_of(root_of(begin, end)) + "\n";
    sum.add(as_bytes(line));
  });
  CHECK(text_of(sum.finish()) ==
        "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81");
}

TEST_CASE("the proofs of all leaves in all subtrees sum up to what the draft says", "[log-7]") {
  Hasher sum;
  std::size_t proofs = 0;
  bool all = true;
  for_each_subtree([&](std::uint64_t begin, std::uint64_t end) {
    const Hash root = root_of(begin, end);
    for (std::uint64_t index = begin; index < end; ++index, ++proofs) {
      const auto plan = plan_inclusion(index - begin, end - begin);
      std::vector<Hash> hashes;
      for (const Node& node : plan->nodes) {
        const std::uint64_t first = begin + (node.index << node.level);
        hashes.push_back(root_of(first, first + (std::uint64_t{1} << node.level)));
      }
      const auto proof = assemble(*plan, hashes);
      std::string line = std::to_string(index) + " " + name_of(begin, end);
      for (const Hash& hash : proof) line += " " + text_of(hash);
      sum.add(as_bytes(line + "\n"));
      all = all && verify_inclusion(leaf(index), index - begin, end - begin, proof, root);
    }
  });
  CHECK(proofs == 12807);
  CHECK(all);
  CHECK(text_of(sum.finish()) ==
        "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f");
}

}  // namespace
}  // namespace whit
