// SPDX-License-Identifier: Apache-2.0
// What an IssuerService is made of.
#pragma once

#include <memory>
#include <mutex>
#include <semaphore>

#include "store/connections.h"
#include "store/service.h"
#include "store/tables.h"

namespace whit {

inline constexpr std::ptrdiff_t kDocumentPlaces = 2;

// LockedRng lends one generator to many threads.
class LockedRng final : public Rng {
 public:
  explicit LockedRng(Rng& rng) : rng_(rng) {}
  void fill(std::span<std::uint8_t> out) noexcept override {
    const std::lock_guard lock(mutex_);
    rng_.fill(out);
  }

 private:
  std::mutex mutex_;
  Rng& rng_;
};

struct IssuerService::Parts {
  Parts(std::unique_ptr<Connections> with, SecretBuffer key, Rng& random)
      : connections(std::move(with)), register_key(std::move(key)), rng(random) {}

  std::shared_ptr<const Issuing> issuing() const;
  void configure(Issuing issuing);
  Result<StoredPerson> read(const CollectionId& id);
  Status open_document_of(StoredPerson& stored) const;
  Result<Written> write(const Person& person, const Dealing& dealing, UnixTime now);

  std::unique_ptr<Connections> connections;
  SecretBuffer register_key;
  LockedRng rng;
  std::counting_semaphore<kDocumentPlaces> document_places{kDocumentPlaces};
  std::mutex midnight;  // held while one is under way
  Day swept = 0;        // under `midnight`: the day that all chains stand at

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Issuing> issuing_;  // under mutex_
};

}  // namespace whit
