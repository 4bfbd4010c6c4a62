// SPDX-License-Identifier: Apache-2.0
#include "token/collect.h"

#include <algorithm>

#include "base/cbor_writer.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "token/registry.h"
#include "token/token_reader.h"

namespace whit {
namespace {

namespace r = registry;

constexpr std::string_view kPossession = "whit/pop/v1";  // external_aad: no zero byte

ByteVector enrol_header() {
  cbor::Writer out;
  out.map(2).integer(r::kAlg).integer(r::kEd25519).integer(r::kTyp).integer(r::kTypEnrol);
  return out.take();
}

bool verify_own(const Sign1& sign1, const PublicKey& key) {
  const ByteVector message = sig_structure(sign1.protected_header, {}, sign1.payload);
  return verify(key, Signature::from(sign1.signature), message);
}

ByteVector sign_own(const ByteVector& header, const ByteVector& payload, const SigningKey& key) {
  const Signature signature = key.sign(sig_structure(header, {}, payload));
  return assemble_sign1(header, payload, signature.view());
}

Status read_enrol_claims(cbor::Reader& in, Enrol& out) {
  WHIT_CHECK(in.expect_map(5));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.code, in.fixed<InvitationCode>());
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.pin, in.text());
  if (out.pin.size() < 6 || out.pin.size() > 12) return in.fail(Errc::out_of_range);
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(out.key, in.fixed<PublicKey>());
  WHIT_CHECK(in.expect(5));
  WHIT_TRY(out.time, read_secs(in));
  return in.expect_end();
}

// count_of reads the head of a list of 1 to `most` items.
Result<std::size_t> count_of(cbor::Reader& in, std::size_t most) {
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0 || count > most) return in.fail(Errc::wrong_length);
  return count;
}

Result<std::vector<Vct>> read_facts(cbor::Reader& in) {
  WHIT_TRY(const std::size_t count, count_of(in, kMaxFactsPerSet));
  std::vector<Vct> out;
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Vct vct, read_vct(in));
    if (!out.empty() && vct <= out.back()) return in.fail(Errc::not_ascending);
    out.push_back(vct);
  }
  return out;
}

Result<SetKey> read_set_key(cbor::Reader& in) {
  SetKey out;
  WHIT_TRY(const std::size_t count, in.array());
  if (count < 2 || count > 3) return in.fail(Errc::wrong_length);
  WHIT_TRY(out.key, in.fixed<PublicKey>());
  WHIT_TRY(out.proof, in.fixed<Signature>());
  if (count == 2) return out;
  OwnToken own;
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(own.vct, read_vct(in));
  WHIT_TRY(own.handle, in.fixed<Handle>());
  WHIT_TRY(own.signature, in.fixed<Signature>());
  out.own = own;
  return out;
}

Result<SetAsk> read_set(cbor::Reader& in) {
  SetAsk out;
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.facts, read_facts(in));
  WHIT_TRY(const std::size_t count, count_of(in, kMaxSetsPerDay));
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const SetKey key, read_set_key(in));
    out.keys.push_back(key);
  }
  return out;
}

Result<BlindAsk> read_blind(cbor::Reader& in) {
  BlindAsk out;
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_TRY(const std::size_t count, count_of(in, kMaxSetsPerDay));
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const BlindBytes message, in.fixed<BlindBytes>());
    out.messages.push_back(message);
  }
  return out;
}

// An answer names tokens by day and fact, so a request may not name a pair twice.
bool names_twice(const Collect& collect) {
  std::vector<std::pair<Day, Vct>> seen, blind;
  for (const SetAsk& set : collect.sets) {
    for (const Vct vct : set.facts) seen.emplace_back(set.day, vct);
  }
  for (const BlindAsk& ask : collect.blind) blind.emplace_back(ask.day, ask.vct);
  std::sort(seen.begin(), seen.end());
  std::sort(blind.begin(), blind.end());
  return std::adjacent_find(seen.begin(), seen.end()) != seen.end() ||
         std::adjacent_find(blind.begin(), blind.end()) != blind.end();
}

Status read_collect_claims(cbor::Reader& in, Collect& out) {
  WHIT_TRY(std::size_t pairs, in.map());
  if (pairs < 2 || pairs > 4) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.seq, in.uint(1, kMaxSequence));
  pairs -= 2;
  if (pairs > 0 && in.next_is(3)) {
    WHIT_CHECK(in.expect(3));
    WHIT_TRY(const std::size_t count, count_of(in, kMaxSetAsks));
    for (std::size_t i = 0; i < count; ++i) {
      WHIT_TRY(SetAsk set, read_set(in));
      out.sets.push_back(std::move(set));
    }
    --pairs;
  }
  if (pairs > 0) {
    WHIT_CHECK(in.expect(4));
    WHIT_TRY(const std::size_t count, count_of(in, kMaxSetAsks));
    for (std::size_t i = 0; i < count; ++i) {
      WHIT_TRY(BlindAsk ask, read_blind(in));
      out.blind.push_back(std::move(ask));
    }
    --pairs;
  }
  if (pairs > 0) return in.fail(Errc::wrong_length);
  if (names_twice(out)) return in.fail(Errc::not_ascending);
  return in.expect_end();
}

void write_set_key(cbor::Writer& out, const SetKey& key) {
  out.array(key.own ? 3 : 2).bytes(key.key.view()).bytes(key.proof.view());
  if (!key.own) return;
  out.array(3).uint(key.own->vct).bytes(key.own->handle.view()).bytes(key.own->signature.view());
}

void write_set(cbor::Writer& out, const SetAsk& set) {
  out.array(3).uint(set.day).array(set.facts.size());
  for (const Vct vct : set.facts) out.uint(vct);
  out.array(set.keys.size());
  for (const SetKey& key : set.keys) write_set_key(out, key);
}

void write_blind(cbor::Writer& out, const BlindAsk& ask) {
  out.array(3).uint(ask.day).uint(ask.vct).array(ask.messages.size());
  for (const BlindBytes& message : ask.messages) out.bytes(message.view());
}

}  // namespace

Result<Enrol> parse_enrol(Bytes body) {
  if (body.size() > kMaxCollectBody) return Errc::too_large;
  Enrol out;
  WHIT_TRY(out.sign1, parse_sign1(body));
  if (!equal(out.sign1.protected_header, enrol_header())) return Errc::wrong_algorithm;
  if (out.sign1.signature.size() != Signature::kSize) return Errc::wrong_length;
  cbor::Reader in(out.sign1.payload);
  WHIT_CHECK(read_enrol_claims(in, out));
  return out;
}

bool verify_enrol(const Enrol& enrol) { return verify_own(enrol.sign1, enrol.key); }

ByteVector sign_enrol(const Enrol& enrol, const SigningKey& key) {
  cbor::Writer out;
  out.map(5).integer(1).text(enrol.iss).integer(2).bytes(enrol.code.view());
  out.integer(3).text(enrol.pin).integer(4).bytes(key.public_key().view());
  out.integer(5).uint(enrol.time);
  return sign_own(enrol_header(), out.take(), key);
}

Result<CollectionId> read_collection_header(Bytes header, std::int64_t typ) {
  cbor::Reader in(header);
  WHIT_CHECK(in.expect_map(3));
  WHIT_CHECK(in.expect(r::kAlg));
  if (!in.next_is(r::kEd25519)) return in.fail(Errc::wrong_algorithm);
  WHIT_CHECK(in.expect(r::kEd25519));
  WHIT_CHECK(in.expect(r::kKid));
  WHIT_TRY(const CollectionId id, in.fixed<CollectionId>());
  WHIT_CHECK(in.expect(r::kTyp));
  if (!in.next_is(typ)) return in.fail(Errc::wrong_algorithm);
  WHIT_CHECK(in.expect(typ));
  WHIT_CHECK(in.expect_end());
  return id;
}

Result<Collect> parse_collect(Bytes body) {
  if (body.size() > kMaxCollectBody) return Errc::too_large;
  Collect out;
  WHIT_TRY(out.sign1, parse_sign1(body));
  WHIT_TRY(out.id, read_collection_header(out.sign1.protected_header, r::kTypCollect));
  if (out.sign1.signature.size() != Signature::kSize) return Errc::wrong_length;
  cbor::Reader in(out.sign1.payload);
  WHIT_CHECK(read_collect_claims(in, out));
  return out;
}

bool verify_collect(const Collect& collect, const PublicKey& collection_key) {
  return verify_own(collect.sign1, collection_key);
}

ByteVector sign_collect(const Collect& collect, const SigningKey& collection_key) {
  const bool sets = !collect.sets.empty(), blind = !collect.blind.empty();
  cbor::Writer out;
  out.map(std::size_t{2} + sets + blind).integer(1).text(collect.iss);
  out.integer(2).uint(collect.seq);
  if (sets) out.integer(3).array(collect.sets.size());
  for (const SetAsk& set : collect.sets) write_set(out, set);
  if (blind) out.integer(4).array(collect.blind.size());
  for (const BlindAsk& ask : collect.blind) write_blind(out, ask);
  return sign_own(signed_header(collect.id.view(), r::kTypCollect), out.take(), collection_key);
}

Hash blind_commitment(const BlindBytes& blinded) noexcept {
  return sha256({domain("whit/blind/v1"), blinded.view()});
}

ByteVector possession_message(std::string_view iss, const PublicKey& collection_key,
                              std::uint64_t seq) {
  cbor::Writer header, payload;
  header.map(1).integer(r::kAlg).integer(r::kEd25519);
  payload.array(3).text(iss).bytes(collection_key.view()).uint(seq);
  return sig_structure(header.view(), as_bytes(kPossession), payload.view());
}

bool verify_possession(const SetKey& set, Bytes message) {
  return verify(set.key, set.proof, message);
}

}  // namespace whit
