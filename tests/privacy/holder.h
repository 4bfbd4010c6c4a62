// SPDX-License-Identifier: Apache-2.0
// Holder: one person with a real wallet, and what a broken wallet does instead.
#pragma once

#include <map>
#include <optional>
#include <random>

#include "privacy/books.h"
#include "privacy/house.h"
#include "privacy/judge.h"
#include "wallet/collect.h"
#include "wallet/show.h"

namespace whit::privacy {

// Broken is a wallet whose decision is not the product's.
enum class Broken : std::uint8_t {
  none = 0,
  no_fresh_key,       // takes old holder keys again, as soon as the issuer has forgotten them
  wrong_strip_order,  // shows a set of any day that it has
  handle_reused,      // shows the set that it has just shown, while there are others
  own_clock,          // keeps its own clock, whatever the issuer says
  one_blinding,       // blinds everything with the same factor
  message_twice,      // blinds one message twice, and shows both
  one_salt,           // signs blind tokens with a salt of its own
  collects_on_use,    // collects blind tokens when it has shown something
};
std::optional<Broken> broken_of(std::string_view name) noexcept;
// One person in so many has the broken wallet.
inline constexpr std::size_t kBrokenShare = 4;

// KeyDice are the dice of a wallet. Those of one that is told to tire repeat its holder keys; those
// of a broken one repeat what it blinds with, which they tell by its size.
class KeyDice final : public Rng {
 public:
  explicit KeyDice(std::uint64_t seed) : fresh_(seed), seed_(seed) {}
  void tire(std::uint64_t after) { after_ = after; }
  void break_blinding(Broken how) { how_ = how; }
  // Messages of `day` are made between these two.
  void begin_blinding(Day day) { blinding_ = day; }
  void end_blinding() { blinding_ = calls_of_ = 0; }
  void fill(std::span<std::uint8_t> out) noexcept override;

 private:
  SeededRng fresh_;
  bool repeat(std::span<std::uint8_t> out) noexcept;
  std::uint64_t seed_, after_ = 0, calls_ = 0, blinding_ = 0, calls_of_ = 0;
  Broken how_ = Broken::none;
};

// Shown is a showing, and the chains that its tokens are of where that is being watched.
struct Shown {
  ByteVector showing;
  std::vector<ChainName> chains;
};

class Holder {
 public:
  Holder(std::size_t number, std::uint64_t seed, Broken broken, std::uint8_t horizon);

  std::string subject() const { return "P-" + std::to_string(number_); }
  bool enrolled() const { return !wallet_.accounts.empty() && !wallet::is_over(account()); }
  // enrol takes an invitation; an enrolment before is over.
  void enrol(House& house, const Invited& invited, UnixTime now, Books& books);
  // sync is a day's visit to the issuer: news, where they are read, and all that can be collected.
  void sync(House& house, UnixTime now, Books& books);
  // blind_minute is when blind tokens are to be collected on `day`, if they are.
  std::optional<UnixTime> blind_minute(House& house, Day day);
  // collect_blind does it, if they are due.
  void collect_blind(House& house, UnixTime now, Books& books);
  // after_use is what a wallet does when it has shown something: a good one, nothing.
  void after_use(House& house, UnixTime now, Books& books);
  // can tells whether there is any usable token of each fact.
  bool can(const std::vector<Vct>& facts) const;
  // show answers; nothing where the wallet can't, or would have to show a set again.
  std::optional<Shown> show(const wallet::Question& question, UnixTime now);
  // lost is a phone that nobody has any more.
  void lose() { wallet_.accounts.clear(); }

  // watch has the chains of shown tokens noted, and the news read at each sync. The chains are
  // told apart by how often `ended` was called for their fact.
  void watch() { watched_ = true; }
  bool watched() const { return watched_; }
  ChainName ended(Vct vct);

  const StopCode& stop() const { return stop_; }
  bool broken() const { return broken_ != Broken::none; }
  std::mt19937_64& luck() { return luck_; }  // of where the person goes, and when

 private:
  wallet::Account& account() { return wallet_.accounts.front(); }
  const wallet::Account& account() const { return wallet_.accounts.front(); }
  UnixTime clock(UnixTime now) const { return now + static_cast<UnixTime>(skew_); }
  void hear(UnixTime now);
  void note_chains();
  wallet::Choice choose(const wallet::Question& question, UnixTime clock);

  std::size_t number_;
  Broken broken_;
  std::mt19937_64 luck_;
  KeyDice dice_;
  std::int64_t skew_;  // of the phone's clock, seconds
  wallet::Wallet wallet_;
  StopCode stop_;
  bool watched_ = false;
  std::map<Vct, int> ended_;
  std::map<Handle, ChainName> chains_;
};

}  // namespace whit::privacy
