// SPDX-License-Identifier: Apache-2.0
// The judge knows whose each showing is, asks the adversary, and counts.
//
// A guesser is tested by line-ups: here is one showing; which of these others is the same person's?
// One of them is, the others are of a crowd that looks alike (adversary.h, Facets). `found` counts
// how often it names the right one, a tie counting in part; chance is what blind choice gives.
// Line-ups about one person aren't independent, so the interval is that of sums over people: 99.999
// per cent to each side, as some dozens of rows are judged at once.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "privacy/adversary.h"

namespace whit::privacy {

// ChainName is one chain of the issuer: of which person and fact, and which one in time.
struct ChainName {
  std::size_t person = 0;
  Vct vct = 0;
  int number = 0;
  friend auto operator<=>(const ChainName&, const ChainName&) = default;
};

// Truth is whose showings they are, and what was withdrawn.
struct Truth {
  std::vector<std::vector<std::size_t>> person;     // by site and scan
  std::map<ScanId, std::vector<ChainName>> chains;  // of people who had something withdrawn
  std::map<ChainName, Day> withdrawn;               // D of the publication
  std::uint64_t seed = 0;                           // of the line-ups
};

enum class Ruling : std::uint8_t {
  chance,      // no better than chance
  linked,      // better: people can be linked
  as_allowed,  // exactly what the design admits
  missed,      // less than that: the adversary is broken
  admitted,    // a facet that showings carry openly: told, not judged
};
std::string_view name(Ruling ruling) noexcept;

struct Row {
  std::string attack, where, idea;
  std::uint64_t pairs = 0;  // line-ups, or pairs that were claimed
  double found = 0;         // of them, named rightly
  double chance = 0;        // what chance or the design gives
  double margin = 0;        // how far from chance is still chance
  double auc = 0.5;         // chance that a right one is put above a wrong one; 0.5 tells nothing
  double auc_margin = 0;
  Ruling ruling = Ruling::chance;
};

using Pairs = std::set<std::pair<std::size_t, std::size_t>>;
Pairs pairs_of(const std::vector<Group>& groups);

// compare judges what was found by what the design admits, exactly.
template <class Items>
Row compare(std::string attack, std::string where, std::string idea, const Items& found,
            const Items& wanted) {
  Row row{std::move(attack), std::move(where), std::move(idea)};
  row.pairs = found.size();
  row.chance = static_cast<double>(wanted.size());
  bool more = false;
  for (const auto& one : found) {
    const bool right = wanted.count(one) > 0;
    row.found += right ? 1 : 0;
    more = more || !right;
  }
  row.ruling = more                     ? Ruling::linked
               : row.found < row.chance ? Ruling::missed
               : wanted.empty()         ? Ruling::chance
                                        : Ruling::as_allowed;
  return row;
}

// judge runs every linker over what the adversary saw.
std::vector<Row> judge(const std::vector<Sight>& sights, const std::vector<Publication>& bundles,
                       const Truth& truth);

// judge_books does the same for somebody who has the issuer's books as well: revocable showings are
// traced by its register exactly as design and spec admit, blind ones not at all.
struct Books;
std::vector<Row> judge_books(const std::vector<Sight>& sights, const Books& books,
                             const Truth& truth);

// is_bad tells whether a ruling means that something must be mended.
constexpr bool is_bad(Ruling v) noexcept { return v == Ruling::linked || v == Ruling::missed; }

}  // namespace whit::privacy
