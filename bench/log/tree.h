// SPDX-License-Identifier: Apache-2.0
// The tree alone, in memory: hashing, growing, proofs.
#pragma once

#include <memory>

#include "log/rows.h"

namespace whit::bench {

class Tree {
 public:
  Tree();
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  // slice adds one slice of each row, in ns of processor time:
  //   "tree", "naive_tree"   a leaf of a tree of 65,536: by TileBuilder, by EVP_Digest a node
  //   "leaf_1e4", ...        a leaf appended to TileBuilder, from nothing up to so many
  //   "inclusion"            a proof of 20 hashes checked
  //   "signature"            an Ed25519 signature of a checkpoint checked by libsodium
  void slice(Rows& rows);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace whit::bench
