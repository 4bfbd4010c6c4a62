// SPDX-License-Identifier: Apache-2.0
#include "privacy/lineup.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <unordered_map>

namespace whit::privacy {
namespace {

constexpr double kDeviations = 4.265;  // 99.999 per cent to each side
constexpr Day kWeek = 7;

Day between(const Sight& a, const Sight& b) {
  return a.day > b.day ? a.day - b.day : b.day - a.day;
}

bool fits(Where where, const Sight& a, const Sight& b) {
  const bool same_site = a.id.site == b.id.site;
  switch (where) {
    case Where::two_sites_one_day:
      return !same_site && a.day == b.day;
    case Where::two_sites:
      return !same_site && a.day != b.day && between(a, b) <= kWeek;
    case Where::one_site:
      return same_site && a.day < b.day && between(a, b) <= kWeek;
  }
  return false;
}

// Tally adds up what line-ups brought beyond chance, person by person.
class Tally {
 public:
  explicit Tally(std::size_t people) : by_person_(people) {}
  void add(std::size_t person, double beyond) {
    by_person_[person] += beyond;
    ++count_;
  }
  double mean() const { return count_ == 0 ? 0 : sum() / count(); }
  double margin() const {
    double squares = 0;
    for (const double one : by_person_) squares += one * one;
    return count_ == 0 ? 0 : kDeviations * std::sqrt(squares) / count();
  }
  double count() const { return static_cast<double>(count_); }

 private:
  double sum() const {
    double out = 0;
    for (const double one : by_person_) out += one;
    return out;
  }
  std::vector<double> by_person_;
  std::size_t count_ = 0;
};

// Named is what one line-up brought: whether the right one was named, and how high it stood.
struct Named {
  double right = 0, chance = 0, height = 0.5;
};

Named name_one(const std::vector<double>& scores, const std::vector<bool>& right) {
  const double top = *std::max_element(scores.begin(), scores.end());
  double tops = 0, good = 0, rights = 0, above = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    tops += scores[i] == top ? 1 : 0;
    good += scores[i] == top && right[i] ? 1 : 0;
    rights += right[i] ? 1 : 0;
    for (std::size_t k = 0; right[i] && k < scores.size(); ++k) {
      if (!right[k]) above += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
    }
  }
  const double all = static_cast<double>(scores.size());
  return {good / tops, rights / all, above / (rights * (all - rights))};
}

}  // namespace

std::string_view name(Where where) noexcept {
  switch (where) {
    case Where::two_sites_one_day:
      return "two sites, one day";
    case Where::two_sites:
      return "two sites, other days";
    case Where::one_site:
      return "one site, other days";
  }
  return "";
}

Crowd::Crowd(const std::vector<Sight>& sights, std::vector<std::size_t> people,
             std::set<std::size_t> ended, std::uint64_t seed)
    : sights_(sights), people_(std::move(people)), seed_(seed) {
  std::set<std::pair<std::size_t, Day>> borrowed;
  for (std::size_t row = 0; row < people_.size(); ++row) {
    if (shown_.size() <= people_[row]) shown_.resize(people_[row] + 1);
    shown_[people_[row]].push_back(row);
    if (sights[row].ahead == 1) borrowed.emplace(people_[row], sights[row].day);
  }
  for (std::size_t row = 0; row < people_.size(); ++row) {
    by_lot_.push_back(ended.count(people_[row]) == 0 &&
                      borrowed.count({people_[row], sights[row].day}) == 0);
  }
}

std::vector<Crowd::Pair> Crowd::pairs(Where where, bool by_lot) const {
  std::vector<Pair> out;
  for (const auto& rows : shown_) {
    for (const std::size_t a : rows) {
      if (by_lot && !by_lot_[a]) continue;
      for (const std::size_t b : rows) {
        if (fits(where, sights_[a], sights_[b])) out.emplace_back(a, b);
      }
    }
  }
  std::mt19937_64 rng(seed_ + static_cast<std::uint64_t>(where));
  std::shuffle(out.begin(), out.end(), rng);
  if (out.size() > kMostLineups) out.resize(kMostLineups);
  return out;
}

Lineups Crowd::lineups(Where where, unsigned facets) const {
  const bool by_lot = where == Where::two_sites_one_day && (facets & kStrip) != 0;
  std::unordered_map<std::string, std::vector<std::size_t>> crowds;
  for (std::size_t row = 0; row < sights_.size(); ++row) {
    if (by_lot && !by_lot_[row]) continue;
    crowds[alike(sights_[row], facets)].push_back(row);
  }
  Lineups out{where, {}};
  std::mt19937_64 rng(seed_);
  for (const auto& [a, b] : pairs(where, by_lot)) {
    std::vector<std::size_t> others = crowds.at(alike(sights_[b], facets));
    const std::size_t own = people_[a];
    std::erase_if(others, [&](std::size_t row) { return people_[row] == own; });
    if (others.empty()) continue;
    std::vector<std::size_t> drawn;
    std::sample(others.begin(), others.end(), std::back_inserter(drawn), kMostOthers, rng);
    drawn.push_back(b);
    out.all.push_back({a, std::move(drawn)});
  }
  return out;
}

Row Crowd::ask(const Lineups& lineups, double (*score)(const Sight&, const Sight&)) const {
  std::vector<Scored> all;
  for (const Lineup& one : lineups.all) {
    Scored& scored = all.emplace_back();
    scored.person = people_[one.shown];
    for (const std::size_t candidate : one.candidates) {
      scored.scores.push_back(score(sights_[one.shown], sights_[candidate]));
      scored.right.push_back(people_[candidate] == people_[one.shown]);
    }
  }
  Row row = rule(all, shown_.size());
  row.where = name(lineups.where);
  return row;
}

Row rule(const std::vector<Scored>& all, std::size_t people) {
  Row row;
  row.pairs = all.size();
  Tally named(people), heights(people);
  for (const Scored& one : all) {
    const Named named_one = name_one(one.scores, one.right);
    row.found += named_one.right;
    row.chance += named_one.chance;
    named.add(one.person, named_one.right - named_one.chance);
    heights.add(one.person, named_one.height - 0.5);
  }
  row.margin = named.margin() * named.count();
  row.auc = 0.5 + heights.mean();
  row.auc_margin = heights.margin();
  const bool far =
      std::abs(row.found - row.chance) > row.margin || std::abs(row.auc - 0.5) > row.auc_margin;
  row.ruling = far ? Ruling::linked : Ruling::chance;
  return row;
}

}  // namespace whit::privacy
