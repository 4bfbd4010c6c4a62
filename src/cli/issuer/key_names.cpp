// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/key_names.h"

#include <algorithm>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/issuer/blind_keys.h"
#include "cli/issuer/service_keys.h"
#include "token/cose.h"

namespace whit::cli {
namespace {

constexpr std::string_view kStands[] = {"active", "spare", "ahead",   "away",
                                        "over",   "lost",  "retired", "withdrawn"};

constexpr std::string_view kBlindUse = "blind";
constexpr Day kBlindOpens = 2;  // days before the expiry day

std::string_view medium_name(Kind kind) { return kind == Kind::paper ? "paper" : "token"; }

KeyStand stand_of(const Folder& folder, const std::vector<RetiredKey>& retired,
                  const ServiceKey* active, const ServiceKey& key, Day today) {
  if (is_retired(retired, key.key)) return KeyStand::retired;
  if (key.last < today) return KeyStand::over;
  if (active != nullptr && active->key == key.key) return KeyStand::active;
  return has_secret(folder.path(), vault_name(key.use, key.key)) ? KeyStand::spare : KeyStand::away;
}

// furthest is the last expiry day that `row` could be dealt for on `today`.
Day furthest(const TokenKey& row, const std::vector<CatalogueFact>& catalogue, Day today) {
  Day ahead = 0;
  for (const CatalogueFact& fact : catalogue) {
    if (std::find(row.facts.begin(), row.facts.end(), fact.vct) == row.facts.end()) continue;
    ahead = std::max(
        ahead, row.kind == Kind::paper ? Day{fact.paper_life.value_or(0)} : Day{fact.horizon});
  }
  return today + ahead;
}

KeyStand stand_of(const Folder& folder, const TokenKey& row,
                  const std::vector<CatalogueFact>& catalogue, Day today) {
  if (row.state != KeyState::live) return KeyStand::withdrawn;
  if (row.last <= today) return KeyStand::over;
  if (!has_token_secret(folder.path(), row)) return KeyStand::lost;
  return row.first > furthest(row, catalogue, today) ? KeyStand::ahead : KeyStand::active;
}

KeyStand stand_of(const Folder& folder, const BlindKey& row, Day today) {
  if (row.state != KeyState::live) return KeyStand::withdrawn;
  if (row.day <= today) return KeyStand::over;
  if (!has_secret(folder.path(), blind_vault_name(row.modulus))) return KeyStand::lost;
  return row.day > today + kBlindOpens ? KeyStand::ahead : KeyStand::active;
}

void add_blind_keys(const Folder& folder, const KeyList& list,
                    const std::vector<CatalogueFact>& catalogue, Day today,
                    std::vector<NamedKey>& out) {
  std::vector<BlindKey> rows = list.blind;
  std::stable_sort(rows.begin(), rows.end(), [](const BlindKey& a, const BlindKey& b) {
    return a.vct != b.vct ? a.vct < b.vct : a.day < b.day;
  });
  for (const BlindKey& row : rows) {
    out.push_back({blind_key_name(row, catalogue),
                   std::string(kBlindUse),
                   stand_of(folder, row, today),
                   row.day,
                   row.day,
                   {row.vct},
                   key_id(row.modulus)});
  }
}

void add_service_keys(const Folder& folder, Day today, std::vector<NamedKey>& out) {
  const RootManifest manifest = installed_manifest(folder);
  const std::vector<RetiredKey> retired = read_retired(folder);
  for (const Use use : {Use::keys, Use::bundle, Use::log}) {
    const ServiceKey* active = active_key(folder, manifest, use, today);
    for (const ServiceKey& key : manifest.keys) {
      if (key.use != use) continue;
      out.push_back({service_key_name(use, key.key),
                     std::string(name(use)),
                     stand_of(folder, retired, active, key, today),
                     key.first,
                     key.last,
                     {},
                     key_id(key.key)});
    }
  }
}

}  // namespace

std::string_view name(KeyStand stand) noexcept { return kStands[static_cast<std::size_t>(stand)]; }

std::string service_key_name(Use use, const PublicKey& key) {
  return std::string(name(use)) + "/" + hex::encode(key_id(key).view());
}

std::string token_key_name(const KeyList& list, std::size_t at) {
  const TokenKey& row = list.tokens[at];
  std::size_t before = 0;
  for (std::size_t i = 0; i < at; ++i) {
    before += list.tokens[i].kind == row.kind && list.tokens[i].first == row.first ? 1U : 0U;
  }
  const std::string day = format_rfc3339(midnight(row.first)).substr(0, 10);
  return std::string(medium_name(row.kind)) + "/" + day +
         (before == 0 ? "" : "." + std::to_string(before + 1));
}

std::string blind_key_name(const BlindKey& row, const std::vector<CatalogueFact>& catalogue) {
  std::string fact = std::to_string(row.vct);
  for (const CatalogueFact& each : catalogue) {
    if (each.vct == row.vct) fact = each.slug;
  }
  return std::string(kBlindUse) + "/" + fact + "/" +
         format_rfc3339(midnight(row.day)).substr(0, 10);
}

bool is_blind_name(std::string_view name) noexcept {
  return name.substr(0, name.find('/')) == kBlindUse;
}

std::size_t find_blind_key(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                           const std::string& name) {
  for (std::size_t i = 0; i < list.blind.size(); ++i) {
    if (blind_key_name(list.blind[i], catalogue) == name) return i;
  }
  throw Failure("there is no key " + printable(name), "whit-issuer key list");
}

std::size_t find_token_key(const KeyList& list, const std::string& name) {
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    if (token_key_name(list, i) == name) return i;
  }
  const std::string use = name.substr(0, name.find('/'));
  if (use == "keys" || use == "bundle" || use == "log") {
    throw Failure(printable(name) + " is a service key, which only the root can take back",
                  "whit-issuer key retire " + use + " gives it up at once");
  }
  throw Failure("there is no key " + printable(name), "whit-issuer key list");
}

const ServiceKey& find_service_key(const RootManifest& manifest, const std::string& name) {
  for (const ServiceKey& key : manifest.keys) {
    if (service_key_name(key.use, key.key) == name) return key;
  }
  throw Failure("the root's certificate has no key " + printable(name), "whit-issuer key list");
}

std::vector<NamedKey> named_keys(const Folder& folder, const std::vector<CatalogueFact>& catalogue,
                                 Day today) {
  std::vector<NamedKey> out;
  add_service_keys(folder, today, out);
  const KeyList list = read_key_list(folder).list;
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    const TokenKey& row = list.tokens[i];
    out.push_back({token_key_name(list, i), std::string(medium_name(row.kind)),
                   stand_of(folder, row, catalogue, today), row.first, row.last, row.facts,
                   key_id(row.key)});
  }
  add_blind_keys(folder, list, catalogue, today, out);
  return out;
}

}  // namespace whit::cli
