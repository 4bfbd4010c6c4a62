// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/token_keys.h"

#include <algorithm>
#include <set>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/blind_keys.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

constexpr Kind kKinds[] = {Kind::revocable, Kind::paper};

bool has_kind(const CatalogueFact& fact, Kind kind) {
  return (fact.kinds & static_cast<std::uint8_t>(kind)) != 0;
}

std::string vault_name(const PublicKey& key) { return key_name("token", key); }

bool has_live_row(const KeyList& list, Kind kind, Vct vct, Day day) {
  return std::any_of(list.tokens.begin(), list.tokens.end(), [&](const TokenKey& row) {
    return row.state == KeyState::live && row.covers(kind, vct, day);
  });
}

bool has_kid(const KeyList& list, const KeyId& kid) {
  return std::any_of(list.tokens.begin(), list.tokens.end(),
                     [&](const TokenKey& row) { return key_id(row.key) == kid; });
}

// A kid is 4 bytes, and no two rows may share one: draw again when chance makes them equal.
PublicKey fresh_key(const KeyList& list, const KeyStore& store, Rng& rng) {
  while (true) {
    const PublicKey key = store.generate("token", rng);
    if (!has_kid(list, key_id(key))) return key;
    store.destroy(vault_name(key));
  }
}

bool is_lost(const TokenKey& row, Day today, const std::string& folder) {
  return row.state == KeyState::live && row.last > today && !has_token_secret(folder, row);
}

// missing_in_week are the facts that have no live key for some day of the week that they need.
std::vector<Vct> missing_in_week(const KeyList& list, Kind kind,
                                 const std::vector<CatalogueFact>& catalogue, Day monday, Day today,
                                 UnixTime expires) {
  std::set<Vct> out;
  for (const CatalogueFact& fact : catalogue) {
    if (!has_kind(fact, kind)) continue;
    const Day last = std::min(monday + 6, last_to_cover(fact, kind, expires));
    for (Day day = std::max(monday, today + 1); day <= last; ++day) {
      if (!has_live_row(list, kind, fact.vct, day)) out.insert(fact.vct);
    }
  }
  return {out.begin(), out.end()};
}

}  // namespace

Day last_to_cover(const CatalogueFact& fact, Kind kind, UnixTime expires) noexcept {
  const Day ahead = kind == Kind::paper ? fact.paper_life.value_or(0) : fact.horizon;
  return day_of(expires) + ahead + 1;
}

Change extend_keys(KeyList& list, const std::vector<CatalogueFact>& catalogue, UnixTime now,
                   UnixTime expires, const KeyStore& store, Rng& rng) {
  const Day today = day_of(now);
  const std::size_t before = list.tokens.size();
  std::erase_if(list.tokens, [&](const TokenKey& row) { return row.last + kListedAfter < today; });
  Change change = list.tokens.size() == before ? Change::none : Change::some;
  for (const Kind kind : kKinds) {
    Day last = 0;
    for (const CatalogueFact& fact : catalogue) {
      if (has_kind(fact, kind)) last = std::max(last, last_to_cover(fact, kind, expires));
    }
    for (Day monday = first_of_week(today + 1); monday <= last; monday += 7) {
      std::vector<Vct> facts = missing_in_week(list, kind, catalogue, monday, today, expires);
      if (facts.empty()) continue;
      const PublicKey key = fresh_key(list, store, rng);
      list.tokens.push_back({kind, std::move(facts), monday, monday + 6, key, KeyState::live});
      change = Change::some;
    }
  }
  return change;
}

std::size_t lost_keys(const KeyList& list, Day today, const std::string& folder) {
  return static_cast<std::size_t>(
      std::count_if(list.tokens.begin(), list.tokens.end(),
                    [&](const TokenKey& row) { return is_lost(row, today, folder); }));
}

Change drop_lost_keys(KeyList& list, const std::vector<CatalogueFact>& catalogue, Day today,
                      const std::string& folder) {
  Day phone = 0, paper = 0;
  for (const CatalogueFact& fact : catalogue) {
    phone = std::max(phone, Day{fact.horizon});
    paper = std::max(paper, Day{fact.paper_life.value_or(0)});
  }
  const std::size_t before = list.tokens.size();
  std::erase_if(list.tokens, [&](const TokenKey& row) {
    const Day furthest = today + (row.kind == Kind::paper ? paper : phone);
    return row.first > furthest && is_lost(row, today, folder);
  });
  return list.tokens.size() == before ? Change::none : Change::some;
}

void destroy_dead_keys(const KeyList& list, Day today, const KeyStore& store) {
  for (const TokenKey& row : list.tokens) {
    if (row.last <= today || row.state != KeyState::live) store.destroy(vault_name(row.key));
  }
}

std::string uncovered(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                      UnixTime now, UnixTime expires) {
  for (const CatalogueFact& fact : catalogue) {
    for (const Kind kind : kKinds) {
      if (!has_kind(fact, kind)) continue;
      const Day last = last_to_cover(fact, kind, expires);
      for (Day day = day_of(now) + 1; day <= last; ++day) {
        if (has_live_row(list, kind, fact.vct, day)) continue;
        return "no live key for " + fact.slug + " that ends on " + format_date(midnight(day));
      }
    }
  }
  return {};
}

Issuing issuing_of(const KeyList& list, std::vector<CatalogueFact> catalogue, const Vault& vault,
                   Day today) {
  Issuing out;
  out.iss = list.iss;
  out.catalogue = std::move(catalogue);
  out.keys = list;
  for (const TokenKey& row : list.tokens) {
    const std::string name = vault_name(row.key);
    if (row.state != KeyState::live || !vault.has(name)) continue;
    out.signers.push_back(vault.signer(name));
  }
  out.blind_signers = blind_signers(list, vault, today);
  return out;
}

bool has_token_secret(const std::string& folder, const TokenKey& row) {
  return has_secret(folder, vault_name(row.key));
}

void write_key_list(const Folder& folder, const Signer& signer, SignedKeyList& keys) {
  keys.list.sequence += 1;
  keys.bytes = must_sign(encode(keys.list), registry::kTypKeyList, signer);
  write_file_atomic(folder.key_list_file(), keys.bytes);
}

SignedKeyList read_key_list(const Folder& folder) {
  SignedKeyList out;
  out.list.iss = folder.name().iss;
  if (!exists(folder.key_list_file())) return out;
  out.bytes = read_file(folder.key_list_file());
  const auto part = parse_signed(out.bytes, registry::kTypKeyList);
  auto list = part ? parse_key_list(part->sign1.payload) : Result<KeyList>(part.error());
  if (!list) throw Failure(printable(folder.key_list_file()) + ": damaged");
  out.list = *std::move(list);
  return out;
}

}  // namespace whit::cli
