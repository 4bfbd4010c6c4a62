// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962, section 2.1, with SHA-256. Spec: spec/log.md, section 7.
//
// Nothing here holds a tree. CompactTree keeps the right edge, at most 64 hashes; who wants a proof
// gets a plan first, which names the nodes to look up, and assembles the proof from their hashes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

inline constexpr std::uint64_t kMaxTreeSize = (std::uint64_t{1} << 63) - 1;

// node_hash is SHA-256(01 || left || right).
Hash node_hash(const Hash& left, const Hash& right) noexcept;
// node_hashes is node_hash of neighbours, each two of `row`, for as many as `above` has. `above`
// may be the front of `row`.
void node_hashes(std::span<const Hash> row, std::span<Hash> above) noexcept;
// empty_root is SHA-256 of nothing, the root of a tree of size 0.
Hash empty_root() noexcept;

// CompactTree is the right edge of a growing tree: enough for its root, and to append to it.
class CompactTree {
 public:
  CompactTree() = default;
  // restore makes a tree again from what size() and edge() were. wrong_length if they don't match.
  static Result<CompactTree> restore(std::uint64_t size, std::vector<Hash> edge);

  // append adds one leaf hash, at an average cost of one node_hash.
  void append(const Hash& leaf);
  std::uint64_t size() const noexcept { return size_; }
  Hash root() const noexcept;
  // edge is the roots of the full subtrees, one for each bit of size(), the largest first.
  const std::vector<Hash>& edge() const noexcept { return edge_; }

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> edge_;
};

// Node is a full subtree: the leaves from index * 2^level on, 2^level of them.
struct Node {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const Node&, const Node&) = default;
};

// ProofPlan names the full subtrees whose hashes make up a proof. Those from `fold` on, `folded` of
// them, make one hash together: the right edge of the tree, which no full subtree covers.
struct ProofPlan {
  std::vector<Node> nodes;
  std::size_t fold = 0, folded = 0;
};

// plan_inclusion is for leaf `index` in a tree of `size` leaves; out_of_range unless index < size.
Result<ProofPlan> plan_inclusion(std::uint64_t index, std::uint64_t size);
// plan_consistency is for 0 < size1 <= size2, else out_of_range.
Result<ProofPlan> plan_consistency(std::uint64_t size1, std::uint64_t size2);
// plan_root has the full subtrees of a tree of `size` leaves, all to be folded.
ProofPlan plan_root(std::uint64_t size);
// assemble is the proof of `plan`, from the hashes of its nodes in their order.
std::vector<Hash> assemble(const ProofPlan& plan, std::span<const Hash> hashes);

// verify_inclusion tells whether `proof` leads from `leaf` at `index` to `root` of `size` leaves.
[[nodiscard]] bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Hash> proof, const Hash& root) noexcept;
// verify_consistency tells whether the first `size1` leaves of the tree with `root2` are those of
// the tree with `root1`. An empty tree (size1 = 0) has no proof and gets no.
[[nodiscard]] bool verify_consistency(std::uint64_t size1, std::uint64_t size2, const Hash& root1,
                                      const Hash& root2, std::span<const Hash> proof) noexcept;

}  // namespace whit
