// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "privacy/adversary.h"
#include "privacy/house.h"
#include "status/chain.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/segment.h"

namespace whit::privacy {
namespace {

// Joiner puts rows together that have a mark in common.
class Joiner {
 public:
  explicit Joiner(std::size_t rows) : up_(rows) { std::iota(up_.begin(), up_.end(), 0U); }

  void mark(std::size_t row, std::string mark) {
    const auto [at, fresh] = first_.try_emplace(std::move(mark), row);
    if (!fresh) join(at->second, row);
  }

  std::vector<Group> groups() {
    std::unordered_map<std::size_t, Group> found;
    for (std::size_t row = 0; row < up_.size(); ++row) found[top(row)].push_back(row);
    std::vector<Group> out;
    for (auto& [row, group] : found) {
      if (group.size() > 1) out.push_back(std::move(group));
    }
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  std::size_t top(std::size_t row) {
    while (up_[row] != row) row = up_[row] = up_[up_[row]];
    return row;
  }
  void join(std::size_t a, std::size_t b) { up_[top(a)] = top(b); }

  std::vector<std::size_t> up_;
  std::unordered_map<std::string, std::size_t> first_;
};

template <class Marks>
std::vector<Group> joined(const std::vector<Sight>& sights, const Marks& marks) {
  Joiner joiner(sights.size());
  for (std::size_t row = 0; row < sights.size(); ++row) {
    marks(sights[row], [&](Bytes mark) { joiner.mark(row, std::string(as_text(mark))); });
  }
  return joiner.groups();
}

std::vector<Group> by_key(const std::vector<Sight>& sights) {
  return joined(sights, [](const Sight& s, const auto& mark) { mark(s.holder.view()); });
}

std::vector<Group> by_handle(const std::vector<Sight>& sights) {
  return joined(sights, [](const Sight& s, const auto& mark) {
    if (s.kind == Kind::blind) return;
    for (const SeenToken& token : s.tokens) mark(token.handle.view());
  });
}

std::vector<Group> by_signature(const std::vector<Sight>& sights) {
  return joined(sights, [](const Sight& s, const auto& mark) {
    mark(s.signature.view());
    for (const SeenToken& token : s.tokens) mark(token.signature.view());
  });
}

// Two signatures with one R give away the key that made them.
std::vector<Group> by_point(const std::vector<Sight>& sights) {
  return joined(sights, [](const Sight& s, const auto& mark) {
    mark(s.signature.view().first(32));
    for (const SeenToken& token : s.tokens) mark(token.signature.view().first(32));
  });
}

using SeedId = std::size_t;

// SeedNews is of which fact a seed is, and in which bundle it appeared.
struct SeedNews {
  Vct vct = 0;
  std::size_t bundle = 0;
};

// Expansion is every handle that published seeds lead to.
class Expansion {
 public:
  explicit Expansion(const std::vector<Publication>& bundles) {
    for (std::size_t i = 0; i < bundles.size(); ++i) add(bundles[i], i);
  }
  const SeedNews& news(SeedId seed) const { return news_[seed]; }

  const SeedId* find(Vct vct, Day day, const Handle& handle) const {
    const auto at = handles_.find(mark(vct, day, handle.view()));
    return at == handles_.end() ? nullptr : &at->second;
  }

 private:
  static std::string mark(Vct vct, Day day, Bytes bytes) {
    return std::to_string(vct) + " " + std::to_string(day) + " " + std::string(as_text(bytes));
  }

  void add(const Publication& one, std::size_t bundle) {
    const BundleFile file = must(parse_bundle_file(one.file), "read a bundle");
    const SignedPart part = must(parse_signed(file.head, registry::kTypHead), "read a head");
    const Head head = must(parse_head(part.sign1.payload), "read a head");
    for (std::size_t i = 0; i < head.segments.size(); ++i) {
      const SegmentRow& row = head.segments[i];
      for (const Withdrawals& group :
           must(parse_segment(file.segments.at(i), row.medium, row.day), "read a segment")) {
        for (const Seed& seed : group.seeds) {
          if (is_new(group, seed, bundle)) expand(group, seed, head.catalogue);
        }
      }
    }
  }

  bool is_new(const Withdrawals& group, const Seed& seed, std::size_t bundle) {
    if (!seeds_.insert(mark(group.vct, group.day, seed.view())).second) return false;
    news_.push_back({group.vct, bundle});
    return true;
  }

  // A seed is followed over every day that a token of it could be for.
  void expand(const Withdrawals& group, const Seed& seed, const std::vector<CatalogueFact>& facts) {
    const auto fact = std::find_if(facts.begin(), facts.end(),
                                   [&](const CatalogueFact& f) { return f.vct == group.vct; });
    must(fact != facts.end(), "find a withdrawn fact in the catalogue");
    Seed at = seed;
    for (Day day = group.day; day <= group.day + fact->horizon; ++day, at = ratchet(at)) {
      const HandleKey key(at);
      for (std::uint64_t i = 0; i < fact->per_day; ++i) {
        handles_[mark(group.vct, day, key.handle(i).view())] = news_.size() - 1;
      }
    }
  }

  std::unordered_set<std::string> seeds_;
  std::vector<SeedNews> news_;
  std::unordered_map<std::string, SeedId> handles_;
};

// hits are the showings that each seed reaches.
std::map<SeedId, Group> hits(const std::vector<Sight>& sights, const Expansion& seeds) {
  std::map<SeedId, Group> out;
  for (std::size_t row = 0; row < sights.size(); ++row) {
    for (const SeenToken& token : sights[row].tokens) {
      const SeedId* seed = seeds.find(token.vct, sights[row].expires, token.handle);
      if (seed != nullptr) out[*seed].push_back(row);
    }
  }
  return out;
}

}  // namespace

std::vector<Claimer> claimers() {
  return {{"holder key", "two showings under one key", by_key},
          {"handle", "a handle shown twice", by_handle},
          {"signature", "the same signature of a token or a holder", by_signature},
          {"point R", "two signatures with one R", by_point}};
}

Ended follow_seeds(const std::vector<Sight>& sights, const std::vector<Publication>& bundles) {
  Joiner joiner(sights.size());
  std::set<std::size_t> shows;
  for (const auto& [seed, group] : hits(sights, Expansion(bundles))) {
    shows.insert(group.begin(), group.end());
    for (const std::size_t row : group) joiner.mark(row, std::to_string(seed));
  }
  return {{shows.begin(), shows.end()}, joiner.groups()};
}

std::vector<Joint> join_publications(const std::vector<Sight>& sights,
                                     const std::vector<Publication>& bundles) {
  const Expansion seeds(bundles);
  const std::map<SeedId, Group> found = hits(sights, seeds);
  std::vector<Joint> out;
  for (const auto& [seed, group] : found) {
    std::map<Vct, Joint> joints;
    for (const auto& [other, others] : found) {
      if (seeds.news(other).bundle != seeds.news(seed).bundle) continue;
      if (seeds.news(other).vct <= seeds.news(seed).vct) continue;
      Joint& joint = joints[seeds.news(other).vct];
      joint.one = group;
      joint.others.push_back(others);
    }
    for (auto& [vct, joint] : joints) out.push_back(std::move(joint));
  }
  return out;
}

}  // namespace whit::privacy
