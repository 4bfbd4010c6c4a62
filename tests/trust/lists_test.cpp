// SPDX-License-Identifier: Apache-2.0
// Manifest and key list: what makes the whole of them void.
#include <catch2/catch.hpp>

#include "support/world.h"
#include "trust/catalogue.h"

namespace whit {
namespace {

constexpr Day kDay = 20862;

PublicKey key(int number) {
  PublicKey out;
  out.bytes[0] = static_cast<std::uint8_t>(number);
  return out;
}

RsaModulus modulus(int number) {
  RsaModulus out;
  out.bytes[0] = static_cast<std::uint8_t>(number);
  return out;
}

Errc reads(const RootManifest& manifest) {
  const auto read = parse_manifest(encode(manifest));
  return read ? Errc{} : read.error().code;
}

Errc reads(const KeyList& list) {
  const auto read = parse_key_list(encode(list));
  return read ? Errc{} : read.error().code;
}

KeyList list_of(std::vector<TokenKey> tokens, std::vector<BlindKey> blind = {}) {
  return {"dlo", 1, std::move(tokens), std::move(blind)};
}

TokenKey row(int number, std::vector<Vct> facts, Day first, Day last,
             KeyState state = KeyState::live, Kind kind = Kind::revocable) {
  return {kind, std::move(facts), first, last, key(number), state};
}

TEST_CASE("two rows of one use and one key make a manifest void", "[trust-3]") {
  RootManifest manifest{"dlo", 1, {}, kDay + 9, {}, false};
  manifest.keys = {{Use::keys, key(1), kDay, kDay}, {Use::bundle, key(1), kDay, kDay}};
  CHECK(reads(manifest) == Errc{});
  manifest.keys[1].use = Use::keys;
  CHECK(reads(manifest) == Errc::manifest_void);
}

TEST_CASE("a manifest has keys, and their days are in order", "[trust-3]") {
  RootManifest manifest{"dlo", 1, {}, kDay + 9, {}, false};
  CHECK(reads(manifest) == Errc::wrong_length);
  manifest.keys = {{Use::keys, key(1), kDay + 1, kDay}};
  CHECK(reads(manifest) == Errc::out_of_range);
  manifest.keys[0].last = kDay + 1;
  CHECK(reads(manifest) == Errc{});
}

TEST_CASE("only a specimen says that it is or isn't one", "[trust-3]") {
  RootManifest manifest{"dlo", 1, {{Use::keys, key(1), kDay, kDay}}, kDay + 9, {}, true};
  ByteVector bytes = encode(manifest);
  CHECK(parse_manifest(bytes)->specimen);
  bytes.back() = 0xf4;  // false
  CHECK(parse_manifest(bytes).error().code == Errc::out_of_range);
}

TEST_CASE("two live keys for one kind, fact and day make a list void", "[trust-4]") {
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007), row(2, {65001}, 20008, 20014)})) == Errc{});
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007), row(2, {65001}, 20007, 20014)})) ==
        Errc::key_list_void);
  CHECK(reads(list_of({row(1, {65001}, 20007, 20014), row(2, {65001}, 20000, 20007)})) ==
        Errc::key_list_void);
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007), row(2, {65002, 65001}, 20003, 20003)})) ==
        Errc::key_list_void);
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007), row(2, {65002}, 20000, 20007)})) == Errc{});
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007),
                       row(2, {65001}, 20000, 20007, KeyState::live, Kind::paper)})) == Errc{});
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007),
                       row(2, {65001}, 20000, 20007, KeyState::withdrawn)})) == Errc{});
}

TEST_CASE("two live blind keys for one fact and day make a list void", "[trust-4]") {
  const auto blind = [](Vct vct, Day day, KeyState state) {
    return reads(
        list_of({}, {{65001, kDay, modulus(1), KeyState::live}, {vct, day, modulus(2), state}}));
  };
  CHECK(blind(65001, kDay, KeyState::live) == Errc::key_list_void);
  CHECK(blind(65001, kDay, KeyState::withdrawn) == Errc{});
  CHECK(blind(65002, kDay, KeyState::live) == Errc{});
  CHECK(blind(65001, kDay + 1, KeyState::live) == Errc{});
}

TEST_CASE("one key twice makes a list void, whatever its rows say", "[trust-4]") {
  CHECK(reads(list_of({row(1, {65001}, 20000, 20007, KeyState::withdrawn),
                       row(1, {65002}, 20010, 20017)})) == Errc::key_list_void);
  CHECK(reads(list_of({}, {{65001, kDay, modulus(1), KeyState::withdrawn},
                           {65002, kDay + 3, modulus(1), KeyState::live}})) == Errc::key_list_void);
}

TEST_CASE("a row names facts, each once, and days in order", "[trust-4]") {
  CHECK(reads(list_of({row(1, {}, 20000, 20007)})) == Errc::wrong_length);
  CHECK(reads(list_of({row(1, {65001, 65001}, 20000, 20007)})) == Errc::key_list_void);
  CHECK(reads(list_of({row(1, {65002, 65001}, 20000, 20007)})) == Errc{});
  CHECK(reads(list_of({row(1, {65001}, 20008, 20007)})) == Errc::out_of_range);
}

TEST_CASE("a row covers its kind, facts and days, both ends included", "[trust-4]") {
  const TokenKey covered = row(1, {65001, 65003}, 20000, 20007);
  CHECK(covered.covers(Kind::revocable, 65003, 20000));
  CHECK(covered.covers(Kind::revocable, 65001, 20007));
  CHECK_FALSE(covered.covers(Kind::paper, 65001, 20000));
  CHECK_FALSE(covered.covers(Kind::revocable, 65002, 20000));
  CHECK_FALSE(covered.covers(Kind::revocable, 65001, 19999));
  CHECK_FALSE(covered.covers(Kind::revocable, 65001, 20008));
  CHECK_FALSE(TokenKey{}.covers(Kind::revocable, 65001, 20000));
}

TEST_CASE("a list may hold 1,024 token keys and no more", "[trust-4]") {
  const auto many = [](std::size_t count) {
    KeyList list = list_of({});
    for (std::size_t i = 0; i < count; ++i) {
      TokenKey next = row(0, {65001}, kDay, kDay, KeyState::withdrawn);
      next.key.bytes[1] = static_cast<std::uint8_t>(i);
      next.key.bytes[2] = static_cast<std::uint8_t>(i >> 8);
      list.tokens.push_back(next);
    }
    return reads(list);
  };
  CHECK(many(1024) == Errc{});
  CHECK(many(1025) == Errc::too_large);
}

TEST_CASE("a map says how many fields it has", "[token-2]") {
  const test::World world;
  const auto miscounted = [](ByteVector bytes, int off) {
    bytes[0] = static_cast<std::uint8_t>(bytes[0] + off);
    return bytes;
  };
  for (const int off : {-1, 1}) {
    CHECK_FALSE(parse_head(miscounted(encode(world.head()), off)).ok());
    CHECK_FALSE(parse_manifest(miscounted(encode(world.bundle().manifest()), off)).ok());
    CHECK_FALSE(parse_key_list(miscounted(encode(world.bundle().key_list()), off)).ok());
    CHECK_FALSE(parse_trust_file(miscounted(encode(world.trust()), off)).ok());
    cbor::Writer fact, preset;
    write(fact, world.head().catalogue[0]);
    write(preset, world.head().presets[0]);
    const ByteVector wrong_fact = miscounted(fact.view(), off);
    const ByteVector wrong_preset = miscounted(preset.view(), off);
    cbor::Reader in_fact(wrong_fact), in_preset(wrong_preset);
    CHECK_FALSE(read_fact(in_fact).ok());
    CHECK_FALSE(read_preset(in_preset).ok());
  }
}

TEST_CASE("a trust file's texts have an end", "[trust-2]") {
  TrustFile trust{"dlo", key(1), "", "", std::string(65536, 'x')};
  CHECK(parse_trust_file(encode(trust))->policy.size() == 65536);
  trust.policy += 'x';
  CHECK(parse_trust_file(encode(trust)).error().code == Errc::too_large);
  const TrustFile nobody{"D", key(1), "", "", ""};
  CHECK_FALSE(parse_trust_file(encode(nobody)).ok());
}

}  // namespace
}  // namespace whit
