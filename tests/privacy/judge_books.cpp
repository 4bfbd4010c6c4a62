// SPDX-License-Identifier: Apache-2.0
// What the conspiracy of issuer and sites finds, and what it may.
#include <algorithm>

#include "privacy/books_case.h"
#include "privacy/lineup.h"

namespace whit::privacy {
namespace {

constexpr std::size_t kMostSuspects = 3000;  // line-ups with dossiers

// Pool is who may have shown a fact of a day: all who collected for it, but for those whose
// showings of that day aren't as by lot, as their blind tokens ran out or were begun the day
// before.
class Pool {
 public:
  Pool(const Case& at, bool by_lot) {
    std::set<std::pair<std::size_t, FactDay>> odd;
    for (std::size_t row = 0; by_lot && row < at.sights.size(); ++row) {
      const Sight& sight = at.sights[row];
      const FactDay today{sight.tokens[0].vct, sight.day + 1};
      const bool fell_back = sight.kind != Kind::blind && sight.tokens.size() == 1;
      const bool ahead = sight.kind == Kind::blind && sight.expires != sight.day + 1;
      if (fell_back || ahead) odd.emplace(at.people[row], today);
      if (ahead) odd.emplace(at.people[row], FactDay{sight.tokens[0].vct, sight.expires});
    }
    for (const auto& [person, dossier] : at.dossiers) {
      for (const auto& [of, row] : dossier.rows) {
        if (odd.count({person, of}) == 0) people_[of].push_back(person);
      }
    }
  }
  // candidates of a showing by `person`, who stands last; none where that isn't one of them.
  std::vector<std::size_t> candidates(const FactDay& of, std::size_t person,
                                      std::mt19937_64& rng) const {
    const auto all = people_.find(of);
    if (all == people_.end()) return {};
    std::vector<std::size_t> others = all->second, out;
    if (std::erase(others, person) == 0 || others.empty()) return {};
    std::sample(others.begin(), others.end(), std::back_inserter(out), kMostOthers, rng);
    out.push_back(person);
    return out;
  }

 private:
  std::map<FactDay, std::vector<std::size_t>> people_;
};

Row ask(const Case& at, const Pool& pool, const Suspicion& suspicion) {
  std::mt19937_64 rng(at.seed);
  std::vector<const Trace*> order;
  for (const Trace& trace : at.traces) order.push_back(&trace);
  std::shuffle(order.begin(), order.end(), rng);
  std::vector<Scored> all;
  for (const Trace* trace : order) {
    if (all.size() == kMostSuspects) break;
    const Sight& sight = at.sights[trace->row];
    const std::size_t person = at.people[trace->row];
    const auto candidates = pool.candidates(trace->of, person, rng);
    if (candidates.empty()) continue;
    Scored& scored = all.emplace_back();
    scored.person = person;
    for (const std::size_t candidate : candidates) {
      const Dossier& dossier = at.dossiers.at(candidate);
      scored.scores.push_back(suspicion.score(
          {sight, *trace, dossier, dossier.rows.at(trace->of), at.rings.at(trace->of)}));
      scored.right.push_back(candidate == person);
    }
  }
  Row row = rule(all, at.dossiers.rbegin()->first + 1);
  row.attack = suspicion.name;
  row.idea = suspicion.idea;
  row.where = "blind, whose dossier";
  return row;
}

// For every request and every token there is a number that would have blinded one into the other,
// so that this tells nothing. A pair without would be one that can't be.
Row every_pair(const Case& at) {
  Row row{"every pair fits", "blind, whose dossier", "a factor for each request and token"};
  std::mt19937_64 rng(at.seed);
  const Pool pool(at, false);
  bool all_fit = true;
  for (const Trace& trace : at.traces) {
    if (row.pairs > kMostSuspects) break;
    for (const std::size_t one : pool.candidates(trace.of, at.people[trace.row], rng)) {
      const Asked& asked = at.dossiers.at(one).rows.at(trace.of);
      const Ring& ring = at.rings.at(trace.of);
      for (std::size_t i = 0; i < asked.messages.size(); ++i) {
        const Wide factor = ring.product(trace.inverse, asked.answers[i].view());
        const Wide power = ring.opened(factor);
        const bool fits =
            ring.product(ring.factor(power), trace.encoded) == asked.messages[i].bytes;
        ++row.pairs;
        row.found += fits ? 1 : 0;
        all_fit = all_fit && fits;
      }
    }
  }
  row.chance = static_cast<double>(row.pairs);
  row.ruling = all_fit ? Ruling::chance : Ruling::linked;
  return row;
}

// Two blind showings, and whether they are one person's: what the sites alone could ask as well.
void ask_crowd(const Case& at, std::vector<Row>& out) {
  std::vector<Sight> sights;
  std::vector<std::size_t> people;
  const Pool pool(at, true);
  std::mt19937_64 rng(at.seed);
  for (const Trace& trace : at.traces) {
    if (pool.candidates(trace.of, at.people[trace.row], rng).empty()) continue;
    sights.push_back(at.sights[trace.row]);
    people.push_back(at.people[trace.row]);
  }
  for (const Claimer& one : claimers()) {
    out.push_back(claim(at, std::string(one.name), std::string(one.idea), {}));
    Row& row = out.back();
    for (const auto& [a, b] : pairs_of(one.claim(sights))) {
      ++row.pairs;
      row.found += people[a] == people[b] ? 1 : 0;
    }
    row.ruling = row.pairs > 0 ? Ruling::linked : Ruling::chance;
  }
  const Crowd crowd(sights, people, {}, at.seed);
  for (const Where where : {Where::two_sites_one_day, Where::two_sites, Where::one_site}) {
    const Lineups lineups = crowd.lineups(where, kAllFacets);
    for (const Guesser& one : guessers()) {
      Row row = crowd.ask(lineups, one.score);
      row.attack = one.name;
      row.idea = one.idea;
      row.where = "blind, " + row.where;
      out.push_back(std::move(row));
    }
  }
}

}  // namespace

std::vector<Row> judge_books(const std::vector<Sight>& sights, const Books& books,
                             const Truth& truth) {
  Case at{sights, books, {}, make_rings(books), {}, {}, truth.seed};
  at.dossiers = read_dossiers(books, at.rings, sights);
  for (const Sight& sight : sights) at.people.push_back(truth.person[sight.id.site][sight.id.scan]);
  at.traces = read_traces(sights, at.rings);
  std::vector<Row> out = {trace_by_register(at, books.evening, "on the day itself"),
                          trace_by_register(at, books.morning, "after midnight"), every_pair(at)};
  for (Row& row : claims(at)) out.push_back(std::move(row));
  const Pool strict(at, true), all(at, false);
  for (const Suspicion& one : suspicions()) out.push_back(ask(at, strict, one));
  for (const Suspicion& one : admitted_suspicions()) {
    out.push_back(ask(at, all, one));
    out.back().ruling = Ruling::admitted;
  }
  ask_crowd(at, out);
  return out;
}

}  // namespace whit::privacy
