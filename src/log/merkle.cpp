// SPDX-License-Identifier: Apache-2.0
#include "log/merkle.h"

#include <bit>

#include "crypto/hash.h"

namespace whit {
namespace {

unsigned bit_length(std::uint64_t value) noexcept {
  return static_cast<unsigned>(std::bit_width(value));
}

// std::popcount calls the compiler's library here; the verifier shall call nothing that it can
// spare.
std::size_t ones_in(std::uint64_t value) noexcept {
  std::size_t out = 0;
  for (; value != 0; value &= value - 1) ++out;
  return out;
}

// Shifts by 64 and more are zero, as in mathematics.
std::uint64_t shifted(std::uint64_t value, unsigned by) noexcept {
  return by < 64 ? value >> by : 0;
}

// The full subtrees of the leaves [begin, end), the largest first; begin is a multiple of the
// largest power of two that is not above end - begin.
void add_edge(std::uint64_t begin, std::uint64_t end, std::vector<Node>& out) {
  while (begin < end) {
    const std::uint64_t leaves = std::bit_floor(end - begin);
    out.push_back({static_cast<unsigned>(std::countr_zero(leaves)), begin / leaves});
    begin += leaves;
  }
}

// The siblings on the way up from node (level, index) in a tree of `size` leaves. Below the fork,
// where the way parts from that of the last leaf, every sibling is full but the topmost one, which
// may end early; above it only siblings to the left count.
void add_path(unsigned level, std::uint64_t index, std::uint64_t size, ProofPlan& out) {
  const unsigned inner = bit_length(index ^ ((size - 1) >> level));
  for (unsigned i = 0; i + 1 < inner; ++i) out.nodes.push_back({level + i, index >> i ^ 1});
  if (inner > 0) {
    out.fold = out.nodes.size();
    add_edge(((index >> (inner - 1)) ^ 1) << (level + inner - 1), size, out.nodes);
    out.folded = out.nodes.size() - out.fold;
  }
  for (unsigned i = inner; shifted(index, i) != 0; ++i) {
    if ((index >> i & 1) != 0) out.nodes.push_back({level + i, index >> i ^ 1});
  }
}

// The way up is first past `inner` siblings on either side, then past left siblings alone.
struct Way {
  std::size_t inner = 0, border = 0;
};
Way way_of(std::uint64_t index, std::uint64_t size) noexcept {
  const unsigned inner = bit_length(index ^ (size - 1));
  return {inner, ones_in(shifted(index, inner))};
}

Hash climb(Hash hash, std::span<const Hash> inner, std::uint64_t index) noexcept {
  for (std::size_t i = 0; i < inner.size(); ++i) {
    hash = (index >> i & 1) != 0 ? node_hash(inner[i], hash) : node_hash(hash, inner[i]);
  }
  return hash;
}

Hash climb_left(Hash hash, std::span<const Hash> border) noexcept {
  for (const Hash& left : border) hash = node_hash(left, hash);
  return hash;
}

// As climb, but past the siblings to the left only: the tree as it was when it was smaller.
Hash climb_as_before(Hash hash, std::span<const Hash> inner, std::uint64_t index) noexcept {
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if ((index >> i & 1) != 0) hash = node_hash(inner[i], hash);
  }
  return hash;
}

}  // namespace

Hash node_hash(const Hash& left, const Hash& right) noexcept {
  std::array<std::uint8_t, 1 + 2 * Hash::kSize> bytes;
  bytes[0] = 0x01;
  std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), bytes.begin() + 1 + Hash::kSize);
  return sha256(Bytes(bytes));
}

void node_hashes(std::span<const Hash> row, std::span<Hash> above) noexcept {
  sha256_pairs(0x01, row, above);
}

Hash empty_root() noexcept { return sha256(Bytes{}); }

Result<CompactTree> CompactTree::restore(std::uint64_t size, std::vector<Hash> edge) {
  if (edge.size() != ones_in(size)) return Errc::wrong_length;
  CompactTree out;
  out.size_ = size;
  out.edge_ = std::move(edge);
  return out;
}

void CompactTree::append(const Hash& leaf) {
  Hash hash = leaf;
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    hash = node_hash(edge_.back(), hash);
    edge_.pop_back();
  }
  edge_.push_back(hash);
  ++size_;
}

Hash CompactTree::root() const noexcept {
  if (edge_.empty()) return empty_root();
  Hash hash = edge_.back();
  for (std::size_t i = edge_.size() - 1; i > 0; --i) hash = node_hash(edge_[i - 1], hash);
  return hash;
}

Result<ProofPlan> plan_inclusion(std::uint64_t index, std::uint64_t size) {
  if (index >= size || size > kMaxTreeSize) return Errc::out_of_range;
  ProofPlan out;
  add_path(0, index, size, out);
  return out;
}

Result<ProofPlan> plan_consistency(std::uint64_t size1, std::uint64_t size2) {
  if (size1 == 0 || size1 > size2 || size2 > kMaxTreeSize) return Errc::out_of_range;
  ProofPlan out;
  if (size1 == size2) return out;
  // The way up from the last full subtree of the smaller tree; the subtree itself comes first,
  // unless it is the whole smaller tree, whose root the verifier has.
  const auto level = static_cast<unsigned>(std::countr_zero(size1));
  const std::uint64_t index = (size1 - 1) >> level;
  if (index != 0) out.nodes.push_back({level, index});
  add_path(level, index, size2, out);
  return out;
}

ProofPlan plan_root(std::uint64_t size) {
  ProofPlan out;
  add_edge(0, size, out.nodes);
  out.folded = out.nodes.size();
  return out;
}

std::vector<Hash> assemble(const ProofPlan& plan, std::span<const Hash> hashes) {
  if (hashes.size() != plan.nodes.size()) __builtin_trap();
  std::vector<Hash> out(hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(plan.fold));
  if (plan.folded > 0) {
    Hash hash = hashes[plan.fold + plan.folded - 1];
    for (std::size_t i = plan.folded - 1; i > 0; --i) {
      hash = node_hash(hashes[plan.fold + i - 1], hash);
    }
    out.push_back(hash);
  }
  const auto rest = hashes.subspan(plan.fold + plan.folded);
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Hash> proof, const Hash& root) noexcept {
  if (index >= size) return false;
  const Way way = way_of(index, size);
  if (proof.size() != way.inner + way.border) return false;
  const Hash hash = climb(leaf, proof.first(way.inner), index);
  return climb_left(hash, proof.subspan(way.inner)) == root;
}

bool verify_consistency(std::uint64_t size1, std::uint64_t size2, const Hash& root1,
                        const Hash& root2, std::span<const Hash> proof) noexcept {
  if (size1 == 0 || size1 > size2) return false;
  if (size1 == size2) return proof.empty() && root1 == root2;
  const auto level = static_cast<unsigned>(std::countr_zero(size1));
  const std::uint64_t index = (size1 - 1) >> level;
  Way way = way_of(size1 - 1, size2);
  way.inner -= level;  // the last `level` bits of size1 - 1 are ones: the way starts above them
  Hash seed = root1;
  if (index != 0) {
    if (proof.empty()) return false;
    seed = proof[0];
    proof = proof.subspan(1);
  }
  if (proof.size() != way.inner + way.border) return false;
  const auto inner = proof.first(way.inner);
  const auto border = proof.subspan(way.inner);
  return climb_left(climb_as_before(seed, inner, index), border) == root1 &&
         climb_left(climb(seed, inner, index), border) == root2;
}

}  // namespace whit
