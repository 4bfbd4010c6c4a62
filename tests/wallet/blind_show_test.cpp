// SPDX-License-Identifier: Apache-2.0
// Which kind is shown, when, and what a wallet knows of its blind tokens later.
#include <catch2/catch.hpp>

#include "base/cbor_writer.h"
#include "wallet/blind_office.h"
#include "wallet/epoch_log.h"

namespace whit::test {
namespace {

using wallet::Freshness;
using wallet::Obstacle;

constexpr UnixTime kFrom = midnight(kExpiry - 1) - kTaxLead + 120;
constexpr UnixTime kUntil120 = midnight(kExpiry) - 120;

// Owner has usual and blind codes, on the day on which the blind ones are shown.
struct Owner : BlindHolder {
  explicit Owner(const World& of) : BlindHolder(of) {
    sync();
    collect_blind();
    clock = midnight(kExpiry - 1) + 36000;
  }
  Kind kind_of(const wallet::Choice& choice) { return account().sets[choice.set].kind; }
};

wallet::Question asks(Kind kind, std::vector<Vct> facts = {kTax}) {
  wallet::Question question = one_way(std::move(facts));
  question.kind = kind;
  return question;
}

TEST_CASE("where every preset of a fact alone takes blind codes, these are shown first",
          "[wallet][collect-6.14]") {
  World world(with_blind_keys());
  Owner owner(world);
  const auto choice = owner.choose(one_way({kTax}));
  CHECK(choice.kind == Kind::blind);
  CHECK(owner.kind_of(choice) == Kind::blind);
  CHECK(choice.freshness == Freshness::unused);
  CHECK_FALSE(choice.instead);

  Head head = world.head();
  const auto preferred = [&](const wallet::Question& question) {
    return wallet::preferred_kind(head, question);
  };
  CHECK(preferred(one_way({kTax})) == Kind::blind);
  CHECK(preferred(one_way({kTax, kPermit})) == Kind::revocable);
  CHECK(preferred(one_way({kPermit})) == Kind::revocable);
  Preset other = head.presets[4];
  REQUIRE(other.slug == "tax");
  other.slug = "tax-office";
  other.kinds = 5;
  head.presets.push_back(other);
  CHECK(preferred(one_way({kTax})) == Kind::revocable);
  head.presets.back().modes = 4;  // it never takes a code one-way
  CHECK(preferred(one_way({kTax})) == Kind::blind);
  head.presets.clear();
  CHECK(preferred(one_way({kTax})) == Kind::revocable);
}

TEST_CASE("a question that wants a kind gets that or nothing", "[wallet][collect-6.14]") {
  World world(with_blind_keys());
  Owner owner(world);
  CHECK(owner.kind_of(owner.choose(asks(Kind::revocable))) == Kind::revocable);
  CHECK(owner.kind_of(owner.choose(asks(Kind::blind))) == Kind::blind);
  CHECK(owner.obstacle(asks(Kind::blind, {kPermit})) == Obstacle::wrong_kind);
  CHECK(owner.obstacle(asks(Kind::blind, {kPermit, kTax})) == Obstacle::wrong_kind);
  CHECK(owner.choose(asks(Kind::blind, {kPermit, kTax})).freshness == Freshness::none);
  CHECK(owner.obstacle(asks(Kind::revocable, {kPermit, kTax})) == Obstacle::none);
  const auto is_blind = [](const wallet::Set& set) { return set.kind == Kind::blind; };
  std::erase_if(owner.account().sets, is_blind);
  CHECK(owner.obstacle(asks(Kind::blind)) == Obstacle::wrong_kind);
  CHECK(owner.choose(asks(Kind::blind)).freshness == Freshness::none);
}

TEST_CASE("kinds never mix: two facts come from one usual set", "[wallet][collect-6.14]") {
  World world(with_blind_keys());
  Owner owner(world);
  world.now = owner.clock;
  const ByteVector shown = owner.show(one_way({kPermit, kTax}));
  const auto presentation = parse_presentation(shown);
  REQUIRE(presentation.ok());
  CHECK(presentation->tokens[0].kind == Kind::revocable);
  CHECK(presentation->tokens[1].kind == Kind::revocable);
}

TEST_CASE("used up, blind codes give way to usual ones, which says so, and then come again",
          "[wallet][collect-6.14]") {
  World world(with_blind_keys());
  Owner owner(world);
  REQUIRE_FALSE(owner.show(one_way({kTax})).empty());
  REQUIRE_FALSE(owner.show(one_way({kTax})).empty());
  auto choice = owner.choose(one_way({kTax}));
  CHECK(choice.kind == Kind::revocable);
  CHECK(choice.freshness == Freshness::unused);
  CHECK(choice.instead);
  // A question for blind codes doesn't get another kind.
  choice = owner.choose(asks(Kind::blind));
  CHECK(choice.freshness == Freshness::again);
  CHECK(owner.kind_of(choice) == Kind::blind);
  CHECK(choice.set == owner.choose(asks(Kind::blind)).set);
  for (wallet::Set& set : owner.account().sets) set.shown = std::max<UnixTime>(set.shown, 1);
  choice = owner.choose(one_way({kTax}));
  CHECK(choice.freshness == Freshness::again);
  CHECK(choice.kind == Kind::blind);
}

TEST_CASE("usual codes that are dry are not replaced by blind ones that somebody may refuse",
          "[wallet][collect-6.14]") {
  World world(with_blind_keys());
  Owner owner(world);
  const auto usual = [](const wallet::Set& set) { return set.kind == Kind::revocable; };
  std::erase_if(owner.account().sets, usual);
  CHECK(owner.choose(asks(Kind::revocable)).freshness == Freshness::none);
  CHECK(owner.obstacle(asks(Kind::revocable)) == Obstacle::lacking);
  CHECK(owner.obstacle(one_way({kTax})) == Obstacle::none);
}

TEST_CASE("blind codes are shown from 120 s after the lead began until 120 s before the end",
          "[wallet][collect-6.6]") {
  World world(with_blind_keys());
  Owner owner(world);
  const auto verdict_at = [&](UnixTime now) {
    owner.clock = world.now = now;
    const auto choice = owner.choose(asks(Kind::blind));
    if (choice.freshness == Freshness::none) return Verdict::malformed;
    owner.account().sets[choice.set].shown = 0;
    const ByteVector code = owner.show(asks(Kind::blind));
    for (wallet::Set& set : owner.account().sets) set.shown = 0;
    return world.check(code, "tax").verdict;
  };
  CHECK(verdict_at(kFrom - 1) == Verdict::malformed);
  CHECK(verdict_at(kFrom) == Verdict::valid);
  CHECK(verdict_at(kUntil120 - 1) == Verdict::valid);
  CHECK(verdict_at(kUntil120) == Verdict::malformed);
  // Near midnight the next day's are there, if they were collected; these are not.
  owner.clock = midnight(kExpiry - 1) + 1;
  CHECK(owner.choose(asks(Kind::blind)).freshness == Freshness::unused);
}

TEST_CASE("two challenges get two sets, and the same one the same", "[wallet][collect-6.14]") {
  World world(with_blind_keys());
  Owner owner(world);
  Request request;
  request.iss = "dlo";
  request.name = "office 12";
  request.facts[0] = kTax;
  request.count = 1;
  request.kind = Kind::blind;
  request.nonce = SeededRng(3).make<Nonce>();
  const auto first = wallet::question_of(request, encode(request));
  REQUIRE_FALSE(owner.show(first).empty());
  CHECK(owner.choose(first).freshness == Freshness::same_question);
  request.nonce = SeededRng(4).make<Nonce>();
  CHECK(owner.choose(wallet::question_of(request, encode(request))).freshness == Freshness::unused);
}

TEST_CASE("a blind key that was withdrawn ends its tokens, and nothing else of the fact",
          "[wallet][trust-10]") {
  World world(with_blind_keys());
  Owner owner(world);
  const auto before = owner.account().sets.size();
  const World later(with_blind_keys({listed(0, kExpiry, kTax, KeyState::withdrawn)}));
  owner.account().news = {};  // the same version, with another list: as if it were the first
  const auto file = later.bundle_file();
  REQUIRE(
      wallet::take_news(owner.account(), parse_bundle_file(file)->head, later.bundle(), owner.clock)
          .ok());
  CHECK(owner.account().sets.size() == before - 2);
  CHECK(owner.account().find(kTax)->state == wallet::FactState::held);
}

TEST_CASE("a crowd is what an epoch header proves, the pads taken off", "[wallet][collect-6.15]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  const Head head = world.head();
  const auto crowd_of = [&](Vct vct, Day day) {
    return wallet::crowd_of(holder.account(), head, vct, day);
  };
  CHECK_FALSE(crowd_of(kTax, kExpiry));
  EpochHeader header = *parse_epoch_header(head.epoch_header);
  const KeyId kid{};
  header.counts = {{EntryKind::revocable, kTax, kid, kExpiry, 64000},
                   {EntryKind::blind, kPermit, kid, kExpiry, 6400},
                   {EntryKind::blind, kTax, kid, kExpiry, 2112},
                   {EntryKind::blind, kTax, kid, kExpiry + 1, 64}};
  wallet::note_counts(holder.account(), header);
  header.counts = {{EntryKind::blind, kTax, kid, kExpiry, 64}};  // few that came a day later
  wallet::note_counts(holder.account(), header);
  header.counts.clear();  // and an epoch of keys alone
  wallet::note_counts(holder.account(), header);
  const auto crowd = crowd_of(kTax, kExpiry);
  REQUIRE(crowd);
  CHECK(crowd->tokens == 2049);
  CHECK(crowd->people == 1024);
  CHECK(crowd->most == 1056);
  const auto other = crowd_of(kTax, kExpiry + 7);  // the furthest day stands for it
  REQUIRE(other);
  CHECK(other->day == kExpiry + 1);
  CHECK(other->tokens == 1);
  CHECK(other->people == 0);
  CHECK_FALSE(crowd_of(kStay, kExpiry));
  const ByteVector saved = bytes_of(holder.wallet);
  CHECK(bytes_of(*wallet::load(saved)) == saved);
  wallet::drop_dead(holder.account(), midnight(kExpiry + wallet::kCountDays));
  CHECK(holder.account().blind.counts.size() == 1);
}

TEST_CASE("a blind token is found in the log by what was blinded, which is then forgotten",
          "[wallet][log-16]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  const ByteVector body = holder.at_minute();
  REQUIRE(holder.take(encode(sign_blind(world, body)))->blind == 2);
  std::vector<EntryBytes> entries;
  const auto request = parse_collect(body);
  for (const BlindBytes& message : request->blind[0].messages) {
    entries.push_back(encode(Entry{EntryKind::blind, kTax, key_id(blind_key(0)->modulus()), kExpiry,
                                   blind_commitment(message)}));
  }
  EpochLog log;
  log.close(kDay - 1);
  log.close(kDay, {entries[0]});
  SeededRng rng(5);
  const auto files = [&](std::uint64_t) -> LogSource& { return log.source; };
  const auto check = [&](UnixTime cosigned) {
    return check_logged(holder.account(), log.proven(cosigned), files, rng);
  };
  CHECK(check(kNextMorning).logged == 1);
  CHECK(wallet::crowd_of(holder.account(), world.head(), kTax, kExpiry)->most == 32);
  std::size_t forgotten = 0;
  for (const wallet::Set& set : holder.account().sets) {
    if (set.tokens[0].commitment == Hash{}) ++forgotten;
    CHECK((set.tokens[0].log == wallet::LogState::logged) == (set.tokens[0].commitment == Hash{}));
  }
  CHECK(forgotten == 1);
  log.close(kDay + 1);
  CHECK(check(kNextMorning + kSecondsPerDay).missing == 1);
  CHECK(codes_missing(holder.account()) == 1);
  const auto loaded = wallet::load(bytes_of(holder.wallet));
  CHECK(bytes_of(*loaded) == bytes_of(holder.wallet));
}

TEST_CASE("a wallet that version 3 wrote is loaded: its codes and history are usual ones",
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
  front.array(1).array(5).uint(kPermit).bytes(token).uint(7).uint(8).uint(1);
  front.array(0).array(1).array(3).bytes(token).uint(0).uint(9);  // handles, outstanding
  front.bytes(Bytes()).array(6).uint(1).bytes(Hash{}.view());
  for (int number = 0; number < 4; ++number) front.uint(0);
  front.array(0).uint(0).array(0);
  front.array(1).array(5).uint(holder.clock).text("dlo").uint(1).text("").array(1).uint(kPermit);
  ByteVector seeds;
  for (const SigningKey* key : {&account.collection, &world.holder}) {
    const SecretBuffer seed = key->seed(InsecureAccess{});
    const Bytes view = seed.expose(InsecureAccess{});
    seeds.insert(seeds.end(), view.begin(), view.end());
  }
  out.array(3).uint(3).bytes(front.view()).bytes(seeds);
  const auto loaded = wallet::load(out.view());
  REQUIRE(loaded.ok());
  CHECK(loaded->accounts[0].sets[0].kind == Kind::revocable);
  CHECK(loaded->accounts[0].sets[0].tokens[0].log == wallet::LogState::logged);
  CHECK(loaded->accounts[0].pending->made == 9);
  CHECK(loaded->history[0].kind == Kind::revocable);
  CHECK(wallet::load(bytes_of(*loaded)).ok());
}

TEST_CASE("a saved wallet with messages under way isn't loaded when it is cut or doesn't fit",
          "[wallet]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  REQUIRE_FALSE(holder.at_minute().empty());
  const ByteVector saved = bytes_of(holder.wallet);
  for (std::size_t size = 0; size < saved.size(); size += size < 200 ? 1 : 31) {
    CHECK_FALSE(wallet::load(Bytes(saved).first(size)).ok());
  }
  auto fewer = wallet::load(saved);
  fewer->accounts[0].pending->blind[0].messages.pop_back();
  CHECK(wallet::load(bytes_of(*fewer)).error().code == Errc::mixed_set);
  auto other = wallet::load(saved);
  other->accounts[0].pending->blind[0].day += 1;
  CHECK(wallet::load(bytes_of(*other)).error().code == Errc::mixed_set);
}

}  // namespace
}  // namespace whit::test
