// SPDX-License-Identifier: Apache-2.0
#include "wallet/news.h"

#include <algorithm>
#include <vector>

#include "status/chain.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/succession.h"
#include "wallet/blind.h"

namespace whit::wallet {
namespace {

using Handles = std::vector<Handle>;

Handles handles_of(const Account& account, Vct vct, Day day) {
  Handles handles;
  for (const Set& set : account.sets) {
    const bool counts = set.kind == Kind::revocable && set.day == day;
    const Held* held = counts ? set.find(vct) : nullptr;
    if (held == nullptr) continue;
    if (const auto token = parse_token(held->encoded); token.ok()) handles.push_back(token->handle);
  }
  return handles;
}

// add_hits adds those of `own`, all of one fact and day, that `seed` of that day leads to.
void add_hits(const Seed& seed, std::size_t per_day, const Handles& own, Handles& hits) {
  const HandleKey key(seed);
  for (std::size_t i = 0; i < per_day; ++i) {
    const Handle handle = key.handle(i);
    if (std::find(own.begin(), own.end(), handle) != own.end()) hits.push_back(handle);
  }
}

// withdrawn_handles are the handles of `account` that a published seed leads to
// (spec/withdrawal.md, section 4). Each seed is walked once, over the days that the wallet has
// tokens of.
Handles withdrawn_handles(const Account& account, const Bundle& bundle) {
  Handles hits;
  const Day last = account.sets.empty() ? 0 : account.sets.back().day;
  for (const Withdrawals& published : bundle.withdrawals()) {
    const CatalogueFact* fact = bundle.find_fact(published.vct);
    if (published.medium != Kind::revocable || fact == nullptr) continue;
    std::vector<Seed> seeds = published.seeds;
    for (Day day = published.day; day <= last; ++day) {
      const Handles own = handles_of(account, published.vct, day);
      for (Seed& seed : seeds) {
        if (!own.empty()) add_hits(seed, fact->per_day, own, hits);
        seed = ratchet(seed);
      }
    }
  }
  std::sort(hits.begin(), hits.end());
  return hits;
}

// is_key_live tells whether the key of a blind token is still listed as good.
bool is_key_live(const Token& token, const Bundle& bundle) {
  const BlindKey* key = bundle.find_blind_key(token.kid);
  return key != nullptr && key->state == KeyState::live && key->vct == token.vct &&
         key->day == token.day;
}

// forget_blind forgets blind sets whose key was withdrawn. Their facts are as they were: only that
// day's blind tokens are gone.
void forget_blind(Account& account, const Bundle& bundle) {
  std::erase_if(account.sets, [&bundle](const Set& set) {
    if (set.kind != Kind::blind) return false;
    const auto token = parse_token(set.tokens.front().encoded);
    return !token.ok() || !is_key_live(*token, bundle);
  });
}

// fate is what `bundle` makes of a token that was good when it was collected.
FactState fate(const Held& held, const Bundle& bundle, const Handles& withdrawn) {
  const auto token = parse_token(held.encoded);
  if (!token.ok()) return FactState::key_withdrawn;  // not reached: it was checked when taken
  const TokenKey* key = bundle.find_token_key(token->kid);
  if (key == nullptr || key->state != KeyState::live ||
      !key->covers(Kind::revocable, token->vct, token->day)) {
    return FactState::key_withdrawn;
  }
  const bool hit = std::binary_search(withdrawn.begin(), withdrawn.end(), token->handle);
  return hit ? FactState::withdrawn : FactState::held;
}

void note(Account& account, Vct vct, FactState state, UnixTime now) {
  FactRow* row = account.find(vct);
  if (row == nullptr || row->state == state) return;
  row->state = state;
  row->since = now;
}

void forget_ended(Account& account, const Bundle& bundle, UnixTime now) {
  const Handles withdrawn = withdrawn_handles(account, bundle);
  for (Set& set : account.sets) {
    if (set.kind == Kind::blind) continue;
    std::erase_if(set.tokens, [&](const Held& held) {
      const FactState state = fate(held, bundle, withdrawn);
      if (state != FactState::held) note(account, held.vct, state, now);
      return state != FactState::held;
    });
  }
  std::erase_if(account.sets, [](const Set& set) { return set.tokens.empty(); });
}

}  // namespace

Result<TrustFile> trust_for(const Account& account, Bytes file) {
  if (account.news.head.empty()) return account.trust;
  WHIT_TRY(const Standing standing, read_standing(account.news.head, account.trust.root));
  return follow_root(standing, account.trust, file);
}

Status take_news(Account& account, Bytes head, const Bundle& bundle, UnixTime now) {
  News& news = account.news;
  if (!news.head.empty()) {
    WHIT_TRY(const Standing standing, read_standing(news.head, account.trust.root));
    WHIT_CHECK(follows(standing, bundle));
  } else if (!(bundle.root() == account.trust.root)) {
    return Errc::wrong_root;
  }
  if (bundle.head().expires <= now) return Errc::bad_times;
  account.trust.root = bundle.root();
  news.head.assign(head.begin(), head.end());
  news.version = bundle.head().version;
  news.hash = bundle.head_hash();
  news.manifest_sequence = bundle.manifest().sequence;
  news.key_list_sequence = bundle.key_list().sequence;
  news.issued = bundle.head().issued;
  news.expires = bundle.head().expires;
  forget_ended(account, bundle, now);
  forget_blind(account, bundle);
  note_keys(account, bundle);
  if (const auto header = parse_epoch_header(bundle.head().epoch_header)) {
    note_counts(account, *header);
  }
  return {};
}

Result<Head> read_news(const Account& account) {
  if (account.news.head.empty()) return Errc::not_found;
  WHIT_TRY(const SignedPart part, parse_signed(account.news.head, registry::kTypHead));
  return parse_head(part.sign1.payload);
}

const CatalogueFact* find_fact(const Head& head, Vct vct) noexcept {
  for (const CatalogueFact& fact : head.catalogue) {
    if (fact.vct == vct) return &fact;
  }
  return nullptr;
}

const CatalogueFact* find_fact(const Head& head, std::string_view slug) noexcept {
  for (const CatalogueFact& fact : head.catalogue) {
    if (fact.slug == slug) return &fact;
  }
  return nullptr;
}

}  // namespace whit::wallet
