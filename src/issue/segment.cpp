// SPDX-License-Identifier: Apache-2.0
#include "issue/segment.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/cbor_writer.h"

namespace whit {
namespace {

// A random seed that is there already would not count, so it is drawn again.
void pad(std::set<Seed>& seeds, Rng& rng) {
  while (seeds.size() % kSeedsAtOnce != 0) seeds.insert(rng.make<Seed>());
}

ByteVector joined(const std::set<Seed>& seeds) {
  ByteVector out;
  out.reserve(seeds.size() * Seed::kSize);
  for (const Seed& seed : seeds) out.insert(out.end(), seed.bytes.begin(), seed.bytes.end());
  return out;
}

}  // namespace

ByteVector make_segment(const std::vector<Withdrawn>& withdrawn, Rng& rng) {
  std::map<Vct, std::set<Seed>> facts;
  for (const Withdrawn& one : withdrawn) facts[one.vct].insert(one.seed);
  cbor::Writer out;
  out.array(facts.size());
  for (auto& [vct, seeds] : facts) {
    pad(seeds, rng);
    out.array(2).uint(vct).bytes(joined(seeds));
  }
  return out.take();
}

Lives lives_of(const std::vector<CatalogueFact>& catalogue) noexcept {
  constexpr Lives kLongest{60, 366};
  if (catalogue.empty()) return kLongest;
  Lives out;
  for (const CatalogueFact& fact : catalogue) {
    out.phone = std::max<Day>(out.phone, fact.horizon);
    out.paper = std::max<Day>(out.paper, fact.paper_life.value_or(0));
  }
  return out;
}

}  // namespace whit
