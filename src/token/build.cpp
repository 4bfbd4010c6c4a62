// SPDX-License-Identifier: Apache-2.0
#include "token/build.h"

#include "base/cbor_writer.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit {
namespace {

namespace r = registry;

void write_value(cbor::Writer& out, const Value& value) {
  if (value.type == Value::Type::none) return;
  out.integer(r::kValue);
  if (value.type == Value::Type::number) {
    out.uint(value.number);
  } else {
    out.text(value.text.view());
  }
}

std::size_t extras(const TokenClaims& claims) {
  return std::size_t{claims.value.type != Value::Type::none} + claims.tag.has_value();
}

void write_tail(cbor::Writer& out, const TokenClaims& claims) {
  out.integer(r::kVct).uint(claims.vct);
  write_value(out, claims.value);
  if (claims.tag) out.integer(r::kDocumentTag).bytes(claims.tag->view());
}

void write_holder(cbor::Writer& out, const PublicKey& holder) {
  out.integer(r::kCnf).map(1).integer(1).map(3);
  out.integer(1).integer(1).integer(-1).integer(6).integer(-2).bytes(holder.view());
}

ByteVector presentation_header(const std::vector<ByteVector>& tokens) {
  cbor::Writer out;
  out.map(tokens.size() > 1 ? 4 : 3).integer(r::kAlg).integer(r::kEd25519);
  out.integer(r::kKcwt).raw(tokens.front()).integer(r::kTyp).integer(r::kTypKbt);
  if (tokens.size() > 1) {
    out.integer(r::kMoreTokens).array(tokens.size() - 1);
    for (std::size_t i = 1; i < tokens.size(); ++i) out.raw(tokens[i]);
  }
  return out.take();
}

ByteVector presentation_claims(const Show& show) {
  cbor::Writer out;
  out.map(show.nonce ? 3 : 2).integer(r::kAud).text(show.name.empty() ? "*" : show.name);
  out.integer(r::kIat).uint(show.iat);
  if (show.nonce) out.integer(r::kCnonce).bytes(show.nonce->view());
  return out.take();
}

}  // namespace

ByteVector Unsigned::to_be_signed(Bytes external_aad) const {
  return sig_structure(protected_header, external_aad, payload);
}

ByteVector Unsigned::with(Bytes signature) const {
  return assemble_sign1(protected_header, payload, signature);
}

Unsigned build_revocable(const TokenClaims& claims, const KeyId& kid) {
  cbor::Writer out;
  out.map(6 + extras(claims)).integer(r::kIss).text(claims.iss).integer(r::kSub).text("");
  out.integer(r::kExp).uint(midnight(claims.day)).integer(r::kCti).bytes(claims.handle.view());
  write_holder(out, claims.holder);
  write_tail(out, claims);
  return {signed_header(kid.view(), r::kTypSdCwt), out.take()};
}

Unsigned build_paper(const TokenClaims& claims, const KeyId& kid) {
  cbor::Writer out;
  out.map(4 + extras(claims)).integer(r::kIss).text(claims.iss);
  out.integer(r::kExp).uint(midnight(claims.day)).integer(r::kCti).bytes(claims.handle.view());
  write_tail(out, claims);
  return {signed_header(kid.view(), r::kTypCwt), out.take()};
}

Unsigned build_blind(const TokenClaims& claims, const KeyId& kid) {
  cbor::Writer header, out;
  header.map(3).integer(r::kAlg).integer(r::kPs384).integer(r::kKid).bytes(kid.view());
  header.integer(r::kTyp).integer(r::kTypSdCwt);
  out.map(5).integer(r::kIss).text(claims.iss).integer(r::kSub).text("");
  out.integer(r::kExp).uint(midnight(claims.day));
  write_holder(out, claims.holder);
  out.integer(r::kVct).uint(claims.vct);
  return {header.take(), out.take()};
}

Unsigned build_presentation(const std::vector<ByteVector>& tokens, const Show& show) {
  if (tokens.empty() || tokens.size() > kMaxTokens) __builtin_trap();
  return {presentation_header(tokens), presentation_claims(show)};
}

Result<ByteVector> sign_part(Bytes payload, std::int64_t typ, const Signer& key) {
  const ByteVector header = signed_header(key_id(key.public_key()).view(), typ);
  WHIT_TRY(const Signature signature, key.sign(sig_structure(header, {}, payload)));
  return assemble_sign1(header, payload, signature.view());
}

ByteVector sign_part(Bytes payload, std::int64_t typ, const SigningKey& key) {
  return *sign_part(payload, typ, static_cast<const Signer&>(key));
}

}  // namespace whit
