// SPDX-License-Identifier: Apache-2.0
#include "support/world.h"

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "crypto/rng.h"
#include "log/epoch.h"
#include "log/merkle.h"
#include "log/proof.h"
#include "log/sign.h"
#include "token/registry.h"
#include "trust/medium.h"

namespace whit::test {
namespace {

constexpr std::uint8_t kAllModes = 7;
constexpr std::string_view kOrigin = "log.dlo.example/";

CatalogueFact fact(Vct vct, std::string slug) {
  CatalogueFact out;
  out.vct = vct;
  out.slug = std::move(slug);
  out.kinds = 5;
  out.modes = kAllModes;
  out.horizon = 14;
  out.per_day = 2;
  out.paper_life = 60;
  out.labels = {{"en", out.slug}};
  return out;
}

Preset preset(std::string slug, std::vector<Vct> facts, Binding binding = Binding::none) {
  Preset out;
  out.slug = std::move(slug);
  out.facts = std::move(facts);
  out.kinds = 7;
  out.modes = kAllModes;
  out.binding = binding;
  out.max_age = 72 * 3600;
  out.answer_time = 86400;
  out.labels = {{"en", out.slug}};
  return out;
}

std::vector<CatalogueFact> catalogue() {
  std::vector<CatalogueFact> out = {
      fact(kPermit, "work-permit-valid"), fact(kUntil, "work-permit-until"),
      fact(kStay, "stay-permitted"),      fact(kVisa, "visa-class"),
      fact(kDocumentVct, "document"),     fact(kTax, "tax-current")};
  out[1].value_range = {202601, 203512};
  out[3].value_list = {"WORK", "STUDY-2"};
  out[5].kinds = 7;
  out[5].blind_lead = 3600;
  return out;
}

NoteSigner signer(std::string_view name, NoteKeyType type, const SigningKey& key) {
  return *make_note_signer(name, type, key);
}

// A checkpoint of a log that is one epoch without tokens long, and the way of `leaf`, its first,
// to the root.
LogProof lonely_proof(const Hash& leaf) {
  LogProof out;
  const Hash null = leaf_hash(null_entry());
  Hash left = leaf, right = null;
  for (std::uint64_t width = 1; width < kEpochAlignment; width *= 2) {
    out.path.push_back(right);
    left = node_hash(left, right);
    right = node_hash(right, right);
  }
  out.note.text = format(Checkpoint{std::string(kOrigin) + "1", kEpochAlignment, left, {}});
  return out;
}

}  // namespace

SigningKey seeded_key(std::string_view name) {
  start_crypto();
  const Hash seed = sha256(as_bytes(name));
  return SigningKey::from_seed(seed.bytes);
}

World::World(const Options& options) : options_(options) {
  auto opened = Bundle::open(bundle_file(), trust());
  if (!opened) __builtin_trap();
  bundle_.emplace(*std::move(opened));
}

TrustFile World::trust() const {
  const auto line = [](std::string_view name, const SigningKey& key) {
    const auto made = make_note_key(name, NoteKeyType::cosignature, key.public_key());
    return "witness " + std::string(name) + " " + format(*made) + "\n";
  };
  return {"dlo", root.public_key(), "https://dlo.example", std::string(kOrigin),
          line("w1", witness) + line("w2", second_witness) + "group both all w1 w2\nquorum both\n"};
}

std::vector<ByteVector> World::segments() const {
  std::vector<ByteVector> out;
  for (const Withdrawals& group : options_.withdrawals) {
    cbor::Writer segment;
    ByteVector seeds;
    for (const Seed& seed : group.seeds) {
      seeds.insert(seeds.end(), seed.bytes.begin(), seed.bytes.end());
    }
    segment.array(1).array(2).uint(group.vct).bytes(seeds);
    out.push_back(segment.take());
  }
  return out;
}

Head World::head() const {
  const Day first = kToday - 30, last = kToday + 90;
  const Hash next = sha256(seeded_key("second root").public_key().view());
  RootManifest manifest{"dlo", 1, {}, last, next, options_.specimen};
  manifest.keys = {{Use::keys, keys.public_key(), first, last},
                   {Use::bundle, publisher.public_key(), first, last},
                   {Use::log, log.public_key(), first, last}};
  KeyList list{"dlo", 1, {}, options_.blind_keys};
  const std::vector<Vct> all = {kPermit, kUntil, kStay, kVisa, kDocumentVct, kTax};
  list.tokens = {{Kind::revocable, all, first, last, phone_key.public_key(), options_.key_state},
                 {Kind::paper, all, first, last, paper_key.public_key(), options_.key_state}};
  Head out;
  out.iss = "dlo";
  out.version = 7;
  out.issued = now - 600;
  out.next_update = now + 3600;
  out.expires = now + 13 * kSecondsPerDay;
  out.manifest = sign_part(encode(manifest), registry::kTypManifest, root);
  out.key_list = sign_part(encode(list), registry::kTypKeyList, keys);
  prove(out);
  out.catalogue = catalogue();
  out.presets = {preset("gate", {kPermit}),
                 preset("two", {kPermit, kStay}),
                 preset("four", {kPermit, kUntil, kStay, kVisa}),
                 preset("three", {kPermit, kUntil, kStay}),
                 preset("tax", {kTax}),
                 preset("hire", {kPermit, kUntil}, Binding::document)};
  const auto parts = segments();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Withdrawals& group = options_.withdrawals[i];
    out.segments.push_back({group.medium, group.day, sha256(parts[i]), parts[i].size()});
  }
  out.accept_only = options_.accept_only;
  return out;
}

void World::prove(Head& head) const {
  EpochHeader header;
  header.day = kToday;
  header.key_list = sha256(head.key_list);
  head.epoch_header = encode(header);
  LogProof proof = lonely_proof(leaf_hash(encode(header_entry(kToday, head.epoch_header))));
  const UnixTime seen = head.issued - 30;
  proof.note.signatures = {
      *sign_note(proof.note.text, signer(std::string(kOrigin) + "1", NoteKeyType::ed25519, log)),
      *cosign_note(proof.note.text, seen, signer("w1", NoteKeyType::cosignature, witness)),
      *cosign_note(proof.note.text, seen, signer("w2", NoteKeyType::cosignature, second_witness))};
  head.log_proof = format(proof);
}

ByteVector World::bundle_file_of(const Head& head) const {
  const auto parts = segments();
  const std::vector<Bytes> views(parts.begin(), parts.end());
  return encode_bundle_file(sign_part(encode(head), registry::kTypHead, publisher), views);
}

ByteVector World::bundle_file() const { return bundle_file_of(head()); }

Policy World::policy(std::string_view name) const {
  const auto made = make_policy(*bundle_, name);
  if (!made) __builtin_trap();
  return *made;
}

TokenClaims World::claims(Vct vct) const {
  TokenClaims out;
  out.iss = "dlo";
  out.day = kToday + 1;
  const Hash random = sha256({as_bytes("handle"), Bytes(reinterpret_cast<std::uint8_t*>(&vct), 2)});
  out.handle = Handle::from(random.view().first(8));
  out.holder = holder.public_key();
  out.vct = vct;
  if (vct == kUntil) out.value = {Value::Type::number, 202708, {}};
  if (vct == kVisa) out.value = {Value::Type::text, 0, Text<16>::from("WORK")};
  if (vct == kDocumentVct) out.tag = DocumentTag::from(random.view().last(16));
  return out;
}

ByteVector World::token(const TokenClaims& c) const {
  const bool paper = c.holder == PublicKey{};
  const SigningKey& key = paper ? paper_key : phone_key;
  const KeyId kid = key_id(key.public_key());
  const Unsigned unsigned_token = paper ? build_paper(c, kid) : build_revocable(c, kid);
  return unsigned_token.with(key.sign(unsigned_token.to_be_signed()).view());
}

ByteVector World::show_tokens(const std::vector<ByteVector>& tokens, Show how) const {
  if (how.iat == 0) how.iat = now - now % kIatStep;
  const Unsigned shown = build_presentation(tokens, how);
  return shown.with(holder.sign(shown.to_be_signed()).view());
}

ByteVector World::show(const std::vector<Vct>& facts, Show how) const {
  std::vector<ByteVector> tokens;
  for (const Vct vct : facts) tokens.push_back(token(claims(vct)));
  return show_tokens(tokens, how);
}

ByteVector World::paper(Vct vct) const {
  TokenClaims c = claims(vct);
  c.holder = {};
  c.tag = DocumentTag::from(sha256(as_bytes("document")).view().first(16));
  return token(c);
}

Report World::check(Bytes showing, std::string_view name, Context context) const {
  if (context.now == 0) context.now = now;
  return verify(showing, &*bundle_, policy(name), context);
}

Report World::check(Bytes showing, std::string_view name) const {
  return check(showing, name, Context{});
}

}  // namespace whit::test
