// SPDX-License-Identifier: Apache-2.0
#include "issue/catalogue.h"

#include <algorithm>
#include <set>

namespace whit {
namespace {

constexpr auto kRevocable = static_cast<std::uint8_t>(Kind::revocable);
constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);
constexpr auto kPaper = static_cast<std::uint8_t>(Kind::paper);
constexpr Day kBlindLife = 2;  // days, from its first minute to its last

bool has(const CatalogueFact& fact, std::uint8_t kind) noexcept { return (fact.kinds & kind) != 0; }

const CatalogueFact* find(const std::vector<CatalogueFact>& facts, Vct vct) noexcept {
  for (const CatalogueFact& fact : facts) {
    if (fact.vct == vct) return &fact;
  }
  return nullptr;
}

bool lists(const CatalogueFact& fact, const std::string& value) {
  return std::find(fact.value_list.begin(), fact.value_list.end(), value) != fact.value_list.end();
}

bool same_values(const CatalogueFact& a, const CatalogueFact& b) noexcept {
  return a.value_range.has_value() == b.value_range.has_value() &&
         a.value_list.empty() == b.value_list.empty();
}

bool values_within(const CatalogueFact& a, const CatalogueFact& b) {
  if (!same_values(a, b)) return false;
  if (a.value_range) {
    return a.value_range->first >= b.value_range->first &&
           a.value_range->second <= b.value_range->second;
  }
  return std::all_of(a.value_list.begin(), a.value_list.end(),
                     [&](const std::string& value) { return lists(b, value); });
}

// Days that phone tokens of `fact` are dealt ahead.
Day horizon_of(const CatalogueFact& fact) noexcept {
  return has(fact, kRevocable) ? fact.horizon : Day{0};
}

// What both allow. False where nothing is left.
bool narrow_values(CatalogueFact& fact, const CatalogueFact& other) {
  if (!same_values(fact, other)) return false;
  if (fact.value_range) {
    auto& [lowest, highest] = *fact.value_range;
    lowest = std::max(lowest, other.value_range->first);
    highest = std::min(highest, other.value_range->second);
    return lowest <= highest;
  }
  if (fact.value_list.empty()) return true;
  std::erase_if(fact.value_list, [&](const std::string& value) { return !lists(other, value); });
  return !fact.value_list.empty();
}

// Given up twice on the way to the same: the later day counts.
void give_up(std::vector<GivenUp>& rows, const CatalogueFact& fact, Day last) {
  for (GivenUp& row : rows) {
    if (!is_within(fact, row.fact) || !is_within(row.fact, fact)) continue;
    row.last = std::max(row.last, last);
    return;
  }
  rows.push_back({last, fact});
}

}  // namespace

Day life_of(const CatalogueFact& fact) noexcept {
  return std::max({horizon_of(fact), has(fact, kBlind) ? kBlindLife : Day{0},
                   Day{fact.paper_life.value_or(0)}});
}

bool is_within(const CatalogueFact& a, const CatalogueFact& b) {
  return a.vct == b.vct && a.slug == b.slug && (a.kinds & ~b.kinds) == 0 &&
         horizon_of(a) <= horizon_of(b) && a.per_day <= b.per_day &&
         a.paper_life.value_or(0) <= b.paper_life.value_or(0) &&
         a.blind_lead.value_or(0) <= b.blind_lead.value_or(0) && values_within(a, b);
}

Result<CatalogueFact> united(const CatalogueFact& newer, const CatalogueFact& older) {
  if (newer.vct != older.vct || newer.slug != older.slug || !same_values(newer, older)) {
    return Errc::bad_catalogue;
  }
  CatalogueFact out = newer;
  out.kinds = static_cast<std::uint8_t>(newer.kinds | older.kinds);
  if (has(older, kRevocable)) {
    out.horizon = has(newer, kRevocable) ? std::max(newer.horizon, older.horizon) : older.horizon;
  }
  out.per_day = std::max(newer.per_day, older.per_day);
  if (older.paper_life) {
    out.paper_life = std::max(newer.paper_life.value_or(0), *older.paper_life);
  }
  if (older.blind_lead) {
    out.blind_lead = std::max(newer.blind_lead.value_or(0), *older.blind_lead);
  }
  if (out.value_range) {
    out.value_range->first = std::min(out.value_range->first, older.value_range->first);
    out.value_range->second = std::max(out.value_range->second, older.value_range->second);
  }
  for (const std::string& value : older.value_list) {
    if (!lists(out, value)) out.value_list.push_back(value);
  }
  return out;
}

ShownCatalogue next_shown(const ShownCatalogue& before, std::uint64_t previous_version,
                          const std::vector<CatalogueFact>& previous,
                          const std::vector<CatalogueFact>& wanted, Day today) {
  ShownCatalogue out;
  out.version = previous_version + 1;
  out.dealt = wanted;
  for (const GivenUp& row : before.given_up) {
    if (row.last >= today) out.given_up.push_back(row);
  }
  for (const CatalogueFact& fact : before.version == previous_version ? before.dealt : previous) {
    const CatalogueFact* now = find(wanted, fact.vct);
    if (now != nullptr && is_within(fact, *now)) continue;
    give_up(out.given_up, fact, today + 1 + life_of(fact));
  }
  return out;
}

Result<std::vector<CatalogueFact>> shown_facts(const ShownCatalogue& shown) {
  std::vector<CatalogueFact> out = shown.dealt;
  for (const GivenUp& row : shown.given_up) {
    const auto at = std::find_if(out.begin(), out.end(), [&](const CatalogueFact& fact) {
      return fact.vct == row.fact.vct;
    });
    if (at == out.end()) {
      out.push_back(row.fact);
    } else {
      WHIT_TRY(*at, united(*at, row.fact));
    }
  }
  std::set<std::string_view> slugs;
  for (const CatalogueFact& fact : out) {
    if (!slugs.insert(fact.slug).second) return Errc::bad_catalogue;
  }
  return out;
}

std::vector<Dealt> dealt_rows(const std::vector<CatalogueFact>& shown,
                              const std::vector<CatalogueFact>& dealt) {
  std::vector<Dealt> out;
  for (const CatalogueFact& fact : shown) {
    if (!has(fact, kRevocable)) continue;
    Dealt row{fact.vct, 0, 0};
    const CatalogueFact* now = find(dealt, fact.vct);
    if (now != nullptr && has(*now, kRevocable)) {
      row.horizon = std::min(now->horizon, fact.horizon);
      row.per_day = std::min(now->per_day, fact.per_day);
    }
    if (row.horizon < fact.horizon || row.per_day < fact.per_day) out.push_back(row);
  }
  std::sort(out.begin(), out.end(), [](const Dealt& a, const Dealt& b) { return a.vct < b.vct; });
  return out;
}

std::vector<CatalogueFact> narrowed(const std::vector<CatalogueFact>& shown,
                                    const std::vector<CatalogueFact>& wanted) {
  std::vector<CatalogueFact> out;
  for (const CatalogueFact& fact : shown) {
    const CatalogueFact* other = find(wanted, fact.vct);
    if (other == nullptr || other->slug != fact.slug) continue;
    CatalogueFact less = fact;
    less.kinds = static_cast<std::uint8_t>(fact.kinds & other->kinds);
    less.horizon = std::min(fact.horizon, other->horizon);
    less.per_day = std::min(fact.per_day, other->per_day);
    if (fact.paper_life && other->paper_life) {
      less.paper_life = std::min(*fact.paper_life, *other->paper_life);
    }
    if (!has(less, kPaper)) less.paper_life.reset();
    if (!has(less, kBlind)) less.blind_lead.reset();
    if (less.kinds != 0 && narrow_values(less, *other)) out.push_back(std::move(less));
  }
  return out;
}

std::vector<CatalogueFact> dealt_facts(const Head& head) {
  std::vector<CatalogueFact> out;
  for (CatalogueFact fact : head.catalogue) {
    const Dealt dealt = head.dealt_of(fact);
    if (dealt.horizon == 0) {
      fact.kinds = static_cast<std::uint8_t>(fact.kinds & ~kRevocable);
    } else {
      fact.horizon = dealt.horizon;
      fact.per_day = dealt.per_day;
    }
    if ((fact.kinds & (kRevocable | kPaper)) != 0) out.push_back(std::move(fact));
  }
  return out;
}

}  // namespace whit
