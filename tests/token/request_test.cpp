// SPDX-License-Identifier: Apache-2.0
#include "whit/request.h"

#include <catch2/catch.hpp>

#include "base/cbor_writer.h"
#include "support/world.h"
#include "token/cose.h"
#include "token/registry.h"
#include "whit/qr_text.h"

namespace whit {
namespace {

Request challenge() {
  Request out;
  out.iss = "dlo";
  out.name = "Site 7";
  out.facts = {65001, 65003};
  out.count = 2;
  out.nonce = Nonce{};
  out.until = 1800000000;
  out.kind = Kind::revocable;
  return out;
}

ByteVector signed_by(const SigningKey& site, const Request& request) {
  const ByteVector header = signed_header(site.public_key().view(), registry::kTypRequest);
  const ByteVector payload = encode(request);
  const Signature signature = site.sign(sig_structure(header, {}, payload));
  return assemble_sign1(header, payload, signature.view());
}

TEST_CASE("a request is read back as it was written", "[token-6]") {
  const Request read = *parse_request(encode(challenge()));
  CHECK(read.iss == "dlo");
  CHECK(read.name == "Site 7");
  CHECK(read.count == 2);
  CHECK(read.facts == challenge().facts);
  CHECK(read.until == challenge().until);
  CHECK(read.nonce == challenge().nonce);
  CHECK(read.kind == Kind::revocable);
  CHECK_FALSE(read.site.has_value());
}

TEST_CASE("an answer time without a nonce is refused", "[token-6]") {
  Request request = challenge();
  request.nonce.reset();
  CHECK_FALSE(parse_request(encode(request)).ok());
  request.until.reset();
  CHECK(parse_request(encode(request)).ok());
}

TEST_CASE("facts that don't ascend, none, or an odd name are refused", "[token-6]") {
  Request request = challenge();
  request.facts = {65003, 65001};
  CHECK(parse_request(encode(request)).error().code == Errc::not_ascending);
  request.facts = {65001, 65001};
  CHECK_FALSE(parse_request(encode(request)).ok());
  request.count = 0;
  CHECK_FALSE(parse_request(encode(request)).ok());
  request = challenge();
  for (const char* name :
       {"", " Site", "*", "Site\n7", "\xd0\xa1ite", "a name that is longer than thirty-two"}) {
    request.name = name;
    CHECK_FALSE(parse_request(encode(request)).ok());
  }
}

TEST_CASE("a signed request names its site, and only when the signature is good", "[token-6]") {
  const SigningKey site = test::seeded_key("site");
  ByteVector bytes = signed_by(site, challenge());
  CHECK(*parse_request(bytes)->site == site.public_key());
  bytes.back() ^= 1;
  CHECK(parse_request(bytes).error().code == Errc::bad_signature);
}

TEST_CASE("invitations and set-up cards are read back, and cut ones refused", "[token-7]") {
  Invitation invitation{"dlo", {}};
  invitation.code.fill(9);
  CHECK(parse_invitation(encode(invitation))->code == invitation.code);
  for (const char* preset : {"", "gate"}) {
    const Setup setup{"dlo", "https://dlo.example/whit", Hash{}, preset};
    CHECK(parse_setup(encode(setup))->preset == preset);
    const ByteVector bytes = encode(setup);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CHECK_FALSE(parse_setup(Bytes(bytes).first(size)).ok());
    }
  }
  CHECK_FALSE(parse_setup(encode(Setup{"dlo", "short", Hash{}, ""})).ok());
}

TEST_CASE("texts say by their prefix what they carry", "[token-8]") {
  const std::string text = encode_text(Carrier::request, encode(challenge()));
  CHECK(text.substr(0, 4) == "WR1:");
  CHECK(*recognise("\t " + text + "\r\n") == Carrier::request);
  CHECK(*decode_text(Carrier::request, " " + text + "\n") == encode(challenge()));
  CHECK(decode_text(Carrier::invitation, text).error().code == Errc::unknown_prefix);
  CHECK(recognise("WX9:1234").error().code == Errc::unknown_prefix);
  CHECK(recognise("https://example.org").error().code == Errc::no_prefix);
  CHECK(recognise("").error().code == Errc::no_prefix);
}

}  // namespace
}  // namespace whit
