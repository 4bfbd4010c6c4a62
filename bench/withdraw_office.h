// SPDX-License-Identifier: Apache-2.0
// An office with the demo's catalogue that has withdrawn tens of thousands of facts, and its
// bundles day by day, segments made as an issuer makes them.
#pragma once

#include <fstream>
#include <iterator>

#include "cli/issuer/catalogue_file.h"
#include "crypto/hash.h"
#include "crypto/rng.h"
#include "issue/segment.h"
#include "support/world.h"
#include "token/registry.h"

namespace whit::bench {

// Published is a bundle in its parts, as they lie on a web server.
struct Published {
  Hash payload_hash;
  ByteVector head;
  std::vector<ByteVector> segments;
  std::size_t segment_bytes() const {
    std::size_t out = 0;
    for (const ByteVector& segment : segments) out += segment.size();
    return out;
  }
  ByteVector file() const {
    const std::vector<Bytes> views(segments.begin(), segments.end());
    return encode_bundle_file(head, views);
  }
};

class WithdrawOffice {
 public:
  static constexpr Day kToday = test::World::kToday, kHorizon = 14;
  // A head lists the segments from kOldest to tomorrow's, which is today's publication.
  static constexpr Day kOldest = kToday - kHorizon, kDays = kHorizon + 2;

  explicit WithdrawOffice(const std::string& catalogue_file) {
    std::ifstream in(catalogue_file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    catalogue_ = cli::parse_catalogue(text, catalogue_file);
  }

  const test::World& world() const { return world_; }

  // segment withdraws `count` facts of all kinds in turn, or of the first `facts` kinds.
  ByteVector segment(std::size_t count, std::size_t facts = ~std::size_t{0}) const {
    std::vector<Withdrawn> out;
    const std::size_t kinds = std::min(facts, catalogue_.facts.size());
    for (std::size_t i = 0; i < count; ++i) {
      out.push_back({catalogue_.facts[i % kinds].vct, rng_.make<Seed>()});
    }
    return make_segment(out, rng_);
  }

  // steady is what a head lists when `a_day` facts were withdrawn every day.
  std::vector<ByteVector> steady(std::size_t a_day) const {
    std::vector<ByteVector> out;
    for (Day day = 0; day < kDays; ++day) out.push_back(segment(a_day));
    return out;
  }

  // publish lists `segments`, of D from `first` on, in a head that was issued `days_ago`.
  Published publish(std::vector<ByteVector> segments, Day first, Day days_ago = 0,
                    const Hash& previous = {}) const {
    Head head = world_.head();
    head.version -= days_ago;
    head.previous = previous;
    for (UnixTime* time : {&head.issued, &head.next_update, &head.expires}) {
      *time -= days_ago * kSecondsPerDay;
    }
    world_.prove(head);
    head.catalogue = catalogue_.facts;
    head.presets = catalogue_.presets;
    for (const ByteVector& segment : segments) {
      head.segments.push_back({Kind::revocable, first++, sha256(segment), segment.size()});
    }
    const ByteVector payload = encode(head);
    return {sha256(payload), sign_part(payload, registry::kTypHead, world_.publisher),
            std::move(segments)};
  }

  Bundle open(const Published& published) const {
    auto opened = Bundle::open(published.file(), world_.trust());
    if (!opened) __builtin_trap();
    return *std::move(opened);
  }

 private:
  test::World world_;
  cli::Catalogue catalogue_;
  mutable SeededRng rng_{1};
};

}  // namespace whit::bench
