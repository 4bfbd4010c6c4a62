// SPDX-License-Identifier: Apache-2.0
// Whole logs, made again from what went into them: every header, tile, note and proof.
#include <catch2/catch.hpp>
#include <map>

#include "base/hex.h"
#include "crypto/hash.h"
#include "crypto/rng.h"
#include "log/epoch.h"
#include "log/proof.h"
#include "log/sign.h"
#include "log/tile.h"
#include "vectors/vectors.h"

namespace whit {
namespace {

using test::ByteVector;
using test::Json;

ByteVector bytes(const Json& text) { return *hex::decode(text.get<std::string>()); }
Hash hash(const Json& text) { return Hash::from(bytes(text)); }
std::string hexed(Bytes data) { return hex::encode(data); }

SigningKey signing_key(const Json& seed) {
  start_crypto();
  const Hash secret = hash(seed);
  return SigningKey::from_seed(std::span<const std::uint8_t, 32>(secret.bytes));
}

struct Witness {
  SigningKey secret;
  std::string key_name;
  NoteSigner signer() const {
    return *make_note_signer(key_name, NoteKeyType::cosignature, secret);
  }
};

// Rebuilt is one log after the other, from an issuer's own parts.
class Rebuilt {
 public:
  Rebuilt(std::string origin, const Json& log_key, const Json& witnesses)
      : origin_(std::move(origin)), log_key_(signing_key(log_key)) {
    for (const Json& one : witnesses) {
      witnesses_.emplace(one.at("name"),
                         Witness{signing_key(one.at("secret")), one.at("key_name")});
    }
  }

  Json step(const Json& step) {
    if (step.contains("epoch")) return close(step.at("epoch"));
    if (step.contains("checkpoint")) return checkpoint(step.at("checkpoint"));
    ++number_;
    tree_ = TileBuilder();
    full_.clear();
    bundles_.clear();
    told_.clear();
    return nullptr;
  }

 private:
  Json close(const Json& given) {
    EpochDraft draft;
    draft.number = epochs_++;
    draft.day = given.at("day");
    draft.index = tree_.size();
    draft.key_list = hash(given.at("key_list"));
    draft.previous = newest_;
    for (const Json& head : given.at("heads")) draft.heads.push_back(hash(head));
    for (const Json& row : given.at("pad_keys")) draft.pad_keys.emplace_back(row[0], hash(row[1]));
    for (const Json& one : given.at("entries")) {
      const ByteVector entry = bytes(one);
      REQUIRE(entry.size() == kEntrySize);
      std::copy(entry.begin(), entry.end(), draft.entries.emplace_back().begin());
    }
    const Hash pad_key = hash(given.at("pad_key"));
    const auto epoch = build_epoch(std::move(draft), PadKey(pad_key.bytes));
    REQUIRE(epoch.ok());
    for (const Leaf& leaf : epoch->leaves) append(leaf);
    if (epochs_ > 1 && epoch->header.index > 0) {
      CHECK(follows(header_, header_bytes_, epoch->header));
    }
    header_ = epoch->header;
    header_bytes_ = epoch->header_bytes;
    newest_ = sha256(header_bytes_);
    return {{"header", hexed(header_bytes_)},
            {"size", tree_.size()},
            {"root", hexed(tree_.root().view())}};
  }

  void append(const Leaf& leaf) {
    if (tree_.size() % kTileWidth == 0) bundles_.emplace_back();
    append_entry(bundles_.back(), leaf.entry);
    tree_.append(leaf.hash);
    for (Tile& tile : tree_.take_full()) full_[path(tile.id)] = std::move(tile.content);
  }

  // Files is everything that the tree has now, by path.
  std::map<std::string, ByteVector> files() const {
    std::map<std::string, ByteVector> out = full_;
    for (const Tile& tile : tree_.partial()) out[path(tile.id)] = tile.content;
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      out[path(TileId{TileId::kEntries, i, kTileWidth})] = bundles_[i];
    }
    return out;
  }

  Json new_tiles() {
    Json out = Json::object();
    for (const auto& [name, content] : files()) {
      if (told_.emplace(name, true).second) out[name] = hexed(sha256(content).view());
    }
    return out;
  }

  std::vector<Hash> newest_path() const {
    const auto plan = plan_inclusion(header_.index, tree_.size());
    REQUIRE(plan.ok());
    const auto all = files();
    std::vector<Hash> hashes;
    for (const Node& node : plan->nodes) {
      const TileId tile = tile_of(node, tree_.size());
      hashes.push_back(*node_in(tile, all.at(path(tile)), node));
    }
    return assemble(*plan, hashes);
  }

  Json checkpoint(const Json& given) {
    Note note;
    Checkpoint text;
    text.origin = origin_ + std::to_string(number_);
    text.size = tree_.size();
    text.root = tree_.root();
    note.text = format(text);
    const auto signer = make_note_signer(text.origin, NoteKeyType::ed25519, log_key_);
    REQUIRE(signer.ok());
    note.signatures.push_back(*sign_note(note.text, *signer));
    for (const Json& name : given.at("witnesses")) {
      note.signatures.push_back(
          *cosign_note(note.text, given.at("at"), witnesses_.at(name).signer()));
    }
    LogProof proof;
    proof.index = header_.index;
    proof.path = newest_path();
    proof.note = note;
    return {{"note", format(note)}, {"proof", format(proof)}, {"tiles", new_tiles()}};
  }

  std::string origin_;
  SigningKey log_key_;
  std::map<std::string, Witness> witnesses_;
  std::uint64_t number_ = 1, epochs_ = 0;
  Hash newest_;
  EpochHeader header_;
  ByteVector header_bytes_;
  TileBuilder tree_;
  std::map<std::string, ByteVector> full_;
  std::vector<ByteVector> bundles_;
  std::map<std::string, bool> told_;
};

TEST_CASE("whole logs come out byte for byte", "[vectors]") {
  for (test::Case& item : test::load("log")) {
    INFO(item.path());
    Rebuilt logs(item.text("origin"), item.at("log_key"), item.at("witnesses"));
    const Json &steps = item.at("steps"), &answers = item.at("expect");
    REQUIRE(steps.size() == answers.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      INFO("step " << i);
      CHECK(logs.step(steps[i]) == answers[i]);
    }
    CHECK(item.unread().empty());
  }
}

}  // namespace
}  // namespace whit
