// SPDX-License-Identifier: Apache-2.0
#include "verify/withdrawal.h"

#include <new>

#include "status/chain.h"
#include "status/handles.h"
#include "trust/handle_tables.h"
#include "verify/prepared.h"

namespace whit {
namespace {

bool leads_to(const Seed& seed, std::uint8_t per_day, const Handle& handle) noexcept {
  const HandleKey key(seed);
  for (std::uint8_t i = 0; i < per_day; ++i) {
    if (key.handle(i) == handle) return true;
  }
  return false;
}

bool reaches(const Withdrawals& group, const TableKey& key) noexcept {
  return group.medium == key.medium && group.vct == key.vct && group.day <= key.day;
}

std::size_t count_seeds(const Bundle& bundle, const TableKey& key) noexcept {
  std::size_t out = 0;
  for (const Withdrawals& group : bundle.withdrawals()) {
    if (reaches(group, key)) out += group.seeds.size();
  }
  return out;
}

// Fills `out` with all seeds that reach `key`, as they are on its day. What was worked out for an
// earlier day is taken from there.
void gather_seeds(const Bundle& bundle, const TableKey& key, const HandleTable* earlier,
                  std::span<Seed> out) noexcept {
  std::size_t filled = 0;
  const auto take = [&](const Seed* seeds, std::size_t count, Day day) {
    std::copy_n(seeds, count, out.data() + filled);
    ratchet_all(out.subspan(filled, count), key.day - day);
    filled += count;
  };
  if (earlier != nullptr) take(earlier->seeds.get(), earlier->seed_count, earlier->key.day);
  for (const Withdrawals& group : bundle.withdrawals()) {
    const bool taken = earlier != nullptr && group.day <= earlier->key.day;
    if (reaches(group, key) && !taken) take(group.seeds.data(), group.seeds.size(), group.day);
  }
}

const HandleTable* build_table(const Bundle& bundle, HandleTables& tables, const TableKey& key,
                               std::uint8_t per_day, std::size_t seed_count) noexcept {
  std::unique_ptr<HandleTable> fresh = tables.make(key, seed_count, seed_count * per_day);
  if (fresh == nullptr) return nullptr;
  const std::span<Seed> seeds(fresh->seeds.get(), seed_count);
  gather_seeds(bundle, key, tables.earlier(key), seeds);
  write_handles(seeds, per_day, {fresh->own.get(), seed_count * per_day});
  return tables.add(std::move(fresh));
}

// The table that the prepared image has for `key`, if it has one that is whole.
const HandleTable* take_prepared(HandleTables& tables, const TableKey& key,
                                 std::size_t handles) noexcept {
  const auto found = find_prepared(tables.prepared(), key, handles);
  if (!found) return nullptr;
  std::unique_ptr<HandleTable> fresh = tables.make(key, *found);
  return fresh == nullptr ? nullptr : tables.add(std::move(fresh));
}

const HandleTable* make_table(const Bundle& bundle, HandleTables& tables, const TableKey& key,
                              std::uint8_t per_day) noexcept {
  const std::size_t seeds = count_seeds(bundle, key);
  if (const HandleTable* taken = take_prepared(tables, key, seeds * per_day)) return taken;
  return build_table(bundle, tables, key, per_day, seeds);
}

}  // namespace

bool is_withdrawn(const Bundle& bundle, Kind medium, const CatalogueFact& fact, Day day,
                  const Handle& handle) noexcept {
  if (bundle.withdrawals().empty()) return false;
  if (HandleTables* const tables = bundle.tables()) {
    const TableKey key{medium, fact.vct, day};
    const HandleTable* table = tables->find(key);
    if (table == nullptr) table = make_table(bundle, *tables, key, fact.per_day);
    if (table != nullptr) return holds(table->handles, handle);
  }
  return is_withdrawn_by_walk(bundle, medium, fact, day, handle);
}

bool is_withdrawn_by_walk(const Bundle& bundle, Kind medium, const CatalogueFact& fact, Day day,
                          const Handle& handle) noexcept {
  const TableKey key{medium, fact.vct, day};
  for (const Withdrawals& group : bundle.withdrawals()) {
    if (!reaches(group, key)) continue;
    for (const Seed& seed : group.seeds) {
      if (leads_to(ratchet_by(seed, day - group.day), fact.per_day, handle)) return true;
    }
  }
  return false;
}

void make_tables(const Bundle& bundle, const Policy& policy, UnixTime now) noexcept {
  if (now >= bundle.head().expires) return;
  for (std::size_t i = 0; i < policy.count; ++i) {
    const CatalogueFact* fact = bundle.find_fact(policy.facts[i]);
    if (fact == nullptr) continue;
    static_cast<void>(is_withdrawn(bundle, Kind::revocable, *fact, day_of(now) + 1, Handle{}));
  }
}

}  // namespace whit
