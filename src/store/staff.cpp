// SPDX-License-Identifier: Apache-2.0
// Accounts and proposals; signing in is in staff_sign_in.cpp.
#include "store/staff.h"

#include <algorithm>

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/totp.h"
#include "store/parts.h"
#include "store/proposals.h"
#include "store/staff_rows.h"

namespace whit {
namespace {

constexpr int kMostLines = 1000;

void write_value(cbor::Writer& writer, const Value& value) {
  if (value.type == Value::Type::number) {
    writer.uint(value.number);
  } else {
    writer.text(value.text.view());  // empty for none: no value is
  }
}

// The digests are of what an approval is for (spec/staff.md, section 6). A password isn't in
// them: who proposes it and who repeats the command may type it again.
Hash digest_of(const NewAccount& account) {
  cbor::Writer writer;
  writer.array(6).text("add").text(account.login).uint(account.roles);
  write_value(writer, account.employer);
  writer.boolean(account.password != nullptr);
  writer.bytes(account.certificate ? account.certificate->view() : Bytes());
  return sha256({domain("whit/act/v1"), writer.view()});
}

Hash digest_of(std::string_view change, std::string_view login) {
  cbor::Writer writer;
  writer.array(2).text(change).text(login);
  return sha256({domain("whit/act/v1"), writer.view()});
}

Status check_new(const NewAccount& account, const Issuing& issuing) {
  if (!are_roles(account.roles, account.employer)) return Errc::refused;
  if (!is_login(account.login, account.employer)) return Errc::refused;
  if (account.employer.type != Value::Type::none) {
    const CatalogueFact* fact = issuing.find_fact(kEmployedBy);
    if (fact == nullptr || !fact->allows(account.employer)) return Errc::refused;
  }
  if (account.password == nullptr) {
    return account.certificate ? Status() : Status(Errc::refused);
  }
  return is_password(*account.password) ? Status() : Status(Errc::refused);
}

SecretBuffer fresh_totp(Rng& rng) {
  SecretBuffer out(kTotpSecret);
  rng.fill(out.expose_writable(InsecureAccess{}));
  return out;
}

Status note(Database& database, const Actor& by, UnixTime now, std::string detail) {
  return write_journal(
      database, {0, now, by.login, std::string(name(Act::staff)), "", 0, std::move(detail), {}});
}

// Change is an account's change on its way through the second person.
struct Change {
  const Actor& by;
  const Hash digest;
  const std::string detail;  // for the journal and the second person
  UnixTime now;
};

// run_change makes `act` stand, or writes the proposal down and gives needs_second.
template <class Job>
Status run_change(GroupCommit& writer, const Change& change, std::int64_t* proposal, Job&& job) {
  std::int64_t waits = 0;
  const Status done = writer.run([&](Database& database) -> Status {
    WHIT_TRY(waits, take_approval(database, {change.by, Act::staff, change.digest, change.detail,
                                             change.now}));
    if (waits != 0) return {};
    WHIT_CHECK(job(database));
    return note(database, change.by, change.now, change.detail);
  });
  WHIT_CHECK(done);
  if (proposal != nullptr) *proposal = waits;
  return waits == 0 ? Status() : Status(Errc::needs_second);
}

Status check_unused(Database& database, const NewAccount& account) {
  WHIT_TRY(const std::optional<StaffRow> same_login, find_account(database, account.login));
  if (same_login) return Errc::already_exists;
  if (!account.certificate) return {};
  WHIT_TRY(const std::optional<StaffRow> same, find_account(database, *account.certificate));
  return same ? Status(Errc::already_exists) : Status();
}

// find_enabled gives the row's id.
Result<std::int64_t> find_enabled(Database& database, std::string_view login) {
  WHIT_TRY(const std::optional<StaffRow> row, find_account(database, login));
  if (!row) return Errc::not_found;
  if (row->account.disabled) return Errc::refused;
  return row->account.id;
}

Status check_enabled(Connections& connections, std::string_view login) {
  const auto id =
      connections.read([&](Database& database) { return find_enabled(database, login); });
  return id ? Status() : Status(id.error());
}

}  // namespace

Result<SecretBuffer> StaffOffice::add(const Actor& by, const NewAccount& account, UnixTime now,
                                      std::int64_t* proposal) {
  if (!may(by, Act::staff)) return Errc::forbidden;
  IssuerService::Parts& parts = *service_.parts_;
  WHIT_CHECK(check_new(account, *parts.issuing()));
  WHIT_CHECK(
      parts.connections->read([&](Database& database) { return check_unused(database, account); }));
  SecretBuffer secret;
  std::string hash;
  if (account.password != nullptr) {
    WHIT_TRY(hash, hash_one(*account.password));
    secret = fresh_totp(parts.rng);
  }
  const auto write = [&](Database& database) -> Status {
    WHIT_CHECK(check_unused(database, account));
    WHIT_TRY(const std::int64_t id, add_account(database, account));
    if (hash.empty()) return {};
    const ByteVector sealed = seal_totp(parts.register_key, id, secret, parts.rng);
    return write_password(database, id, hash, sealed);
  };
  const std::string detail = "add " + account.login + " " + role_names(account.roles);
  const Change change{by, digest_of(account), detail, now};
  WHIT_CHECK(run_change(parts.connections->writer(), change, proposal, write));
  return secret;
}

Result<SecretBuffer> StaffOffice::set_password(const Actor& by, std::string_view login,
                                               const SecretBuffer& password, UnixTime now,
                                               std::int64_t* proposal) {
  const bool own = by.account != 0 && by.login == login;
  if (!own && !may(by, Act::staff)) return Errc::forbidden;
  if (!is_password(password)) return Errc::refused;
  IssuerService::Parts& parts = *service_.parts_;
  WHIT_CHECK(check_enabled(*parts.connections, login));
  WHIT_TRY(const std::string hash, hash_one(password));
  SecretBuffer secret = fresh_totp(parts.rng);
  const auto write = [&](Database& database) -> Status {
    WHIT_TRY(const std::int64_t before, find_enabled(database, login));
    WHIT_TRY(const std::int64_t id, renew_account(database, before));
    const ByteVector sealed = seal_totp(parts.register_key, id, secret, parts.rng);
    return write_password(database, id, hash, sealed);
  };
  const Change change{by, digest_of("password", login), "password " + std::string(login), now};
  GroupCommit& writer = parts.connections->writer();
  const auto write_alone = [&](Database& database) -> Status {
    WHIT_CHECK(write(database));
    return note(database, by, now, change.detail);
  };
  WHIT_CHECK(own ? writer.run(write_alone) : run_change(writer, change, proposal, write));
  return secret;
}

Status StaffOffice::disable(const Actor& by, std::string_view login, UnixTime now,
                            std::int64_t* proposal) {
  if (!may(by, Act::staff)) return Errc::forbidden;
  Connections& connections = *service_.parts_->connections;
  WHIT_CHECK(check_enabled(connections, login));
  const Change change{by, digest_of("disable", login), "disable " + std::string(login), now};
  return run_change(connections.writer(), change, proposal, [&](Database& database) -> Status {
    WHIT_TRY(const std::int64_t id, find_enabled(database, login));
    return disable_account(database, id);
  });
}

Result<std::vector<Account>> StaffOffice::list() {
  return service_.parts_->connections->read(read_accounts);
}

Status StaffOffice::second_person(const Actor& by, Act act, const Hash& digest,
                                  std::string_view about, UnixTime now, std::int64_t& proposal) {
  proposal = 0;
  const auto take = [&](Database& database) -> Status {
    WHIT_TRY(proposal, take_approval(database, {by, act, digest, about, now}));
    return {};
  };
  WHIT_CHECK(service_.parts_->connections->writer().run(take));
  return proposal == 0 ? Status() : Status(Errc::needs_second);
}

Status StaffOffice::approve(const Actor& by, std::int64_t proposal, UnixTime now) {
  return service_.parts_->connections->writer().run(
      [&](Database& database) { return approve_proposal(database, by, proposal, now); });
}

Result<std::vector<Proposal>> StaffOffice::proposals(UnixTime now) {
  return service_.parts_->connections->read(
      [now](Database& database) { return read_proposals(database, now); });
}

Result<bool> StaffOffice::lone(Act act) {
  if (!needs_second(act)) return false;
  return service_.parts_->connections->read([act](Database& database) -> Result<bool> {
    WHIT_TRY(const std::size_t people, can_do(database, act));
    return people < 2;
  });
}

Status StaffOffice::record(const Actor& by, Act act, std::string_view detail, UnixTime now) {
  if (!may(by, act)) return Errc::forbidden;
  return service_.parts_->connections->writer().run([&](Database& database) {
    return write_journal(
        database, {0, now, by.login, std::string(name(act)), "", 0, std::string(detail), {}});
  });
}

Result<std::vector<JournalLine>> StaffOffice::journal(const Actor& by, std::uint64_t after,
                                                      int most) {
  if (!may(by, Act::see_journal)) return Errc::forbidden;
  return service_.parts_->connections->read([&](Database& database) {
    return read_journal(database, after, std::clamp(most, 0, kMostLines));
  });
}

Result<JournalHead> StaffOffice::journal_head() {
  return service_.parts_->connections->read(whit::journal_head);
}

Result<std::uint64_t> StaffOffice::check_journal() {
  return service_.parts_->connections->read(whit::check_journal);
}

}  // namespace whit
