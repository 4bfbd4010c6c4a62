// SPDX-License-Identifier: Apache-2.0
#include "store/staff_rows.h"

#include <algorithm>

#include "crypto/keyfile.h"
#include "store/facts.h"

namespace whit {
namespace {

constexpr const char* kByLogin =
    "SELECT id, login, roles, employer, password, totp, totp_step, certificate, failures,"
    " locked_until, disabled FROM staff WHERE login = ?";
constexpr const char* kById =
    "SELECT id, login, roles, employer, password, totp, totp_step, certificate, failures,"
    " locked_until, disabled FROM staff WHERE id = ?";
constexpr const char* kByCertificate =
    "SELECT id, login, roles, employer, password, totp, totp_step, certificate, failures,"
    " locked_until, disabled FROM staff WHERE certificate = ?";
constexpr const char* kAll =
    "SELECT id, login, roles, employer, password, totp, totp_step, certificate, failures,"
    " locked_until, disabled FROM staff ORDER BY login";

StaffRow row_of(const Query& query) {
  StaffRow out;
  out.account.id = query.integer(0);
  out.account.login = query.text(1);
  out.account.roles = static_cast<std::uint8_t>(query.integer(2));
  out.account.employer = value_at(query, 3);
  out.password = query.text(4);
  const Bytes totp = query.blob(5);
  out.totp.assign(totp.begin(), totp.end());
  out.totp_step = static_cast<std::uint64_t>(query.integer(6));
  out.account.has_password = !out.password.empty();
  out.account.has_certificate = !query.blob(7).empty();
  out.failures = static_cast<int>(query.integer(8));
  out.account.locked_until = static_cast<UnixTime>(query.integer(9));
  out.account.disabled = query.integer(10) != 0;
  return out;
}

Result<std::optional<StaffRow>> first_of(Query& query) {
  WHIT_TRY(const bool row, query.next());
  return row ? std::optional<StaffRow>(row_of(query)) : std::optional<StaffRow>();
}

// The row is part of what is authenticated: nobody can give an account another one's secret.
std::string label_of(std::int64_t id) { return "totp " + std::to_string(id); }

// Every refusal counts on here, so that one of an account that doesn't exist takes a commit too.
Status count_refusal(Database& database) {
  return database
      .query(
          "INSERT INTO meta (key, value) VALUES ('refused-sign-ins', 1)"
          " ON CONFLICT (key) DO UPDATE SET value = value + 1")
      .run();
}

Status count_failure(Database& database, const StaffRow& row, UnixTime now) {
  const bool lock = row.failures + 1 >= kSignInTries;
  WHIT_CHECK(database.query("UPDATE staff SET failures = ?, locked_until = ? WHERE id = ?")
                 .bind(std::int64_t{lock ? 0 : row.failures + 1})
                 .bind(static_cast<std::int64_t>(lock ? now + kLockSeconds : 0))
                 .bind(row.account.id)
                 .run());
  if (!lock) return {};
  return write_journal(
      database,
      {0, now, row.account.login, "lock", "", 0, std::to_string(kSignInTries) + " failures", {}});
}

Status count_success(Database& database, const StaffRow& row, const Attempt& attempt) {
  WHIT_CHECK(
      database.query("UPDATE staff SET failures = 0, locked_until = 0, totp_step = ? WHERE id = ?")
          .bind(static_cast<std::int64_t>(*attempt.step))
          .bind(row.account.id)
          .run());
  return write_journal(database,
                       {0, attempt.now, row.account.login, "sign-in", "", 0, "password", {}});
}

}  // namespace

Result<std::optional<StaffRow>> find_account(Database& database, std::string_view login) {
  Query query = database.query(kByLogin);
  query.bind(login);
  return first_of(query);
}

Result<std::optional<StaffRow>> find_account(Database& database, std::int64_t id) {
  Query query = database.query(kById);
  query.bind(id);
  return first_of(query);
}

Result<std::optional<StaffRow>> find_account(Database& database, const Hash& certificate) {
  Query query = database.query(kByCertificate);
  query.bind(certificate.view());
  return first_of(query);
}

Result<std::vector<Account>> read_accounts(Database& database) {
  Query query = database.query(kAll);
  std::vector<Account> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(row_of(query).account);
  }
}

Result<std::int64_t> add_account(Database& database, const NewAccount& account) {
  const Bytes certificate = account.certificate ? account.certificate->view() : Bytes();
  Query query =
      database.query("INSERT INTO staff (login, roles, employer, certificate) VALUES (?, ?, ?, ?)");
  query.bind(account.login).bind(std::int64_t{account.roles});
  bind_value(query, account.employer);
  WHIT_CHECK(query.bind(certificate).run());
  return database.last_insert_id();
}

Status write_password(Database& database, std::int64_t id, std::string_view hash, Bytes totp) {
  return database
      .query(
          "UPDATE staff SET password = ?, totp = ?, totp_step = 0, failures = 0, locked_until = 0"
          " WHERE id = ?")
      .bind(hash)
      .bind(totp)
      .bind(id)
      .run();
}

Result<std::int64_t> renew_account(Database& database, std::int64_t id) {
  WHIT_CHECK(database.query("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'staff'").run());
  std::int64_t fresh = 0;
  {
    Query query = database.query("SELECT seq FROM sqlite_sequence WHERE name = 'staff'");
    WHIT_TRY(const bool row, query.next());
    if (!row) return Errc::storage_failed;
    fresh = query.integer(0);
  }
  WHIT_CHECK(database.query("UPDATE staff SET id = ? WHERE id = ?").bind(fresh).bind(id).run());
  return fresh;
}

Status disable_account(Database& database, std::int64_t id) {
  return database
      .query(
          "UPDATE staff SET disabled = 1, password = '', totp = x'', certificate = x''"
          " WHERE id = ?")
      .bind(id)
      .run();
}

ByteVector seal_totp(const SecretBuffer& register_key, std::int64_t id, const SecretBuffer& secret,
                     Rng& rng) {
  return seal_box(register_key, secret.expose(InsecureAccess{}), label_of(id), rng);
}

Result<SecretBuffer> open_totp(const SecretBuffer& register_key, const StaffRow& row) {
  auto opened = open_box(register_key, row.totp, label_of(row.account.id));
  if (!opened.ok()) return Errc::storage_failed;
  return std::move(*opened);
}

Result<std::optional<Actor>> count_attempt(Database& database, const Attempt& attempt) {
  WHIT_TRY(const std::optional<StaffRow> row, find_account(database, attempt.account));
  const bool open = row && !row->account.disabled && row->account.has_password &&
                    row->account.locked_until <= attempt.now;
  // The row may have changed since the password was compared with what stood in it.
  const bool good =
      open && row->password == attempt.password && attempt.step && *attempt.step > row->totp_step;
  if (good) {
    WHIT_CHECK(count_success(database, *row, attempt));
    return std::optional<Actor>(row->actor());
  }
  WHIT_CHECK(count_refusal(database));
  if (open) WHIT_CHECK(count_failure(database, *row, attempt.now));
  return std::optional<Actor>();
}

Result<bool> stands(Database& database, std::string_view login, Act act) {
  WHIT_TRY(const std::optional<StaffRow> row, find_account(database, login));
  return row && !row->account.disabled && may(row->actor(), act);
}

Result<std::size_t> can_do(Database& database, Act act) {
  WHIT_TRY(const std::vector<Account> accounts, read_accounts(database));
  return static_cast<std::size_t>(
      std::count_if(accounts.begin(), accounts.end(), [act](const Account& account) {
        return !account.disabled &&
               may({account.id, account.login, account.roles, account.employer}, act);
      }));
}

}  // namespace whit
