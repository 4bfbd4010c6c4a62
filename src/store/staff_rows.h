// SPDX-License-Identifier: Apache-2.0
// Rows of the table staff, as values. Every function works inside the transaction of whoever
// calls it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/rng.h"
#include "store/database.h"
#include "store/staff.h"
#include "token/build.h"

namespace whit {

// StaffRow is an account with what it signs in by.
struct StaffRow {
  Account account;
  std::string password;  // Argon2id, empty: none
  ByteVector totp;       // the secret, sealed under the register key
  std::uint64_t totp_step = 0;
  int failures = 0;  // in a row

  Actor actor() const { return {account.id, account.login, account.roles, account.employer}; }
};

Result<std::optional<StaffRow>> find_account(Database& database, std::string_view login);
Result<std::optional<StaffRow>> find_account(Database& database, std::int64_t id);
Result<std::optional<StaffRow>> find_account(Database& database, const Hash& certificate);
Result<std::vector<Account>> read_accounts(Database& database);

// add_account writes a row without a password and gives its id.
Result<std::int64_t> add_account(Database& database, const NewAccount& account);

// write_password gives an account a password and its TOTP secret, and unlocks it.
Status write_password(Database& database, std::int64_t id, std::string_view hash, Bytes totp);

// renew_account gives an account another id, which no row had before: whoever knows it by the old
// one, as a session does, no longer finds it.
Result<std::int64_t> renew_account(Database& database, std::int64_t id);

// disable_account takes everything away that somebody could sign in by.
Status disable_account(Database& database, std::int64_t id);

// The TOTP secret of an account, sealed under the register key and bound to its row.
ByteVector seal_totp(const SecretBuffer& register_key, std::int64_t id, const SecretBuffer& secret,
                     Rng& rng);
Result<SecretBuffer> open_totp(const SecretBuffer& register_key, const StaffRow& row);

// Attempt is a password and a code that were tried.
struct Attempt {
  std::int64_t account = 0;           // 0: no such login
  std::string_view password;          // the hash that it was compared with
  std::optional<std::uint64_t> step;  // the code's, if password and code were right
  UnixTime now = 0;
};
// count_attempt writes down how it went: the account, if all is well, otherwise nothing. It writes
// about as much for an account that doesn't exist.
Result<std::optional<Actor>> count_attempt(Database& database, const Attempt& attempt);

// stands tells whether there is such an account now, not disabled, that may do `act`.
Result<bool> stands(Database& database, std::string_view login, Act act);
// can_do is how many accounts may do `act`.
Result<std::size_t> can_do(Database& database, Act act);

}  // namespace whit
