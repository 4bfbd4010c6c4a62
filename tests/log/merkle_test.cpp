// SPDX-License-Identifier: Apache-2.0
#include "log/merkle.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/hex.h"
#include "crypto/hash.h"

namespace whit {
namespace {

constexpr std::uint64_t kMost = 256;  // every tree up to here, leaf by leaf

Hash leaf(std::uint64_t i) {
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
  return sha256({Bytes(bytes)});
}

// The definition in RFC 6962, section 2.1, word for word.
Hash defined_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  return node_hash(defined_root(leaves.first(k)), defined_root(leaves.subspan(k)));
}

// All trees of up to kMost leaves.
struct Trees {
  std::vector<Hash> leaves, roots;
  Trees() {
    CompactTree tree;
    roots.push_back(tree.root());
    for (std::uint64_t i = 0; i < kMost; ++i) {
      leaves.push_back(leaf(i));
      tree.append(leaves.back());
      roots.push_back(tree.root());
    }
  }
  std::vector<Hash> proof(const ProofPlan& plan) const {
    std::vector<Hash> hashes;
    for (const Node& node : plan.nodes) {
      const std::size_t count = std::size_t{1} << node.level;
      hashes.push_back(defined_root(std::span(leaves).subspan(node.index * count, count)));
    }
    return assemble(plan, hashes);
  }
};
const Trees& trees() {
  static const Trees all;
  return all;
}

TEST_CASE("a leaf at a time gives the root that RFC 6962 defines", "[log-7]") {
  for (std::size_t size = 0; size <= kMost; ++size) {
    CHECK(trees().roots[size] == defined_root(std::span(trees().leaves).first(size)));
  }
}

TEST_CASE("a row of nodes is hashed as each pair is, in its own place too", "[log-7]") {
  std::vector<Hash> row = trees().leaves, above(100);
  node_hashes(row, above);
  for (std::size_t i = 0; i < above.size(); ++i) {
    CHECK(above[i] == node_hash(row[2 * i], row[2 * i + 1]));
  }
  node_hashes(row, std::span(row).first(100));
  CHECK(std::equal(above.begin(), above.end(), row.begin()));
  CHECK(row[100] == trees().leaves[100]);
  node_hashes({}, {});
}

TEST_CASE("the root of an empty tree is the hash of nothing", "[log-7]") {
  CHECK(hex::encode(CompactTree().root().view()) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a tree continues from its edge", "[log-7]") {
  CompactTree tree;
  for (std::uint64_t i = 0; i < kMost; ++i) {
    auto restored = CompactTree::restore(tree.size(), tree.edge());
    REQUIRE(restored.ok());
    tree = std::move(*restored);
    tree.append(leaf(i));
  }
  CHECK(tree.root() == trees().roots[kMost]);
  CHECK_FALSE(CompactTree::restore(5, {leaf(0)}).ok());
}

TEST_CASE("every leaf of every tree is proven, in its own place only", "[log-7]") {
  for (std::uint64_t size = 1; size <= kMost; ++size) {
    const Hash& root = trees().roots[size];
    bool all = true;
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = trees().proof(*plan_inclusion(index, size));
      all = all && verify_inclusion(leaf(index), index, size, proof, root);
      all = all && !verify_inclusion(leaf(index), index ^ 1, size, proof, root);
      all = all && !verify_inclusion(leaf(index + 1), index, size, proof, root);
      all = all && !verify_inclusion(leaf(index), index, size, proof, trees().roots[size - 1]);
    }
    INFO(size);
    CHECK(all);
  }
}

TEST_CASE("every tree is proven to be the beginning of every larger one", "[log-7]") {
  for (std::uint64_t size2 = 1; size2 <= kMost; ++size2) {
    bool all = true;
    for (std::uint64_t size1 = 1; size1 <= size2; ++size1) {
      const Hash &root1 = trees().roots[size1], &root2 = trees().roots[size2];
      const auto proof = trees().proof(*plan_consistency(size1, size2));
      all = all && verify_consistency(size1, size2, root1, root2, proof);
      all = all && (size1 == size2) == verify_consistency(size2, size2, root1, root2, proof);
      all = all && !verify_consistency(size1, size2, root1, leaf(999), proof);
      all = all && !verify_consistency(size1, size2, leaf(999), root2, proof);
    }
    INFO(size2);
    CHECK(all);
  }
}

TEST_CASE("a proof with a hash too many, too few or changed proves nothing", "[log-7]") {
  for (const std::uint64_t size : {2U, 7U, 64U, 255U}) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = trees().proof(*plan_inclusion(index, size));
      const Hash& root = trees().roots[size];
      auto longer = proof, shorter = proof;
      longer.push_back(root);
      shorter.pop_back();
      CHECK_FALSE(verify_inclusion(leaf(index), index, size, longer, root));
      CHECK_FALSE(verify_inclusion(leaf(index), index, size, shorter, root));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto changed = proof;
        changed[i].bytes[31] ^= 1;
        CHECK_FALSE(verify_inclusion(leaf(index), index, size, changed, root));
      }
    }
  }
}

TEST_CASE("plans exist for what a tree has, up to the largest", "[log-7]") {
  CHECK_FALSE(plan_inclusion(5, 5).ok());
  CHECK_FALSE(plan_inclusion(0, 0).ok());
  CHECK_FALSE(plan_consistency(0, 5).ok());
  CHECK_FALSE(plan_consistency(6, 5).ok());
  CHECK_FALSE(plan_inclusion(0, kMaxTreeSize + 1).ok());
  CHECK(plan_root(kMaxTreeSize).nodes.size() == 63);
  const auto last = plan_inclusion(kMaxTreeSize - 1, kMaxTreeSize);
  REQUIRE(last.ok());
  CHECK(last->nodes.size() == 62);
  const auto first = plan_inclusion(0, kMaxTreeSize);
  REQUIRE(first.ok());
  CHECK(first->fold == 62);
  CHECK(first->folded == 62);
}

// transparency-dev/merkle, testdata: 98 cases of each kind.
using Json = nlohmann::json;
const std::filesystem::path kFolder = WHIT_SHARED_VECTORS "/merkle";

// Some cases of consistency say "don't care" in place of a root; its hash stands for it, equal to
// itself alone.
Hash hash_of(const Json& text) {
  const auto bytes = base64::decode(text.get<std::string>());
  REQUIRE(bytes.ok());
  return bytes->size() == Hash::kSize ? Hash::from(*bytes) : sha256(Bytes(*bytes));
}

bool is_hash(const Json& text) {
  const auto bytes = base64::decode(text.get<std::string>());
  return bytes && bytes->size() == Hash::kSize;
}

std::vector<Hash> proof_of(const Json& list) {
  std::vector<Hash> out;
  for (const Json& text : list.is_null() ? Json::array() : list) out.push_back(hash_of(text));
  return out;
}

template <class Check>
void run(const char* kind, Check check) {
  if (!std::filesystem::exists(kFolder / kind)) {
    WARN("skipped: no vectors of transparency-dev/merkle");
    return;
  }
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder / kind)) {
    if (entry.path().extension() != ".json") continue;
    INFO(entry.path());
    std::ifstream in(entry.path());
    const Json item = Json::parse(in);
    CHECK(check(item) == !item.at("wantErr").get<bool>());
    ++count;
  }
  CHECK(count == 98);
}

TEST_CASE("inclusion agrees with the vectors of transparency-dev/merkle", "[log-7]") {
  run("inclusion", [](const Json& item) {
    if (!is_hash(item.at("leafHash")) || !is_hash(item.at("root"))) return false;
    return verify_inclusion(hash_of(item.at("leafHash")), item.at("leafIdx"), item.at("treeSize"),
                            proof_of(item.at("proof")), hash_of(item.at("root")));
  });
}

TEST_CASE("consistency agrees with the vectors of transparency-dev/merkle", "[log-7]") {
  run("consistency", [](const Json& item) {
    return verify_consistency(item.at("size1"), item.at("size2"), hash_of(item.at("root1")),
                              hash_of(item.at("root2")), proof_of(item.at("proof")));
  });
}

}  // namespace
}  // namespace whit
