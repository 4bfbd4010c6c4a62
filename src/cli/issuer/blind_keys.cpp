// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/blind_keys.h"

#include <algorithm>
#include <set>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/common/progress.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

constexpr std::string_view kPrefix = "blind-";
constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);
constexpr Day kFirst = 2;  // days from today: wallets collect for no earlier one

struct FactDay {
  Vct vct = 0;
  Day day = 0;
  friend bool operator<(const FactDay& a, const FactDay& b) noexcept {
    return a.day != b.day ? a.day < b.day : a.vct < b.vct;
  }
};

// missing are the facts and days without a row, the nearest day first.
std::vector<FactDay> missing(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                             UnixTime now, UnixTime expires, Day listed) {
  std::set<FactDay> rows;
  for (const BlindKey& row : list.blind) rows.insert({row.vct, row.day});
  std::vector<FactDay> out;
  for (Day day = std::max(day_of(now) + kFirst, listed + 1); day <= last_blind(expires); ++day) {
    for (const CatalogueFact& fact : catalogue) {
      const bool blind = (fact.kinds & kBlind) != 0;
      if (blind && rows.count({fact.vct, day}) == 0) out.push_back({fact.vct, day});
    }
  }
  return out;
}

BlindSigningKey key_in(const Vault& vault, const std::string& name) {
  auto key = BlindSigningKey::from_primes(vault.get(name));
  if (!key || blind_vault_name(key->modulus()) != name) {
    throw Failure("keys/" + printable(name) + ".box: no blind key", "restore it from a backup");
  }
  return std::move(*key);
}

// A kid is 4 bytes, and no two rows may share one. A key whose kid is taken is of no use.
bool has_kid(const KeyList& list, const KeyId& kid) {
  return std::any_of(list.blind.begin(), list.blind.end(),
                     [&](const BlindKey& row) { return key_id(row.modulus) == kid; });
}

// take_key gives a key that no row has yet, out of `stock` as long as there is one.
RsaModulus take_key(const KeyList& list, std::vector<std::string>& stock, const Vault& vault,
                    Rng& rng) {
  while (true) {
    if (stock.empty()) stock.push_back(add_to_stock(vault, rng));
    const std::string name = stock.back();
    stock.pop_back();
    const BlindSigningKey key = key_in(vault, name);
    if (!has_kid(list, key_id(key.modulus()))) return key.modulus();
    vault.destroy(name);
  }
}

bool is_needed(const BlindKey& row, Day today) {
  return row.state == KeyState::live && row.day > today;
}

}  // namespace

std::string blind_vault_name(const RsaModulus& modulus) {
  return std::string(kPrefix) + hex::encode(sha256(modulus.view()).view().first(8));
}

Day last_blind(UnixTime expires) noexcept { return day_of(expires) + 2; }

std::vector<std::string> blind_stock(const KeyList& list, const std::string& folder) {
  std::set<std::string> listed;
  for (const BlindKey& row : list.blind) listed.insert(blind_vault_name(row.modulus));
  std::vector<std::string> out = secret_names(folder, kPrefix);
  std::erase_if(out, [&](const std::string& name) { return listed.count(name) != 0; });
  return out;
}

std::size_t stock_wanted(const std::vector<CatalogueFact>& catalogue) noexcept {
  const auto facts =
      std::count_if(catalogue.begin(), catalogue.end(),
                    [](const CatalogueFact& fact) { return (fact.kinds & kBlind) != 0; });
  return static_cast<std::size_t>(facts) * kStockDays;
}

std::string add_to_stock(const Vault& vault, Rng& rng) {
  const BlindSigningKey key = BlindSigningKey::generate();
  std::string name = blind_vault_name(key.modulus());
  vault.put(name, key.primes(InsecureAccess{}), rng);
  return name;
}

Change extend_blind_keys(KeyList& list, const std::vector<CatalogueFact>& catalogue, UnixTime now,
                         UnixTime expires, Day listed, const Vault& vault, Rng& rng) {
  const Day today = day_of(now);
  const std::size_t before = list.blind.size();
  destroy_dead_blind_keys(list, today, vault);  // what no row names any more passes for stock
  std::vector<std::string> stock = blind_stock(list, vault.folder());
  std::erase_if(list.blind,
                [&](const BlindKey& row) { return row.day + kBlindListedAfter < today; });
  Change change = list.blind.size() == before ? Change::none : Change::some;
  const std::vector<FactDay> wanted = missing(list, catalogue, now, expires, listed);
  Progress progress("making blind keys", wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    progress.at(i);
    const RsaModulus modulus = take_key(list, stock, vault, rng);
    list.blind.push_back({wanted[i].vct, wanted[i].day, modulus, KeyState::live});
    change = Change::some;
  }
  return change;
}

std::string uncovered_blind(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                            UnixTime now, UnixTime expires, Day listed) {
  for (const FactDay& gap : missing(list, catalogue, now, expires, listed)) {
    for (const CatalogueFact& fact : catalogue) {
      if (fact.vct != gap.vct) continue;
      return "no blind key for " + fact.slug + " that ends on " + format_date(midnight(gap.day));
    }
  }
  return {};
}

std::size_t lost_blind_keys(const KeyList& list, Day today, const std::string& folder) {
  return static_cast<std::size_t>(
      std::count_if(list.blind.begin(), list.blind.end(), [&](const BlindKey& row) {
        return is_needed(row, today) && !has_secret(folder, blind_vault_name(row.modulus));
      }));
}

void destroy_dead_blind_keys(const KeyList& list, Day today, const KeyStore& store) {
  for (const BlindKey& row : list.blind) {
    if (!is_needed(row, today)) store.destroy(blind_vault_name(row.modulus));
  }
}

std::vector<BlindSecret> blind_signers(const KeyList& list, const Vault& vault, Day today) {
  std::vector<BlindSecret> out;
  for (const BlindKey& row : list.blind) {
    const std::string name = blind_vault_name(row.modulus);
    if (!is_needed(row, today) || row.day > today + kFirst + 1 || !vault.has(name)) continue;
    out.push_back({row.vct, row.day, std::make_shared<const BlindSigningKey>(key_in(vault, name))});
  }
  return out;
}

}  // namespace whit::cli
