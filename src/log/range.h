// SPDX-License-Identifier: Apache-2.0
// Proof that consecutive leaves stand where they are said to stand, and nothing between them.
// Spec: spec/log.md, section 7.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "log/merkle.h"

namespace whit {

// plan_range has the full subtrees to the left and to the right of the leaves from `begin` up to
// and without `end`, from left to right; their hashes in this order are the proof, at most 124 of
// them. out_of_range unless begin < end <= size.
Result<std::vector<Node>> plan_range(std::uint64_t begin, std::uint64_t end, std::uint64_t size);

// verify_range tells whether `leaves`, one at least, are those from `begin` on in the tree of
// `size` leaves with `root`.
[[nodiscard]] bool verify_range(std::span<const Hash> leaves, std::uint64_t begin,
                                std::uint64_t size, std::span<const Hash> proof, const Hash& root);

}  // namespace whit
