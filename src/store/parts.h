// SPDX-License-Identifier: Apache-2.0
// What an IssuerService is made of.
#pragma once

#include <atomic>
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

// The code is 16 random bytes that the store doesn't hold, so its hash tells nobody anything.
Hash code_hash(const InvitationCode& code) noexcept;
// Six digits are guessed in no time by whoever can test them: only who has the register key and
// the letter's code can.
Hash pin_hash(const SecretBuffer& register_key, const InvitationCode& code,
              std::string_view pin) noexcept;

struct IssuerService::Parts {
  Parts(std::string where, std::unique_ptr<Connections> with, SecretBuffer key, Rng& random)
      : path(std::move(where)),
        connections(std::move(with)),
        register_key(std::move(key)),
        rng(random) {}

  std::shared_ptr<const Issuing> issuing() const;
  void configure(Issuing issuing);
  // check_leap is clock_ahead where `now` is more than kClockLeap past the last midnight: a clock
  // that jumped must not become the time that everything later is measured by.
  Status check_leap(UnixTime now) const noexcept;
  Result<StoredPerson> read(const CollectionId& id, BlindRows blind);
  Status open_document_of(StoredPerson& stored) const;
  Result<Written> write(const Person& person, const Dealing& dealing, UnixTime now);
  // invited is a fresh invitation, which no register knows yet.
  Invited invited(UnixTime now);
  // to_store is what the register keeps of it, for the person in row `subject`.
  StoredInvitation to_store(const Invited& invited, std::int64_t subject) const;

  const std::string path;
  std::unique_ptr<Connections> connections;
  SecretBuffer register_key;
  LockedRng rng;
  std::counting_semaphore<kDocumentPlaces> document_places{kDocumentPlaces};
  std::mutex midnight;        // held while one is under way
  std::atomic<Day> swept{0};  // the day that all chains stand at, 0 before the first midnight

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Issuing> issuing_;  // under mutex_
};

}  // namespace whit
