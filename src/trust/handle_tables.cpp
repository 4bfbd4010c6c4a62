// SPDX-License-Identifier: Apache-2.0
#include "trust/handle_tables.h"

#include <new>

namespace whit {
namespace {

// The list that a key is in. Days of one fact lie in neighbouring ones.
std::size_t place(const TableKey& key, std::size_t lists) noexcept {
  const std::size_t medium = static_cast<std::size_t>(key.medium);
  return (std::size_t{key.day} + std::size_t{key.vct} * 37 + medium * 17) % lists;
}

const HandleTable* find_from(const HandleTable* table, const TableKey& key,
                             const HandleTable* end = nullptr) noexcept {
  for (; table != end; table = table->next) {
    if (table->key == key) return table;
  }
  return nullptr;
}

}  // namespace

HandleTables::~HandleTables() {
  for (std::atomic<HandleTable*>& list : lists_) {
    for (HandleTable* table = list.load(); table != nullptr;) {
      const std::unique_ptr<HandleTable> dying(table);
      table = dying->next;
    }
  }
}

const HandleTable* HandleTables::find(const TableKey& key) const noexcept {
  return find_from(lists_[place(key, kLists)].load(std::memory_order_acquire), key);
}

const HandleTable* HandleTables::earlier(const TableKey& key) const noexcept {
  const HandleTable* best = nullptr;
  for (const std::atomic<HandleTable*>& list : lists_) {
    for (const HandleTable* table = list.load(std::memory_order_acquire); table != nullptr;
         table = table->next) {
      const bool same = table->key.medium == key.medium && table->key.vct == key.vct;
      if (!same || table->seeds == nullptr || table->key.day >= key.day) continue;
      if (best == nullptr || best->key.day < table->key.day) best = table;
    }
  }
  return best;
}

bool HandleTables::charge(std::size_t bytes) noexcept {
  std::size_t used = used_.load(std::memory_order_relaxed);
  do {
    if (bytes > kMaxBytes - used) return false;
  } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
  return true;
}

std::unique_ptr<HandleTable> HandleTables::make(const TableKey& key, Bytes handles) noexcept {
  std::unique_ptr<HandleTable> out(new (std::nothrow) HandleTable);
  if (out == nullptr || !charge(kLeastCharge)) return nullptr;
  out->key = key;
  out->handles = handles;
  out->charge = kLeastCharge;
  return out;
}

std::unique_ptr<HandleTable> HandleTables::make(const TableKey& key, std::size_t seeds,
                                                std::size_t handles) noexcept {
  // A bundle has less than 2^28 seeds, and a seed no more than 8 handles.
  const std::size_t size = seeds * Seed::kSize + handles * Handle::kSize;
  const std::size_t bytes = std::max(size, kLeastCharge);
  if (!charge(bytes)) return nullptr;
  std::unique_ptr<HandleTable> out(new (std::nothrow) HandleTable);
  if (out != nullptr) {
    out->seeds.reset(new (std::nothrow) Seed[seeds]);
    out->own.reset(new (std::nothrow) std::uint64_t[handles]);
  }
  if (out == nullptr || out->seeds == nullptr || out->own == nullptr) {
    used_.fetch_sub(bytes, std::memory_order_relaxed);
    return nullptr;
  }
  out->key = key;
  out->handles = {reinterpret_cast<const std::uint8_t*>(out->own.get()), handles * Handle::kSize};
  out->seed_count = seeds;
  out->charge = bytes;
  return out;
}

const HandleTable* HandleTables::add(std::unique_ptr<HandleTable> fresh) noexcept {
  std::atomic<HandleTable*>& list = lists_[place(fresh->key, kLists)];
  HandleTable* first = list.load(std::memory_order_acquire);
  const HandleTable* looked_at = nullptr;  // from here on nothing is ours
  do {
    if (const HandleTable* theirs = find_from(first, fresh->key, looked_at)) {
      used_.fetch_sub(fresh->charge, std::memory_order_relaxed);
      return theirs;
    }
    looked_at = first;
    fresh->next = first;
  } while (!list.compare_exchange_weak(first, fresh.get(), std::memory_order_acq_rel,
                                       std::memory_order_acquire));
  return fresh.release();
}

void FreeHandleTables::operator()(HandleTables* tables) const noexcept { delete tables; }

}  // namespace whit
