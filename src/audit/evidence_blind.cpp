// SPDX-License-Identifier: Apache-2.0
// What key lists show of blind keys: two that headers commit to are enough for a second key of a
// fact and day, and one for a key that nobody should have made.
#include <algorithm>
#include <map>

#include "audit/evidence_maker.h"
#include "audit/evidence_work.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/blind_rsa.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/key_rows.h"

namespace whit::audit {
namespace {

using FactDay = std::pair<Vct, Day>;

std::vector<BlindKey> blind_rows(Bytes object) {
  const auto part = parse_signed(object, registry::kTypKeyList);
  auto list = part ? read_key_rows(part->sign1.payload) : Result<KeyList>(part.error());
  return list ? std::move(list->blind) : std::vector<BlindKey>{};
}

// One row and the header that commits to its list.
struct Listed {
  BlindKey key;
  const Exhibits::Header* header = nullptr;
};

// All rows of all lists, those of the first header first.
std::vector<Listed> listed_in(const Shown& shown) {
  std::vector<Listed> out;
  for (const auto& header : shown.exhibits.headers) {
    for (const ByteVector& object : shown.evidence.objects) {
      if (!(sha256(object) == header.header.key_list)) continue;
      for (const BlindKey& key : blind_rows(object)) out.push_back({key, &header});
    }
  }
  return out;
}

std::string key_text(const Shown& shown, const Listed& row) {
  return "key " + hex::encode(key_id(row.key.modulus).view()) + " by " +
         epoch_text(shown, *row.header);
}

std::string day_text(const BlindKey& key) {
  return "fact " + std::to_string(key.vct) + ", expiry day " + date(key.day);
}

Result<ByteVector> list_of(const Maker& maker, const EpochRow& row) {
  return maker.archive().file(row.log, object_path(kKeyListFolder, row.key_list), kMaxLogObject);
}

Status add_list(Maker& maker, const EpochRow& row) {
  WHIT_CHECK(maker.add_header(row));
  WHIT_CHECK(maker.place(row));
  return maker.add_object(kKeyListFolder, row.key_list);
}

// Whether `before` has another key for a fact and day of `rows`.
bool has_another(const std::vector<BlindKey>& before, const std::map<FactDay, RsaModulus>& rows) {
  return std::any_of(before.begin(), before.end(), [&](const BlindKey& key) {
    const auto found = rows.find({key.vct, key.day});
    return found != rows.end() && !(found->second == key.modulus);
  });
}

}  // namespace

Sentence judge_blind_keys(const Shown& shown) {
  std::map<FactDay, Listed> first;
  for (const Listed& row : listed_in(shown)) {
    const auto [other, is_only] = first.emplace(FactDay{row.key.vct, row.key.day}, row);
    if (shown.finding == Finding::second_blind_key && !is_only &&
        !(other->second.key.modulus == row.key.modulus)) {
      return day_text(row.key) + " has two blind keys: " + key_text(shown, other->second) +
             ", and " + key_text(shown, row);
    }
    if (shown.finding == Finding::unsound_key && !rsabssa::is_sound(row.key.modulus)) {
      return key_text(shown, row) + " for " + day_text(row.key) + ": " +
             std::string(sentence(shown.finding));
    }
  }
  return std::nullopt;
}

Status make_blind_keys(Maker& maker, const EpochRow& row) {
  WHIT_TRY(const ByteVector own, list_of(maker, row));
  std::map<FactDay, RsaModulus> rows;
  for (const BlindKey& key : blind_rows(own)) rows.emplace(FactDay{key.vct, key.day}, key.modulus);
  const bool alone = maker.finding() == Finding::unsound_key || has_another(blind_rows(own), rows);
  Hash before = row.key_list;
  for (const EpochRow& one : maker.state().epochs) {
    if (alone || one.number >= row.number) break;
    if (one.key_list == before) continue;
    before = one.key_list;
    const auto list = list_of(maker, one);
    if (!list || !has_another(blind_rows(*list), rows)) continue;
    WHIT_CHECK(add_list(maker, one));
    break;
  }
  return add_list(maker, row);
}

}  // namespace whit::audit
