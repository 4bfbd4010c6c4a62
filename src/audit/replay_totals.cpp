// SPDX-License-Identifier: Apache-2.0
// What a replay says when it is asked: numbers, and what the clock makes late.
#include <algorithm>

#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

constexpr Seconds kClosingTime = 10800;  // after midnight; spec/log.md, 15.1

std::string two_digits(std::uint64_t number) {
  return std::to_string(100 + number % 100).substr(1);
}

// When the epoch of `day` has to be there.
UnixTime due(Day day) noexcept { return midnight(day + 1) + kClosingTime; }

void add_groups(const ReplayState& state, Totals& out) {
  for (const IssuedRow& row : state.issued) {
    out.tokens += row.entries;
    if (!row.pads_known) {
      out.open_tokens += row.entries;
      continue;
    }
    out.pads += row.pads;
    const std::uint64_t people = row.entries - row.pads;
    if (out.smallest_group == 0 || people < out.smallest_group) out.smallest_group = people;
  }
}

}  // namespace

// Years of 365 days, and the leap days between them (proleptic Gregorian calendar).
std::string date(Day day) {
  std::uint64_t year = 1970;
  std::uint64_t rest = day;
  const auto leap = [](std::uint64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  for (; rest >= (leap(year) ? 366u : 365u); ++year) rest -= leap(year) ? 366u : 365u;
  const unsigned months[] = {31, leap(year) ? 29u : 28u, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  unsigned month = 0;
  for (; rest >= months[month]; ++month) rest -= months[month];
  return std::to_string(year) + "-" + two_digits(month + 1) + "-" + two_digits(rest + 1);
}

std::string moment(UnixTime time) {
  const UnixTime second = time % kSecondsPerDay;
  return date(day_of(time)) + " " + two_digits(second / 3600) + ":" + two_digits(second / 60 % 60) +
         ":" + two_digits(second % 60) + " UTC";
}

Totals Replay::totals() const {
  Totals out;
  out.epochs = state_.epochs.size();
  for (std::size_t i = 0; i < state_.epochs.size(); ++i) {
    if (i == 0 || state_.epochs[i].log != state_.epochs[i - 1].log) ++out.logs;
  }
  if (!state_.epochs.empty()) {
    out.first_day = state_.epochs.front().day;
    out.last_day = state_.epochs.back().day;
  }
  add_groups(state_, out);
  out.heads = state_.head_count;
  out.first_version = state_.first_version;
  out.last_version = state_.heads.empty() ? 0 : state_.heads.back().version;
  out.keys = state_.keys.size();
  for (const KeyRow& row : state_.keys) out.live_keys += row.live ? 1u : 0u;
  for (const WithdrawnRow& row : state_.withdrawn) out.withdrawn_seeds += row.seeds;
  out.findings = state_.findings;
  return out;
}

Status Replay::served(Bytes head) {
  WHIT_TRY(const SignedPart part, parse_signed(head, registry::kTypHead));
  WHIT_TRY(const Head read, parse_head(part.sign1.payload));
  const Hash hash = sha256(part.sign1.payload);
  if (trust_) {
    if (state_.shown.empty()) state_.shown = state_.manifest;
    take_manifest(state_.shown, read.manifest, *trust_);
  }
  for (const HeadRow& row : state_.heads) {
    if (row.hash == hash) return {};
    if (row.version == read.version) {
      note({Finding::two_heads, 0, 0, 0,
            "version " + std::to_string(read.version) + " was served with other content"});
      return {};
    }
  }
  for (const ServedRow& row : state_.served) {
    if (row.hash == hash) return {};
  }
  constexpr std::size_t kMost = 4096;
  if (state_.served.size() >= kMost) return Errc::too_many;
  const bool keep = state_.served.size() < kKeptServed && head.size() <= kMaxServed;
  state_.served.push_back({read.version, hash, day_of(read.issued),
                           keep ? ByteVector(head.begin(), head.end()) : ByteVector{}});
  return {};
}

std::vector<Found> Replay::overdue(UnixTime now) const {
  std::vector<Found> out;
  if (state_.epochs.empty()) return out;
  const EpochRow& last = state_.epochs.back();
  const auto add = [&](Finding finding, std::string detail) {
    out.push_back({finding, last.log, last.number, last.begin, std::move(detail)});
  };
  Day missing = last.day;
  while (due(missing + 1) <= now) ++missing;
  if (missing == last.day + 1) add(Finding::missing_day, date(missing));
  if (missing > last.day + 1) {
    add(Finding::missing_day, date(last.day + 1) + " to " + date(missing));
  }
  for (const OpenPads& open : state_.open_pads) {
    const EpochRow* row = find_epoch(state_, open.epoch);
    constexpr Day kRevealedAfter = 60;
    if (open.late || row == nullptr || due(row->day + kRevealedAfter) > now) continue;
    add(Finding::late_pad_key, "of epoch " + std::to_string(open.epoch) + ", " + date(row->day));
  }
  for (const OpenList& open : state_.open_lists) {
    if (state_.manifest.empty()) break;
    out.push_back({Finding::bad_key_list, open.log, open.epoch, open.begin,
                   "no key that the root certified signed it so far"});
  }
  for (const ServedRow& row : state_.served) {
    if (due(row.day + 1) > now) continue;
    add(Finding::unlogged_head, "version " + std::to_string(row.version) + " of " + date(row.day));
  }
  return out;
}

}  // namespace whit::audit
