// SPDX-License-Identifier: Apache-2.0
#include "privacy/holder.h"

#include <algorithm>

#include "wallet/blind.h"
#include "wallet/news.h"

namespace whit::privacy {
namespace {

constexpr std::int64_t kMostSkew = 45;  // seconds that a phone's clock is off, to either side
constexpr unsigned kMostDelay = 2;      // seconds that a message takes each way
constexpr unsigned kNewsShare = 64;     // of syncs, see Holder::sync

std::uint64_t seed_of(std::uint64_t seed, std::size_t number) {
  return (seed + 1) * 1'000'003 + number;
}

}  // namespace

std::optional<Broken> broken_of(std::string_view name) noexcept {
  if (name == "good") return Broken::none;
  if (name == "no-fresh-key") return Broken::no_fresh_key;
  if (name == "wrong-strip-order") return Broken::wrong_strip_order;
  if (name == "handle-reused") return Broken::handle_reused;
  if (name == "own-clock") return Broken::own_clock;
  if (name == "one-blinding") return Broken::one_blinding;
  if (name == "message-twice") return Broken::message_twice;
  if (name == "one-salt") return Broken::one_salt;
  if (name == "collects-on-use") return Broken::collects_on_use;
  return std::nullopt;
}

// A message takes a key, a salt, and twice a number below n: what comes off again, and a mask.
bool KeyDice::repeat(std::span<std::uint8_t> out) noexcept {
  constexpr std::size_t kKey = 32, kSalt = 48, kNumber = 256;
  const std::size_t size = out.size();
  std::uint64_t stream = seed_ + size;
  if (how_ == Broken::one_blinding && size == kNumber) {
    stream += kNumber + calls_of_++ % 2;
  } else if (how_ == Broken::message_twice && (size == kKey || size == kSalt)) {
    stream += (blinding_ << 32) + (calls_of_++ / 4 << 24);
  } else if (how_ != Broken::one_salt || size != kSalt) {
    return false;
  }
  SeededRng again(stream);
  again.fill(out);
  if (size == kNumber) out[0] = 0;  // below any n
  return true;
}

// The first call makes the collection key, all others make holder keys, two for each day.
void KeyDice::fill(std::span<std::uint8_t> out) noexcept {
  if (blinding_ != 0 && repeat(out)) return;
  if (after_ == 0 || calls_ == 0) {
    ++calls_;
    return fresh_.fill(out);
  }
  constexpr std::uint64_t kApart = 0x9e3779b97f4a7c15;  // keeps people's keys apart
  SeededRng again(seed_ * kApart + (calls_++ - 1) % after_);
  again.fill(out);
}

Holder::Holder(std::size_t number, std::uint64_t seed, Broken broken, std::uint8_t horizon)
    : number_(number),
      broken_(number % kBrokenShare == 0 ? broken : Broken::none),
      luck_(seed_of(seed, number)),
      dice_(seed_of(seed, number)),
      skew_(static_cast<std::int64_t>(luck_() % (2 * kMostSkew + 1)) - kMostSkew) {
  // An issuer knows a key until its day is over, so one more day than it deals ahead is enough.
  dice_.break_blinding(broken_);
  if (broken_ == Broken::no_fresh_key) dice_.tire(std::uint64_t{kPerDay} * (horizon + 1U));
}

void Holder::hear(UnixTime now) {
  if (broken_ == Broken::own_clock) return;
  const Seconds there = luck_() % (kMostDelay + 1), back = luck_() % (kMostDelay + 1);
  wallet::see_time(account(), now, clock(now - there), clock(now + back));
}

void Holder::enrol(House& house, const Invited& invited, UnixTime now, Books& books) {
  stop_ = invited.stop;
  const ByteVector body =
      must(wallet::make_enrol(wallet_, invited.invitation, invited.pin, clock(now), dice_),
           "ask to enrol");
  const ByteVector answer = must(house.service().enrol(body, now), "enrol");
  if (house.blind()) books.enrols.push_back({now, body, answer});
  must(wallet::take_enrolled(wallet_, house.trust(), answer, clock(now)), "take an enrolment in");
  if (broken_ == Broken::own_clock) account().clock_offset = 0;
  must(wallet::take_news(account(), house.head(), house.bundle(), account().corrected(clock(now))),
       "take a bundle in");
}

// Reading the news walks every published seed through every day, which costs more than all else
// here. It changes nothing where nothing was withdrawn, so most people look in some weeks only.
void Holder::sync(House& house, UnixTime now, Books& books) {
  if (!enrolled()) return;
  house.dice().begin(number_, now);
  if (watched_ || house.blind() || luck_() % kNewsShare == 0) {
    must(
        wallet::take_news(account(), house.head(), house.bundle(), account().corrected(clock(now))),
        "take a bundle in");
  }
  const Head& head = house.bundle().head();
  while (const auto body = wallet::plan_collect(account(), head, clock(now), dice_)) {
    const auto answer = house.service().collect(*body, now);
    if (!answer.ok() && answer.error().code == Errc::unknown_key) {
      return wallet::note_end(account(), clock(now));
    }
    must(answer.ok() ? Status() : Status(answer.error()), "collect");
    if (house.blind()) books.collects.push_back({now, *body, *answer});
    must(wallet::take_collected(account(), *answer, house.bundle(), clock(now)), "take tokens in");
  }
  hear(now);
  if (watched_) note_chains();
}

std::optional<UnixTime> Holder::blind_minute(House& house, Day day) {
  if (!enrolled() || !house.blind()) return std::nullopt;
  // Whoever waits until something is shown collects late where nothing is.
  const UnixTime late = midnight(day) + kSecondsPerDay - 2 * kBlindLead;
  if (broken_ == Broken::collects_on_use) account().blind.minute = {day, late};
  const wallet::BlindPlan plan =
      wallet::next_blind(account(), house.bundle(), clock(midnight(day) + 600), dice_);
  if (day_of(plan.at) != day) return std::nullopt;
  return plan.at;
}

void Holder::collect_blind(House& house, UnixTime now, Books& books) {
  if (!enrolled()) return;
  house.dice().begin(number_, now);
  must(wallet::take_news(account(), house.head(), house.bundle(), account().corrected(clock(now))),
       "take a bundle in");
  dice_.begin_blinding(day_of(now));
  const wallet::BlindPlan plan = wallet::plan_blind(account(), house.bundle(), clock(now), dice_);
  dice_.end_blinding();
  if (plan.stage == wallet::BlindStage::waiting) return;  // asked already
  must(plan.body.has_value() && plan.faults.empty(), "plan a collect of blind tokens");
  const auto answer = must(house.service().collect(*plan.body, now), "collect blind tokens");
  const auto taken =
      must(wallet::take_collected(account(), answer, house.bundle(), clock(now)), "take tokens in");
  must(taken.failed == 0, "finalize blind tokens");
  books.collects.push_back({now, *plan.body, answer});
}

void Holder::after_use(House& house, UnixTime now, Books& books) {
  if (broken_ != Broken::collects_on_use) return;
  const UnixTime today = midnight(day_of(now));
  if (now < today + wallet::kBlindOpens || now >= today + kSecondsPerDay - 2 * kBlindLead) return;
  account().blind.minute = {day_of(now), account().corrected(clock(now))};
  collect_blind(house, now, books);
}

void Holder::note_chains() {
  for (const wallet::Set& set : account().sets) {
    for (const wallet::Held& held : set.tokens) {
      const Token token = must(parse_token(held.encoded), "read a token");
      chains_.try_emplace(token.handle, ChainName{number_, held.vct, ended_[held.vct]});
    }
  }
}

ChainName Holder::ended(Vct vct) { return {number_, vct, ended_[vct]++}; }

wallet::Choice Holder::choose(const wallet::Question& question, UnixTime now) {
  const Head head = must(wallet::read_news(account()), "read the news");
  const wallet::Choice good = wallet::choose(account(), head, question, now);
  if (broken_ != Broken::wrong_strip_order && broken_ != Broken::handle_reused) return good;
  std::vector<std::size_t> others;
  const auto& sets = account().sets;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const bool wanted = broken_ == Broken::handle_reused ? sets[i].shown != 0 : sets[i].shown == 0;
    if (wanted && wallet::usable(sets[i].day, account().corrected(now)) &&
        sets[i].holds(question.facts)) {
      others.push_back(i);
    }
  }
  if (others.empty()) return good;
  return {wallet::Freshness::unused, others[luck_() % others.size()], Kind::revocable};
}

bool Holder::can(const std::vector<Vct>& facts) const {
  return enrolled() && std::any_of(account().sets.begin(), account().sets.end(),
                                   [&](const wallet::Set& set) { return set.holds(facts); });
}

std::optional<Shown> Holder::show(const wallet::Question& question, UnixTime now) {
  if (!enrolled()) return std::nullopt;
  const wallet::Choice choice = choose(question, clock(now));
  if (choice.freshness == wallet::Freshness::none || choice.freshness == wallet::Freshness::again) {
    return std::nullopt;
  }
  Shown out;
  if (watched_) {
    for (const Vct vct : question.facts) {
      const wallet::Held* held = account().sets[choice.set].find(vct);
      const Token token = must(parse_token(held->encoded), "read a token");
      out.chains.push_back(chains_.at(token.handle));
    }
  }
  out.showing = must(wallet::show(wallet_, account(), choice, question, clock(now)), "show");
  return out;
}

}  // namespace whit::privacy
