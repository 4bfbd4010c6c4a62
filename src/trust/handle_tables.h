// SPDX-License-Identifier: Apache-2.0
// HandleTables: the tables that a bundle's checks have needed so far, shared by all its threads.
//
// It only grows, and a table never changes once it is in: whoever found one may use it for as long
// as the bundle lives. Nothing here waits for another thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "whit/bundle.h"

namespace whit {

// TableKey says which tokens a table is for.
struct TableKey {
  Kind medium = Kind::none;
  Vct vct = 0;
  Day day = 0;  // E, the expiry day
  friend bool operator==(const TableKey&, const TableKey&) = default;
};

// HandleTable is every withdrawn handle of one key.
struct HandleTable {
  TableKey key;
  Bytes handles;  // as write_handles of status/handles.h leaves them; in `own`, or in an image
  std::unique_ptr<std::uint64_t[]> own;
  // The seeds behind them, ratcheted to `key.day`, where a later day can start. Null for an
  // image's.
  std::unique_ptr<Seed[]> seeds;
  std::size_t seed_count = 0;
  std::size_t charge = 0;  // of HandleTables::kMaxBytes
  HandleTable* next = nullptr;
};

class HandleTables {
 public:
  // What all tables together may take in memory, each counted as kLeastCharge at least: there are
  // never more than 4,096. Beyond it none is made.
  static constexpr std::size_t kMaxBytes = std::size_t{128} << 20;
  static constexpr std::size_t kLeastCharge = std::size_t{32} << 10;

  HandleTables() = default;
  ~HandleTables();
  HandleTables(const HandleTables&) = delete;
  HandleTables& operator=(const HandleTables&) = delete;

  // find is the table of `key`, or null.
  const HandleTable* find(const TableKey& key) const noexcept;
  // earlier is a table with seeds of the same medium and fact for the last day before `key.day`
  // that has one, or null.
  const HandleTable* earlier(const TableKey& key) const noexcept;

  // make is a new table to be filled and added, with room for so many seeds and handles; null where
  // memory is short or used up.
  std::unique_ptr<HandleTable> make(const TableKey& key, std::size_t seeds,
                                    std::size_t handles) noexcept;
  // make is a new table to be added whose handles lie elsewhere, and outlive it.
  std::unique_ptr<HandleTable> make(const TableKey& key, Bytes handles) noexcept;
  // add puts `fresh` in, unless another thread was quicker, and returns the table that is in.
  const HandleTable* add(std::unique_ptr<HandleTable> fresh) noexcept;

  // The prepared image that was accepted for this bundle; empty without one.
  Bytes prepared() const noexcept { return prepared_; }
  void set_prepared(Bytes image) noexcept { prepared_ = image; }

 private:
  bool charge(std::size_t bytes) noexcept;

  static constexpr std::size_t kLists = 256;
  std::array<std::atomic<HandleTable*>, kLists> lists_{};  // by key; newest first
  std::atomic<std::size_t> used_{0};
  Bytes prepared_;
};

}  // namespace whit
