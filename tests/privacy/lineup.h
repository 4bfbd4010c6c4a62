// SPDX-License-Identifier: Apache-2.0
// Line-ups of showings, and what a guesser makes of them.
#pragma once

#include <set>
#include <vector>

#include "privacy/judge.h"

namespace whit::privacy {

// Where the two showings of a pair were made.
enum class Where : std::uint8_t {
  two_sites_one_day,  // at one site and at the other on the same day
  two_sites,          // on different days, up to a week apart
  one_site,           // at one site, on different days up to a week apart
};
std::string_view name(Where where) noexcept;

inline constexpr std::size_t kMostLineups = 20000;  // of one sort, drawn from all that there are
inline constexpr std::size_t kMostOthers = 31;      // of other people in a line-up

// Lineup is a showing and those among which its person's are, as rows of sights.
struct Lineup {
  std::size_t shown = 0;
  std::vector<std::size_t> candidates;
};
struct Lineups {
  Where where{};
  std::vector<Lineup> all;
};

// Scored is a line-up with the number that each candidate got, and which of them are right.
struct Scored {
  std::size_t person = 0;
  std::vector<double> scores;
  std::vector<bool> right;
};
// rule counts how often the right one was named, about people with numbers below `people`.
Row rule(const std::vector<Scored>& all, std::size_t people);

class Crowd {
 public:
  // `ended` are the people of whom something was withdrawn.
  Crowd(const std::vector<Sight>& sights, std::vector<std::size_t> people,
        std::set<std::size_t> ended, std::uint64_t seed);

  std::size_t person(std::size_t row) const { return people_[row]; }
  // lineups draws them. The right one's crowd is those that are alike in `facets`; where nobody
  // else is, there is no line-up. Times of one day aren't as by lot where somebody borrowed a
  // strip, which comes after two visits, or lost a phone: on one day such people are left out,
  // unless it is strips that are asked about.
  Lineups lineups(Where where, unsigned facets) const;
  // ask has each line-up judged by `score`.
  Row ask(const Lineups& lineups, double (*score)(const Sight&, const Sight&)) const;

 private:
  using Pair = std::pair<std::size_t, std::size_t>;
  std::vector<Pair> pairs(Where where, bool by_lot) const;

  const std::vector<Sight>& sights_;
  std::vector<std::size_t> people_;              // by row
  std::vector<bool> by_lot_;                     // by row: the times of its day are
  std::vector<std::vector<std::size_t>> shown_;  // rows, by person
  std::uint64_t seed_;
};

}  // namespace whit::privacy
