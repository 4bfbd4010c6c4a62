// SPDX-License-Identifier: Apache-2.0
// Looking one's own tokens up in the log, and how little that tells who serves it.
#include "wallet/epoch_log.h"

namespace whit::test {
namespace {

using wallet::Held;
using wallet::LogState;

TEST_CASE("a wallet finds its tokens once the promised delay has passed", "[log-16]") {
  Full full;
  full.log.close(kDay, full.entries());
  CHECK_FALSE(is_log_due(full.holder.account(), full.log.proven(kNextMorning - 1)));
  CHECK(full.check(kNextMorning - 1).logged == 0);
  CHECK(full.log.source.asked.empty());
  REQUIRE(is_log_due(full.holder.account(), full.log.proven(kNextMorning)));
  const auto check = full.check(kNextMorning);
  CHECK(check.logged == full.tokens().size());
  CHECK(check.missing == 0);
  CHECK(check.days == std::vector<Day>{kDay});
  CHECK_FALSE(check.trouble);
  CHECK(full.count(LogState::logged) == full.tokens().size());
  // What was found isn't looked for again.
  full.log.source.asked.clear();
  CHECK(full.check(kNextMorning).days.empty());
  CHECK(full.log.source.asked.empty());
}

TEST_CASE("a later header tells as well that the day is over", "[log-15]") {
  Full full;
  full.log.close(kDay, full.entries());
  full.log.close(kDay + 1);
  CHECK(full.check(0).logged == full.tokens().size());
}

TEST_CASE("a token that the log leaves out is missing only when its last day is over", "[log-15]") {
  Full full;
  full.log.close(kDay, full.entries(1));
  auto check = full.check(kNextMorning);
  CHECK(check.logged == full.tokens().size() - 1);
  CHECK(check.missing == 0);
  CHECK(check.days.empty());
  CHECK(full.count(LogState::unchecked) == 1);
  full.log.close(kDay + 1, strangers(10));
  check = full.check(kNextMorning + kSecondsPerDay - 1);
  CHECK(check.missing == 0);
  check = full.check(kNextMorning + kSecondsPerDay);
  CHECK(check.missing == 1);
  REQUIRE(missing_tokens(full.holder.account()).size() == 1);
  CHECK(missing_tokens(full.holder.account())[0] == full.tokens()[0]);
  CHECK(codes_missing(full.holder.account()) == 1);
  // The headers of the days in question are at hand, with the one before them, for a proof.
  REQUIRE(check.headers.size() == 3);
  CHECK(check.headers[0].header.day == kDay - 1);
  CHECK(check.headers[2].header.day == kDay + 1);
}

TEST_CASE("a token may stand in the epoch of the day after", "[log-15]") {
  Full full;
  const auto all = full.entries();
  full.log.close(kDay, full.entries(3));
  CHECK(full.check(kNextMorning).days.empty());
  full.log.close(kDay + 1, {all[0], all[1], all[2]});
  const auto check = full.check(kNextMorning + kSecondsPerDay);
  CHECK(check.logged == 3);
  CHECK(check.days == std::vector<Day>{kDay});
  // And not in that of any other day.
  Full late;
  late.log.close(kDay);
  late.log.close(kDay + 1);
  late.log.close(kDay + 2, late.entries());
  CHECK(late.check(0).missing == late.tokens().size());
}

TEST_CASE("an answer that was lost and came days later is looked for in all these days",
          "[log-15]") {
  const World world;
  Holder holder(world);
  const ByteVector body = holder.body();
  const ByteVector lost = holder.office.collected(body);
  holder.clock += 3 * kSecondsPerDay;
  REQUIRE(holder.take(lost).ok());
  const Held& held = holder.account().sets.front().tokens.front();
  CHECK(held.first == kDay);
  CHECK(held.last == kDay + 4);
}

TEST_CASE("whole epochs are read while they are small, and tiles of hashes alone", "[log-16]") {
  Full full;
  auto entries = strangers(5000);
  const auto own = full.entries();
  entries.insert(entries.end(), own.begin(), own.end());
  full.log.close(kDay, std::move(entries));
  CHECK(full.check(kNextMorning).logged == own.size());
  std::size_t tiles = 0;
  for (const std::string& file : full.log.source.asked) {
    CHECK((file.rfind("tile/", 0) == 0 || file.rfind("header/", 0) == 0));
    CHECK(file.find("entries") == std::string::npos);
    tiles += file.rfind("tile/0/", 0) == 0 ? 1U : 0U;
  }
  CHECK(tiles >= full_tiles(0, full.log.tiles.size()) - 1);
}

TEST_CASE("of a large epoch a wallet reads parts, as many for show as for itself", "[log-16]") {
  Full full;
  const auto own = full.entries();
  for (Held* held : full.tokens()) held->log = LogState::logged;
  full.tokens()[0]->log = full.tokens()[1]->log = LogState::unchecked;
  auto entries = strangers(200000);
  entries.insert(entries.end(), own.begin() + 1, own.end());
  full.log.close(kDay, std::move(entries));
  auto check = full.check(kNextMorning);
  CHECK(check.logged == 1);
  const auto tiles = full_tiles(0, full.log.tiles.size());
  const auto count = [&full] {
    return static_cast<std::uint64_t>(
        std::count_if(full.log.source.asked.begin(), full.log.source.asked.end(),
                      [](const std::string& file) { return file.rfind("tile/0/", 0) == 0; }));
  };
  CHECK(count() >= 8);  // two places of its own and two others, two tiles each at least
  CHECK(count() < tiles / 8);
  // Before it says that something is missing, it reads all of it.
  full.log.close(kDay + 1);
  full.log.source.asked.clear();
  check = full.check(0);
  CHECK(check.missing == 0);
  check = full.check(kNextMorning + kSecondsPerDay);
  CHECK(check.missing == 1);
  CHECK(count() > tiles);
}

TEST_CASE("what doesn't come or doesn't fit leaves tokens unchecked", "[log-16]") {
  const auto trouble = [](auto spoil) {
    Full full;
    full.log.close(kDay, full.entries(1));
    full.log.close(kDay + 1, strangers(300));
    spoil(full.log.source.files);
    const auto check = full.check(kNextMorning + kSecondsPerDay);
    CHECK(check.missing == 0);
    CHECK(full.count(LogState::missing) == 0);
    REQUIRE(check.trouble);
    return *check.trouble;
  };
  using Files = decltype(LogFiles::files);
  CHECK(trouble([](Files& files) { files.erase("header/1"); }) == Errc::not_found);
  CHECK(trouble([](Files& files) { files["header/1"].back() ^= 1; }) == Errc::wrong_log);
  CHECK(trouble([](Files& files) { files["header/1"] = files["header/0"]; }) == Errc::wrong_log);
  CHECK(trouble([](Files& files) { files["tile/0/001"].back() ^= 1; }) == Errc::corrupt_tile);
  CHECK(trouble([](Files& files) { files["tile/0/001"].pop_back(); }) == Errc::corrupt_tile);
  CHECK(trouble([](Files& files) { files.clear(); }) == Errc::not_found);
}

TEST_CASE("where another log began meanwhile, nothing is called missing", "[log-15]") {
  Full full;
  EpochLog next;
  next.number = 7;
  next.close(kDay);
  next.close(kDay + 1);
  next.close(kDay + 2);
  full.log = std::move(next);
  const auto check = full.check(kNextMorning + kSecondsPerDay);
  CHECK(check.missing == 0);
  CHECK(full.count(LogState::unchecked) == full.tokens().size());
}

TEST_CASE("what a bundle proves of the log is its newest header", "[log-6]") {
  const World world;
  const auto log = wallet::proven_log(world.bundle(), world.trust());
  REQUIRE(log.ok());
  CHECK(log->number == 1);
  CHECK(log->tree.size == kEpochAlignment);
  CHECK(log->header.day == kDay);
  CHECK(log->cosigned == world.head().issued - 30);
}

TEST_CASE("what was found out is kept with the wallet", "[wallet]") {
  Full full;
  full.tokens()[0]->log = LogState::missing;
  full.tokens()[1]->log = LogState::logged;
  const auto loaded = wallet::load(bytes_of(full.holder.wallet));
  REQUIRE(loaded.ok());
  const Held& first = loaded->accounts[0].sets[0].tokens[0];
  CHECK(first.log == LogState::missing);
  CHECK(first.first == kDay);
  CHECK(first.last == kDay + 1);
  CHECK(loaded->accounts[0].sets[0].tokens[1].log == LogState::logged);
}

}  // namespace
}  // namespace whit::test
