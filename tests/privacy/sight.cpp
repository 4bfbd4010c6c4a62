// SPDX-License-Identifier: Apache-2.0
#include "privacy/sight.h"

#include <algorithm>

#include "privacy/house.h"
#include "wallet/show.h"

namespace whit::privacy {
namespace {

std::uint64_t front_of(const Hash& hash) noexcept {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | hash.bytes[i];
  return out;
}

// LogIndex finds leaves by their hashes.
class LogIndex {
 public:
  explicit LogIndex(const Evidence& evidence) : entries_(evidence.entries) {
    places_.reserve(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      places_.emplace_back(front_of(leaf_hash(entries_[i])), static_cast<std::uint32_t>(i));
    }
    std::sort(places_.begin(), places_.end());
    for (const ByteVector& header : evidence.headers) {
      const auto parsed = must(parse_epoch_header(header), "read a header");
      epochs_.emplace_back(parsed.index, parsed.day);
    }
  }

  std::uint64_t place_of(const Token& token) const {
    const Hash hash = leaf_hash(encode(entry_of(token)));
    const std::uint64_t front = front_of(hash);
    auto at = std::lower_bound(places_.begin(), places_.end(), std::pair{front, 0U});
    for (; at != places_.end() && at->first == front; ++at) {
      if (leaf_hash(entries_[at->second]) == hash) return at->second;
    }
    throw CouldNot("can't find a shown token in the log");
  }

  Day day_of_place(std::uint64_t place) const {
    const auto after = std::upper_bound(epochs_.begin(), epochs_.end(), std::pair{place, kMaxDay});
    return std::prev(after)->second;
  }

 private:
  const std::vector<EntryBytes>& entries_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> places_;  // front of hash, place
  std::vector<std::pair<std::uint64_t, Day>> epochs_;            // first place, day
};

Sight read_one(const Scan& scan, const LogIndex& log) {
  const Presentation shown = must(parse_presentation(scan.showing), "read a showing");
  Sight out;
  out.time = scan.time;
  out.iat = shown.iat;
  out.day = day_of(scan.time);
  out.expires = shown.tokens[0].day;
  const Day nearest = day_of(shown.iat + wallet::kLastSeconds) + 1;
  out.ahead = out.expires > nearest ? out.expires - nearest : 0;
  out.mode = shown.mode;
  out.kind = shown.tokens[0].kind;
  out.size = scan.showing.size();
  out.holder = shown.tokens[0].holder;
  out.signature = shown.signature;
  for (std::size_t i = 0; i < shown.count; ++i) {
    const Token& token = shown.tokens[i];
    SeenToken seen{token.vct, token.value, token.handle, token.kid, {}, 0, 0};
    seen.signature = Signature::from(token.signature.first(Signature::kSize));
    if (token.kind == Kind::blind) {
      out.rsa.assign(token.signature.begin(), token.signature.end());
      out.tokens.push_back(seen);
      continue;
    }
    seen.place = log.place_of(token);
    seen.logged = log.day_of_place(seen.place);
    out.tokens.push_back(seen);
  }
  return out;
}

}  // namespace

std::vector<Sight> read_sights(const Evidence& evidence) {
  const LogIndex log(evidence);
  std::vector<Sight> out;
  for (std::size_t site = 0; site < evidence.sites.size(); ++site) {
    const std::vector<Scan>& scans = evidence.sites[site].scans;
    for (std::size_t scan = 0; scan < scans.size(); ++scan) {
      out.push_back(read_one(scans[scan], log));
      out.back().id = {site, scan};
    }
  }
  return out;
}

}  // namespace whit::privacy
