// SPDX-License-Identifier: Apache-2.0
// Key lists: what a header commits to, and whether the keys are what they were before.
// Spec: spec/trust.md, section 4, and spec/log.md, 15.13.
#include <algorithm>

#include "audit/head_check.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/blind_rsa.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/key_rows.h"

namespace whit::audit {
namespace {

constexpr Day kForgotten = 400;  // days after its last, a key's number may name another key
constexpr Day kBlindAhead = 2;
constexpr std::size_t kMaxKeys = 1 << 20;  // that are remembered

EntryKind entry_kind(Kind kind) noexcept {
  return kind == Kind::paper ? EntryKind::paper : EntryKind::revocable;
}

// The keys of a list as rows, in the order of the list.
std::vector<KeyRow> rows_of(const KeyList& list) {
  std::vector<KeyRow> out;
  for (const TokenKey& key : list.tokens) {
    KeyRow row;
    row.kind = entry_kind(key.kind);
    row.kid = key_id(key.key);
    row.key = sha256(key.key.view());
    row.facts = key.facts;
    std::sort(row.facts.begin(), row.facts.end());
    row.first = key.first;
    row.last = key.last;
    row.live = key.state == KeyState::live;
    out.push_back(std::move(row));
  }
  for (const BlindKey& key : list.blind) {
    KeyRow row;
    row.kind = EntryKind::blind;
    row.kid = key_id(key.modulus);
    row.key = sha256(key.modulus.view());
    row.facts = {key.vct};
    row.first = row.last = key.day;
    row.live = key.state == KeyState::live;
    out.push_back(std::move(row));
  }
  for (KeyRow& row : out) row.withdrawn = !row.live;
  return out;
}

// A list as it was signed, or why not: said to the docket.
std::optional<KeyList> read_list(const Gathered& gathered, const Hash& hash, const TrustFile* trust,
                                 Docket& out) {
  const std::string which = "key list " + hex::encode(hash.view());
  const Result<ByteVector>& file = *gathered.key_list;
  if (!file) {
    const bool missing = file.error().code == Errc::not_found;
    out.add(missing ? Finding::missing_key_list : Finding::bad_key_list, which);
    return std::nullopt;
  }
  if (!(sha256(*file) == hash)) {
    out.add(Finding::bad_key_list, which + ": the file has another hash");
    return std::nullopt;
  }
  const auto part = parse_signed(*file, registry::kTypKeyList);
  if (!part) {
    out.add(Finding::bad_key_list, which + ": not a signed key list");
    return std::nullopt;
  }
  auto list = read_key_rows(part->sign1.payload);
  if (!list || (trust != nullptr && list->iss != trust->iss) || has_equal_kids(*list)) {
    out.add(Finding::bad_key_list, which);
    return std::nullopt;
  }
  return *std::move(list);
}

bool same_key(const KeyRow& a, const KeyRow& b) noexcept {
  return a.kind == b.kind && a.key == b.key && a.facts == b.facts && a.first == b.first &&
         a.last == b.last;
}

std::string key_text(const KeyRow& row) { return "key " + hex::encode(row.kid.view()); }

void judge_known(KeyRow& known, const KeyRow& listed, Docket& out) {
  if (!same_key(known, listed)) {
    out.add(Finding::changed_key, key_text(listed));
  } else if (known.withdrawn && listed.live) {
    out.add(Finding::revived_key, key_text(listed));
  }
  known.live = listed.live && !known.withdrawn;
  known.withdrawn = known.withdrawn || listed.withdrawn;
}

bool share_a_fact(const KeyRow& a, const KeyRow& b) noexcept {
  return std::any_of(a.facts.begin(), a.facts.end(), [&](Vct vct) {
    return std::binary_search(b.facts.begin(), b.facts.end(), vct);
  });
}

// Whether `old` could have signed for a day that the new key `fresh` signs for, and nobody withdrew
// it: it was live and is no longer listed.
bool overlaps(const ReplayState& state, const KeyRow& old, const KeyRow& fresh, Day today) {
  if (old.live || old.withdrawn || old.listed == 0 || old.kind != fresh.kind) return false;
  if (!share_a_fact(old, fresh) || old.facts.empty()) return false;
  const Day first = std::max(old.first, fresh.first), last = std::min(old.last, fresh.last);
  if (first > last || last <= today) return false;
  Day ahead = 0;
  for (const Vct vct : old.facts) {
    if (state.limits.contains(vct)) ahead = std::max(ahead, ahead_of(state, old.kind, vct));
  }
  return ahead > 0 && old.first <= today + ahead;
}

// The keys that a new one could stand beside: live before, in no list now, never withdrawn. Of
// blind keys there is no second one, whatever became of the first: judge_blind().
std::vector<const KeyRow*> dropped(const ReplayState& state, Day today) {
  constexpr std::size_t kMost = 2048;
  std::vector<const KeyRow*> out;
  for (const KeyRow& row : state.keys) {
    const bool open = !row.live && !row.withdrawn && row.listed != 0 && row.last > today &&
                      row.kind != EntryKind::blind;
    if (open && out.size() < kMost) out.push_back(&row);
  }
  return out;
}

void judge_fresh(ReplayState& state, const KeyRow& row, const std::vector<const KeyRow*>& before,
                 const EpochHeader& header, Docket& out) {
  const auto used = std::lower_bound(state.unknown_kids.begin(), state.unknown_kids.end(), row.kid);
  if (used != state.unknown_kids.end() && *used == row.kid) {
    out.add(Finding::late_key, key_text(row) + " signed before this header committed to it");
    state.unknown_kids.erase(used);
  }
  const auto old = std::find_if(before.begin(), before.end(), [&](const KeyRow* one) {
    return row.live && overlaps(state, *one, row, header.day);
  });
  if (old != before.end()) {
    out.add(Finding::second_live_key,
            key_text(row) + " beside " + key_text(**old) + ", which wasn't withdrawn");
  }
}

using BlindDays = std::map<std::pair<Vct, Day>, KeyId>;

BlindDays blind_days_of(const std::vector<KeyRow>& keys) {
  BlindDays out;
  for (const KeyRow& row : keys) {
    if (row.kind == EntryKind::blind) out.emplace(std::pair{row.facts.front(), row.first}, row.kid);
  }
  return out;
}

// A fact and day has one blind key for ever: whoever gets another one, even in place of a withdrawn
// one, stands in a crowd of its own. Two live ones in one list are said already.
void judge_blind(const KeyList& list, const KeyIndex& known, const std::vector<KeyRow>& fresh,
                 BlindDays days, Docket& out) {
  for (const KeyRow& row : fresh) {
    if (row.kind != EntryKind::blind) continue;
    const auto [first, is_only] = days.emplace(std::pair{row.facts.front(), row.first}, row.kid);
    if (!is_only && !has_two_live(list)) {
      out.add(Finding::second_blind_key,
              key_text(row) + " beside key " + hex::encode(first->second.view()) + " for fact " +
                  std::to_string(row.facts.front()) + ", expiry day " + date(row.first));
    }
  }
  for (const BlindKey& key : list.blind) {
    const KeyId kid = key_id(key.modulus);
    const bool is_fresh = known.find(key_name(EntryKind::blind, kid)) == known.end();
    if (is_fresh && !rsabssa::is_sound(key.modulus)) {
      out.add(Finding::unsound_key, "key " + hex::encode(kid.view()));
    }
  }
}

void take_list(ReplayState& state, const KeyList& list, const EpochHeader& header, Docket& out) {
  if (list.sequence <= state.list_sequence && !state.keys.empty()) {
    out.add(Finding::old_key_list, "sequence " + std::to_string(list.sequence) + " follows " +
                                       std::to_string(state.list_sequence));
  }
  state.list_sequence = std::max(state.list_sequence, list.sequence);
  if (has_two_live(list)) out.add(Finding::second_live_key, "two rows of one list");
  for (KeyRow& row : state.keys) row.live = false;
  const KeyIndex index = index_keys(state.keys);
  std::vector<KeyRow> fresh;
  for (KeyRow& listed : rows_of(list)) {
    const auto known = index.find(key_name(listed.kind, listed.kid));
    if (known != index.end()) {
      judge_known(state.keys[known->second], listed, out);
    } else {
      listed.since = header.number;
      fresh.push_back(std::move(listed));
    }
  }
  const std::vector<const KeyRow*> before = dropped(state, header.day);
  for (const KeyRow& row : fresh) judge_fresh(state, row, before, header, out);
  judge_blind(list, index, fresh, blind_days_of(state.keys), out);
  state.keys.insert(state.keys.end(), fresh.begin(), fresh.end());
}

// Whether the list is signed by whom the root certified. Where no manifest says so yet, a later one
// may: a new key of the issuer's signs a list shortly before the head comes that shows the key.
void judge_signer(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                  const ByteVector& file, const TrustFile& trust, Docket& out) {
  NoteCheck check = NoteCheck::absent;
  for (const ByteVector* known : {&state.manifest, &state.shown}) {
    TrustFile under = trust;
    under.root = root_now(*known, trust);
    const auto manifest = check_manifest(*known, under);
    if (manifest && check != NoteCheck::good) check = check_list(file, *manifest, header.day);
  }
  if (check == NoteCheck::good) return;
  if (check == NoteCheck::bad) {
    out.add(Finding::bad_key_list,
            "key list " + hex::encode(header.key_list.view()) + ": its signature isn't good");
    return;
  }
  state.open_lists.push_back({header.key_list, front.log, header.number, front.begin, header.day});
}

// A list that nobody vouched for within two days.
void judge_open_lists(ReplayState& state, const EpochHeader& header, Docket& out) {
  std::erase_if(state.open_lists, [&](const OpenList& open) {
    if (open.day + 1 >= header.day) return false;
    out.add(Finding::bad_key_list, "key list " + hex::encode(open.hash.view()) + " of epoch " +
                                       std::to_string(open.epoch) +
                                       ": no key that the root certified signed it");
    return true;
  });
}

}  // namespace

KeyIndex index_keys(const std::vector<KeyRow>& keys) {
  KeyIndex out;
  for (std::size_t i = 0; i < keys.size(); ++i) out[key_name(keys[i].kind, keys[i].kid)] = i;
  return out;
}

Day ahead_of(const ReplayState& state, EntryKind kind, Vct vct) noexcept {
  constexpr Day kLongestHorizon = 60, kLongestPaper = 366;
  if (kind == EntryKind::blind) return kBlindAhead;
  const bool paper = kind == EntryKind::paper;
  const auto known = state.limits.find(vct);
  const FactLimits most = known == state.limits.end() ? FactLimits{} : known->second;
  const Day days = paper ? most.paper : most.horizon;
  if (days != 0) return days;
  return paper ? kLongestPaper : kLongestHorizon;
}

void judge_key_list(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                    const Gathered& gathered, const TrustFile* trust, Docket& out) {
  judge_open_lists(state, header, out);
  // The list of the header before was in force until here, so on this day too.
  for (KeyRow& row : state.keys) {
    if (row.live) row.listed = header.day;
  }
  std::erase_if(state.keys, [&](const KeyRow& row) { return row.last + kForgotten < header.day; });
  if (!gathered.key_list) return;
  const auto list = read_list(gathered, header.key_list, trust, out);
  if (!list || state.keys.size() > kMaxKeys) {
    ++state.unread_lists;
    return;
  }
  if (trust != nullptr) judge_signer(state, front, header, **gathered.key_list, *trust, out);
  take_list(state, *list, header, out);
}

}  // namespace whit::audit
