// SPDX-License-Identifier: Apache-2.0
#include "audit/crowd.h"

#include <algorithm>
#include <set>

#include "audit/evidence_maker.h"
#include "audit/replay_work.h"

namespace whit::audit {
namespace {

std::uint64_t tokens_at_least(const IssuedRow& row) noexcept {
  const std::uint64_t pads = row.pads_known ? row.pads : kPadTo - 1;
  return row.entries - std::min(row.entries, pads);
}

std::string number(std::uint64_t value) { return std::to_string(value); }

}  // namespace

std::vector<BlindDay> blind_days(const ReplayState& state) {
  std::map<std::pair<Vct, Day>, BlindDay> found;
  for (const IssuedRow& row : state.issued) {
    if (row.kind != EntryKind::blind) continue;
    BlindDay& day = found[{row.vct, row.expires}];
    day.vct = row.vct;
    day.expires = row.expires;
    day.entries += row.entries;
    day.tokens += tokens_at_least(row);
    day.exact = day.exact && row.pads_known;
    day.epoch = row.epoch;
  }
  std::vector<BlindDay> out;
  for (auto& [name, day] : found) {
    if (const EpochRow* epoch = find_epoch(state, day.epoch)) {
      day.log = epoch->log;
      day.begin = epoch->begin;
    }
    const auto limits = state.limits.find(day.vct);
    if (limits != state.limits.end()) day.per_day = limits->second.per_day;
    if (day.per_day != 0) day.people = (day.tokens + day.per_day - 1) / day.per_day;
    out.push_back(day);
  }
  return out;
}

std::vector<BlindDay> counted_in(const Exhibits& exhibits) {
  ReplayState state;
  std::set<Hash> seen;
  for (const auto& one : exhibits.headers) {
    if (!seen.insert(one.hash).second) continue;
    for (const EpochHeader::Count& row : one.header.counts) {
      state.issued.push_back({one.header.number, one.header.day, row.kind, row.vct, row.kid,
                              row.day, row.entries, 0, false});
    }
  }
  return blind_days(state);
}

std::vector<OverQuota> over_quota(const ReplayState& state, const People& people) {
  std::vector<OverQuota> out;
  for (const BlindDay& day : blind_days(state)) {
    const auto most = people.find(day.vct);
    if (most == people.end() || day.per_day == 0 || day.people <= most->second) continue;
    Found found{Finding::over_quota, day.log, day.epoch, day.begin, {}};
    found.detail = (day.exact ? "" : "at least ") + number(day.tokens) + " of fact " +
                   number(day.vct) + ", expiry day " + date(day.expires) + ": for " +
                   number(day.people) + " people with " + number(day.per_day) +
                   " each, and there are " + number(most->second) + " at most";
    out.push_back({day, std::move(found)});
  }
  return out;
}

Result<Evidence> quota_evidence(const OverQuota& over, const Desk& desk) {
  Maker maker(Finding::over_quota, desk);
  std::uint64_t last = 0;
  for (const IssuedRow& row : maker.state().issued) {
    const bool counts =
        row.kind == EntryKind::blind && row.vct == over.day.vct && row.expires == over.day.expires;
    const EpochRow* epoch = counts ? find_epoch(maker.state(), row.epoch) : nullptr;
    if (epoch == nullptr || row.epoch == last) continue;
    last = row.epoch;
    WHIT_CHECK(maker.add_header(*epoch));
    WHIT_CHECK(maker.place(*epoch));
  }
  Evidence out = maker.take();
  out.words = testimony(over.found).words;
  return out;
}

}  // namespace whit::audit
