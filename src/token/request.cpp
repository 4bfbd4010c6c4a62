// SPDX-License-Identifier: Apache-2.0
#include "whit/request.h"

#include "base/cbor_writer.h"
#include "crypto/ed25519.h"
#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"
#include "token/token_reader.h"

namespace whit {
namespace {

namespace r = registry;

// The labels of a request map that are the same number as a claim of a token, or our own.
constexpr std::int64_t kUntil = 4, kFacts = 11;

Status read_facts(cbor::Reader& in, Request& out) noexcept {
  WHIT_CHECK(in.expect(kFacts));
  WHIT_TRY(out.count, in.array());
  if (out.count < 1 || out.count > kMaxTokens) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < out.count; ++i) {
    WHIT_TRY(out.facts[i], read_vct(in));
    if (i > 0 && out.facts[i] <= out.facts[i - 1]) return in.fail(Errc::not_ascending);
  }
  return {};
}

Status read_optional_end(cbor::Reader& in, Request& out) noexcept {
  if (in.next_is(r::kCnonce)) {
    WHIT_CHECK(in.expect(r::kCnonce));
    WHIT_TRY(out.nonce, in.fixed<Nonce>());
  }
  if (out.until && !out.nonce) return in.fail(Errc::wrong_label);
  if (in.next_is(r::kKindWanted)) {
    WHIT_CHECK(in.expect(r::kKindWanted));
    WHIT_TRY(const std::uint64_t kind, in.uint(1, 2));
    out.kind = static_cast<Kind>(kind);
  }
  return in.expect_end();
}

Result<Request> read_request_map(Bytes bytes) noexcept {
  cbor::Reader in(bytes);
  Request out;
  WHIT_TRY(const std::size_t pairs, in.map());
  WHIT_CHECK(in.expect(r::kIss));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(r::kAud));
  WHIT_TRY(const std::string_view name, in.text());
  if (!is_name(name)) return in.fail(Errc::out_of_range);
  out.name = name;
  if (in.next_is(kUntil)) {
    WHIT_CHECK(in.expect(kUntil));
    WHIT_TRY(out.until, read_secs(in));
  }
  WHIT_CHECK(read_facts(in, out));
  WHIT_CHECK(read_optional_end(in, out));
  const std::size_t found =
      3 + std::size_t{out.until.has_value()} + out.nonce.has_value() + (out.kind != Kind::none);
  if (pairs != found) return Errc::wrong_length;
  return out;
}

// A signed request names the site's whole key in its header, for there is no list to look it up.
Result<Request> parse_signed_request(Bytes cbor) noexcept {
  WHIT_TRY(const Sign1 sign1, parse_sign1(cbor));
  cbor::Reader in(sign1.protected_header);
  WHIT_CHECK(in.expect_map(3));
  WHIT_CHECK(in.expect(r::kAlg));
  WHIT_CHECK(in.expect(r::kEd25519));
  WHIT_CHECK(in.expect(r::kKid));
  WHIT_TRY(const PublicKey site, in.fixed<PublicKey>());
  WHIT_CHECK(in.expect(r::kTyp));
  WHIT_CHECK(in.expect(r::kTypRequest));
  WHIT_CHECK(in.expect_end());
  if (sign1.signature.size() != Signature::kSize) return Errc::wrong_length;
  WHIT_TRY(Request out, read_request_map(sign1.payload));
  const auto message = sig_structure(sign1.protected_header, {}, sign1.payload);
  if (!verify(site, Signature::from(sign1.signature), message)) return Errc::bad_signature;
  out.site = site;
  return out;
}

}  // namespace

Result<Request> parse_request(Bytes cbor) noexcept {
  if (cbor.size() > kMaxPresentation) return Errc::too_large;
  if (cbor::Reader(cbor).next_is(cbor::Major::tag)) return parse_signed_request(cbor);
  return read_request_map(cbor);
}

std::vector<std::uint8_t> encode(const Request& request) {
  const std::size_t pairs = 3 + std::size_t{request.until.has_value()} + request.nonce.has_value() +
                            (request.kind != Kind::none);
  cbor::Writer out;
  out.map(pairs).integer(r::kIss).text(request.iss).integer(r::kAud).text(request.name);
  if (request.until) out.integer(kUntil).uint(*request.until);
  out.integer(kFacts).array(request.count);
  for (std::size_t i = 0; i < request.count; ++i) out.uint(request.facts[i]);
  if (request.nonce) out.integer(r::kCnonce).bytes(request.nonce->view());
  if (request.kind != Kind::none) {
    out.integer(r::kKindWanted).uint(static_cast<std::uint64_t>(request.kind));
  }
  return out.take();
}

Result<Invitation> parse_invitation(Bytes cbor) noexcept {
  cbor::Reader in(cbor);
  Invitation out;
  WHIT_CHECK(in.expect_map(2));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(const Bytes code, in.bytes());
  if (code.size() != out.code.size()) return in.fail(Errc::wrong_length);
  std::copy(code.begin(), code.end(), out.code.begin());
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode(const Invitation& invitation) {
  cbor::Writer out;
  out.map(2).uint(1).text(invitation.iss).uint(2).bytes(invitation.code);
  return out.take();
}

Result<Setup> parse_setup(Bytes cbor) noexcept {
  cbor::Reader in(cbor);
  Setup out;
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs != 3 && pairs != 4) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.url, in.text());
  if (out.url.size() < 8 || out.url.size() > 96) return in.fail(Errc::out_of_range);
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.root, in.fixed<Hash>());
  if (pairs == 4) {
    WHIT_CHECK(in.expect(4));
    WHIT_TRY(out.preset, in.text());
    if (!is_slug(out.preset)) return in.fail(Errc::out_of_range);
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode(const Setup& setup) {
  cbor::Writer out;
  out.map(setup.preset.empty() ? 3 : 4).uint(1).text(setup.iss).uint(2).text(setup.url);
  out.uint(3).bytes(setup.root.view());
  if (!setup.preset.empty()) out.uint(4).text(setup.preset);
  return out.take();
}

}  // namespace whit
