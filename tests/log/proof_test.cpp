// SPDX-License-Identifier: Apache-2.0
#include "log/proof.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/merkle.h"
#include "log/seeded.h"

namespace whit {
namespace {

using test::seeded;
using Texts = std::vector<std::string>;

constexpr UnixTime kTime = 1800000000;

// A log of 11 leaves, its checkpoint seen by two of three witnesses, and the proof of leaf 6.
struct World {
  SigningKey log_key = seeded("log"), a_key = seeded("a"), b_key = seeded("b");
  NoteSigner log = *make_note_signer("example.com/log", NoteKeyType::ed25519, log_key);
  NoteSigner a = *make_note_signer("a.example", NoteKeyType::cosignature, a_key);
  NoteSigner b = *make_note_signer("b.example", NoteKeyType::cosignature, b_key);
  WitnessPolicy policy;
  std::vector<Hash> leaves;
  LogProof proof;

  World() {
    const auto c = make_note_key("c.example", NoteKeyType::cosignature, seeded("c").public_key());
    policy = *parse_witness_policy("witness a " + format(a.key) + "\nwitness b " + format(b.key) +
                                   "\nwitness c " + format(*c) + "\ngroup g 2 a b c\nquorum g\n");
    CompactTree tree;
    for (int i = 0; i < 11; ++i) {
      leaves.push_back(sha256(as_bytes("leaf " + std::to_string(i))));
      tree.append(leaves.back());
    }
    proof.index = 6;
    proof.path = {leaves[7], node_hash(leaves[4], leaves[5]),
                  node_hash(node_hash(leaves[0], leaves[1]), node_hash(leaves[2], leaves[3])),
                  node_hash(node_hash(leaves[8], leaves[9]), leaves[10])};
    proof.note.text = format(Checkpoint{"example.com/log", 11, tree.root(), {}});
    sign();
  }
  void sign() {
    const std::string& text = proof.note.text;
    proof.note.signatures = {*sign_note(text, log), *cosign_note(text, kTime, a),
                             *cosign_note(text, kTime + 60, b)};
  }
  bool good(const std::string& text, const Hash& leaf) const {
    const auto read = parse_log_proof(text);
    return read && verify_log_proof(*read, leaf, {log.key}, policy).ok();
  }
  Errc fault() const {
    const auto found = verify_log_proof(proof, leaves[6], {log.key}, policy);
    REQUIRE_FALSE(found.ok());
    return found.error().code;
  }
};

TEST_CASE("a proof holds for its leaf alone", "[log-12]") {
  const World world;
  const std::string text = format(world.proof);
  for (std::size_t i = 0; i < world.leaves.size(); ++i) {
    CHECK(world.good(text, world.leaves[i]) == (i == 6));
  }
  const auto found = verify_log_proof(world.proof, world.leaves[6], {world.log.key}, world.policy);
  REQUIRE(found.ok());
  CHECK(found->checkpoint.size == 11);
  CHECK(found->seen == std::vector<UnixTime>{kTime, kTime + 60, 0});
}

TEST_CASE("a proof is read in its one form, whatever bit changes", "[log-12]") {
  const World world;
  const std::string text = format(world.proof);
  CHECK(text.substr(0, 31) == "c2sp.org/tlog-proof@v1\nindex 6\n");
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      INFO("byte " << i << " bit " << bit);
      CHECK_FALSE(world.good(changed, world.leaves[6]));
    }
    CHECK_FALSE(world.good(text.substr(0, i), world.leaves[6]));
  }
  CHECK_FALSE(world.good(text + "\n", world.leaves[6]));
}

TEST_CASE("what a proof carries beside itself changes nothing", "[log-12]") {
  World world;
  world.proof.extra = {1, 2, 3};
  const std::string text = format(world.proof);
  CHECK(text.find("extra AQID\n") != std::string::npos);
  CHECK(world.good(text, world.leaves[6]));
  std::string empty = text;
  empty.replace(empty.find("extra AQID"), 10, "extra ");
  CHECK_FALSE(world.good(empty, world.leaves[6]));
}

TEST_CASE("each thing that is missing has its own reason", "[log-12]") {
  World world;
  world.proof.note.signatures.pop_back();
  CHECK(world.fault() == Errc::no_quorum);
  world.sign();
  world.proof.note.signatures.erase(world.proof.note.signatures.begin());
  CHECK(world.fault() == Errc::unknown_key);
  world.sign();
  world.proof.note.signatures[2].signature[20] ^= 1;
  CHECK(world.fault() == Errc::bad_signature);
  world.sign();
  world.proof.index = 7;
  CHECK(world.fault() == Errc::unproven_log);
  world.proof.index = 6;
  world.proof.path[0].bytes[0] ^= 1;
  CHECK(world.fault() == Errc::unproven_log);
}

TEST_CASE("a log's key counts under the log's own name only", "[log-12]") {
  World world;
  world.log = *make_note_signer("example.com/other", NoteKeyType::ed25519, world.log_key);
  world.sign();
  CHECK(world.fault() == Errc::unknown_key);
}

TEST_CASE("a witness that signs as a log is no witness", "[log-12]") {
  World world;
  const auto as_log = *make_note_signer("b.example", NoteKeyType::ed25519, world.b_key);
  world.proof.note.signatures[2] = *sign_note(world.proof.note.text, as_log);
  CHECK(world.fault() == Errc::no_quorum);
}

TEST_CASE("a checkpoint is read in its one form", "[log-10]") {
  const std::string root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  for (const std::string& right :
       Texts{"o\n0\n" + root + "\n", "o o\n256\n" + root + "\n", "o\n1\n" + root + "\nmore\n",
             "o\n9223372036854775807\n" + root + "\n"}) {
    const auto read = parse_checkpoint(right);
    REQUIRE(read.ok());
    CHECK(format(*read) == right);
  }
  for (const std::string& wrong :
       Texts{std::string(),
             "o\n1\n" + root,
             "\n1\n" + root + "\n",
             "o\n\n" + root + "\n",
             "o\n01\n" + root + "\n",
             "o\n00\n" + root + "\n",
             "o\n+1\n" + root + "\n",
             "o\n-1\n" + root + "\n",
             "o\n 1\n" + root + "\n",
             "o\n1 \n" + root + "\n",
             "o\n0x1\n" + root + "\n",
             "o\n9223372036854775808\n" + root + "\n",
             "o\n99999999999999999999\n" + root + "\n",
             "o\n1\n" + root + "\n\n",
             "o\n1\n" + root + "\n\nmore\n",
             "o\n1\n" + root.substr(0, 43) + "\n",
             std::string("o\n1\n\n"),
             "o\n1\n" + root.substr(0, 40) + "\n",
             std::string("o\n0\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"),
             std::string("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")}) {
    INFO(wrong);
    CHECK_FALSE(parse_checkpoint(wrong).ok());
  }
}

}  // namespace
}  // namespace whit
