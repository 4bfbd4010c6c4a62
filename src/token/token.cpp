// SPDX-License-Identifier: Apache-2.0
#include "whit/token.h"

#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"
#include "token/token_reader.h"

namespace whit {
namespace {

namespace r = registry;

// What a protected header says: {1: alg, 4: kid, 16: typ}.
struct Header {
  std::int64_t alg = 0, typ = 0;
  KeyId kid;
};

Result<Header> read_header(Bytes bytes) noexcept {
  cbor::Reader in(bytes);
  Header out;
  WHIT_CHECK(in.expect_map(3));
  WHIT_CHECK(in.expect(r::kAlg));
  WHIT_TRY(out.alg, in.integer());
  WHIT_CHECK(in.expect(r::kKid));
  WHIT_TRY(out.kid, in.fixed<KeyId>());
  WHIT_CHECK(in.expect(r::kTyp));
  WHIT_TRY(out.typ, in.integer());
  WHIT_CHECK(in.expect_end());
  return out;
}

Result<Kind> kind_of(const Header& header) noexcept {
  if (header.alg == r::kEd25519 && header.typ == r::kTypSdCwt) return Kind::revocable;
  if (header.alg == r::kPs384 && header.typ == r::kTypSdCwt) return Kind::blind;
  if (header.alg == r::kEd25519 && header.typ == r::kTypCwt) return Kind::paper;
  return Errc::wrong_algorithm;
}

Status read_exp(cbor::Reader& in, Token& out) noexcept {
  WHIT_CHECK(in.expect(r::kExp));
  const std::uint32_t start = in.offset();
  WHIT_TRY(const UnixTime exp, read_secs(in));
  if (exp % kSecondsPerDay != 0) return Error{Errc::out_of_range, start};
  out.day = day_of(exp);
  return {};
}

Status read_handle(cbor::Reader& in, Token& out) noexcept {
  WHIT_CHECK(in.expect(r::kCti));
  WHIT_TRY(out.handle, in.fixed<Handle>());
  return {};
}

// cnf {1: {1: 1, -1: 6, -2: key}}, RFC 8747; P-256 is reserved and so refused.
Status read_holder(cbor::Reader& in, Token& out) noexcept {
  WHIT_CHECK(in.expect(r::kCnf));
  WHIT_CHECK(in.expect_map(1));
  WHIT_CHECK(in.expect(1));
  WHIT_CHECK(in.expect_map(3));
  for (const std::int64_t expected : {1, 1, -1, 6, -2}) WHIT_CHECK(in.expect(expected));
  WHIT_TRY(out.holder, in.fixed<PublicKey>());
  return {};
}

// The two optional claims at the end; what doesn't belong there makes expect_end fail.
Status read_extras(cbor::Reader& in, std::size_t count, Token& out) noexcept {
  if (count > 0 && in.next_is(r::kValue)) {
    WHIT_CHECK(in.expect(r::kValue));
    WHIT_TRY(out.value, read_value(in));
    --count;
  }
  if (count > 0) {
    WHIT_CHECK(in.expect(r::kDocumentTag));
    WHIT_TRY(out.tag, in.fixed<DocumentTag>());
    --count;
  }
  if (count > 0) return in.fail(Errc::wrong_length);
  return in.expect_end();
}

Status read_iss_claim(cbor::Reader& in, Token& out) noexcept {
  WHIT_CHECK(in.expect(r::kIss));
  WHIT_TRY(out.iss, read_iss(in));
  return {};
}

// sub is there because the SD-CWT draft wants it, and empty because it names nobody.
Status read_empty_sub(cbor::Reader& in) noexcept {
  WHIT_CHECK(in.expect(r::kSub));
  WHIT_TRY(const std::string_view sub, in.text());
  if (!sub.empty()) return in.fail(Errc::out_of_range);
  return {};
}

Status read_vct_claim(cbor::Reader& in, Token& out) noexcept {
  WHIT_CHECK(in.expect(r::kVct));
  WHIT_TRY(out.vct, read_vct(in));
  return {};
}

Status read_revocable_claims(Bytes payload, Token& out) noexcept {
  cbor::Reader in(payload);
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs < 6) return in.fail(Errc::wrong_length);
  WHIT_CHECK(read_iss_claim(in, out));
  WHIT_CHECK(read_empty_sub(in));
  WHIT_CHECK(read_exp(in, out));
  WHIT_CHECK(read_handle(in, out));
  WHIT_CHECK(read_holder(in, out));
  WHIT_CHECK(read_vct_claim(in, out));
  WHIT_CHECK(read_extras(in, pairs - 6, out));
  if (out.tag.has_value() != (out.vct == kDocumentVct)) return Errc::bad_tag;
  return {};
}

Status read_blind_claims(Bytes payload, Token& out) noexcept {
  cbor::Reader in(payload);
  WHIT_CHECK(in.expect_map(5));
  WHIT_CHECK(read_iss_claim(in, out));
  WHIT_CHECK(read_empty_sub(in));
  WHIT_CHECK(read_exp(in, out));
  WHIT_CHECK(read_holder(in, out));
  WHIT_CHECK(read_vct_claim(in, out));
  WHIT_CHECK(in.expect_end());
  if (out.vct == kDocumentVct) return Errc::bad_tag;
  return {};
}

Status read_paper_claims(Bytes payload, Token& out) noexcept {
  cbor::Reader in(payload);
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs < 5) return in.fail(Errc::wrong_length);
  WHIT_CHECK(read_iss_claim(in, out));
  WHIT_CHECK(read_exp(in, out));
  WHIT_CHECK(read_handle(in, out));
  WHIT_CHECK(read_vct_claim(in, out));
  WHIT_CHECK(read_extras(in, pairs - 4, out));
  if (!out.tag) return Errc::bad_tag;
  return {};
}

Status read_claims(Token& out) noexcept {
  switch (out.kind) {
    case Kind::revocable:
      return read_revocable_claims(out.payload, out);
    case Kind::blind:
      return read_blind_claims(out.payload, out);
    case Kind::paper:
      return read_paper_claims(out.payload, out);
    case Kind::none:
      break;
  }
  return Errc::wrong_algorithm;
}

Result<Token> token_of(const Sign1& sign1) noexcept {
  Token out;
  WHIT_TRY(const Header header, read_header(sign1.protected_header));
  WHIT_TRY(out.kind, kind_of(header));
  out.kid = header.kid;
  out.protected_header = sign1.protected_header;
  out.payload = sign1.payload;
  out.signature = sign1.signature;
  out.encoded = sign1.encoded;
  const std::size_t size = out.kind == Kind::blind ? RsaModulus::kSize : Signature::kSize;
  if (sign1.signature.size() != size) return Errc::wrong_length;
  WHIT_CHECK(read_claims(out));
  return out;
}

}  // namespace

Result<Token> read_token(cbor::Reader& in) noexcept {
  WHIT_TRY(const Sign1 sign1, read_sign1(in));
  WHIT_TRY(const Token out, token_of(sign1));
  if (out.kind == Kind::paper) return Errc::wrong_algorithm;
  return out;
}

Result<Token> parse_token(Bytes cbor) noexcept {
  cbor::Reader in(cbor);
  WHIT_TRY(const Token out, read_token(in));
  WHIT_CHECK(in.expect_end());
  return out;
}

Result<Token> parse_paper(Bytes cbor) noexcept {
  if (cbor.size() > kMaxPresentation) return Errc::too_large;
  WHIT_TRY(const Sign1 sign1, parse_sign1(cbor));
  WHIT_TRY(const Token out, token_of(sign1));
  if (out.kind != Kind::paper) return Errc::wrong_algorithm;
  return out;
}

Result<Value> read_value(cbor::Reader& in) noexcept {
  Value out;
  if (in.next_is(cbor::Major::uint)) {
    WHIT_TRY(const std::uint64_t number, in.uint(0, 0xffffffff));
    out.type = Value::Type::number;
    out.number = static_cast<std::uint32_t>(number);
    return out;
  }
  WHIT_TRY(const std::string_view text, in.text());
  if (!is_value_text(text)) return in.fail(Errc::out_of_range);
  out.type = Value::Type::text;
  out.text = Text<16>::from(text);
  return out;
}

Result<Vct> read_vct(cbor::Reader& in) noexcept {
  WHIT_TRY(const std::uint64_t vct, in.uint(kMinVct, 0xffff));
  return static_cast<Vct>(vct);
}

Result<std::string_view> read_iss(cbor::Reader& in) noexcept {
  WHIT_TRY(const std::string_view iss, in.text());
  if (!is_iss(iss)) return in.fail(Errc::out_of_range);
  return iss;
}

Result<Day> read_day(cbor::Reader& in) noexcept {
  WHIT_TRY(const std::uint64_t day, in.uint(kMinDay, kMaxDay));
  return static_cast<Day>(day);
}

Result<UnixTime> read_secs(cbor::Reader& in) noexcept { return in.uint(kMinSecs, kMaxSecs); }

}  // namespace whit
