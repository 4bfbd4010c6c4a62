// SPDX-License-Identifier: Apache-2.0
// A wallet whose office was put back to an older state: it goes on collecting, no handle comes
// twice, and a new fact still comes. Spec: spec/collect.md, 4.6 to 4.8.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "serve/served_office.h"
#include "store/desk.h"
#include "token/refusal.h"
#include "wallet/news.h"

namespace whit {
namespace {

using test::kNoon;

constexpr Vct kPermit = 65001, kArrival = 65007;
constexpr UnixTime kTomorrow = kNoon + kSecondsPerDay;

// Town is an office without HTTP, and one holder in it.
struct Town {
  Town() : folder(cli::RootKind::earnest), bundle(folder.publish(kNoon)) {
    service = folder.service();
    test::import(*service, test::demo_file("register.csv"));
    const auto invited = Desk(*service).invite(operator_actor(), "P-0042", kNoon);
    REQUIRE(invited.ok());
    const auto body = wallet::make_enrol(mine, invited->invitation, invited->pin, kNoon, rng);
    const auto answer = service->enrol(*body, kNoon);
    REQUIRE(answer.ok());
    REQUIRE(wallet::take_enrolled(mine, folder.folder().trust(), *answer, kNoon).ok());
    const auto published = cli::published(folder.folder());
    const auto parts = parse_bundle_file(published->bytes);
    REQUIRE(wallet::take_news(account(), parts->head, bundle, kNoon).ok());
  }

  wallet::Account& account() { return mine.accounts.front(); }

  // collect asks until nothing is left, as the wallet's program does.
  std::size_t collect(UnixTime now) {
    auto joining = wallet::Joining::sets_held;
    std::size_t tokens = 0;
    while (const auto ask = wallet::plan_collect(account(), bundle.head(), now, rng, joining)) {
      const auto answer = service->collect(*ask, now);
      if (!answer.ok()) {
        const Refusal refusal = refusal_of(answer.error().code);
        REQUIRE((refusal == Refusal::bad_proof || refusal == Refusal::key_reused));
        REQUIRE(wallet::joins(account()));
        wallet::drop_pending(account());
        joining = wallet::Joining::nothing;
        continue;
      }
      const auto gain = wallet::take_collected(account(), *answer, bundle, now);
      REQUIRE(gain.ok());
      tokens += gain->tokens;
      if (gain->tokens == 0) break;
    }
    return tokens;
  }

  // restore puts the copy back, as a restore beside a stopped service does.
  void restore(const std::string& copy) {
    service.reset();
    const std::string file = folder.folder().register_file();
    for (const char* part : {"-wal", "-shm"}) std::filesystem::remove(file + part);
    std::filesystem::copy_file(copy, file, std::filesystem::copy_options::overwrite_existing);
    service = folder.service();
    REQUIRE(service->restored(operator_actor(), {}, kNoon + 60).ok());
  }

  std::set<Handle> handles() {
    std::set<Handle> out;
    for (const wallet::SeenHandle& seen : account().seen) out.insert(seen.handle);
    CHECK(out.size() == account().seen.size());
    return out;
  }

  test::IssuerFolder folder;
  Bundle bundle;
  std::unique_ptr<IssuerService> service;
  wallet::Wallet mine;
  SeededRng rng{9};
};

TEST_CASE("a wallet goes on with an office that was put back", "[serve][collect-4.6]") {
  Town town;
  const std::string copy = town.folder.folder().file("copy.db");
  REQUIRE(town.collect(kNoon) == 14 * 2 * 4);
  REQUIRE(town.service->copy_to(copy).ok());

  // One more day that the copy doesn't know.
  REQUIRE(town.service->midnight(kTomorrow).ok());
  REQUIRE(town.collect(kTomorrow) == 2 * 4);
  const auto seq = town.account().seq;
  town.restore(copy);

  const UnixTime later = kTomorrow + kSecondsPerDay;
  REQUIRE(town.service->midnight(later).ok());
  CHECK(town.collect(later) == 2 * 4);
  CHECK(town.account().seq == seq + 1);
  CHECK(town.handles().size() == 14 * 2 * 4);  // two days are over, two came

  SECTION("once: after that a gap is a gap again") {
    town.account().seq += 5;
    const UnixTime next = later + kSecondsPerDay;
    const auto ask = wallet::plan_collect(town.account(), town.bundle.head(), next, town.rng);
    REQUIRE(ask.has_value());
    CHECK(town.service->collect(*ask, next).error().code == Errc::sequence_conflict);
  }
  SECTION("and gets a new fact, in sets of its own where the office forgot the old ones") {
    test::import(*town.service, "subject,fact,value\nP-0042,arrival-notified,\n");
    const UnixTime next = later + kSecondsPerDay;
    REQUIRE(town.service->midnight(next).ok());
    CHECK(town.collect(next) == 2 * 5 + 13 * 2);
    CHECK(town.account().find(kArrival)->state == wallet::FactState::held);
    std::size_t with_both = 0;
    for (const wallet::Set& set : town.account().sets) {
      if (set.holds(std::vector<Vct>{kPermit, kArrival})) ++with_both;
    }
    CHECK(with_both == 2);  // of the newest day
  }
}

TEST_CASE("a wallet that enrolled after the copy is unknown to the office", "[serve]") {
  Town town;
  const std::string copy = town.folder.folder().file("copy.db");
  REQUIRE(town.service->copy_to(copy).ok());
  const auto invited = Desk(*town.service).invite(operator_actor(), "P-0042", kNoon);
  wallet::Wallet second;
  const auto body = wallet::make_enrol(second, invited->invitation, invited->pin, kNoon, town.rng);
  const auto answer = town.service->enrol(*body, kNoon);
  REQUIRE(answer.ok());
  const auto account = wallet::take_enrolled(second, town.folder.folder().trust(), *answer, kNoon);
  REQUIRE(account.ok());
  town.restore(copy);
  const auto ask = wallet::plan_collect(**account, town.bundle.head(), kNoon + 120, town.rng);
  REQUIRE(ask.has_value());
  CHECK(refusal_of(town.service->collect(*ask, kNoon + 120).error().code) == Refusal::enrolment);
}

}  // namespace
}  // namespace whit
