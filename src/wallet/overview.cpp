// SPDX-License-Identifier: Apache-2.0
#include "wallet/overview.h"

#include "wallet/show.h"

namespace whit::wallet {
namespace {

FactLine line_of(const Account& account, const FactRow& row, UnixTime now) {
  FactLine line;
  line.vct = row.vct;
  line.state = row.state;
  line.since = row.since;
  Day counted = 0;
  for (const Set& set : account.sets) {
    const Held* held = set.find(row.vct);
    if (set.kind != Kind::revocable || held == nullptr || !usable(set.day, now)) continue;
    if (line.last == 0) {
      if (const auto token = parse_token(held->encoded); token.ok()) line.value = token->value;
    }
    line.last = set.day - 1;
    if (set.shown != 0) continue;
    ++line.codes;
    if (set.day != counted) ++line.days;
    counted = set.day;
  }
  return line;
}

}  // namespace

std::vector<FactLine> overview(const Account& account, UnixTime clock) {
  const UnixTime now = account.corrected(clock);
  std::vector<FactLine> lines;
  for (const FactRow& row : account.facts) {
    if (row.state != FactState::not_given) lines.push_back(line_of(account, row, now));
  }
  return lines;
}

std::size_t days_left(const Account& account, UnixTime clock) {
  const UnixTime now = account.corrected(clock);
  std::size_t days = 0;
  Day counted = 0;
  for (const Set& set : account.sets) {
    if (set.kind != Kind::revocable || set.shown != 0 || set.day == counted) continue;
    if (!usable(set.day, now)) continue;
    ++days;
    counted = set.day;
  }
  return days;
}

}  // namespace whit::wallet
