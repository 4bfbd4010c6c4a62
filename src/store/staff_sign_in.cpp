// SPDX-License-Identifier: Apache-2.0
// Signing in. Whatever is wrong, the answer is the same and takes as long: one Argon2id, one
// commit.
#include "crypto/password.h"
#include "crypto/totp.h"
#include "store/parts.h"
#include "store/staff.h"
#include "store/staff_rows.h"

namespace whit {
namespace {

// Place is one of the few at which an Argon2id is computed, each with 64 MiB.
class Place {
 public:
  explicit Place(std::counting_semaphore<kPasswordPlaces>& places) : places_(places) {
    places_.acquire();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { places_.release(); }

 private:
  std::counting_semaphore<kPasswordPlaces>& places_;
};

// Visitor counts who tries a password or waits to, so that a crowd can't take every thread of the
// service.
class Visitor {
 public:
  explicit Visitor(std::atomic<int>& queue) : queue_(queue), place_(++queue) {}
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  ~Visitor() { --queue_; }
  bool comes() const { return place_ <= static_cast<int>(kPasswordPlaces) + kSignInQueue; }

 private:
  std::atomic<int>& queue_;
  int place_;
};

Result<Actor> actor_of(const std::optional<StaffRow>& row) {
  if (!row || row->account.disabled) return Errc::forbidden;
  return row->actor();
}

}  // namespace

Result<std::string> StaffOffice::hash_one(const SecretBuffer& password) {
  const Place place(places_);
  return hash_password(password);
}

Result<Actor> StaffOffice::sign_in(std::string_view login, const SecretBuffer& password,
                                   std::string_view code, UnixTime now) {
  const Visitor visitor(queue_);
  if (!visitor.comes()) return Errc::refused;
  IssuerService::Parts& parts = *service_.parts_;
  WHIT_TRY(const std::optional<StaffRow> row, parts.connections->read([login](Database& database) {
    return find_account(database, login);
  }));
  const std::string_view hash = row ? std::string_view(row->password) : std::string_view();
  Attempt attempt{row ? row->account.id : 0, hash, {}, now};
  bool right = false;
  {
    const Place place(places_);
    right = check_password(password, hash);
  }
  if (right) {
    WHIT_TRY(const SecretBuffer secret, open_totp(parts.register_key, *row));
    attempt.step = totp_step(secret, code, now, row->totp_step);
  }
  std::optional<Actor> actor;
  WHIT_CHECK(parts.connections->writer().run([&](Database& database) -> Status {
    WHIT_TRY(actor, count_attempt(database, attempt));
    return {};
  }));
  if (!actor) return Errc::forbidden;
  return std::move(*actor);
}

Result<Actor> StaffOffice::sign_in(const Hash& certificate, UnixTime now) {
  std::optional<StaffRow> row;
  WHIT_CHECK(service_.parts_->connections->writer().run([&](Database& database) -> Status {
    WHIT_TRY(row, find_account(database, certificate));
    if (!row || row->account.disabled) return {};
    return write_journal(database,
                         {0, now, row->account.login, "sign-in", "", 0, "certificate", {}});
  }));
  return actor_of(row);
}

Result<Actor> StaffOffice::current(std::int64_t account) {
  WHIT_TRY(const std::optional<StaffRow> row,
           service_.parts_->connections->read(
               [account](Database& database) { return find_account(database, account); }));
  return actor_of(row);
}

}  // namespace whit
