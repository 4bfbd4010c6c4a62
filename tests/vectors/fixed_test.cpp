// SPDX-License-Identifier: Apache-2.0
// Small rules with one right answer.
#include <catch2/catch.hpp>

#include "base/base45.h"
#include "base/hex.h"
#include "crypto/argon2.h"
#include "crypto/blind_rsa.h"
#include "crypto/blind_rsa_core.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/rsa_pss.h"
#include "log/epoch.h"
#include "log/note.h"
#include "log/tile.h"
#include "status/chain.h"
#include "token/build.h"
#include "token/collect.h"
#include "token/stop.h"
#include "trust/words.h"
#include "vectors/vectors.h"

namespace whit {
namespace {

using test::Json;

ByteVector bytes(const Json& from, const char* key) {
  return *hex::decode(from.at(key).get<std::string>());
}

Json hexed(Bytes answer) { return hex::encode(answer); }

Json document_tag(const Json& from) {
  const Hash salt = sha256({domain("whit/doc/v1"), bytes(from, "salted")});
  const std::string text = from.at("text");
  return hexed(*argon2id_tag(as_bytes(text), salt.view().first<16>()));
}

Json entry(const Json& from) {
  const ByteVector cose = bytes(from, "cose");
  const auto token = from.at("kind") == 7 ? parse_paper(cose) : parse_token(cose);
  return hexed(encode(entry_of(*token)));
}

Json leaf(const Json& from) {
  EntryBytes data{};
  const ByteVector given = bytes(from, "data");
  std::copy(given.begin(), given.end(), data.begin());
  return hexed(leaf_hash(data).view());
}

Json tree_root(const Json& from) {
  CompactTree tree;
  for (const Json& one : from.at("leaves")) {
    tree.append(Hash::from(*hex::decode(one.get<std::string>())));
  }
  return hexed(tree.root().view());
}

Hash hash(const Json& from, const char* key) { return Hash::from(bytes(from, key)); }

EpochDraft epoch_draft(const Json& from) {
  EpochDraft out;
  out.number = from.at("number");
  out.day = from.at("day");
  out.index = from.at("index");
  out.key_list = hash(from, "key_list");
  out.previous = hash(from, "previous");
  for (const Json& head : from.at("heads")) {
    out.heads.push_back(Hash::from(*hex::decode(head.get<std::string>())));
  }
  for (const Json& row : from.at("pad_keys")) {
    out.pad_keys.emplace_back(row[0], Hash::from(*hex::decode(row[1].get<std::string>())));
  }
  for (const Json& one : from.at("entries")) {
    const ByteVector entry = *hex::decode(one.get<std::string>());
    std::copy(entry.begin(), entry.end(), out.entries.emplace_back().begin());
  }
  return out;
}

Json epoch(const Json& from) {
  const Hash pad_key = hash(from, "pad_key");
  const auto built = build_epoch(epoch_draft(from), PadKey(pad_key.bytes));
  REQUIRE(built.ok());
  TileBuilder tree;
  for (const Leaf& one : built->leaves) tree.append(one.hash);
  return {{"header", hexed(built->header_bytes)},
          {"leaves", built->leaves.size()},
          {"root", hexed(tree.root().view())}};
}

Json note_key(const Json& from) {
  const auto type = static_cast<NoteKeyType>(from.at("type").get<int>());
  const std::string owner = from.at("owner");
  return format(*make_note_key(owner, type, PublicKey::from(bytes(from, "key"))));
}

Json words(const Json& from) {
  Json out = Json::array();
  std::string text = six_words(PublicKey::from(bytes(from, "root"))) + " ";
  while (!text.empty()) {
    const std::string one = text.substr(0, text.find(' '));
    for (std::size_t i = 0; i < kWordCount; ++i) {
      if (word(i) == one) out.push_back(i);
    }
    text.erase(0, one.size() + 1);
  }
  return out;
}

Json rules_of_stop(const std::string& what, const Json& from) {
  if (what == "stop-text-read") {
    return hexed(parse_stop_text(from.at("text").get<std::string>())->view());
  }
  const StopCode code = StopCode::from(bytes(from, "code"));
  if (what == "stop-text") return stop_text(code);
  return hexed(stop_hash(code).view());
}

// Drawn is what a wallet drew, in the order in which it is asked for; then ones, which hide timing
// and leave no trace.
class Drawn final : public Rng {
 public:
  explicit Drawn(std::vector<ByteVector> values) : values_(std::move(values)) {}
  void fill(std::span<std::uint8_t> out) noexcept override {
    std::fill(out.begin(), out.end(), std::uint8_t{1});
    if (next_ >= values_.size() || values_[next_].size() != out.size()) return;
    std::copy(values_[next_].begin(), values_[next_].end(), out.begin());
    ++next_;
  }

 private:
  std::vector<ByteVector> values_;
  std::size_t next_ = 0;
};

Json blind_token(const Json& from) {
  SecretBuffer primes(BlindSigningKey::kPrimesSize);
  ByteVector both = bytes(from, "p");
  const ByteVector q = bytes(from, "q"), salt = bytes(from, "salt");
  both.insert(both.end(), q.begin(), q.end());
  std::copy(both.begin(), both.end(), primes.expose_writable(InsecureAccess{}).begin());
  const auto key = BlindSigningKey::from_primes(primes);
  REQUIRE(key.ok());
  TokenClaims claims;
  const std::string iss = from.at("iss");
  claims.iss = iss;
  claims.day = from.at("day");
  claims.vct = from.at("vct");
  claims.holder = PublicKey::from(bytes(from, "holder"));
  const KeyId kid = key_id(key->modulus());
  const Unsigned token = build_blind(claims, kid);
  const ByteVector message = token.to_be_signed();
  SecretBuffer salted(salt.size());
  std::copy(salt.begin(), salt.end(), salted.expose_writable(InsecureAccess{}).begin());
  const SecretBuffer encoded = rsabssa::core::encode(message, salted.expose(InsecureAccess{}), 256);
  Drawn rng({salt, bytes(from, "inverse")});
  const auto blinded = rsabssa::blind(key->modulus(), message, rng);
  REQUIRE(blinded.ok());
  const auto signed_blind = key->blind_sign(blinded->request.view());
  REQUIRE(signed_blind.ok());
  const auto signature =
      rsabssa::finalize(key->modulus(), message, signed_blind->view(), blinded->inverse);
  REQUIRE(signature.ok());
  const auto commitment = blind_commitment(BlindBytes::from(blinded->request.view()));
  return {
      {"modulus", hexed(key->modulus().view())},
      {"message", hexed(message)},
      {"encoded", hexed(encoded.expose(InsecureAccess{}))},
      {"blinded", hexed(blinded->request.view())},
      {"answer", hexed(signed_blind->view())},
      {"token", hexed(token.with(signature->view()))},
      {"entry", hexed(encode(Entry{EntryKind::blind, claims.vct, kid, claims.day, commitment}))}};
}

Json rules_of_keys(const std::string& what, const Json& from) {
  if (what == "rsa-sound") return rsabssa::is_sound(RsaModulus::from(bytes(from, "modulus")));
  if (what == "rsa-kid") return hexed(key_id(RsaModulus::from(bytes(from, "modulus"))).view());
  if (what == "kid") return hexed(key_id(PublicKey::from(bytes(from, "key"))).view());
  if (what == "thumbprint") return hexed(thumbprint(PublicKey::from(bytes(from, "key"))).view());
  const ByteVector message = bytes(from, "message"), signature = bytes(from, "signature");
  if (what == "ps384") {
    return verify_ps384(RsaModulus::from(bytes(from, "modulus")), signature, message);
  }
  return verify(PublicKey::from(bytes(from, "key")), Signature::from(signature), message);
}

Json answer(const std::string& what, const Json& from) {
  if (what == "ratchet") {
    return hexed(ratchet_by(Seed::from(bytes(from, "seed")), from.at("days")).view());
  }
  if (what == "handle") {
    return hexed(HandleKey(Seed::from(bytes(from, "seed"))).handle(from.at("i")).view());
  }
  if (what == "base45") return base45::encode(bytes(from, "data"));
  if (what == "document-tag") return document_tag(from);
  if (what == "blind-token") return blind_token(from);
  if (what == "entry") return entry(from);
  if (what == "tree-root") return tree_root(from);
  if (what == "epoch") return epoch(from);
  if (what == "note-key") return note_key(from);
  if (what == "leaf") return leaf(from);
  if (what == "words") return words(from);
  if (what == "possession") {
    return hexed(possession_message(from.at("iss").get<std::string>(),
                                    PublicKey::from(bytes(from, "key")), from.at("seq")));
  }
  if (what.substr(0, 4) == "stop") return rules_of_stop(what, from);
  return rules_of_keys(what, from);
}

TEST_CASE("the fixed values of the spec", "[vectors]") {
  for (test::Case& item : test::load("fixed")) {
    INFO(item.path());
    CHECK(answer(item.text("what"), item.at("from")) == item.at("expect"));
    CHECK(item.unread().empty());
  }
}

}  // namespace
}  // namespace whit
