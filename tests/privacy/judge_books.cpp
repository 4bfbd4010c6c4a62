// SPDX-License-Identifier: Apache-2.0
// What the conspiracy of issuer and sites finds, and what it may.
#include <algorithm>
#include <random>
#include <unordered_map>

#include "crypto/hash.h"
#include "privacy/dossier.h"
#include "privacy/house.h"
#include "privacy/judge.h"
#include "privacy/lineup.h"
#include "privacy/search.h"
#include "status/chain.h"

namespace whit::privacy {
namespace {

constexpr std::size_t kMostSuspects = 3000;        // line-ups with dossiers
constexpr std::size_t kMostRelations = 2'000'000;  // factors of requests and tokens
constexpr Day kFurthest = 64;                      // days that a seed is followed

// Case is all that is judged here.
struct Case {
  const std::vector<Sight>& sights;
  const Books& books;
  std::vector<std::size_t> people;  // by row of sights
  Rings rings;
  Dossiers dossiers;
  std::vector<Trace> traces;
  std::uint64_t seed;
};

// A seed that the register has leads forward to every handle from its day on, and to none before.
Row trace_by_register(const Case& at, const Register& books, std::string where) {
  std::map<std::pair<Vct, Handle>, std::size_t> handles;
  std::set<std::size_t> known;
  Day first = kMaxDay;
  for (const Register::Chain& chain : books.chains) {
    known.insert(chain.person);
    first = std::min(first, chain.day);
    Seed seed = chain.seed;
    for (Day day = chain.day; day < chain.day + kFurthest; ++day, seed = ratchet(seed)) {
      const HandleKey key(seed);
      for (std::uint64_t i = 0; i < kPerDay; ++i)
        handles[{chain.vct, key.handle(i)}] = chain.person;
    }
  }
  Pairs found, wanted;  // rows, and whose they are
  for (std::size_t row = 0; row < at.sights.size(); ++row) {
    const Sight& sight = at.sights[row];
    if (sight.kind == Kind::blind) continue;
    const auto handle = handles.find({sight.tokens[0].vct, sight.tokens[0].handle});
    if (handle != handles.end()) found.emplace(row, handle->second);
    const bool reached = sight.expires >= first && known.count(at.people[row]) > 0;
    if (reached) wanted.emplace(row, at.people[row]);
  }
  return compare("register", std::move(where), "revocable showings by the seeds it has", found,
                 wanted);
}

Row claim(const Case& at, std::string attack, std::string idea, const Pairs& pairs) {
  Row row{std::move(attack), "blind, anywhere", std::move(idea)};
  for (const auto& [a, b] : pairs) {
    ++row.pairs;
    row.found += at.people[a] == at.people[b] ? 1 : 0;
  }
  row.ruling = pairs.empty() ? Ruling::chance : Ruling::linked;
  return row;
}

Row claim_salts(const Case& at) {
  std::map<Salt, std::size_t> first;
  Pairs out;
  for (const Trace& trace : at.traces) {
    const auto [known, fresh] = first.try_emplace(trace.salt, trace.row);
    if (!fresh) out.emplace(known->second, trace.row);
  }
  return claim(at, "salt", "two tokens with one salt", out);
}

// A request that is the encoded message itself was not blinded.
Row claim_unblinded(const Case& at) {
  std::map<Wide, std::size_t> shown;
  for (const Trace& trace : at.traces) shown[trace.encoded] = trace.row;
  Row row{"not blinded", "blind, anywhere", "a request that is the token's own number"};
  for (const auto& [person, dossier] : at.dossiers) {
    for (const auto& [of, asked] : dossier.rows) {
      for (const BlindBytes& message : asked.messages) row.pairs += shown.count(message.bytes);
    }
  }
  row.found = static_cast<double>(row.pairs);
  row.ruling = row.pairs > 0 ? Ruling::linked : Ruling::chance;
  return row;
}

std::uint64_t front_of(const Wide& wide) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | wide[wide.size() - 8 + i];
  return out;
}

// Factors are what would tie each of one person's messages to each token: answer / signature, and
// the other way round. A value that two messages have in common is what both were blinded with.
class Factors {
 public:
  // add notes what ties message `number`, which got `answer`, to a token.
  void add(std::size_t number, const Wide& factor, const Wide& inverse, std::size_t row) {
    note(front_of(factor), number, row);
    note(front_of(inverse), number, row);
  }
  const Pairs& pairs() const { return pairs_; }

 private:
  void note(std::uint64_t value, std::size_t number, std::size_t row) {
    const auto [known, fresh] = seen_.try_emplace(value, number, row);
    const auto& [other, before] = known->second;
    if (!fresh && other != number && before != row) pairs_.emplace(before, row);
  }
  std::unordered_map<std::uint64_t, std::pair<std::size_t, std::size_t>> seen_;
  Pairs pairs_;
};

Row claim_factors(const Case& at) {
  std::map<FactDay, std::vector<const Trace*>> shown;
  for (const Trace& trace : at.traces) shown[trace.of].push_back(&trace);
  std::vector<const Dossier*> order;
  for (const auto& [person, dossier] : at.dossiers) order.push_back(&dossier);
  std::mt19937_64 rng(at.seed);
  std::shuffle(order.begin(), order.end(), rng);
  Pairs out;
  std::size_t done = 0;
  for (const Dossier* dossier : order) {
    if (done > kMostRelations) break;
    Factors factors;
    std::size_t number = 0;
    for (const auto& [of, asked] : dossier->rows) {
      const Ring& ring = at.rings.at(of);
      for (const BlindBytes& answer : asked.answers) {
        ++number;
        const Ring::Number one = ring.inverse_factor(answer.view());
        for (const Trace* trace : shown[of]) {
          factors.add(number, ring.product(trace->inverse, answer.view()),
                      ring.product(one, at.sights[trace->row].rsa), trace->row);
          ++done;
        }
      }
    }
    out.insert(factors.pairs().begin(), factors.pairs().end());
  }
  return claim(at, "same factor", "two requests blinded with one number", out);
}

// Whatever of a blind token might have reached the issuer, by the bytes it begins with.
Row claim_books(const Case& at) {
  Needles needles;
  for (const Trace& trace : at.traces) {
    const Sight& sight = at.sights[trace.row];
    const Hash key = sha256({sight.holder.view()}), token = sha256({Bytes(sight.rsa)});
    for (const Bytes one : {sight.holder.view(), key.view(), token.view(), Bytes(sight.rsa),
                            Bytes(trace.encoded), Bytes(trace.salt), sight.signature.view()}) {
      needles.add(one, trace.row);
    }
    needles.add(Bytes(trace.encoded).last(Hash::kSize), trace.row);
  }
  std::set<std::size_t> found;
  for (const Register* one : {&at.books.evening, &at.books.morning, &at.books.last}) {
    needles.search(one->cells, found);
  }
  for (const std::vector<Exchange>* all : {&at.books.enrols, &at.books.collects}) {
    for (const Exchange& one : *all) {
      needles.search(one.request, found);
      needles.search(one.answer, found);
    }
  }
  Row row{"issuer's books", "blind, anywhere", "bytes of a showing in register or requests"};
  row.pairs = found.size();
  row.found = static_cast<double>(found.size());
  row.ruling = found.empty() ? Ruling::chance : Ruling::linked;
  return row;
}

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
                          trace_by_register(at, books.morning, "after midnight"),
                          claim_books(at),
                          claim_unblinded(at),
                          claim_salts(at),
                          claim_factors(at),
                          every_pair(at)};
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
