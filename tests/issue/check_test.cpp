// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "issue/deal.h"
#include "issue/wallet.h"

using namespace whit;
using namespace whit::test;

namespace {

Collect one_set(Wallet& wallet) {
  Collect out;
  out.seq = 1;
  out.sets.push_back({kToday + 1, {kPermit}, {wallet.prove(wallet.fresh_key(), 1)}});
  return out;
}

Errc refusal(Wallet& wallet, const Collect& collect, std::string_view iss = "dlo") {
  const ByteVector body = wallet.body(collect);
  const auto parsed = parse_collect(body);
  REQUIRE(parsed.ok());
  const Status status = check_collect(*parsed, iss, wallet.key().public_key());
  return status.ok() ? Errc{} : status.error().code;
}

}  // namespace

TEST_CASE("a request with its signature and its proofs passes") {
  Wallet wallet(1);
  CHECK(refusal(wallet, one_set(wallet)) == Errc{});
}

TEST_CASE("a request for another issuer is refused") {
  Wallet wallet(1);
  CHECK(refusal(wallet, one_set(wallet), "mtl") == Errc::wrong_issuer);
}

TEST_CASE("a request signed by another key is refused") {
  Wallet wallet(1), thief(2);
  const ByteVector body = thief.body(one_set(wallet));
  const auto parsed = parse_collect(body);
  REQUIRE(parsed.ok());
  CHECK(check_collect(*parsed, "dlo", wallet.key().public_key()).error().code ==
        Errc::bad_signature);
}

TEST_CASE("a proof for another seq, another wallet or another issuer is refused") {
  Wallet wallet(1), other(2);
  Collect collect = one_set(wallet);
  collect.sets[0].keys[0] = wallet.prove(wallet.fresh_key(), 2);
  CHECK(refusal(wallet, collect) == Errc::bad_proof);
  collect.sets[0].keys[0] = other.prove(wallet.fresh_key(), 1);
  CHECK(refusal(wallet, collect) == Errc::bad_proof);
  other.iss = "mtl";
  const SigningKey holder = wallet.fresh_key();
  collect.sets[0].keys[0].key = holder.public_key();
  collect.sets[0].keys[0].proof =
      holder.sign(possession_message("mtl", wallet.key().public_key(), 1));
  CHECK(refusal(wallet, collect) == Errc::bad_proof);
}

TEST_CASE("a proof isn't a signature without the possession's external_aad") {
  Wallet wallet(1);
  Collect collect = one_set(wallet);
  const SigningKey holder = wallet.fresh_key();
  const ByteVector message = possession_message("dlo", wallet.key().public_key(), 1);
  const std::string_view text = as_text(message);
  CHECK(text.find("whit/pop/v1") != std::string_view::npos);
  CHECK(text.find(std::string_view("whit/pop/v1\0", 12)) == std::string_view::npos);
  collect.sets[0].keys[0].key = holder.public_key();
  collect.sets[0].keys[0].proof = holder.sign(sha256(message).view());
  CHECK(refusal(wallet, collect) == Errc::bad_proof);
}

TEST_CASE("a key of small order or in another form is refused before its proof is looked at") {
  Wallet wallet(1);
  Collect collect = one_set(wallet);
  collect.sets[0].keys[0].key = PublicKey{};
  CHECK(refusal(wallet, collect) == Errc::weak_key);
  collect.sets[0].keys[0].key.bytes[0] = 1;
  CHECK(refusal(wallet, collect) == Errc::weak_key);
  collect.sets[0].keys[0].key.bytes.fill(0xff);
  CHECK(refusal(wallet, collect) == Errc::weak_key);
}

TEST_CASE("one key may stand once in a request") {
  Wallet wallet(1);
  Collect collect = one_set(wallet);
  SetAsk next = collect.sets[0];
  next.day += 1;
  collect.sets.push_back(next);
  CHECK(refusal(wallet, collect) == Errc::key_reused);
}
