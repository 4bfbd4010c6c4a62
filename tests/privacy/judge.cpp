// SPDX-License-Identifier: Apache-2.0
#include "privacy/judge.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "privacy/lineup.h"

namespace whit::privacy {

Pairs pairs_of(const std::vector<Group>& groups) {
  Pairs out;
  for (const Group& group : groups) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t k = i + 1; k < group.size(); ++k) out.emplace(group[i], group[k]);
    }
  }
  return out;
}

namespace {

// A claim joins nobody by chance, so a single right one is too many.
Row judge_claims(const Claimer& claimer, const std::vector<Sight>& sights, const Crowd& crowd) {
  Row row{std::string(claimer.name), "anywhere", std::string(claimer.idea)};
  for (const auto& [a, b] : pairs_of(claimer.claim(sights))) {
    ++row.pairs;
    row.found += crowd.person(a) == crowd.person(b) ? 1 : 0;
  }
  row.ruling = row.pairs > 0 ? Ruling::linked : Ruling::chance;
  return row;
}

// allowed is what design section 4 admits: showings of withdrawn chains with E >= D, joined where
// they are of one chain, or where one showing has facts of two.
Ended allowed(const std::vector<Sight>& sights, const Truth& truth) {
  std::map<ChainName, std::vector<std::size_t>> by_chain;
  Ended out;
  for (std::size_t row = 0; row < sights.size(); ++row) {
    const auto chains = truth.chains.find(sights[row].id);
    if (chains == truth.chains.end()) continue;
    bool ended = false;
    for (const ChainName& chain : chains->second) {
      const auto day = truth.withdrawn.find(chain);
      if (day == truth.withdrawn.end() || sights[row].expires < day->second) continue;
      by_chain[chain].push_back(row);
      ended = true;
    }
    if (ended) out.shows.push_back(row);
  }
  std::vector<std::set<std::size_t>> groups;
  for (const auto& [chain, rows] : by_chain) {
    std::set<std::size_t> group(rows.begin(), rows.end());
    for (auto other = groups.begin(); other != groups.end();) {
      const bool meet = std::any_of(rows.begin(), rows.end(),
                                    [&](std::size_t row) { return other->count(row) > 0; });
      if (meet) group.insert(other->begin(), other->end());
      other = meet ? groups.erase(other) : std::next(other);
    }
    groups.push_back(std::move(group));
  }
  for (const auto& group : groups) {
    if (group.size() > 1) out.groups.emplace_back(group.begin(), group.end());
  }
  return out;
}

void judge_seeds(const std::vector<Sight>& sights, const std::vector<Publication>& bundles,
                 const Truth& truth, std::vector<Row>& out) {
  const Ended found = follow_seeds(sights, bundles);
  const Ended wanted = allowed(sights, truth);
  out.push_back(compare("published seeds", "showings", "showings of a withdrawn fact, E >= D",
                        std::set(found.shows.begin(), found.shows.end()),
                        std::set(wanted.shows.begin(), wanted.shows.end())));
  out.push_back(compare("published seeds", "pairs", "of one withdrawn person, E >= D",
                        pairs_of(found.groups), pairs_of(wanted.groups)));
}

// Chance is that the other fact's seed is there, one of those that are as likely.
Row judge_joints(const std::vector<Sight>& sights, const std::vector<Publication>& bundles,
                 const Crowd& crowd) {
  Row row{"same publication", "two facts", "a seed of each, published and shown together"};
  for (const Joint& joint : join_publications(sights, bundles)) {
    const auto all = static_cast<double>(joint.others.size());
    const auto right =
        std::count_if(joint.others.begin(), joint.others.end(), [&](const Group& other) {
          return crowd.person(other.front()) == crowd.person(joint.one.front());
        });
    ++row.pairs;
    row.found += static_cast<double>(right) / all;
    row.chance += 1 / all;
  }
  row.ruling = Ruling::admitted;
  return row;
}

}  // namespace

std::string_view name(Ruling ruling) noexcept {
  switch (ruling) {
    case Ruling::chance:
      return "chance";
    case Ruling::linked:
      return "LINKED";
    case Ruling::as_allowed:
      return "as allowed";
    case Ruling::missed:
      return "MISSED";
    case Ruling::admitted:
      return "admitted";
  }
  return "";
}

std::vector<Row> judge(const std::vector<Sight>& sights, const std::vector<Publication>& bundles,
                       const Truth& truth) {
  std::vector<std::size_t> people;
  for (const Sight& sight : sights) people.push_back(truth.person[sight.id.site][sight.id.scan]);
  std::set<std::size_t> ended;
  for (const auto& [chain, day] : truth.withdrawn) ended.insert(chain.person);
  const Crowd crowd(sights, std::move(people), std::move(ended), truth.seed);
  std::vector<Row> out;
  for (const Claimer& one : claimers()) out.push_back(judge_claims(one, sights, crowd));
  judge_seeds(sights, bundles, truth, out);
  out.push_back(judge_joints(sights, bundles, crowd));
  for (const Where where : {Where::two_sites_one_day, Where::two_sites, Where::one_site}) {
    const Lineups strict = crowd.lineups(where, kAllFacets);
    for (const Guesser& one : guessers()) {
      Row row = crowd.ask(strict, one.score);
      row.attack = one.name;
      row.idea = one.idea;
      out.push_back(std::move(row));
    }
    for (const Admitted& one : admitted()) {
      Row row = crowd.ask(crowd.lineups(where, kAllFacets & ~one.without), one.score);
      row.attack = one.name;
      row.idea = one.idea;
      row.ruling = Ruling::admitted;
      out.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace whit::privacy
