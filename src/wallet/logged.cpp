// SPDX-License-Identifier: Apache-2.0
#include "wallet/logged.h"

#include <algorithm>

#include "crypto/hash.h"
#include "log/epoch.h"
#include "log/text.h"
#include "wallet/blind.h"
#include "wallet/log_search.h"
#include "wallet/log_walk.h"

namespace whit::wallet {
namespace {

// The tree has all epochs of `day` that it ever gets.
bool has_day(const ProvenLog& log, Day day) {
  return log.header.day > day || log.cosigned >= midnight(day + 1) + kPromised;
}

bool is_due(const Held& held, const ProvenLog& log) {
  return held.log == LogState::unchecked && held.first != 0 && has_day(log, held.first);
}

// The entry of a blind token can't be rebuilt from it: the wallet has kept what was blinded.
Entry entry_for(const Token& token, const Held& held) {
  if (token.kind != Kind::blind) return entry_of(token);
  return {EntryKind::blind, token.vct, token.kid, token.day, held.commitment};
}

std::vector<Wanted> wanted_of(Account& account, const ProvenLog& log) {
  std::vector<Wanted> out;
  for (Set& set : account.sets) {
    for (Held& held : set.tokens) {
      const auto token = is_due(held, log) ? parse_token(held.encoded) : Result<Token>(Errc{});
      if (token.ok()) out.push_back({leaf_hash(encode(entry_for(*token, held))), &held});
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Wanted& a, const Wanted& b) { return a.leaf < b.leaf; });
  return out;
}

// look goes through one stretch for those of `wanted` that may be there and weren't found yet.
Status look(const LogStretch& stretch, const std::vector<Wanted>& wanted, Rng& rng, bool whole) {
  std::vector<Wanted> here;
  for (const Wanted& one : wanted) {
    const Held& held = *one.held;
    if (held.log != LogState::unchecked) continue;
    if (stretch.last >= held.first && stretch.first <= held.last) here.push_back(one);
  }
  if (here.empty() || stretch.span.count == 0) return {};
  if (stretch.span.count > kLargestEpoch) return Errc::too_large;
  return whole ? look_whole(*stretch.reader, stretch.span, here)
               : look_around(*stretch.reader, stretch.span, here, rng);
}

Status search(const ProvenLog& log, LogWalk& walk, const std::vector<Wanted>& wanted, Rng& rng) {
  WHIT_TRY(const std::vector<LogStretch> stretches, walk.stretches());
  const auto in_parts = [](const LogStretch& stretch) {
    return stretch.is_epoch && stretch.span.count > kWholeEpoch;
  };
  for (const LogStretch& stretch : stretches) {
    WHIT_CHECK(look(stretch, wanted, rng, !in_parts(stretch)));
  }
  // Before something is called missing, all that could have it is read whole.
  std::vector<Wanted> doubtful;
  for (const Wanted& one : wanted) {
    const Held& held = *one.held;
    if (held.log != LogState::unchecked || !has_day(log, held.last)) continue;
    if (walk.reaches(held.first)) doubtful.push_back(one);
  }
  for (const LogStretch& stretch : stretches) {
    if (in_parts(stretch)) WHIT_CHECK(look(stretch, doubtful, rng, true));
  }
  for (const Wanted& one : doubtful) {
    if (one.held->log == LogState::unchecked) one.held->log = LogState::missing;
  }
  return {};
}

// The days of collecting of which now everything is logged.
std::vector<Day> whole_days(const Account& account, const std::vector<Wanted>& wanted) {
  std::vector<Day> out;
  out.reserve(wanted.size());
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
  for (const ServiceKey& row : bundle.manifest().keys) {
    if (row.use == Use::log) out.keys.push_back(row.key);
  }
  return out;
}

bool is_log_due(const Account& account, const ProvenLog& log) {
  return std::any_of(account.sets.begin(), account.sets.end(), [&log](const Set& set) {
    return std::any_of(set.tokens.begin(), set.tokens.end(),
                       [&log](const Held& held) { return is_due(held, log); });
  });
}

LogCheck check_logged(Account& account, const ProvenLog& log, const LogFilesOf& files, Rng& rng) {
  LogCheck out;
  std::vector<Wanted> wanted = wanted_of(account, log);
  if (wanted.empty()) return out;
  Day first = wanted.front().held->first;
  for (const Wanted& one : wanted) first = std::min(first, one.held->first);
  LogWalk walk(log, account.trust, files);
  Status status = walk.back_to(first);
  if (status.ok()) status = search(log, walk, wanted, rng);
  if (!status.ok()) out.trouble = status.error().code;
  out.headers = walk.headers();
  for (const PastHeader& past : out.headers) note_counts(account, past.header);
  std::reverse(out.headers.begin(), out.headers.end());
  for (const Wanted& one : wanted) {
    if (one.held->log == LogState::logged) one.held->commitment = {};
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
