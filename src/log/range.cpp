// SPDX-License-Identifier: Apache-2.0
#include "log/range.h"

#include <bit>

namespace whit {
namespace {

// The largest full subtree that begins at `begin` and ends by `end`.
Node largest_at(std::uint64_t begin, std::uint64_t end) noexcept {
  const auto fits = static_cast<unsigned>(std::countr_zero(std::bit_floor(end - begin)));
  const auto lies = static_cast<unsigned>(std::countr_zero(begin));  // 64 at the very beginning
  const unsigned level = std::min(fits, lies);
  return {level, begin >> level};
}

void add_subtrees(std::uint64_t from, std::uint64_t to, std::vector<Node>& out) {
  while (from < to) {
    out.push_back(largest_at(from, to));
    from += std::uint64_t{1} << out.back().level;
  }
}

// A growing tree to which whole subtrees may be appended, each where one of its size can begin.
class Edge {
 public:
  void append(Hash hash, unsigned level) {
    for (; !levels_.empty() && levels_.back() == level; ++level) {
      hash = node_hash(hashes_.back(), hash);
      hashes_.pop_back();
      levels_.pop_back();
    }
    hashes_.push_back(hash);
    levels_.push_back(level);
  }
  Hash root() const noexcept {
    Hash out = hashes_.back();
    for (std::size_t i = hashes_.size() - 1; i > 0; --i) out = node_hash(hashes_[i - 1], out);
    return out;
  }

 private:
  std::vector<Hash> hashes_;
  std::vector<unsigned> levels_;
};

}  // namespace

Result<std::vector<Node>> plan_range(std::uint64_t begin, std::uint64_t end, std::uint64_t size) {
  if (begin >= end || end > size || size > kMaxTreeSize) return Errc::out_of_range;
  std::vector<Node> out;
  add_subtrees(0, begin, out);
  add_subtrees(end, size, out);
  return out;
}

bool verify_range(std::span<const Hash> leaves, std::uint64_t begin, std::uint64_t size,
                  std::span<const Hash> proof, const Hash& root) {
  if (leaves.empty() || begin > size || leaves.size() > size - begin) return false;
  const std::uint64_t end = begin + leaves.size();
  const auto plan = plan_range(begin, end, size);
  if (!plan || plan->size() != proof.size()) return false;
  Edge edge;
  std::size_t at = 0;
  const auto lies_left = [&](const Node& node) { return node.index << node.level < begin; };
  for (; at < plan->size() && lies_left((*plan)[at]); ++at) {
    edge.append(proof[at], (*plan)[at].level);
  }
  for (const Hash& leaf : leaves) edge.append(leaf, 0);
  for (; at < plan->size(); ++at) edge.append(proof[at], (*plan)[at].level);
  return edge.root() == root;
}

}  // namespace whit
