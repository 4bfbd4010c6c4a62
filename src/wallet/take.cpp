// SPDX-License-Identifier: Apache-2.0
// Taking an answer in: everything is rebuilt from the request and checked before anything is kept.
#include <algorithm>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "token/collected.h"
#include "wallet/take_blind.h"

namespace whit::wallet {
namespace {

// Accepted is one token that passed every check.
struct Accepted {
  Day day = 0;
  PublicKey holder;
  Handle handle;
  Held held;
};

bool asks_for(const SetAsk& ask, Day day, Vct vct) {
  return ask.day == day && std::binary_search(ask.facts.begin(), ask.facts.end(), vct);
}

// Checker rebuilds and checks the rows of one answer.
class Checker {
 public:
  Checker(const Account& account, const Collect& request, const Bundle& bundle)
      : account_(account), request_(request), bundle_(bundle) {}

  Status check(const Collected& answer) {
    if (answer.seq != request_.seq) return Errc::refused;
    for (const Collected::Row& row : answer.rows) WHIT_CHECK(check_row(row));
    return {};
  }

  std::vector<Accepted> take() { return std::move(accepted_); }

 private:
  Status check_row(const Collected::Row& row) {
    const auto ask = std::find_if(request_.sets.begin(), request_.sets.end(),
                                  [&](const SetAsk& s) { return asks_for(s, row.day, row.vct); });
    if (ask == request_.sets.end() || row.tokens.size() != ask->keys.size()) return Errc::refused;
    const auto same = [&row](const Collected::Row* other) {
      return other->day == row.day && other->vct == row.vct;
    };
    if (std::any_of(rows_.begin(), rows_.end(), same)) return Errc::refused;
    rows_.push_back(&row);

    const CatalogueFact* fact = bundle_.find_fact(row.vct);
    if (fact == nullptr || !fact->allows(row.value)) return Errc::refused;
    const TokenKey* key = bundle_.live_key(Kind::revocable, row.vct, row.day);
    if (key == nullptr) return Errc::unknown_key;
    for (std::size_t i = 0; i < row.tokens.size(); ++i) {
      WHIT_CHECK(check_token(row, row.tokens[i], ask->keys[i].key, *key));
    }
    return {};
  }

  Status check_token(const Collected::Row& row, const Collected::Dealt& dealt,
                     const PublicKey& holder, const TokenKey& key) {
    if (dealt.tag.has_value() != (row.vct == kDocumentVct)) return Errc::refused;
    if (seen_before(dealt.handle)) return Errc::already_exists;
    TokenClaims claims;
    claims.iss = account_.trust.iss;
    claims.day = row.day;
    claims.handle = dealt.handle;
    claims.holder = holder;
    claims.vct = row.vct;
    claims.value = row.value;
    claims.tag = dealt.tag;
    const Unsigned token = build_revocable(claims, key_id(key.key));
    if (!verify(key.key, dealt.signature, token.to_be_signed())) return Errc::bad_signature;
    Accepted accepted{row.day, holder, dealt.handle, {}};
    accepted.held.vct = row.vct;
    accepted.held.encoded = token.with(dealt.signature.view());
    if (!parse_token(accepted.held.encoded).ok()) return Errc::refused;
    accepted_.push_back(std::move(accepted));
    return {};
  }

  bool seen_before(const Handle& handle) const {
    return std::any_of(account_.seen.begin(), account_.seen.end(),
                       [&](const SeenHandle& seen) { return seen.handle == handle; }) ||
           std::any_of(accepted_.begin(), accepted_.end(),
                       [&](const Accepted& other) { return other.handle == handle; });
  }

  const Account& account_;
  const Collect& request_;
  const Bundle& bundle_;
  std::vector<const Collected::Row*> rows_;
  std::vector<Accepted> accepted_;
};

// set_of is the set under `holder`: one that is held, or a new one with a key of the request. None
// if a set that was to be joined has been forgotten since.
Set* set_of(Account& account, const Accepted& token, Gain& gain) {
  for (Set& set : account.sets) {
    if (set.kind == Kind::revocable && set.key.public_key() == token.holder) return &set;
  }
  auto& keys = account.pending->keys;
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const SigningKey& k) {
    return k.public_key() == token.holder;
  });
  if (key == keys.end()) return nullptr;
  const auto place = std::find_if(account.sets.begin(), account.sets.end(),
                                  [&](const Set& set) { return set.day > token.day; });
  const auto set =
      account.sets.insert(place, Set{Kind::revocable, token.day, std::move(*key), {}, 0, {}});
  keys.erase(key);
  ++gain.sets;
  return &*set;
}

void keep(Account& account, Accepted token, Gain& gain) {
  account.seen.push_back({token.day, token.handle});
  Set* set = set_of(account, token, gain);
  if (set == nullptr || set->find(token.held.vct) != nullptr) return;
  const Vct vct = token.held.vct;
  const auto place = std::find_if(set->tokens.begin(), set->tokens.end(),
                                  [vct](const Held& held) { return held.vct > vct; });
  set->tokens.insert(place, std::move(token.held));
  ++gain.tokens;
  note_fact(gain, vct);
}

bool dealt(const Collected& answer, Day day, Vct vct) {
  return std::any_of(answer.rows.begin(), answer.rows.end(),
                     [&](const Collected::Row& row) { return row.day == day && row.vct == vct; });
}

constexpr Seconds kNearMidnight = 300;

// is_telling tells whether what is missing on `day` is missing because a fact ended. Other facts of
// that day show it. Where nothing came at all, the day may be over or too far ahead for the
// issuer's clock, so it tells only when that is out of the question.
bool is_telling(const Collected& answer, Day day, Day horizon, UnixTime now) {
  if (!answer.rows.empty()) {
    return std::any_of(answer.rows.begin(), answer.rows.end(),
                       [day](const Collected::Row& row) { return row.day == day; });
  }
  const Seconds second = now % kSecondsPerDay;
  return day > day_of(now) && day <= day_of(now) + horizon && second >= kNearMidnight &&
         second < kSecondsPerDay - kNearMidnight;
}

FactRow& row_of(Account& account, Vct vct) {
  if (FactRow* row = account.find(vct); row != nullptr) return *row;
  const auto place = std::find_if(account.facts.begin(), account.facts.end(),
                                  [vct](const FactRow& row) { return row.vct > vct; });
  return *account.facts.insert(place, FactRow{vct, FactState::not_given, 0, 0});
}

void note(FactRow& row, bool is_dealt, UnixTime now) {
  FactState state = row.state;
  if (is_dealt) {
    state = FactState::held;
  } else if (state == FactState::held) {
    state = FactState::ended;
  }
  if (state != row.state) row.since = now;
  row.state = state;
}

// learn notes for each fact what the furthest telling day says of it. Rows ascend by day. A day
// that tells nothing is asked for again.
void learn(Account& account, const Collect& request, const Collected& answer, const Bundle& bundle,
           UnixTime now) {
  for (const SetAsk& ask : request.sets) {
    for (const Vct vct : ask.facts) {
      const CatalogueFact* fact = bundle.find_fact(vct);
      const Day horizon = fact == nullptr ? 0 : bundle.head().dealt_of(*fact).horizon;
      if (!is_telling(answer, ask.day, horizon, now)) continue;
      FactRow& row = row_of(account, vct);
      row.asked_through = std::max(row.asked_through, ask.day);
      note(row, dealt(answer, ask.day, vct), now);
    }
  }
}

}  // namespace

// The issuer signed what came now when the request was first sent, or at any time until now: an
// answer may be one that got lost before. So near to midnight, two clocks may differ about the day.
// What it signs on a day stands in the log's epoch of that day or of the next one.
void expect_in_log(Held& held, const Pending& request, UnixTime now) {
  constexpr Seconds kDaysDiffer = 60;
  const Day early = day_of(now < kDaysDiffer ? 0 : now - kDaysDiffer);
  held.first = request.made == 0 ? early : std::min(early, request.made);
  held.last = std::max(day_of(now + kDaysDiffer), request.made) + 1;
}

void note_fact(Gain& gain, Vct vct) {
  const auto at = std::lower_bound(gain.facts.begin(), gain.facts.end(), vct);
  if (at == gain.facts.end() || *at != vct) gain.facts.insert(at, vct);
}

Result<Gain> take_collected(Account& account, Bytes answer, const Bundle& bundle, UnixTime clock) {
  if (!account.pending) return Errc::not_found;
  const ByteVector body = account.pending->body;
  WHIT_TRY(const Collect request, parse_collect(body));
  WHIT_TRY(const Collected collected, parse_collected(answer));
  Checker checker(account, request, bundle);
  WHIT_CHECK(checker.check(collected));

  const UnixTime now = account.corrected(clock);
  WHIT_TRY(Harvest harvest, open_blind(account, request, collected, bundle, now));

  Gain gain;
  for (Accepted& token : checker.take()) {
    expect_in_log(token.held, *account.pending, now);
    keep(account, std::move(token), gain);
  }
  keep_blind(account, std::move(harvest), now, gain);
  learn(account, request, collected, bundle, now);
  account.seq = request.seq;
  account.pending.reset();
  account.synced = now;
  drop_dead(account, clock);
  return gain;
}

}  // namespace whit::wallet
