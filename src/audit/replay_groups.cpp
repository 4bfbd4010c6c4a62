// SPDX-License-Identifier: Apache-2.0
// Whether the keys of an epoch's groups may sign what they signed: spec/log.md, 15.13.
#include <algorithm>
#include <iterator>

#include "audit/replay_work.h"
#include "base/hex.h"

namespace whit::audit {
namespace {

constexpr std::size_t kMaxUnknownKids = 4096;

void note_unknown(ReplayState& state, const KeyId& kid) {
  const auto place = std::lower_bound(state.unknown_kids.begin(), state.unknown_kids.end(), kid);
  if (place != state.unknown_kids.end() && *place == kid) return;
  if (state.unknown_kids.size() < kMaxUnknownKids) state.unknown_kids.insert(place, kid);
}

// What is wrong with a group's key; Finding::none if nothing is.
Finding judge_key(ReplayState& state, const KeyIndex& index, const EpochHeader& header,
                  const EpochHeader::Count& row) {
  const auto found = index.find(key_name(row.kind, row.kid));
  if (found == index.end()) {
    if (state.unread_lists > 0) return Finding::none;  // it may stand in the list that isn't there
    note_unknown(state, row.kid);
    return Finding::unknown_key;
  }
  const KeyRow* key = &state.keys[found->second];
  if (key->since == header.number) return Finding::late_key;
  const bool its_fact = std::binary_search(key->facts.begin(), key->facts.end(), row.vct);
  if (key->kind != row.kind || !its_fact) return Finding::wrong_key_kind;
  if (row.day < key->first || row.day > key->last) return Finding::key_out_of_days;
  if (key->listed == header.day) return Finding::none;
  if (key->withdrawn) return Finding::withdrawn_key;
  return state.unread_lists > 0 ? Finding::none : Finding::unknown_key;
}

bool is_token_group(const Group& group) noexcept {
  const bool kind = group[0] == 1 || group[0] == 2 || group[0] == 7;
  return kind && group[1] == 1;
}

}  // namespace

bool is_out_of_time(const ReplayState& state, const EpochHeader& header,
                    const EpochHeader::Count& row) noexcept {
  // Its window ends before the day of expiry begins, and no entry of it is written late.
  const Day first = header.day + (row.kind == EntryKind::blind ? 1 : 0);
  return row.day < first || row.day > header.day + ahead_of(state, row.kind, row.vct);
}

std::string group_text(const EpochHeader::Count& row) {
  return std::to_string(row.entries) + " of kind " +
         std::to_string(static_cast<unsigned>(row.kind)) + ", fact " + std::to_string(row.vct) +
         ", key " + hex::encode(row.kid.view()) + ", expiry day " + date(row.day);
}

void judge_groups(ReplayState& state, const EpochHeader& header,
                  const std::map<Group, GroupTally>& groups, Docket& out) {
  constexpr Finding kAll[] = {Finding::unknown_key,    Finding::late_key,
                              Finding::wrong_key_kind, Finding::key_out_of_days,
                              Finding::withdrawn_key,  Finding::expired_entry};
  bool said[std::size(kAll)] = {};  // one of each kind an epoch is enough
  const KeyIndex index = groups.empty() ? KeyIndex{} : index_keys(state.keys);
  for (const auto& [group, tally] : groups) {
    if (!is_token_group(group)) continue;
    const EpochHeader::Count row = count_of(group, tally.entries);
    const Finding of_key = judge_key(state, index, header, row);
    const bool late = is_out_of_time(state, header, row);
    for (std::size_t i = 0; i < std::size(kAll); ++i) {
      const bool holds = kAll[i] == of_key || (late && kAll[i] == Finding::expired_entry);
      if (!holds || said[i]) continue;
      said[i] = true;
      out.add(kAll[i], tally.first, group_text(row));
    }
  }
}

}  // namespace whit::audit
