// SPDX-License-Identifier: Apache-2.0
#include "wallet/logged.h"

#include <algorithm>

#include "crypto/hash.h"
#include "log/epoch.h"
#include "log/text.h"
#include "wallet/log_search.h"

namespace whit::wallet {
namespace {

constexpr std::size_t kHeaderLimit = std::size_t{4} << 20;  // bytes
constexpr std::size_t kMaxHeaders = 4096;                   // that are walked back at once

// The tree has all epochs of `day` that it ever gets.
bool has_day(const ProvenLog& log, Day day) {
  return log.header.day > day || log.cosigned >= midnight(day + 1) + kPromised;
}

bool is_due(const Held& held, const ProvenLog& log) {
  return held.log == LogState::unchecked && held.first != 0 && has_day(log, held.first);
}

std::vector<Wanted> wanted_of(Account& account, const ProvenLog& log) {
  std::vector<Wanted> out;
  for (Set& set : account.sets) {
    for (Held& held : set.tokens) {
      const auto token = is_due(held, log) ? parse_token(held.encoded) : Result<Token>(Errc{});
      if (token.ok()) out.push_back({leaf_hash(encode(entry_of(*token))), &held});
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Wanted& a, const Wanted& b) { return a.leaf < b.leaf; });
  return out;
}

// The header before `next`, by the hash that stands in `next`.
Result<PastHeader> read_before(const PastHeader& next, LogSource& source) {
  const std::string path = "header/" + logtext::decimal(next.header.number - 1);
  PastHeader out;
  WHIT_TRY(out.bytes, source.get(path, kHeaderLimit));
  if (!(sha256(out.bytes) == next.header.previous)) return Errc::wrong_log;
  const auto header = parse_epoch_header(out.bytes);
  if (!header) return Errc::wrong_log;
  out.header = *header;
  if (!follows(out.header, out.bytes, next.header)) return Errc::wrong_log;
  return out;
}

// Headers back to the last one before `day`, or to where this log begins.
Status walk_back(std::vector<PastHeader>& headers, Day day, LogSource& source) {
  while (headers.back().header.day >= day && headers.back().header.index != 0) {
    if (headers.size() == kMaxHeaders) return Errc::too_large;
    WHIT_TRY(PastHeader before, read_before(headers.back(), source));
    headers.push_back(std::move(before));
  }
  return {};
}

// Search is one look through the epochs for all that is wanted.
class Search {
 public:
  Search(const ProvenLog& log, LogSource& source, Rng& rng)
      : log_(log), reader_(source, log.tree.size, log.tree.root), rng_(rng) {}

  Status run(const std::vector<PastHeader>& headers, std::vector<Wanted>& wanted) {
    for (const PastHeader& epoch : headers) {
      const bool whole = epoch.header.entries <= kWholeEpoch;
      WHIT_CHECK(look(epoch.header, wanted, whole));
    }
    // Before something is called missing, all that could have it is read whole.
    std::vector<Wanted> doubtful;
    for (const Wanted& one : wanted) {
      if (one.held->log == LogState::unchecked && is_settled(headers, *one.held)) {
        doubtful.push_back(one);
      }
    }
    for (const PastHeader& epoch : headers) {
      if (epoch.header.entries > kWholeEpoch) WHIT_CHECK(look(epoch.header, doubtful, true));
    }
    for (const Wanted& one : doubtful) {
      if (one.held->log == LogState::unchecked) one.held->log = LogState::missing;
    }
    return {};
  }

 private:
  Status look(const EpochHeader& epoch, const std::vector<Wanted>& wanted, bool whole) {
    std::vector<Wanted> here;
    for (const Wanted& one : wanted) {
      const Held& held = *one.held;
      if (held.log != LogState::unchecked) continue;
      if (epoch.day >= held.first && epoch.day <= held.last) here.push_back(one);
    }
    if (here.empty() || epoch.entries == 0) return {};
    if (epoch.entries > kLargestEpoch) return Errc::too_large;
    const LeafSpan span{epoch.index + 1, epoch.entries};
    return whole ? look_whole(reader_, span, here) : look_around(reader_, span, here, rng_);
  }

  // All epochs that could have it were there to be looked through.
  bool is_settled(const std::vector<PastHeader>& headers, const Held& held) const {
    const EpochHeader& oldest = headers.back().header;
    return has_day(log_, held.last) && (oldest.day < held.first || oldest.number == 0);
  }

  const ProvenLog& log_;
  TileReader reader_;
  Rng& rng_;
};

// The days of collecting of which now everything is logged.
std::vector<Day> whole_days(const Account& account, const std::vector<Wanted>& wanted) {
  std::vector<Day> out;
  for (const Wanted& one : wanted) out.push_back(one.held->first);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  for (const Set& set : account.sets) {
    for (const Held& held : set.tokens) {
      if (held.log != LogState::logged) std::erase(out, held.first);
    }
  }
  return out;
}

}  // namespace

Result<ProvenLog> proven_log(const Bundle& bundle, const TrustFile& trust) {
  ProvenLog out;
  out.header_bytes = bundle.head().epoch_header;
  WHIT_TRY(out.header, parse_epoch_header(out.header_bytes));
  if (bundle.head().log_proof.empty()) return Errc::no_log_proof;
  WHIT_TRY(out.proof, parse_log_proof(bundle.head().log_proof));
  WHIT_TRY(out.tree, parse_checkpoint(out.proof.note.text));
  if (out.tree.origin.size() < trust.origin.size()) return Errc::wrong_log;
  const auto number = std::string_view(out.tree.origin).substr(trust.origin.size());
  WHIT_TRY(out.number, logtext::parse_decimal(number));
  out.cosigned = bundle.newest_cosignature();
  return out;
}

bool is_log_due(const Account& account, const ProvenLog& log) {
  return std::any_of(account.sets.begin(), account.sets.end(), [&log](const Set& set) {
    return std::any_of(set.tokens.begin(), set.tokens.end(),
                       [&log](const Held& held) { return is_due(held, log); });
  });
}

LogCheck check_logged(Account& account, const ProvenLog& log, LogSource& source, Rng& rng) {
  LogCheck out;
  std::vector<Wanted> wanted = wanted_of(account, log);
  if (wanted.empty()) return out;
  Day first = wanted.front().held->first;
  for (const Wanted& one : wanted) first = std::min(first, one.held->first);
  out.headers = {{log.header, log.header_bytes}};
  Status status = walk_back(out.headers, first, source);
  if (status.ok()) status = Search(log, source, rng).run(out.headers, wanted);
  if (!status.ok()) out.trouble = status.error().code;
  std::reverse(out.headers.begin(), out.headers.end());
  for (const Wanted& one : wanted) {
    if (one.held->log == LogState::logged) ++out.logged;
    if (one.held->log == LogState::missing) ++out.missing;
  }
  out.days = whole_days(account, wanted);
  return out;
}

std::vector<const Held*> missing_tokens(const Account& account) {
  std::vector<const Held*> out;
  for (const Set& set : account.sets) {
    for (const Held& held : set.tokens) {
      if (held.log == LogState::missing) out.push_back(&held);
    }
  }
  return out;
}

std::size_t codes_missing(const Account& account) {
  return static_cast<std::size_t>(
      std::count_if(account.sets.begin(), account.sets.end(), [](const Set& set) {
        return std::any_of(set.tokens.begin(), set.tokens.end(),
                           [](const Held& held) { return held.log == LogState::missing; });
      }));
}

}  // namespace whit::wallet
