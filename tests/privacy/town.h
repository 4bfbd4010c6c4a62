// SPDX-License-Identifier: Apache-2.0
// Town: people with wallets, an issuer, two sites, and a month of it.
//
// Where people go and when is drawn by lot, visit by visit, from the day after they joined: nobody
// has habits that time alone could tell. Everything else is done by the real code.
#pragma once

#include <functional>
#include <memory>
#include <tuple>
#include <vector>

#include "privacy/holder.h"

namespace whit::privacy {

// Orders is what a month is to be like.
struct Orders {
  std::size_t people = 300, withdraw = 0;
  Day days = 30;
  std::uint8_t horizon = 7;
  std::uint64_t seed = 1;
  Broken broken = Broken::none;
  bool collude = false;  // the issuer joins the sites: some facts are blind, and its books are kept
};

// Counts is what happened, for the last line of the report.
struct Counts {
  std::uint64_t visits = 0;       // at which something was to be shown that the person holds
  std::uint64_t turned_away = 0;  // of them: the wallet had nothing left but what it had shown
  std::uint64_t checked = 0;      // showings that the verifier was asked about, and found valid
  std::uint64_t ended = 0, returned = 0;
};

class Town {
 public:
  explicit Town(const Orders& orders);

  // live simulates the month. `at` hears of each half hour that is over.
  void live(const std::function<void(std::uint64_t done, std::uint64_t all)>& at);
  // What the adversary gets, and what it doesn't.
  Evidence evidence();
  Books books();
  const Truth& truth() const { return truth_; }
  const Counts& counts() const { return counts_; }

 private:
  enum class Way : std::uint8_t { dismissed, stopped, lost, reinstated, invited, joins };
  // Errand is something at the office: begun at a half hour of a day.
  struct Errand {
    Day day = 0;
    unsigned slot = 0;
    std::size_t person = 0;
    Way way{};
    friend bool operator<(const Errand& a, const Errand& b) {
      return std::tie(a.day, a.slot, a.person) < std::tie(b.day, b.slot, b.person);
    }
  };
  // Step is a sync or a visit of one person.
  enum class Act : std::uint8_t { visit, sync, collect_blind };
  struct Step {
    UnixTime time = 0;
    std::size_t person = 0;
    Act act{};
  };
  struct Taken {
    std::size_t site = 0;
    Scan scan;
    std::size_t person = 0;
    std::vector<ChainName> chains;
  };
  struct Done {
    std::vector<Taken> taken;
    Counts counts;
    Books books;
  };

  void plan_endings();
  void join(std::size_t person, UnixTime now);
  void do_errands(Day day, unsigned slot);
  void end(const Errand& errand, UnixTime now);
  void publish(UnixTime now);
  std::vector<std::vector<Step>> steps_of(Day day);
  void walk(std::vector<Step> steps);
  void visit(const Step& step, Done& done);
  wallet::Question ask(std::size_t site, std::mt19937_64& luck) const;
  void check(const Taken& taken, const wallet::Question& question, Done& done) const;
  void keep(std::vector<Taken> taken);

  Orders orders_;
  House house_;
  std::vector<std::unique_ptr<Holder>> people_;
  std::vector<bool> employed_;
  std::vector<Day> since_;        // when they joined, or joined anew; they go out from the next day
  std::vector<Errand> errands_;   // ascending
  std::vector<ChainName> ended_;  // and not published yet
  std::vector<Taken> today_;
  Evidence evidence_;
  Books books_;
  Truth truth_;
  Counts counts_;
};

}  // namespace whit::privacy
