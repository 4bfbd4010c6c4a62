// SPDX-License-Identifier: Apache-2.0
// People, their enrolments and what they collected.
#include "store/chain_step.h"
#include "store/facts.h"
#include "store/grants.h"
#include "store/tables.h"

namespace whit {
namespace {

constexpr std::int64_t kPhone = 1;  // medium

Result<std::vector<Chain>> read_chains(Database& database, std::int64_t enrolment) {
  Query query = database.query(
      "SELECT id, vct, seed, day, dealt FROM chain"
      " WHERE enrolment = ? AND medium = 1 AND ended = 0");
  query.bind(enrolment);
  std::vector<Chain> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    const Bytes dealt = query.blob(4);
    out.push_back({query.integer(0),
                   static_cast<Vct>(query.integer(1)),
                   query.fixed<Seed>(2),
                   static_cast<Day>(query.integer(3)),
                   {dealt.begin(), dealt.end()}});
  }
}

// is_current tells whether the person is still as they were read, whom nobody else changed.
Result<bool> is_current(Database& database, const Person& person) {
  Query query = database.query(
      "SELECT e.seq, e.ended, s.revision FROM enrolment e JOIN subject s ON s.id = e.subject"
      " WHERE e.id = ?");
  query.bind(person.enrolment);
  WHIT_TRY(const bool row, query.next());
  return row && query.integer(0) == static_cast<std::int64_t>(person.seq) &&
         query.integer(1) == 0 && query.integer(2) == person.revision;
}

Status write_key(Database& database, const KeyUse& use) {
  Query query = database.query("SELECT day FROM holder_key WHERE hash = ?");
  query.bind(use.hash.view());
  WHIT_TRY(const bool known, query.next());
  if (use.rule == KeyUse::Rule::must_be_known) {
    return known && query.integer(0) == use.day ? Status() : Status(Errc::key_reused);
  }
  if (known) return Errc::key_reused;
  return database.query("INSERT INTO holder_key (hash, day) VALUES (?, ?)")
      .bind(use.hash.view())
      .bind(std::int64_t{use.day})
      .run();
}

Status write_leaves(Database& database, const std::vector<EntryBytes>& leaves, UnixTime now) {
  for (const EntryBytes& leaf : leaves) {
    WHIT_CHECK(database.query("INSERT INTO leaf (written, entry) VALUES (?, ?)")
                   .bind(std::int64_t{day_of(now)})
                   .bind(Bytes(leaf))
                   .run());
  }
  return {};
}

// count_on adds the grants of one chain to what it has dealt; stale when midnight has moved it
// past one of their days.
Result<Written> count_on(Chain& chain, const std::vector<Grant>& grants, std::int64_t id) {
  for (const Grant& grant : grants) {
    if (grant.chain != id) continue;
    if (grant.day < chain.day) return Written::stale;
    const std::size_t place = grant.day - chain.day;
    if (place >= chain.dealt.size()) chain.dealt.resize(place + 1);
    if (chain.dealt[place] != grant.first) return Errc::storage_failed;
    chain.dealt[place] = static_cast<std::uint8_t>(grant.first + grant.count);
  }
  return Written::done;
}

Result<std::int64_t> add_chain(Database& database, const Person& person, const Chain& chain) {
  WHIT_CHECK(database
                 .query("INSERT INTO chain (enrolment, vct, medium, seed, day, dealt)"
                        " VALUES (?, ?, ?, ?, ?, ?)")
                 .bind(person.enrolment)
                 .bind(std::int64_t{chain.vct})
                 .bind(kPhone)
                 .bind(chain.seed.view())
                 .bind(std::int64_t{chain.day})
                 .bind(Bytes(chain.dealt))
                 .run());
  return database.last_insert_id();
}

// update_chain counts on the chain as it stands now: midnight may have moved it meanwhile.
Result<Written> update_chain(Database& database, std::int64_t id,
                             const std::vector<Grant>& grants) {
  Chain chain;
  {
    Query query = database.query("SELECT day, dealt FROM chain WHERE id = ? AND ended = 0");
    query.bind(id);
    WHIT_TRY(const bool row, query.next());
    if (!row) return Written::stale;
    chain.day = static_cast<Day>(query.integer(0));
    const Bytes dealt = query.blob(1);
    chain.dealt.assign(dealt.begin(), dealt.end());
  }
  WHIT_TRY(const Written counted, count_on(chain, grants, id));
  if (counted == Written::stale) return counted;
  WHIT_CHECK(database.query("UPDATE chain SET dealt = ? WHERE id = ?")
                 .bind(Bytes(chain.dealt))
                 .bind(id)
                 .run());
  return Written::done;
}

// write_chains gives every grant the row of its chain.
Result<Written> write_chains(Database& database, const Person& person, const Dealing& dealing,
                             std::vector<Grant>& grants) {
  for (const Chain& old : person.chains) {
    bool used = false;
    for (const Grant& grant : grants) used = used || grant.chain == old.id;
    if (!used) continue;
    WHIT_TRY(const Written written, update_chain(database, old.id, grants));
    if (written == Written::stale) return written;
  }
  WHIT_TRY(const Day swept, read_swept(database));
  for (std::size_t i = 0; i < dealing.new_chains.size(); ++i) {
    const std::int64_t placeholder = -1 - static_cast<std::int64_t>(i);
    Chain chain = dealing.new_chains[i];
    step_to(chain, swept);  // midnight may have passed since the dealing
    WHIT_TRY(const Written counted, count_on(chain, grants, placeholder));
    if (counted == Written::stale) return counted;
    WHIT_TRY(const std::int64_t id, add_chain(database, person, chain));
    for (Grant& grant : grants) {
      if (grant.chain == placeholder) grant.chain = id;
    }
  }
  return Written::done;
}

}  // namespace

Result<StoredPerson> read_person(Database& database, const CollectionId& id) {
  StoredPerson out;
  {
    Query query = database.query(
        "SELECT e.id, e.subject, e.key, e.seq, e.request, e.granted, s.revision, s.document,"
        " (SELECT value FROM meta WHERE key = 'time'), e.resync"
        " FROM enrolment e JOIN subject s ON s.id = e.subject"
        " WHERE e.collection = ? AND e.ended = 0");
    query.bind(id.view());
    WHIT_TRY(const bool row, query.next());
    if (!row) return Errc::unknown_key;
    out.person.enrolment = query.integer(0);
    out.person.subject = query.integer(1);
    out.person.collection_key = query.fixed<PublicKey>(2);
    out.person.seq = static_cast<std::uint64_t>(query.integer(3));
    out.person.last_request = query.fixed<Hash>(4);
    WHIT_TRY(out.person.granted, decode_grants(query.blob(5)));
    out.person.revision = query.integer(6);
    const Bytes document = query.blob(7);
    out.sealed_document.assign(document.begin(), document.end());
    out.last_commit = static_cast<UnixTime>(query.integer(8));
    out.person.resync = query.integer(9) != 0;
  }
  WHIT_TRY(out.person.facts, read_facts(database, out.person.subject));
  WHIT_TRY(out.person.chains, read_chains(database, out.person.enrolment));
  return out;
}

Result<std::vector<FactRow>> read_facts(Database& database, std::int64_t subject) {
  Query query = database.query(
      "SELECT vct, value, from_day, until_day FROM fact WHERE subject = ? AND ended = 0"
      " ORDER BY vct");
  query.bind(subject);
  std::vector<FactRow> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back({static_cast<Vct>(query.integer(0)), value_at(query, 1),
                   static_cast<Day>(query.integer(2)), static_cast<Day>(query.integer(3))});
  }
}

Result<Written> write_dealing(Database& database, const Person& person, const Dealing& dealing,
                              UnixTime now) {
  WHIT_TRY(const bool current, is_current(database, person));
  if (!current) return Written::stale;
  for (const KeyUse& use : dealing.keys) WHIT_CHECK(write_key(database, use));
  std::vector<Grant> grants = dealing.grants;
  WHIT_TRY(const Written written, write_chains(database, person, dealing, grants));
  if (written == Written::stale) return written;
  WHIT_CHECK(write_leaves(database, dealing.leaves, now));
  const ByteVector granted = encode_grants(grants);
  WHIT_CHECK(database
                 .query("UPDATE enrolment SET seq = ?, request = ?, granted = ?, resync = 0"
                        " WHERE id = ?")
                 .bind(static_cast<std::int64_t>(dealing.answer.seq))
                 .bind(dealing.request.view())
                 .bind(Bytes(granted))
                 .bind(person.enrolment)
                 .run());
  WHIT_CHECK(touch_time(database, now));
  return Written::done;
}

Status touch_time(Database& database, UnixTime now) {
  const auto time = static_cast<std::int64_t>(now);
  return database.query("UPDATE meta SET value = ?1 WHERE key = 'time' AND value < ?1")
      .bind(time)
      .run();
}

Result<UnixTime> read_time(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'time'");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<UnixTime>(query.integer(0));
}

Status check_clock(Database& database, UnixTime now) {
  WHIT_TRY(const UnixTime last, read_time(database));
  return now + kClockSlack <= last ? Status(Errc::clock_back) : Status();
}

Result<Day> read_swept(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'swept'");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<Day>(query.integer(0));
}

Status write_swept(Database& database, Day day) {
  return database.query("UPDATE meta SET value = ? WHERE key = 'swept'")
      .bind(std::int64_t{day})
      .run();
}

}  // namespace whit
