// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include "crypto/hash.h"
#include "privacy/books_case.h"
#include "privacy/house.h"
#include "privacy/search.h"
#include "status/chain.h"

namespace whit::privacy {
namespace {

constexpr std::size_t kMostRelations = 2'000'000;  // factors of requests and tokens
constexpr Day kFurthest = 64;                      // days that a seed is followed

}  // namespace

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

namespace {

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

}  // namespace

std::vector<Row> claims(const Case& at) {
  return {claim_books(at), claim_unblinded(at), claim_salts(at), claim_factors(at)};
}

}  // namespace whit::privacy
