// SPDX-License-Identifier: Apache-2.0
// A wallet as bytes, and back.
#include <catch2/catch.hpp>

#include "base/cbor_writer.h"
#include "wallet/office.h"

namespace whit::test {

TEST_CASE("a wallet is the same after saving and loading, byte for byte", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  holder.clock += kSecondsPerDay;
  REQUIRE_FALSE(holder.body().empty());  // and leave it outstanding
  Invitation other{"tax", {}};
  REQUIRE(wallet::make_enrol(holder.wallet, other, "654321", holder.clock, holder.rng).ok());

  const ByteVector saved = bytes_of(holder.wallet);
  const auto loaded = wallet::load(saved);
  REQUIRE(loaded.ok());
  CHECK(bytes_of(*loaded) == saved);
  CHECK(loaded->accounts.size() == 1);
  CHECK(loaded->enrolling.size() == 1);
  CHECK(loaded->history.size() == 1);
  CHECK(loaded->accounts[0].pending.has_value());
}

TEST_CASE("a loaded wallet signs with the keys of the saved one", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  auto loaded = wallet::load(bytes_of(holder.wallet));
  REQUIRE(loaded.ok());
  const auto question = one_way({kPermit});
  const auto choice = wallet::choose(loaded->accounts[0], world.head(), question, holder.clock);
  const auto shown = wallet::show(*loaded, loaded->accounts[0], choice, question, holder.clock);
  REQUIRE(shown.ok());
  CHECK(*shown == holder.show(question));
  CHECK(world.check(*shown).verdict == Verdict::valid);
}

TEST_CASE("an empty wallet can be saved", "[wallet]") {
  const auto loaded = wallet::load(bytes_of(wallet::Wallet{}));
  REQUIRE(loaded.ok());
  CHECK(loaded->accounts.empty());
}

TEST_CASE("a wallet cut short anywhere isn't loaded", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  const ByteVector saved = bytes_of(holder.wallet);
  for (std::size_t size = 0; size < saved.size(); size += size < 200 ? 1 : 97) {
    CHECK_FALSE(wallet::load(Bytes(saved).first(size)).ok());
  }
}

TEST_CASE("a wallet of a newer program is told apart from a damaged one", "[wallet]") {
  ByteVector saved = bytes_of(wallet::Wallet{});
  REQUIRE(saved[1] == wallet::kSaveVersion);
  saved[1] = wallet::kSaveVersion + 1;
  CHECK(wallet::load(saved).error().code == Errc::unknown_prefix);
}

TEST_CASE("a wallet that version 1 wrote is loaded, and written as the newest", "[wallet]") {
  const World world;
  Holder holder(world);
  const wallet::Account& account = holder.account();
  cbor::Writer front, out;
  front.array(3).array(1);
  front.array(11).bytes(encode(account.trust)).bytes(account.id.view()).uint(5);
  front.integer(-60).uint(holder.clock);
  for (int list = 0; list < 4; ++list) front.array(0);  // facts, sets, handles, outstanding
  front.bytes(Bytes()).array(6).uint(1).bytes(Hash{}.view());
  for (int number = 0; number < 4; ++number) front.uint(0);
  front.array(0).array(0);
  out.array(3).uint(1).bytes(front.view());
  out.bytes(account.collection.seed(InsecureAccess{}).expose(InsecureAccess{}));
  const auto loaded = wallet::load(out.view());
  REQUIRE(loaded.ok());
  CHECK(loaded->accounts[0].seq == 5);
  CHECK(loaded->accounts[0].clock_offset == -60);
  CHECK(loaded->accounts[0].notices.empty());
  CHECK(loaded->accounts[0].ended == 0);
  CHECK(wallet::load(bytes_of(*loaded)).ok());
}

TEST_CASE("tokens that version 2 wrote are loaded; nobody knows when they were logged",
          "[wallet]") {
  const World world;
  Holder holder(world);
  const wallet::Account& account = holder.account();
  const ByteVector token = world.token(world.claims(kPermit));
  cbor::Writer front, out;
  front.array(3).array(1);
  front.array(13).bytes(encode(account.trust)).bytes(account.id.view()).uint(5);
  front.integer(-60).uint(holder.clock).array(0);
  front.array(1).array(4).uint(World::kToday + 1).uint(0).bytes(Hash{}.view());
  front.array(1).array(2).uint(kPermit).bytes(token);
  front.array(0).array(1).array(2).bytes(token).uint(0);  // handles, outstanding
  front.bytes(Bytes()).array(6).uint(1).bytes(Hash{}.view());
  for (int number = 0; number < 4; ++number) front.uint(0);
  front.array(0).uint(0).array(0).array(0);
  ByteVector seeds;
  for (const SigningKey* key : {&account.collection, &world.holder}) {
    const SecretBuffer seed = key->seed(InsecureAccess{});
    const Bytes view = seed.expose(InsecureAccess{});
    seeds.insert(seeds.end(), view.begin(), view.end());
  }
  out.array(3).uint(2).bytes(front.view()).bytes(seeds);
  const auto loaded = wallet::load(out.view());
  REQUIRE(loaded.ok());
  const wallet::Held& held = loaded->accounts[0].sets[0].tokens[0];
  CHECK(held.encoded == token);
  CHECK(held.first == 0);
  CHECK(held.log == wallet::LogState::unchecked);
  CHECK(loaded->accounts[0].pending->made == 0);
  CHECK(wallet::load(bytes_of(*loaded)).ok());
}

}  // namespace whit::test
