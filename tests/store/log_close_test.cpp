// SPDX-License-Identifier: Apache-2.0
// Epochs into the tree: what was written stands there once, in the form of spec/log.md.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/merkle.h"
#include "store/log_house.h"

using namespace whit;
using namespace whit::test;

namespace {

std::set<EntryBytes> set_of(const std::vector<EntryBytes>& entries) {
  return {entries.begin(), entries.end()};
}

}  // namespace

TEST_CASE("a store without a log says so, and finishing nothing is no error", "[log]") {
  LogHouse house;
  const LogState state = house.state();
  CHECK(state.number == 0);
  CHECK(state.size == 0);
  CHECK(state.root == empty_root());
  CHECK(state.epochs == 0);
  CHECK_FALSE(state.closing);
  CHECK_FALSE(state.restored);
  CHECK(house.log().finish().ok());
  CHECK(code_of(house.log().header(0)) == Errc::not_found);
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::refused);
}

TEST_CASE("what waits goes into the tree once, and the next epoch follows", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  LogState state = house.state();
  CHECK(state.number == kFirstLog);
  CHECK(state.size == 256);
  CHECK(state.epochs == 1);
  CHECK(state.closed == 0);
  CHECK(state.key_list == sha256(as_bytes("key list")));
  const auto first = tokens_from(0, 300), second = tokens_from(300, 1000);
  house.write(first);
  house.write(second, kNoon + kSecondsPerDay);
  state = house.state();
  CHECK(state.waiting == 1300);
  CHECK(state.oldest_open == kToday);
  CHECK(state.logged == 0);
  house.close(order_of(kToday));
  state = house.state();
  CHECK(state.size == 256 + 512);
  CHECK(state.closed == kToday);
  CHECK(state.oldest_open == kToday + 1);
  CHECK(state.waiting == 1000);
  CHECK(state.logged == 300);
  house.close(order_of(kToday + 1));
  house.close(order_of(kToday + 2));
  const WholeLog whole = house.check();
  REQUIRE(whole.headers.size() == 4);
  CHECK(whole.headers[0].entries == 0);
  CHECK(whole.tokens_in(1, order_of(kToday).pad_key) == set_of(first));
  CHECK(whole.tokens_in(2, order_of(kToday + 1).pad_key) == set_of(second));
  CHECK(whole.headers[3].entries == 0);
  state = house.state();
  CHECK(state.waiting == 0);
  CHECK(state.oldest_open == 0);
  CHECK(state.logged == 1300);
  CHECK(state.newest_header == sha256(whole.header_bytes.back()));
  CHECK(house.log().header(2).ok());
  CHECK(*house.log().header(2) == whole.header_bytes[2]);
  CHECK(code_of(house.log().header(4)) == Errc::not_found);
}

TEST_CASE("a leaf that comes late goes into the next day's epoch", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  const auto early = tokens_from(0, 10), late = tokens_from(10, 10), later = tokens_from(20, 10);
  house.write(early);
  house.close(order_of(kToday));
  house.write(late);  // its clock is before midnight still
  house.write(later, kNoon + kSecondsPerDay);
  CHECK(house.state().oldest_open == kToday + 1);
  CHECK(house.state().waiting == 20);
  house.close(order_of(kToday + 1));
  const WholeLog whole = house.check();
  CHECK(whole.tokens_in(1, order_of(kToday).pad_key) == set_of(early));
  std::vector<EntryBytes> both = late;
  both.insert(both.end(), later.begin(), later.end());
  CHECK(whole.tokens_in(2, order_of(kToday + 1).pad_key) == set_of(both));
}

TEST_CASE("a collect on a day that is closed is logged on the next one", "[log]") {
  LogHouse house;
  house.office().import(register_of(1));
  Wallet wallet = house.office().enrol("P-1", 1);
  house.close(control_of(kToday));
  house.close(order_of(kToday));
  REQUIRE(house.office().service().collect(wallet.ask({kPermit, kTax}, {kToday + 1}, 2), kNoon));
  CHECK(house.state().oldest_open == kToday + 1);
  CHECK(house.office().service().figures()->leaves == 4);
  house.close(order_of(kToday + 1));
  const auto figures = house.office().service().figures();
  CHECK(figures->leaves == 0);
  CHECK(figures->logged == 4);
  CHECK(house.check().tokens_in(2, order_of(kToday + 1).pad_key).size() == 4);
}

TEST_CASE("a control epoch takes no leaf and closes no day", "[log]") {
  LogHouse house;
  house.write(tokens_from(0, 5));
  house.close(control_of(kToday));
  house.close(control_of(kToday));
  CHECK(house.state().waiting == 5);
  CHECK(house.state().closed == 0);
  CHECK(house.check().entries.size() == 512);
  house.write(tokens_from(5, 5));
  house.close(order_of(kToday));
  CHECK(house.state().logged == 10);
}

TEST_CASE("days that were missed may be closed at once or in their order, never back", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.write(tokens_from(0, 5));
  house.write(tokens_from(5, 5), kNoon + kSecondsPerDay);
  house.close(order_of(kToday + 1));  // all of the day and before
  CHECK(house.state().logged == 10);
  CHECK(code_of(house.log().close(order_of(kToday + 1))) == Errc::already_exists);
  CHECK(code_of(house.log().close(order_of(kToday))) == Errc::already_exists);
  CHECK(code_of(house.log().close(control_of(kToday))) == Errc::refused);
  house.close(control_of(kToday + 3));
  CHECK(code_of(house.log().close(order_of(kToday + 2))) == Errc::refused);
  CHECK(code_of(house.log().close(order_of(0xffffffff))) == Errc::out_of_range);
  house.close(order_of(kToday + 3));
  CHECK(house.state().epochs == 4);
  CHECK(house.check().headers.size() == 4);
}

TEST_CASE("a header names the heads that were put since the last one, in their order", "[log]") {
  LogHouse house;
  const auto put = [&](std::uint64_t n) {
    const std::string content = "head " + std::to_string(n);
    REQUIRE(house.log().put(LogObject::head, hash_from(n), as_bytes(content)).ok());
  };
  REQUIRE(house.log().put(LogObject::key_list, hash_from(9), as_bytes("key list")).ok());
  house.close(control_of(kToday));
  put(3), put(1), put(2), put(1);
  house.close(order_of(kToday));
  put(1), put(4);
  house.close(control_of(kToday + 1));
  house.close(order_of(kToday + 1));
  const WholeLog whole = house.check();
  CHECK(whole.headers[0].heads.empty());
  CHECK(whole.headers[1].heads == std::vector{hash_from(3), hash_from(1), hash_from(2)});
  CHECK(whole.headers[2].heads == std::vector{hash_from(4)});
  CHECK(whole.headers[3].heads.empty());
}

TEST_CASE("pad keys are revealed once, after 60 days, for epochs with entries", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.write(tokens_from(0, 100));
  house.close(order_of(kToday));      // epoch 1: padded
  house.close(order_of(kToday + 1));  // 2: empty
  std::vector<EntryBytes> whole_groups;
  for (const EntryBytes& token : tokens_from(100, 64 * 6)) whole_groups.push_back(token);
  house.write(whole_groups, kNoon + 2 * kSecondsPerDay);
  house.close(order_of(kToday + 2));   // 3: six groups of 64, so no pad
  house.close(order_of(kToday + 59));  // 4
  house.close(control_of(kToday + 60));
  house.close(order_of(kToday + 61));
  house.close(order_of(kToday + 70));
  const WholeLog log = house.check();
  using Keys = std::vector<std::pair<std::uint64_t, Hash>>;
  REQUIRE(log.headers.size() == 8);
  CHECK(log.headers[3].entries == 64 * 6);
  CHECK(log.headers[4].pad_keys.empty());
  CHECK(log.headers[5].pad_keys == Keys{{1, order_of(kToday).pad_key}});
  CHECK(log.headers[6].pad_keys.empty());
  CHECK(log.headers[7].pad_keys == Keys{{3, Hash{}}});
}
