// SPDX-License-Identifier: Apache-2.0
#include "log/tree.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstring>

#include "crypto/hash.h"
#include "log/tile.h"

namespace whit::bench {
namespace {

constexpr std::size_t kLeaves = 65536, kMillion = 1000000, kChecks = 256;

// What the compiler must not find out.
volatile std::uint8_t sink;

// The way that OpenSSL's manual begins with: one call a hash.
Hash naive_node(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 1 + 2 * Hash::kSize> bytes;
  bytes[0] = 0x01;
  std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), bytes.begin() + 1 + Hash::kSize);
  Hash out;
  must(
      EVP_Digest(bytes.data(), bytes.size(), out.bytes.data(), nullptr, EVP_sha256(), nullptr) == 1,
      "hash");
  return out;
}

Hash naive_root(std::vector<Hash> row) {
  for (; row.size() > 1; row.resize(row.size() / 2)) {
    for (std::size_t i = 0; i < row.size() / 2; ++i)
      row[i] = naive_node(row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}

// A tree by its tiles, as the log's own code grows it; full tiles go away as they would to a disk.
Hash built_root(const std::vector<Hash>& leaves, std::size_t count) {
  TileBuilder tree;
  for (std::size_t i = 0; i < count; ++i) {
    tree.append(leaves[i % leaves.size()]);
    if (i % kLeaves == kLeaves - 1) sink = tree.take_full().front().content[0];
  }
  return tree.root();
}

}  // namespace

struct Tree::Parts {
  std::vector<Hash> leaves;
  std::vector<Hash> proof;
  Hash root;
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key;
  std::array<std::uint8_t, crypto_sign_BYTES> signature;
  std::string message;
};

Tree::Tree() : parts_(std::make_unique<Parts>()) {
  for (std::size_t i = 0; i < kLeaves; ++i) {
    parts_->leaves.push_back(sha256(as_bytes("leaf " + std::to_string(i))));
  }
  must(naive_root(parts_->leaves) == built_root(parts_->leaves, kLeaves), "make one tree twice");
  // The way up from leaf 0 of 2^20; what its siblings are makes no difference to who checks it.
  parts_->proof.assign(parts_->leaves.begin(), parts_->leaves.begin() + 20);
  parts_->root = parts_->leaves[99];
  for (const Hash& right : parts_->proof) parts_->root = node_hash(parts_->root, right);
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_keypair(parts_->key.data(), secret.data());
  parts_->message = "log.example/1\n1048576\n" + std::string(44, 'A') + "\n";
  crypto_sign_detached(parts_->signature.data(), nullptr,
                       reinterpret_cast<const std::uint8_t*>(parts_->message.data()),
                       parts_->message.size(), secret.data());
}

Tree::~Tree() = default;

void Tree::slice(Rows& rows) {
  const Parts& parts = *parts_;
  const auto per = [&](const char* name, std::size_t count, auto&& act) {
    rows.add(name, processor_seconds(act) * 1e9 / static_cast<double>(count));
  };
  per("naive_tree", kLeaves, [&] { sink = naive_root(parts.leaves).bytes[0]; });
  per("tree", kLeaves, [&] { sink = built_root(parts.leaves, kLeaves).bytes[0]; });
  per("leaf_1e4", 10 * 10000, [&] {
    for (int i = 0; i < 10; ++i) sink = built_root(parts.leaves, 10000).bytes[0];
  });
  per("leaf_1e5", 100000, [&] { sink = built_root(parts.leaves, 100000).bytes[0]; });
  per("leaf_1e6", kMillion, [&] { sink = built_root(parts.leaves, kMillion).bytes[0]; });
  per("inclusion", kChecks, [&] {
    for (std::size_t i = 0; i < kChecks; ++i) {
      must(verify_inclusion(parts.leaves[99], 0, 1U << 20, parts.proof, parts.root),
           "prove a leaf");
    }
  });
  per("signature", kChecks, [&] {
    for (std::size_t i = 0; i < kChecks; ++i) {
      must(crypto_sign_verify_detached(parts.signature.data(),
                                       reinterpret_cast<const std::uint8_t*>(parts.message.data()),
                                       parts.message.size(), parts.key.data()) == 0,
           "check a signature");
    }
  });
}

}  // namespace whit::bench
