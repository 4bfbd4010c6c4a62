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

  // segment withdraws `count` facts of all kinds, drawn by chance, or of the first `facts` kinds.
  ByteVector segment(std::size_t count, std::size_t facts = ~std::size_t{0}) const {
    std::vector<Withdrawn> out;
    const std::size_t kinds = std::min(facts, catalogue_.facts.size());
    for (std::size_t i = 0; i < count; ++i) {
      const Seed seed = rng_.make<Seed>();
      out.push_back({catalogue_.facts[(seed.bytes[0] + 256U * seed.bytes[1]) % kinds].vct, seed});
    }
    return make_segment(out, rng_);
  }

  // one_day is what `times` publications of one day add when `count` facts end in it.
  std::vector<ByteVector> one_day(std::size_t count, std::size_t times = 1) const {
    std::vector<ByteVector> out;
    for (std::size_t i = 0; i < times; ++i) {
      out.push_back(segment(count * (i + 1) / times - count * i / times));
    }
    return out;
  }

  // steady is what a head lists when every day was like that.
  std::vector<ByteVector> steady(std::size_t a_day, std::size_t times = 1) const {
    std::vector<ByteVector> out;
    for (Day day = 0; day < kDays; ++day) {
      for (ByteVector& one : one_day(a_day, times)) out.push_back(std::move(one));
    }
    return out;
  }

  // publish lists `segments`, `times` of each D from `first` on, in a head that was issued
  // `days_ago`.
  Published publish(std::vector<ByteVector> segments, Day first, std::size_t times = 1,
                    Day days_ago = 0, const Hash& previous = {}) const {
    Head head = world_.head();
    head.version -= days_ago;
    head.previous = previous;
    for (UnixTime* time : {&head.issued, &head.next_update, &head.expires}) {
      *time -= days_ago * kSecondsPerDay;
    }
    world_.prove(head);
    head.catalogue = catalogue_.facts;
    head.presets = catalogue_.presets;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const Day day = first + static_cast<Day>(i / times);
      head.segments.push_back({Kind::revocable, day, sha256(segments[i]), segments[i].size()});
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
