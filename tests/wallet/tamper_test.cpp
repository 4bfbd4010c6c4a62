// SPDX-License-Identifier: Apache-2.0
// An answer that isn't what it should be is refused whole, and nothing changes.
#include <catch2/catch.hpp>
#include <functional>

#include "wallet/office.h"

namespace whit::test {
namespace {

using Change = std::function<void(Collected&)>;

// refused applies `change` to a good answer and tells how the wallet refuses it; after that the
// good answer must still be taken.
Errc refused(const Change& change) {
  const World world;
  Holder holder(world);
  const ByteVector asked = holder.body();
  const Collected good = holder.office.answer(asked);
  Collected bad = good;
  change(bad);
  const ByteVector before = bytes_of(holder.wallet);
  const auto taken = holder.take(encode(bad));
  REQUIRE_FALSE(taken.ok());
  CHECK(bytes_of(holder.wallet) == before);
  CHECK(holder.body() == asked);
  CHECK(holder.take(encode(good)).ok());
  return taken.error().code;
}

std::size_t row_with(const Collected& answer, Vct vct) {
  for (std::size_t i = 0; i < answer.rows.size(); ++i) {
    if (answer.rows[i].vct == vct) return i;
  }
  FAIL("no such row");
  return 0;
}

}  // namespace

TEST_CASE("an answer with another number is refused", "[wallet][collect-6.1]") {
  CHECK(refused([](Collected& a) { a.seq = 2; }) == Errc::refused);
  CHECK(refused([](Collected& a) { a.seq = 0; }) == Errc::out_of_range);
}

TEST_CASE("a signature changed in one bit is refused", "[wallet][collect-6.2]") {
  CHECK(refused([](Collected& a) { a.rows[0].tokens[0].signature.bytes[0] ^= 1; }) ==
        Errc::bad_signature);
  CHECK(refused([](Collected& a) { a.rows.back().tokens[1].signature.bytes[63] ^= 16; }) ==
        Errc::bad_signature);
}

TEST_CASE("a handle other than the signed one is refused", "[wallet][collect-6.2]") {
  CHECK(refused([](Collected& a) { a.rows[0].tokens[0].handle.bytes[7] ^= 1; }) ==
        Errc::bad_signature);
}

TEST_CASE("a value other than the signed one is refused", "[wallet][collect-6.2]") {
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kUntil)].value.number = 202709; }) ==
        Errc::bad_signature);
}

TEST_CASE("a value that the catalogue doesn't allow is refused", "[wallet][collect-6.2]") {
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kUntil)].value.number = 203513; }) ==
        Errc::refused);
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kUntil)].value = {}; }) == Errc::refused);
  CHECK(refused([](Collected& a) {
          a.rows[row_with(a, kPermit)].value = {Value::Type::number, 1, {}};
        }) == Errc::refused);
}

TEST_CASE("a document tag is where it must be and nowhere else", "[wallet][collect-3.4]") {
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kPermit)].tokens[0].tag = DocumentTag{}; }) ==
        Errc::bad_tag);
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kDocumentVct)].tokens[0].tag.reset(); }) ==
        Errc::bad_tag);
  CHECK(refused([](Collected& a) {
          a.rows[row_with(a, kDocumentVct)].tokens[0].tag->bytes[0] ^= 1;
        }) == Errc::bad_signature);
}

TEST_CASE("tokens of two keys can't change places", "[wallet][collect-6.1]") {
  CHECK(refused([](Collected& a) { std::swap(a.rows[0].tokens[0], a.rows[0].tokens[1]); }) ==
        Errc::bad_signature);
}

TEST_CASE("a row for another day or fact is refused", "[wallet][collect-6.1]") {
  CHECK(refused([](Collected& a) { a.rows.back().day += 1; }) == Errc::refused);
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kUntil)].vct = 65008; }) == Errc::refused);
  // asked for as well, and signed with the same key: but for another fact
  CHECK(refused([](Collected& a) { a.rows[row_with(a, kPermit)].vct = kStay; }) != Errc::refused);
  CHECK(refused([](Collected& a) { std::swap(a.rows[0].tokens, a.rows[3].tokens); }) ==
        Errc::bad_signature);
}

TEST_CASE("a row with too few or too many tokens is refused", "[wallet][collect-3.4]") {
  CHECK(refused([](Collected& a) { a.rows[0].tokens.pop_back(); }) == Errc::refused);
  CHECK(refused([](Collected& a) { a.rows[0].tokens.push_back(a.rows[0].tokens[0]); }) ==
        Errc::refused);
}

TEST_CASE("the same handle twice in one answer is refused", "[wallet][collect-6.3]") {
  const World world;
  Holder holder(world);
  Collected answer = holder.office.answer(holder.body());
  const auto request = parse_collect(holder.account().pending->body);
  REQUIRE(request.ok());
  TokenClaims claims;
  claims.iss = "dlo";
  claims.day = answer.rows[0].day;
  claims.vct = answer.rows[0].vct;
  claims.handle = answer.rows[0].tokens[0].handle;
  claims.holder = request->sets[0].keys[1].key;
  const Unsigned token = build_revocable(claims, key_id(world.phone_key.public_key()));
  answer.rows[0].tokens[1].handle = claims.handle;
  answer.rows[0].tokens[1].signature = world.phone_key.sign(token.to_be_signed());
  const ByteVector before = bytes_of(holder.wallet);
  CHECK(holder.take(encode(answer)).error().code == Errc::already_exists);
  CHECK(bytes_of(holder.wallet) == before);
}

TEST_CASE("a handle of an earlier answer is refused", "[wallet][collect-6.3]") {
  const World world;
  Holder holder(world);
  const ByteVector asked = holder.body();
  const ByteVector answer = holder.office.collected(asked);
  REQUIRE(holder.take(answer).ok());
  // A wallet that forgot its sets and its request's end asks the same again; it hasn't forgotten
  // the handles.
  auto& account = holder.account();
  account.sets.clear();
  account.seq = 0;
  account.pending = wallet::Pending{asked, {}};
  CHECK(holder.take(answer).error().code == Errc::already_exists);
}

TEST_CASE("an answer that nobody waits for is refused", "[wallet]") {
  const World world;
  Holder holder(world);
  const ByteVector answer = holder.office.collected(holder.body());
  REQUIRE(holder.take(answer).ok());
  CHECK(holder.take(answer).error().code == Errc::not_found);
}

TEST_CASE("every answer that is cut short is refused", "[wallet]") {
  const World world;
  Holder holder(world);
  const ByteVector answer = holder.office.collected(holder.body());
  const ByteVector before = bytes_of(holder.wallet);
  for (std::size_t size = 0; size < answer.size(); size += size < 64 ? 1 : 61) {
    CHECK_FALSE(holder.take(Bytes(answer).first(size)).ok());
  }
  CHECK(bytes_of(holder.wallet) == before);
  CHECK(holder.take(answer).ok());
}

TEST_CASE("no bit of a small answer can change and be taken", "[wallet][collect-6.2]") {
  const World world;
  Holder holder(world);
  holder.sync();
  holder.clock += kSecondsPerDay;
  World tomorrow;
  tomorrow.now += kSecondsPerDay;
  Office office(tomorrow);
  ByteVector answer = office.collected(holder.body());
  const ByteVector before = bytes_of(holder.wallet);
  std::size_t taken = 0;
  for (std::size_t bit = 0; bit < answer.size() * 8; ++bit) {
    answer[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    taken += holder.take(answer).ok() ? 1U : 0U;
    answer[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  CHECK(taken == 0);
  CHECK(bytes_of(holder.wallet) == before);
  CHECK(holder.take(answer).ok());
}

TEST_CASE("a key that isn't live for the day signs nothing", "[wallet][collect-6.1]") {
  const World live;
  World withdrawn(with_withdrawn_keys());
  Holder holder(live);
  const ByteVector answer = holder.office.collected(holder.body());
  const auto taken =
      wallet::take_collected(holder.account(), answer, withdrawn.bundle(), holder.clock);
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().code == Errc::unknown_key);
  CHECK(holder.take(answer).ok());
}

}  // namespace whit::test
