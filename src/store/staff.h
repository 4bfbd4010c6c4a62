// SPDX-License-Identifier: Apache-2.0
// StaffOffice: accounts, signing in, and the second person. Every function may be called from any
// thread and journals what it changes. Spec: spec/staff.md.
#pragma once

#include <atomic>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secret.h"
#include "issue/staff.h"
#include "store/journal.h"
#include "store/service.h"

namespace whit {

inline constexpr int kSignInTries = 5;                // in a row, then the account is locked
inline constexpr Seconds kLockSeconds = 900;          // for this long
inline constexpr std::ptrdiff_t kPasswordPlaces = 2;  // passwords tried at once, 64 MiB each
inline constexpr int kSignInQueue = 6;
inline constexpr Seconds kProposalLife = 7 * kSecondsPerDay;  // an approval is good for this long

// Account is one member of the staff, without secrets.
struct Account {
  std::int64_t id = 0;
  std::string login;  // see is_login
  std::uint8_t roles = 0;
  Value employer;
  bool has_password = false, has_certificate = false, disabled = false;
  UnixTime locked_until = 0;
};

// NewAccount is what `staff add` gives. At least one of password and certificate.
struct NewAccount {
  std::string login;
  std::uint8_t roles = 0;
  Value employer;
  const SecretBuffer* password = nullptr;  // at least 10 bytes
  std::optional<Hash> certificate;         // SHA-256 of the client certificate's DER
};

// Proposal is an act that waits for, or has, its second person.
struct Proposal {
  std::int64_t id = 0;
  std::string act, about, proposed_by, approved_by;
  UnixTime proposed = 0;
  bool used = false;
};

class StaffOffice {
 public:
  // `service` must outlive it.
  explicit StaffOffice(IssuerService& service) noexcept : service_(service) {}

  // Changes of accounts. They need Act::staff and, from two such accounts on, a second person:
  // needs_second, and `proposal` is its number. Other errors: forbidden, not_found.
  //
  // add makes an account and gives the TOTP secret, 20 bytes, to be shown once (empty for an
  // account without a password). already_exists, refused (a login, role or password that can't be).
  Result<SecretBuffer> add(const Actor& by, const NewAccount& account, UnixTime now,
                           std::int64_t* proposal = nullptr);
  // set_password gives a new password and TOTP secret, unlocks, and ends the account's sessions:
  // its id is another one then. An account may do so to itself alone. refused (a password that
  // can't be, or a disabled account).
  Result<SecretBuffer> set_password(const Actor& by, std::string_view login,
                                    const SecretBuffer& password, UnixTime now,
                                    std::int64_t* proposal = nullptr);
  // disable is for good: the login isn't given again, for the journal names it.
  Status disable(const Actor& by, std::string_view login, UnixTime now,
                 std::int64_t* proposal = nullptr);
  Result<std::vector<Account>> list();

  // sign_in wants the password and the six digits of this 30 s or a neighbour, each code once.
  // Every failure is `forbidden`, and takes as long; what is locked stays so for kLockSeconds.
  // Two passwords are tried at once and kSignInQueue wait; whoever comes then is `refused` at once
  // and should come again.
  Result<Actor> sign_in(std::string_view login, const SecretBuffer& password, std::string_view code,
                        UnixTime now);
  // A client certificate that the TLS library, or the proxy, has checked. Locks don't concern it.
  Result<Actor> sign_in(const Hash& certificate, UnixTime now);
  // current is the account as it stands now: forbidden once it is disabled, or its password is
  // another one than when `account` was its id.
  Result<Actor> current(std::int64_t account);

  // second_person is whether `act` on exactly `digest` may be done now by `by`. If a second person
  // has to approve and hasn't, the proposal is written down and the error is needs_second;
  // `proposal` is its number. An approval is used up by a yes. While fewer than two accounts could
  // do the act nobody else could approve, so that it is done by one; `status` and doctor warn.
  Status second_person(const Actor& by, Act act, const Hash& digest, std::string_view about,
                       UnixTime now, std::int64_t& proposal);
  // approve is the second person's yes: forbidden to who proposed it, to the operator, and to
  // whoever couldn't do the act.
  Status approve(const Actor& by, std::int64_t proposal, UnixTime now);
  Result<std::vector<Proposal>> proposals(UnixTime now);  // that are neither used nor too old
  // lone tells whether `act` should need a second person, and doesn't because fewer than two
  // accounts could do it.
  Result<bool> lone(Act act);

  // record writes a journal line for an act whose effect isn't in the store, such as installing a
  // certificate. Call it before the act. No value, document or name in `detail`.
  Status record(const Actor& by, Act act, std::string_view detail, UnixTime now);

  Result<std::vector<JournalLine>> journal(const Actor& by, std::uint64_t after, int most);
  Result<JournalHead> journal_head();
  Result<std::uint64_t> check_journal();

 private:
  Result<std::string> hash_one(const SecretBuffer& password);  // once a place is free

  IssuerService& service_;
  std::counting_semaphore<kPasswordPlaces> places_{kPasswordPlaces};
  std::atomic<int> queue_{0};
};

}  // namespace whit
