// SPDX-License-Identifier: Apache-2.0
// What to ask for. The request depends on the day, the catalogue and what was dealt before; never
// on what was shown.
#include <algorithm>

#include "wallet/collect.h"

namespace whit::wallet {
namespace {

constexpr auto kRevocable = static_cast<std::uint8_t>(Kind::revocable);

// Need is a fact of which a day lacks tokens.
struct Need {
  Vct vct = 0;
  std::size_t sets = 0;
};

bool may_be_dealt(const Account& account, Vct vct, Day day) {
  const FactRow* row = account.find(vct);
  if (row == nullptr || day > row->asked_through) return true;
  return row->state == FactState::held || row->state == FactState::key_withdrawn;
}

std::size_t sets_with(const Account& account, Vct vct, Day day) {
  return static_cast<std::size_t>(
      std::count_if(account.sets.begin(), account.sets.end(), [&](const Set& set) {
        return set.kind == Kind::revocable && set.day == day && set.find(vct) != nullptr;
      }));
}

std::vector<Need> needs_of(const Account& account, const Head& head, Day today, Day day) {
  std::vector<Need> needs;
  for (const CatalogueFact& fact : head.catalogue) {
    const Dealt dealt = head.dealt_of(fact);
    if ((fact.kinds & kRevocable) == 0 || day > today + dealt.horizon) continue;
    if (!may_be_dealt(account, fact.vct, day)) continue;
    const std::size_t held = sets_with(account, fact.vct, day);
    if (held < dealt.per_day) needs.push_back({fact.vct, dealt.per_day - held});
  }
  std::sort(needs.begin(), needs.end(), [](Need a, Need b) { return a.vct < b.vct; });
  if (needs.size() > kMaxFactsPerSet) needs.resize(kMaxFactsPerSet);
  return needs;
}

// own_token is one that the issuer can rebuild: of a fact that it still deals.
std::optional<OwnToken> own_token(const Account& account, const Set& set) {
  for (const Held& held : set.tokens) {
    const FactRow* row = account.find(held.vct);
    if (row == nullptr || row->state != FactState::held) continue;
    const auto token = parse_token(held.encoded);
    if (token.ok()) return OwnToken{token->vct, token->handle, Signature::from(token->signature)};
  }
  return std::nullopt;
}

// Planner fills one collect and keeps the keys that it made for it.
class Planner {
 public:
  Planner(const Account& account, Rng& rng, Joining joining)
      : account_(account), rng_(rng), joining_(joining) {
    collect_.id = account.id;
    collect_.iss = account.trust.iss;
    collect_.seq = account.seq + 1;
    message_ = possession_message(account.trust.iss, account.collection.public_key(), collect_.seq);
  }

  void ask(Day day, const std::vector<Need>& needs) {
    SetAsk row;
    row.day = day;
    std::size_t sets = kMaxSetsPerDay;
    for (const Need& need : needs) {
      row.facts.push_back(need.vct);
      sets = std::min(sets, need.sets);
    }
    if (joining_ == Joining::sets_held) join_sets(row, sets);
    while (row.keys.size() < sets) {
      fresh_.push_back(SigningKey::generate(rng_));
      add_key(row, fresh_.back(), std::nullopt);
    }
    collect_.sets.push_back(std::move(row));
  }

  bool empty() const { return collect_.sets.empty(); }
  bool full() const { return collect_.sets.size() == kMaxSetAsks; }
  Pending finish() {
    return {sign_collect(collect_, account_.collection), std::move(fresh_), 0, {}};
  }

 private:
  static bool holds_none(const Set& set, const std::vector<Vct>& facts) {
    return std::none_of(facts.begin(), facts.end(),
                        [&set](Vct vct) { return set.find(vct) != nullptr; });
  }

  void join_sets(SetAsk& row, std::size_t sets) {
    for (const Set& set : account_.sets) {
      if (row.keys.size() == sets) return;
      if (set.kind != Kind::revocable || set.day != row.day || !holds_none(set, row.facts))
        continue;
      if (const auto own = own_token(account_, set)) add_key(row, set.key, own);
    }
  }

  void add_key(SetAsk& row, const SigningKey& key, std::optional<OwnToken> own) {
    row.keys.push_back({key.public_key(), key.sign(message_), own});
  }

  const Account& account_;
  Rng& rng_;
  Joining joining_;
  Collect collect_;
  ByteVector message_;
  std::vector<SigningKey> fresh_;
};

Day furthest_horizon(const Head& head) {
  Day furthest = 0;
  for (const CatalogueFact& fact : head.catalogue) {
    if ((fact.kinds & kRevocable) == 0) continue;
    furthest = std::max<Day>(furthest, head.dealt_of(fact).horizon);
  }
  return furthest;
}

}  // namespace

std::optional<ByteVector> plan_collect(Account& account, const Head& head, UnixTime clock, Rng& rng,
                                       Joining joining) {
  const UnixTime now = account.corrected(clock);
  drop_dead(account, clock);
  if (account.pending) return account.pending->body;
  const Day today = day_of(now);
  const Day last = std::min<Day>(today + furthest_horizon(head), kMaxDay);
  Planner planner(account, rng, joining);
  for (Day day = today + 1; day <= last && !planner.full(); ++day) {
    const std::vector<Need> needs = needs_of(account, head, today, day);
    if (!needs.empty()) planner.ask(day, needs);
  }
  if (planner.empty()) return std::nullopt;
  account.pending = planner.finish();
  account.pending->made = today;
  return account.pending->body;
}

}  // namespace whit::wallet
