// SPDX-License-Identifier: Apache-2.0
// The adversary: linkers, each an idea of how two showings could be told to be one person's.
//
// There are two sorts. A Claimer says for certain: it puts showings together that share something
// which no two people share. A Guesser gives a number to a pair, the higher the likelier. Both see
// Sights and public data alone.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "privacy/sight.h"

namespace whit::privacy {

// Group is the rows of sights that are said to be one person's: two or more, ascending.
using Group = std::vector<std::size_t>;

struct Claimer {
  std::string_view name, idea;
  std::vector<Group> (*claim)(const std::vector<Sight>& sights);
};
// claimers share a key, a handle, a signature or the point R of one.
std::vector<Claimer> claimers();

// Ended is what published seeds say of showings: which are of a withdrawn fact, and which belong
// together, also by one showing having facts of two seeds.
struct Ended {
  std::vector<std::size_t> shows;  // ascending, groups of one among them
  std::vector<Group> groups;
};
Ended follow_seeds(const std::vector<Sight>& sights, const std::vector<Publication>& bundles);

// Joint is a guess that one seed's showings are the same person's as one of those of another fact
// that was published with it (spec/withdrawal.md, 5.3). Each of `others` is as likely.
struct Joint {
  Group one;
  std::vector<Group> others;
};
std::vector<Joint> join_publications(const std::vector<Sight>& sights,
                                     const std::vector<Publication>& bundles);

struct Guesser {
  std::string_view name, idea;
  double (*score)(const Sight& a, const Sight& b);
};
std::vector<Guesser> guessers();

// Facets are what a showing tells openly. Line-ups compare showings that are alike in these.
enum Facets : unsigned {
  kValues = 1,     // of its facts
  kStrip = 2,      // today's, or tomorrow's that was borrowed
  kLogDays = 4,    // how long before E its tokens were logged
  kAllFacets = 7,  // and always: site, day, facts
};
// alike is a text that is equal for two showings that are alike in `facets`. No wallet that keeps
// to the spec shows a strip further ahead than tomorrow's, so that is no facet: such a showing
// stands among all others of its day.
std::string alike(const Sight& sight, unsigned facets);

// Admitted is what a facet itself tells, which the design says that it does.
struct Admitted {
  std::string_view name, idea;
  unsigned without;  // line-ups that aren't alike in this facet
  double (*score)(const Sight& a, const Sight& b);
};
std::vector<Admitted> admitted();

}  // namespace whit::privacy
