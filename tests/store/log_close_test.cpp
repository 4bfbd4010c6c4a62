// SPDX-License-Identifier: Apache-2.0
// Epochs into the tree: what was written stands there once, in the form of spec/log.md.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/merkle.h"
#include "store/log_house.h"
#include "store/log_rows.h"

using namespace whit;
using namespace whit::test;

namespace {

std::set<EntryBytes> set_of(const std::vector<EntryBytes>& entries) {
  return {entries.begin(), entries.end()};
}

}  // namespace

TEST_CASE("a store without a log says so, and finishing nothing is no error") {
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

TEST_CASE("what waits goes into the tree once, and the next epoch follows") {
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
  const std::string note = house.sign();
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
