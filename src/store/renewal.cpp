// SPDX-License-Identifier: Apache-2.0
// A withdrawn key of phones: what was dealt under it is collected again, from chains that start
// anew. Spec: spec/trust.md, section 4, and spec/incidents.md.
#include <algorithm>

#include "store/blind_rows.h"
#include "store/parts.h"

namespace whit {
namespace {

constexpr int kChainsPerCommit = 2000;

// Dealt is a chain of a phone that isn't over, without its seed.
struct Dealt {
  std::int64_t id = 0, enrolment = 0;
  Vct vct = 0;
  Day day = 0, until = 0;
  ByteVector dealt;
  bool retired = false;  // by a restore, or by another withdrawn key
};

Result<std::vector<Dealt>> read_chains(Database& database, std::int64_t after, Kind medium,
                                       int most) {
  Query query = database.query(
      "SELECT id, enrolment, vct, day, dealt, ended, until FROM chain"
      " WHERE id > ? AND medium = ? AND ended IN (0, 2) ORDER BY id LIMIT ?");
  query.bind(after).bind(std::int64_t{static_cast<std::uint8_t>(medium)}).bind(std::int64_t{most});
  std::vector<Dealt> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    const Bytes dealt = query.blob(4);
    Dealt next;
    next.id = query.integer(0);
    next.enrolment = query.integer(1);
    next.vct = static_cast<Vct>(query.integer(2));
    next.day = static_cast<Day>(query.integer(3));
    next.dealt.assign(dealt.begin(), dealt.end());
    next.retired = query.integer(5) == 2;
    next.until = static_cast<Day>(query.integer(6));
    out.push_back(std::move(next));
  }
}

// last_dealt is the expiry day of the chain's last token, 0 for none.
Day last_dealt(const Dealt& chain) {
  return chain.dealt.empty() ? 0 : chain.day + static_cast<Day>(chain.dealt.size()) - 1;
}

// count_under counts the tokens of `chain` under the key of `row`, alive after `today`.
std::uint64_t count_under(const Dealt& chain, const TokenKey& row, Day today) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < chain.dealt.size(); ++i) {
    const Day day = chain.day + static_cast<Day>(i);
    if (day > today && row.covers(row.kind, chain.vct, day)) out += chain.dealt[i];
  }
  return out;
}

// forget_under takes them off: with the key they are dead, and no seed has to end them.
void forget_under(Dealt& chain, const TokenKey& row) {
  for (std::size_t i = 0; i < chain.dealt.size(); ++i) {
    if (row.covers(row.kind, chain.vct, chain.day + static_cast<Day>(i))) chain.dealt[i] = 0;
  }
  while (!chain.dealt.empty() && chain.dealt.back() == 0) chain.dealt.pop_back();
}

// end_chain destroys the seed, or, where live tokens of another key hang on it, keeps it until they
// are dead. What a restore can't know about stays until the day that the restore said.
Status end_chain(Database& database, Dealt chain, const TokenKey& row) {
  const Day known = last_dealt(chain);
  const Day unknown = chain.retired && chain.until > known ? chain.until : 0;
  forget_under(chain, row);
  const Day until = std::max(last_dealt(chain), unknown);
  if (until == 0) {
    return database.query("DELETE FROM chain WHERE id = ?").bind(chain.id).run();
  }
  return database.query("UPDATE chain SET ended = 2, until = ?, dealt = ? WHERE id = ?")
      .bind(std::int64_t{until})
      .bind(Bytes(chain.dealt))
      .bind(chain.id)
      .run();
}

struct Batch {
  std::optional<std::int64_t> after;  // absent behind the last chain
  std::uint64_t ended = 0;
};

// renew_some looks at the next chains. A chain that was seen to has nothing under the key any more,
// so that the same again does nothing.
Status renew_some(Database& database, const TokenKey& row, std::uint64_t key_list, Batch& batch) {
  WHIT_TRY(std::vector<Dealt> chains,
           read_chains(database, *batch.after, Kind::revocable, kChainsPerCommit));
  if (chains.empty()) {
    batch.after.reset();
    return {};
  }
  batch.after = chains.back().id;
  for (Dealt& chain : chains) {
    if (count_under(chain, row, 0) == 0) continue;
    const std::int64_t enrolment = chain.enrolment;
    WHIT_CHECK(end_chain(database, std::move(chain), row));
    WHIT_CHECK(database.query("UPDATE enrolment SET renew = ? WHERE id = ? AND ended = 0")
                   .bind(static_cast<std::int64_t>(key_list))
                   .bind(enrolment)
                   .run());
    ++batch.ended;
  }
  return {};
}

Result<bool> is_renewed(Database& database, const PublicKey& key) {
  Query query = database.query("SELECT 1 FROM renewal WHERE key = ?");
  query.bind(key.view());
  return query.next();
}

Status note_renewed(Database& database, const Renewal& renewal, const TokenKey& row,
                    std::uint64_t chains, UnixTime now) {
  const auto key_list = static_cast<std::int64_t>(renewal.key_list);
  WHIT_CHECK(database
                 .query("INSERT INTO renewal (key, key_list, version, time, chains, wallets)"
                        " VALUES (?, ?, ?, ?, ?, 0)")
                 .bind(row.key.view())
                 .bind(key_list)
                 .bind(static_cast<std::int64_t>(renewal.version))
                 .bind(static_cast<std::int64_t>(now))
                 .bind(static_cast<std::int64_t>(chains))
                 .run());
  // Nothing is dealt under this list before its bundle is out, so that nobody is missing here.
  return database
      .query(
          "UPDATE renewal SET wallets = (SELECT count(*) FROM enrolment WHERE renew = ?1)"
          " WHERE key_list = ?1")
      .bind(key_list)
      .run();
}

Status write_floor(Database& database, std::uint64_t key_list) {
  return database.query("UPDATE meta SET value = ?1 WHERE key = 'key_list' AND value < ?1")
      .bind(static_cast<std::int64_t>(key_list))
      .run();
}

Result<std::uint64_t> count_dealt(Database& database, const TokenKey& row, Day today) {
  std::uint64_t out = 0;
  std::int64_t after = 0;
  while (true) {
    WHIT_TRY(const auto chains, read_chains(database, after, row.kind, kChainsPerCommit));
    if (chains.empty()) return out;
    for (const Dealt& chain : chains) out += count_under(chain, row, today);
    after = chains.back().id;
  }
}

}  // namespace

Result<std::uint64_t> read_floor(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'key_list'");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<std::uint64_t>(query.integer(0));
}

Status read_renewals(Database& database, Figures& out) {
  {
    Query query = database.query(
        "SELECT time, version, wallets FROM renewal ORDER BY key_list DESC, version LIMIT 1");
    WHIT_TRY(const bool row, query.next());
    if (!row) return {};
    out.renewed = static_cast<UnixTime>(query.integer(0));
    out.renewal_version = static_cast<std::uint64_t>(query.integer(1));
    out.renewal_wallets = static_cast<std::uint64_t>(query.integer(2));
  }
  Query query = database.query("SELECT count(*) FROM enrolment WHERE renew != 0 AND ended = 0");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  out.to_renew = static_cast<std::uint64_t>(query.integer(0));
  return {};
}

Status IssuerService::hold(std::uint64_t key_list) {
  return parts_->connections->writer().run(
      [&](Database& database) { return write_floor(database, key_list); });
}

Status IssuerService::stop_blind(Vct vct, Day day) {
  return parts_->connections->writer().run([&](Database& database) {
    return write_blind_stop(database, {vct, day});
  });
}

Result<std::vector<BlindSigned>> IssuerService::blind_signed(CountWaiting waiting) {
  return parts_->connections->read(
      [&](Database& database) { return read_blind_signed(database, waiting); });
}

Result<Day> IssuerService::blind_listed() { return parts_->connections->read(read_blind_listed); }

Result<std::vector<TokenKey>> IssuerService::unrenewed(const std::vector<TokenKey>& rows) {
  std::vector<TokenKey> out;
  for (const TokenKey& row : rows) {
    if (row.kind != Kind::revocable || row.state == KeyState::live) continue;
    WHIT_TRY(const bool done, parts_->connections->read([&](Database& database) {
      return is_renewed(database, row.key);
    }));
    if (!done) out.push_back(row);
  }
  return out;
}

Status IssuerService::renew(const Renewal& renewal, UnixTime now) {
  WHIT_CHECK(hold(renewal.key_list));
  const std::lock_guard lock(parts_->midnight);  // it moves the same chains
  GroupCommit& writer = parts_->connections->writer();
  WHIT_TRY(const auto rows, unrenewed(renewal.keys));
  for (const TokenKey& row : rows) {
    Batch batch{0, 0};
    while (batch.after) {
      WHIT_CHECK(writer.run(
          [&](Database& database) { return renew_some(database, row, renewal.key_list, batch); }));
    }
    WHIT_CHECK(writer.run([&](Database& database) {
      return note_renewed(database, renewal, row, batch.ended, now);
    }));
  }
  return {};
}

Result<std::uint64_t> IssuerService::dealt_under(const TokenKey& row, UnixTime now) {
  return parts_->connections->read(
      [&](Database& database) { return count_dealt(database, row, day_of(now)); });
}

}  // namespace whit
