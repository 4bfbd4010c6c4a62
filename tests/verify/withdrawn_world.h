// SPDX-License-Identifier: Apache-2.0
// Random bundles with withdrawals, questions about them, and the answers of the spec's own walk.
#pragma once

#include <algorithm>
#include <random>
#include <set>

#include "crypto/hash.h"
#include "crypto/siphash.h"
#include "status/chain.h"
#include "support/world.h"
#include "verify/withdrawal.h"

namespace whit::test {

// Question is what is_withdrawn is asked.
struct Question {
  Kind medium = Kind::none;
  Vct vct = 0;
  Day day = 0;
  Handle handle;
};

// WithdrawnWorld is one random bundle. The same `number` makes the same one.
class WithdrawnWorld {
 public:
  explicit WithdrawnWorld(unsigned number) : random_(number) {
    const unsigned groups = below(9);
    for (unsigned i = 0; i < groups; ++i) add_group();
    Options options;
    options.withdrawals = rows_;
    const World world(options);
    Head head = world.head();
    for (CatalogueFact& fact : head.catalogue) {
      fact.per_day = static_cast<std::uint8_t>(1 + below(8));
      fact.horizon = static_cast<std::uint8_t>(1 + below(20));
      fact.paper_life = static_cast<std::uint16_t>(1 + below(30));
    }
    catalogue_ = head.catalogue;
    file_ = world.bundle_file_of(head);
    trust_ = world.trust();
    ask();
  }

  Bundle open() const {
    auto opened = Bundle::open(file_, trust_);
    if (!opened) __builtin_trap();
    return *std::move(opened);
  }
  // In an order that is random too.
  const std::vector<Question>& questions() const { return questions_; }

  // answer is the walk of withdrawal.md, section 4, word for word.
  bool answer(const Question& q) const {
    std::set<Handle> table;
    for (const Withdrawals& row : rows_) {
      if (row.medium != q.medium || row.vct != q.vct || row.day > q.day) continue;
      for (Seed s : row.seeds) {
        for (Day d = row.day; d < q.day; ++d) s = cut<Seed>("whit/ratchet/v1", s);
        const auto k = cut<Seed>("whit/handle/v1", s);
        for (std::uint8_t i = 0; i < fact(q.vct).per_day; ++i) {
          table.insert(Handle{siphash24(k.bytes, std::array<std::uint8_t, 8>{i})});
        }
      }
    }
    return table.count(q.handle) != 0;
  }

  bool ask_of(const Bundle& bundle, const Question& q) const {
    return is_withdrawn(bundle, q.medium, *bundle.find_fact(q.vct), q.day, q.handle);
  }

 private:
  unsigned below(unsigned end) { return static_cast<unsigned>(random_() % end); }

  template <class Out, std::size_t N>
  static Out cut(const char (&name)[N], const Seed& seed) {
    return Out::from(sha256({domain(name), seed.view()}).view().first(Out::kSize));
  }

  const CatalogueFact& fact(Vct vct) const {
    return *std::find_if(catalogue_.begin(), catalogue_.end(),
                         [&](const CatalogueFact& one) { return one.vct == vct; });
  }

  Vct some_fact() { return static_cast<Vct>(kPermit + below(3)); }
  Kind some_medium() { return below(3) == 0 ? Kind::paper : Kind::revocable; }

  Seed some_seed() {
    Seed out;
    for (std::uint8_t& byte : out.bytes) byte = static_cast<std::uint8_t>(random_());
    return out;
  }

  void add_group() {
    Withdrawals row{some_medium(), World::kToday - 16 + below(20), some_fact(), {}};
    std::set<Seed> seeds;
    const unsigned count = 1 + below(20);
    while (seeds.size() < count) seeds.insert(some_seed());
    // A chain that was published on an earlier day once more, as a restored issuer may.
    for (const Withdrawals& other : rows_) {
      if (other.day <= row.day) seeds.insert(ratchet_by(other.seeds[0], row.day - other.day));
    }
    row.seeds.assign(seeds.begin(), seeds.end());
    rows_.push_back(row);
  }

  // Of each group: days before, at and after D, handles at both ends of per_day and past it, and
  // what another medium or fact says to them.
  void ask() {
    for (const Withdrawals& row : rows_) {
      const Seed& seed = row.seeds[below(static_cast<unsigned>(row.seeds.size()))];
      for (const Day ahead : {0U, 1U, below(15), below(40)}) {
        const HandleKey key(ratchet_by(seed, ahead));
        const std::uint8_t per_day = fact(row.vct).per_day;
        for (const unsigned i : {0U, per_day - 1U, unsigned{per_day}, 300U}) {
          const Question q{row.medium, row.vct, row.day + ahead, key.handle(i)};
          questions_.push_back(q);
          questions_.push_back({q.medium, q.vct, q.day + 1, q.handle});
          questions_.push_back({q.medium, q.vct, q.day - 1, q.handle});
          questions_.push_back({some_medium(), some_fact(), q.day, q.handle});
        }
      }
    }
    for (int i = 0; i < 20; ++i) {
      const Handle handle = Handle::from(some_seed().view().first(Handle::kSize));
      questions_.push_back({some_medium(), some_fact(), World::kToday + below(30), handle});
    }
    for (const auto byte : {std::uint8_t{0}, std::uint8_t{0xff}}) {
      Handle edge;
      edge.bytes.fill(byte);
      questions_.push_back({some_medium(), some_fact(), World::kToday + 1, edge});
    }
    std::shuffle(questions_.begin(), questions_.end(), random_);
  }

  std::mt19937 random_;
  std::vector<Withdrawals> rows_;
  std::vector<CatalogueFact> catalogue_;
  ByteVector file_;
  TrustFile trust_;
  std::vector<Question> questions_;
};

}  // namespace whit::test
