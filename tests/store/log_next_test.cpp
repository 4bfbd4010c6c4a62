// SPDX-License-Identifier: Apache-2.0
// The log after one that can't go on.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/merkle.h"
#include "store/journal.h"
#include "store/log_house.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr std::string_view kSecond = "test.whit.example/2";

std::string text_of(const Result<ByteVector>& file) {
  REQUIRE(file.ok());
  return {file->begin(), file->end()};
}

}  // namespace

TEST_CASE("the next log is empty, and headers run on", "[log]") {
  LogHouse house;
  CHECK(code_of(house.log().next_log(operator_actor(), kNoon)) == Errc::refused);
  house.close(control_of(kToday));
  const std::string note = house.sign();
  REQUIRE(house.log().offer(256).ok());
  house.write(tokens_from(0, 10));
  Actor nobody;
  CHECK(code_of(house.log().next_log(nobody, kNoon)) == Errc::forbidden);
  CHECK(house.state().number == 1);
  REQUIRE(house.log().next_log(operator_actor(), kNoon).ok());
  const LogState state = house.state();
  CHECK(state.number == 2);
  CHECK(state.size == 0);
  CHECK(state.root == empty_root());
  CHECK(state.signed_size == 0);
  CHECK(state.epochs == 1);
  CHECK(state.waiting == 10);
  CHECK(code_of(house.log().sign_checkpoint(signer_of(40, kSecond))) == Errc::refused);
  CHECK(text_of(house.log().read(1, "checkpoint")) == note);
  CHECK(code_of(house.log().read(2, "checkpoint")) == Errc::not_found);
  house.close(control_of(kToday));
  house.close(order_of(kToday));
  const WholeLog second = house.check();
  REQUIRE(second.headers.size() == 2);
  CHECK(second.headers[0].number == 1);
  CHECK(second.headers[0].index == 0);
  CHECK(second.headers[0].previous == sha256(*house.log().header(0)));
  CHECK(second.headers[1].entries == 64 * 6);
  CHECK(house.log().read(1, "header/0").ok());
  CHECK(code_of(house.log().read(2, "header/0")) == Errc::not_found);
  CHECK(house.log().sign_checkpoint(signer_of(40, kSecond)).ok());
  CHECK(code_of(house.log().checkpoint(256)) == Errc::not_found);
  auto database = Database::open(house.office().path(), Database::Access::read_only);
  const auto lines = read_journal(*database, 0, 100);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().act == "next-log");
  CHECK(lines->front().detail == "log 2");
}

TEST_CASE("what no checkpoint covers waits again in the next log, on its own day", "[log]") {
  LogHouse house;
  REQUIRE(house.log().put(LogObject::head, hash_from(1), as_bytes("head 1")).ok());
  house.close(control_of(kToday));
  house.write(tokens_from(0, 100));
  house.close(order_of(kToday));
  house.sign();
  REQUIRE(house.log().put(LogObject::head, hash_from(2), as_bytes("head 2")).ok());
  const auto unsigned_ = tokens_from(100, 70000), waiting = tokens_from(80000, 5);
  house.write(unsigned_, kNoon + kSecondsPerDay);
  house.close(order_of(kToday + 1));
  house.close(order_of(kToday + 61));  // reveals the key of the first, and nobody saw it
  house.write(waiting, kNoon + 62 * kSecondsPerDay);
  REQUIRE(house.log().next_log(operator_actor(), kNoon + 62 * kSecondsPerDay).ok());
  const LogState state = house.state();
  CHECK(state.epochs == 2);
  CHECK(state.closed == kToday);
  CHECK(state.oldest_open == kToday + 1);
  CHECK(state.waiting == 70005);
  CHECK(state.logged == 100);
  CHECK(house.office().service().figures()->logged == 70105);
  const WholeLog first(house.log(), 1, 256 + 512);
  CHECK(first.headers.size() == 2);
  CHECK(code_of(house.log().paths(1, 0, 1024)) == Errc::out_of_range);
  house.close(order_of(kToday + 1));
  house.close(order_of(kToday + 61));
  house.close(order_of(kToday + 62));
  const WholeLog second = house.check();
  REQUIRE(second.headers.size() == 3);
  CHECK(second.headers[0].number == 2);
  CHECK(second.headers[0].heads == std::vector{hash_from(2)});
  CHECK(second.tokens_in(0, order_of(kToday + 1).pad_key) ==
        std::set<EntryBytes>(unsigned_.begin(), unsigned_.end()));
  REQUIRE(second.headers[1].pad_keys.size() == 2);
  CHECK(second.headers[1].pad_keys[0].second == order_of(kToday).pad_key);
  CHECK(second.tokens_in(2, order_of(kToday + 62).pad_key) ==
        std::set<EntryBytes>(waiting.begin(), waiting.end()));
}

TEST_CASE("a store that witnesses are ahead of repeats nothing either, restored or not", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.sign();
  house.write(tokens_from(0, 100));
  house.close(order_of(kToday));  // what was lost may have signed just this
  REQUIRE(house.log().distrust().ok());
  CHECK(code_of(house.log().sign_checkpoint(signer_of(40, kOrigin))) == Errc::refused);
  REQUIRE(house.log().next_log(operator_actor(), kNoon).ok());
  CHECK(house.state().epochs == 2);
  CHECK(house.state().waiting == 0);
}

TEST_CASE("after a restore nothing of the last log is repeated in the next one", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.sign();
  house.write(tokens_from(0, 100));
  house.close(order_of(kToday));  // signed after the copy was made, for all that it knows
  house.write(tokens_from(100, 5), kNoon + kSecondsPerDay);
  REQUIRE(house.office().service().restored(operator_actor(), {}, kNoon).ok());
  REQUIRE(house.log().next_log(operator_actor(), kNoon).ok());
  CHECK(house.state().restored);
  CHECK(house.state().epochs == 2);
  CHECK(house.state().waiting == 5);
  house.close(order_of(kToday + 1));
  CHECK(code_of(house.log().sign_checkpoint(signer_of(40, kSecond))) == Errc::refused);
  REQUIRE(house.log().vouch().ok());
  CHECK(house.log().sign_checkpoint(signer_of(40, kSecond)).ok());
}
