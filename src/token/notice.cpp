// SPDX-License-Identifier: Apache-2.0
#include "token/notice.h"

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "crypto/ed25519.h"
#include "token/registry.h"
#include "token/text_rules.h"
#include "token/token_reader.h"

namespace whit {
namespace {

Status read_claims(cbor::Reader& in, Notice& out) {
  WHIT_CHECK(in.expect_map(5));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.arrived, read_day(in));
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(out.where, in.text());
  if (out.where.size() > kMaxNoticeWhere || !is_plain_text(out.where)) {
    return in.fail(Errc::out_of_range);
  }
  WHIT_CHECK(in.expect(5));
  WHIT_TRY(out.time, read_secs(in));
  return in.expect_end();
}

}  // namespace

Result<Notice> parse_notice(Bytes body) {
  if (body.size() > kMaxNoticeBody) return Errc::too_large;
  Notice out;
  WHIT_TRY(out.sign1, parse_sign1(body));
  WHIT_TRY(out.id, read_collection_header(out.sign1.protected_header, registry::kTypNotice));
  if (out.sign1.signature.size() != Signature::kSize) return Errc::wrong_length;
  cbor::Reader in(out.sign1.payload);
  WHIT_CHECK(read_claims(in, out));
  return out;
}

bool verify_notice(const Notice& notice, const PublicKey& collection_key) {
  const Sign1& sign1 = notice.sign1;
  const ByteVector message = sig_structure(sign1.protected_header, {}, sign1.payload);
  return verify(collection_key, Signature::from(sign1.signature), message);
}

ByteVector sign_notice(const Notice& notice, const SigningKey& collection_key) {
  cbor::Writer claims;
  claims.map(5).integer(1).text(notice.iss).integer(2).uint(notice.vct);
  claims.integer(3).uint(notice.arrived).integer(4).text(notice.where);
  claims.integer(5).uint(notice.time);
  const ByteVector header = signed_header(notice.id.view(), registry::kTypNotice);
  const Signature signature = collection_key.sign(sig_structure(header, {}, claims.view()));
  return assemble_sign1(header, claims.view(), signature.view());
}

Result<NoticeState> parse_notice_state(Bytes body) {
  cbor::Reader in(body);
  WHIT_CHECK(in.expect_map(1));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(const std::uint64_t state, in.uint(0, 2));
  WHIT_CHECK(in.expect_end());
  return static_cast<NoticeState>(state);
}

ByteVector encode(NoticeState state) {
  cbor::Writer out;
  out.map(1).integer(1).uint(static_cast<std::uint64_t>(state));
  return out.take();
}

}  // namespace whit
