// SPDX-License-Identifier: Apache-2.0
// The bytes of the format against values that somebody else computed from the rules.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "crypto/hash.h"
#include "log/entry.h"
#include "status/chain.h"
#include "support/world.h"
#include "token/build.h"

namespace whit {
namespace {

std::optional<nlohmann::json> first_values() {
  std::ifstream file(WHIT_SHARED_VECTORS "/whit/first-values.json");
  if (!file) {
    WARN("skipped: the first values are not here");
    return std::nullopt;
  }
  return nlohmann::json::parse(file);
}

std::string hex_of(Bytes bytes) { return hex::encode(bytes); }

TokenClaims first_claims(const PublicKey& holder) {
  TokenClaims out;
  out.iss = "rur-mv";
  out.day = 20801;
  out.handle = Handle::from(*hex::decode("ee86be5cc2e32db7"));
  out.holder = holder;
  out.vct = 65001;
  return out;
}

TEST_CASE("seeds and handles are those of the independent values", "[chain-2]") {
  const auto values = first_values();
  if (!values) return;
  const auto& ratchets = values->at("ratchet");
  const Seed seed = Seed::from(*hex::decode(ratchets.at("seed[20801]").get<std::string>()));
  CHECK(hex_of(ratchet(seed).view()) == ratchets.at("seed[20802]"));
  CHECK(ratchet_by(seed, 1) == ratchet(seed));
  CHECK(hex_of(HandleKey(seed).handle(0).view()) == ratchets.at("handle[20801,0]"));
  CHECK(hex_of(HandleKey(seed).handle(3).view()) == ratchets.at("handle[20801,3]"));
  CHECK(hex_of(HandleKey(ratchet(seed)).handle(0).view()) == ratchets.at("handle[20802,0]"));
}

TEST_CASE("token, presentations, entry and leaf are byte for byte the independent values") {
  const auto values = first_values();
  if (!values) return;
  const SigningKey issuer = test::seeded_key("whit vector issuer");
  const SigningKey holder = test::seeded_key("whit vector holder");
  const ByteVector expected = *hex::decode(values->at("token").get<std::string>());
  const Token parsed = *parse_token(expected);
  TokenClaims claims = first_claims(holder.public_key());
  claims.iss = parsed.iss;
  claims.vct = parsed.vct;
  const Unsigned unsigned_token = build_revocable(claims, key_id(issuer.public_key()));
  const ByteVector token = unsigned_token.with(issuer.sign(unsigned_token.to_be_signed()).view());
  CHECK(hex_of(token) == values->at("token"));

  const auto two_way = *hex::decode(values->at("two_way").get<std::string>());
  const Presentation shown = *parse_presentation(two_way);
  for (const bool challenge : {false, true}) {
    Show how{challenge ? shown.name : std::string_view(), shown.iat, std::nullopt};
    if (challenge) how.nonce = shown.nonce;
    const Unsigned unsigned_show = build_presentation({token}, how);
    const ByteVector bytes = unsigned_show.with(holder.sign(unsigned_show.to_be_signed()).view());
    CHECK(hex_of(bytes) == values->at(challenge ? "two_way" : "one_way"));
  }

  const EntryBytes entry = encode(entry_of(*parse_token(token)));
  CHECK(hex_of(entry) == values->at("leaf").at("entry44"));
  CHECK(hex_of(leaf_hash(entry).view()) == values->at("leaf").at("leaf_hash"));
}

}  // namespace
}  // namespace whit
