// SPDX-License-Identifier: Apache-2.0
// A token that no epoch holds: its key's list, every header of the days on which it could have been
// logged, and the two neighbours that its leaf would stand between.
#include <algorithm>

#include "audit/evidence_maker.h"
#include "audit/evidence_work.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "log/find.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

// What a token says of where it is logged.
struct Wanted {
  Token token;
  Hash leaf;
  Day first = 0;  // the first day whose epoch could hold it; the last is its expiry day
};

Result<Wanted> read_wanted(Bytes bytes) {
  const auto phone = parse_token(bytes);
  const auto token = phone ? phone : parse_paper(bytes);
  if (!token) return token.error();
  if (token->kind == Kind::blind) return Errc::wrong_algorithm;  // nobody can compute its leaf
  const ReplayState nothing;
  const EntryKind kind = token->kind == Kind::paper ? EntryKind::paper : EntryKind::revocable;
  const Day ahead = ahead_of(nothing, kind, token->vct);
  Wanted out{*token, leaf_hash(encode(entry_of(*token))), 0};
  out.first = token->day > ahead ? token->day - ahead : 0;
  return out;
}

// Whether a signed key list has the key that signed the token.
bool is_signed_by(const Token& token, Bytes signed_list) {
  const auto part = parse_signed(signed_list, registry::kTypKeyList);
  const auto list = part ? parse_key_list(part->sign1.payload) : Result<KeyList>(part.error());
  if (!list || token.signature.size() != Signature::kSize) return false;
  return std::any_of(list->tokens.begin(), list->tokens.end(), [&](const TokenKey& key) {
    return key_id(key.key) == token.kid && key.covers(token.kind, token.vct, token.day) &&
           verify(key.key, Signature::from(token.signature),
                  sig_structure(token.protected_header, {}, token.payload));
  });
}

// Whether the ranges show the two neighbours around `leaf` in the epoch at `place`.
bool is_absent(const Evidence& evidence, const Exhibits::Header& header, const Hash& leaf) {
  if (!header.place) return false;
  const std::uint64_t first = header.place->index + 1;
  const std::uint64_t last = header.place->index + header.header.entries;
  for (const Evidence::Range& range : evidence.ranges) {
    if (range.note != header.place->note) continue;
    for (std::size_t i = 0; i < range.entries.size(); ++i) {
      const std::uint64_t at = range.begin + i;
      if (at < first || at > last) continue;
      const Hash here = leaf_hash(range.entries[i]);
      if (here < leaf) {
        if (at == last) return true;
        continue;
      }
      if (here == leaf) return false;
      if (at == first) return true;
      const EntryBytes* before = entry_at(evidence, range.note, at - 1);
      if (before != nullptr && leaf_hash(*before) < leaf) return true;
    }
  }
  return false;
}

bool may_hold(const Wanted& wanted, Day day, std::uint64_t entries) noexcept {
  return entries > 0 && day >= wanted.first && day <= wanted.token.day;
}

// Whether the headers run on and leave out no epoch that could hold the token.
bool covers_all(const Shown& shown, const Wanted& wanted) {
  const auto& headers = shown.exhibits.headers;
  for (std::size_t i = 0; i + 1 < headers.size(); ++i) {
    if (!(headers[i + 1].header.previous == headers[i].hash)) return false;
  }
  const EpochHeader& first = headers.front().header;
  const bool from_the_first = first.number == 0 && first.previous == Hash{};
  return headers.back().place && (from_the_first || first.day < wanted.first);
}

std::string verdict_text(const Shown& shown, const Wanted& wanted) {
  const auto& last = shown.exhibits.headers.back();
  std::string out = "key " + hex::encode(wanted.token.kid.view()) + " signed a token of fact " +
                    std::to_string(wanted.token.vct) + " for expiry day " + date(wanted.token.day) +
                    " that no epoch of " + shown.origin(last.place->note) + " holds";
  if (last.header.day > wanted.token.day) return out + ", and none can hold it any more";
  return out + " up to " + date(last.header.day) + ", which is too late if it was collected on " +
         date(last.header.day - 2) + " or before";
}

// The last key list up to the newest epoch that has the token's key, if the chain reaches it.
Result<std::uint64_t> add_list(Maker& maker, const Token& token, Day first) {
  Hash before;
  const auto& epochs = maker.state().epochs;
  for (auto row = epochs.rbegin(); row != epochs.rend(); ++row) {
    if (row->key_list == before) continue;
    before = row->key_list;
    const auto file =
        maker.archive().file(row->log, object_path(kKeyListFolder, before), kMaxLogObject);
    if (!file || !is_signed_by(token, *file)) {
      if (row->day + 400 < first) break;
      continue;
    }
    WHIT_CHECK(maker.add_object(kKeyListFolder, before));
    return row->number;
  }
  return Errc::unknown_key;
}

Status add_neighbours(Maker& maker, const EpochRow& row, const Hash& leaf) {
  const std::uint64_t first = row.begin + 1, end = first + row.entries;
  const auto leaves = [&](std::uint64_t from, std::uint64_t to) {
    return maker.archive().leaves(row.log, from, to);
  };
  WHIT_TRY(const LeafPlace place, find_leaf(leaves, first, end, leaf));
  if (place.found) return Errc::already_exists;
  WHIT_CHECK(maker.place(row));
  return maker.add_range(row.log, std::max(first, place.index - 1), std::min(end, place.index + 1));
}

}  // namespace

Sentence judge_unlogged(const Shown& shown) {
  const Evidence& evidence = shown.evidence;
  if (evidence.tokens.size() != 1 || evidence.objects.size() != 1 || evidence.headers.empty()) {
    return std::nullopt;
  }
  const auto wanted = read_wanted(evidence.tokens[0]);
  if (!wanted || !covers_all(shown, *wanted)) return std::nullopt;
  if (!is_signed_by(wanted->token, evidence.objects[0])) return std::nullopt;
  for (const auto& header : shown.exhibits.headers) {
    const bool may = may_hold(*wanted, header.header.day, header.header.entries);
    if (may && !is_absent(evidence, header, wanted->leaf)) return std::nullopt;
  }
  return verdict_text(shown, *wanted);
}

Result<Evidence> unlogged_evidence(Bytes token, const Desk& desk) {
  WHIT_TRY(const Wanted wanted, read_wanted(token));
  const auto& epochs = desk.state->epochs;
  if (epochs.empty()) return Errc::not_found;
  Maker maker(Finding::unlogged, desk);
  maker.add_token(token);
  WHIT_TRY(std::uint64_t first, add_list(maker, wanted.token, wanted.first));
  std::uint64_t before = 0;  // the newest header of a day before all that could hold it
  for (const EpochRow& row : epochs) {
    if (row.day < wanted.first) before = row.number;
  }
  first = std::min(first, before);
  for (const EpochRow& row : epochs) {
    if (row.number < first) continue;
    WHIT_CHECK(maker.add_header(row));
    if (may_hold(wanted, row.day, row.entries)) {
      WHIT_CHECK(add_neighbours(maker, row, wanted.leaf));
    }
  }
  WHIT_CHECK(maker.place(epochs.back()));
  if (!maker.holds()) return Errc::unproven_log;
  return maker.take();
}

}  // namespace whit::audit
