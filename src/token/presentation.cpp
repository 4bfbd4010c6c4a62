// SPDX-License-Identifier: Apache-2.0
// Key-binding tokens: spec/token.md, section 5.
#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"
#include "token/token_reader.h"
#include "whit/token.h"

namespace whit {
namespace {

namespace r = registry;

Status read_typ(cbor::Reader& in) noexcept {
  WHIT_CHECK(in.expect(r::kTyp));
  if (!in.next_is(r::kTypKbt)) return in.fail(Errc::wrong_algorithm);
  return in.expect(r::kTypKbt);
}

Status read_alg(cbor::Reader& in) noexcept {
  WHIT_CHECK(in.expect(r::kAlg));
  if (!in.next_is(r::kEd25519)) return in.fail(Errc::wrong_algorithm);
  return in.expect(r::kEd25519);
}

// The rest of a set: the same issuer, expiry and holder key, facts ascending, none of them blind.
Status read_companions(cbor::Reader& in, Presentation& out) noexcept {
  WHIT_CHECK(in.expect(r::kMoreTokens));
  WHIT_TRY(const std::size_t more, in.array());
  if (more < 1 || more > kMaxTokens - 1) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < more; ++i) {
    const std::uint32_t start = in.offset();
    WHIT_TRY(const Token token, read_token(in));
    const Token& first = out.tokens[0];
    const Token& last = out.tokens[out.count - 1];
    if (token.kind != Kind::revocable || first.kind != Kind::revocable || token.iss != first.iss ||
        token.day != first.day || !(token.holder == first.holder)) {
      return Error{Errc::mixed_set, start};
    }
    if (token.vct <= last.vct) return Error{Errc::not_ascending, start};
    out.tokens[out.count++] = token;
  }
  return {};
}

Status read_kbt_header(Bytes bytes, Presentation& out) noexcept {
  cbor::Reader in(bytes);
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs != 3 && pairs != 4) return in.fail(Errc::wrong_length);
  WHIT_CHECK(read_alg(in));
  WHIT_CHECK(in.expect(r::kKcwt));
  WHIT_TRY(out.tokens[0], read_token(in));
  out.count = 1;
  WHIT_CHECK(read_typ(in));
  if (pairs == 4) WHIT_CHECK(read_companions(in, out));
  return in.expect_end();
}

Status read_audience(cbor::Reader& in, Presentation& out) noexcept {
  WHIT_CHECK(in.expect(r::kAud));
  WHIT_TRY(const std::string_view aud, in.text());
  if (aud == "*") return {};
  if (!is_name(aud)) return in.fail(Errc::out_of_range);
  out.name = aud;
  return {};
}

Status read_kbt_claims(Bytes bytes, Presentation& out) noexcept {
  cbor::Reader in(bytes);
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs != 2 && pairs != 3) return in.fail(Errc::wrong_length);
  WHIT_CHECK(read_audience(in, out));
  WHIT_CHECK(in.expect(r::kIat));
  WHIT_TRY(out.iat, read_secs(in));
  if (out.iat % 15 != 0) return in.fail(Errc::out_of_range);
  out.mode = out.name.empty() ? Mode::one_way : Mode::posted;
  if (pairs == 3) {
    if (out.mode == Mode::one_way) return in.fail(Errc::wrong_label);
    WHIT_CHECK(in.expect(r::kCnonce));
    WHIT_TRY(out.nonce, in.fixed<Nonce>());
    out.mode = Mode::challenge;
  }
  return in.expect_end();
}

}  // namespace

Result<Presentation> parse_presentation(Bytes cbor) noexcept {
  if (cbor.size() > kMaxPresentation) return Errc::too_large;
  WHIT_TRY(const Sign1 sign1, parse_sign1(cbor));
  Presentation out;
  out.protected_header = sign1.protected_header;
  out.payload = sign1.payload;
  if (sign1.signature.size() != Signature::kSize) return Errc::wrong_length;
  out.signature = Signature::from(sign1.signature);
  WHIT_CHECK(read_kbt_header(sign1.protected_header, out));
  WHIT_CHECK(read_kbt_claims(sign1.payload, out));
  return out;
}

}  // namespace whit
