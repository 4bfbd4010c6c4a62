// SPDX-License-Identifier: Apache-2.0
#include "token/cose.h"

#include "crypto/ed25519.h"
#include "token/registry.h"

namespace whit {
namespace {

constexpr std::string_view kContext = "Signature1";

}  // namespace

Result<Sign1> read_sign1(cbor::Reader& in) noexcept {
  const std::uint32_t start = in.offset();
  Sign1 out;
  WHIT_CHECK(in.expect_tag(registry::kSign1Tag));
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(out.protected_header, in.bytes());
  WHIT_CHECK(in.expect_map(0));
  WHIT_TRY(out.payload, in.bytes());
  WHIT_TRY(out.signature, in.bytes());
  out.encoded = in.since(start);
  return out;
}

Result<Sign1> parse_sign1(Bytes bytes) noexcept {
  cbor::Reader in(bytes);
  WHIT_TRY(const Sign1 out, read_sign1(in));
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> sig_structure(Bytes protected_header, Bytes external_aad, Bytes payload) {
  cbor::Writer out;
  out.array(4).text(kContext).bytes(protected_header).bytes(external_aad).bytes(payload);
  return out.take();
}

ShownStructure::ShownStructure(Bytes protected_header, Bytes payload) noexcept {
  add(cbor::encode_head(cbor::Major::array, 4).view());
  add(cbor::encode_head(cbor::Major::text, kContext.size()).view());
  add(as_bytes(kContext));
  add(cbor::encode_head(cbor::Major::bytes, protected_header.size()).view());
  add(protected_header);
  add(cbor::encode_head(cbor::Major::bytes, 0).view());
  add(cbor::encode_head(cbor::Major::bytes, payload.size()).view());
  add(payload);
}

void ShownStructure::add(Bytes bytes) noexcept {
  if (bytes.size() > buffer_.size() - size_) __builtin_trap();
  std::copy(bytes.begin(), bytes.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += bytes.size();
}

std::vector<std::uint8_t> assemble_sign1(Bytes protected_header, Bytes payload, Bytes signature) {
  cbor::Writer out;
  out.tag(registry::kSign1Tag).array(4).bytes(protected_header).map(0).bytes(payload);
  return out.bytes(signature).take();
}

std::vector<std::uint8_t> signed_header(Bytes kid, std::int64_t typ) {
  cbor::Writer out;
  out.map(3).integer(registry::kAlg).integer(registry::kEd25519);
  out.integer(registry::kKid).bytes(kid).integer(registry::kTyp).integer(typ);
  return out.take();
}

Result<SignedPart> parse_signed(Bytes bytes, std::int64_t typ) noexcept {
  WHIT_TRY(const Sign1 sign1, parse_sign1(bytes));
  cbor::Reader in(sign1.protected_header);
  WHIT_CHECK(in.expect_map(3));
  WHIT_CHECK(in.expect(registry::kAlg));
  if (!in.next_is(registry::kEd25519)) return in.fail(Errc::wrong_algorithm);
  WHIT_CHECK(in.expect(registry::kEd25519));
  WHIT_CHECK(in.expect(registry::kKid));
  WHIT_TRY(const KeyId kid, in.fixed<KeyId>());
  WHIT_CHECK(in.expect(registry::kTyp));
  if (!in.next_is(typ)) return in.fail(Errc::wrong_algorithm);
  WHIT_CHECK(in.expect(typ));
  WHIT_CHECK(in.expect_end());
  if (sign1.signature.size() != Signature::kSize) return Errc::wrong_length;
  return SignedPart{kid, sign1};
}

bool verify_signed(const SignedPart& part, const PublicKey& key) {
  const auto message = sig_structure(part.sign1.protected_header, {}, part.sign1.payload);
  return verify(key, Signature::from(part.sign1.signature), message);
}

}  // namespace whit
