// SPDX-License-Identifier: Apache-2.0
// Making a dealing stand: first everything is looked at, then everything is written, so that a
// dealing that is refused has changed nothing.
#include "store/blind_rows.h"
#include "store/chain_step.h"
#include "store/grants.h"
#include "store/log_rows.h"
#include "store/tables.h"

namespace whit {
namespace {

constexpr std::int64_t kPhone = 1;  // medium

// Plan is what the chains are to be, once it is clear that they can be.
struct Plan {
  std::vector<Chain> dealt_on;  // that stand already
  std::vector<Chain> fresh;     // in the order of Dealing::new_chains
};

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

Status check_key(Database& database, const KeyUse& use) {
  Query query = database.query("SELECT day FROM holder_key WHERE hash = ?");
  query.bind(use.hash.view());
  WHIT_TRY(const bool known, query.next());
  if (use.rule == KeyUse::Rule::must_be_new) return known ? Status(Errc::key_reused) : Status();
  return known && query.integer(0) == use.day ? Status() : Status(Errc::key_reused);
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

bool is_used(const std::vector<Grant>& grants, std::int64_t id) {
  for (const Grant& grant : grants) {
    if (grant.chain == id) return true;
  }
  return false;
}

// read_dealt takes the chains of an enrolment as they stand now: midnight may have moved them since
// the person was read.
Result<std::vector<Chain>> read_dealt(Database& database, const Person& person) {
  Query query = database.query(
      "SELECT id, day, dealt FROM chain WHERE enrolment = ? AND medium = 1 AND ended = 0");
  query.bind(person.enrolment);
  std::vector<Chain> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    const Bytes dealt = query.blob(2);
    Chain chain;
    chain.id = query.integer(0);
    chain.day = static_cast<Day>(query.integer(1));
    chain.dealt.assign(dealt.begin(), dealt.end());
    out.push_back(std::move(chain));
  }
}

// plan_old counts the grants on the chains that stand; stale where one of them is gone.
Result<Written> plan_old(Database& database, const Person& person, const std::vector<Grant>& grants,
                         Plan& plan) {
  WHIT_TRY(std::vector<Chain> now, read_dealt(database, person));
  std::size_t found = 0, wanted = 0;
  for (const Chain& old : person.chains) wanted += is_used(grants, old.id) ? 1U : 0U;
  for (Chain& chain : now) {
    if (!is_used(grants, chain.id)) continue;
    WHIT_TRY(const Written counted, count_on(chain, grants, chain.id));
    if (counted == Written::stale) return counted;
    plan.dealt_on.push_back(std::move(chain));
    ++found;
  }
  return found == wanted ? Written::done : Written::stale;
}

std::int64_t placeholder(std::size_t i) { return -1 - static_cast<std::int64_t>(i); }

// plan_new moves new chains to where midnight has moved the others since the dealing.
Result<Written> plan_new(Database& database, const Dealing& dealing, Plan& plan) {
  if (dealing.new_chains.empty()) return Written::done;
  WHIT_TRY(const Day swept, read_swept(database));
  for (std::size_t i = 0; i < dealing.new_chains.size(); ++i) {
    Chain chain = dealing.new_chains[i];
    step_to(chain, swept);
    WHIT_TRY(const Written counted, count_on(chain, dealing.grants, placeholder(i)));
    if (counted == Written::stale) return counted;
    plan.fresh.push_back(std::move(chain));
  }
  return Written::done;
}

Result<Written> look(Database& database, const Person& person, const Dealing& dealing, UnixTime now,
                     Plan& plan) {
  WHIT_TRY(const bool current, is_current(database, person));
  if (!current) return Written::stale;
  WHIT_TRY(const std::uint64_t floor, read_floor(database));
  if (dealing.key_list < floor) return Written::stale;  // one of its keys may be withdrawn
  WHIT_TRY(const bool blind, may_grant_blind(database, person, dealing.blind, now));
  if (!blind) return Written::stale;
  for (const KeyUse& use : dealing.keys) WHIT_CHECK(check_key(database, use));
  WHIT_TRY(const Written old, plan_old(database, person, dealing.grants, plan));
  return old == Written::stale ? Result<Written>(old) : plan_new(database, dealing, plan);
}

Status write_keys(Database& database, const std::vector<KeyUse>& uses) {
  for (const KeyUse& use : uses) {
    if (use.rule == KeyUse::Rule::must_be_known) continue;
    WHIT_CHECK(database.query("INSERT INTO holder_key (hash, day) VALUES (?, ?)")
                   .bind(use.hash.view())
                   .bind(std::int64_t{use.day})
                   .run());
  }
  return {};
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

// write_chains gives every grant the row of its chain.
Status write_chains(Database& database, const Person& person, const Plan& plan,
                    std::vector<Grant>& grants) {
  for (const Chain& chain : plan.dealt_on) {
    WHIT_CHECK(database.query("UPDATE chain SET dealt = ? WHERE id = ?")
                   .bind(Bytes(chain.dealt))
                   .bind(chain.id)
                   .run());
  }
  for (std::size_t i = 0; i < plan.fresh.size(); ++i) {
    WHIT_TRY(const std::int64_t id, add_chain(database, person, plan.fresh[i]));
    for (Grant& grant : grants) {
      if (grant.chain == placeholder(i)) grant.chain = id;
    }
  }
  return {};
}

}  // namespace

Result<Written> write_dealing(Database& database, const Person& person, const Dealing& dealing,
                              UnixTime now) {
  Plan plan;
  WHIT_TRY(const Written looked, look(database, person, dealing, now, plan));
  if (looked == Written::stale) return looked;
  WHIT_CHECK(write_keys(database, dealing.keys));
  std::vector<Grant> grants = dealing.grants;
  WHIT_CHECK(write_chains(database, person, plan, grants));
  WHIT_CHECK(write_leaves(database, dealing.leaves, now));
  WHIT_CHECK(add_blind_used(database, person.subject, dealing.blind));
  const ByteVector granted = encode_grants(grants), blind = encode_blind(dealing.blind);
  WHIT_CHECK(database
                 .query("UPDATE enrolment SET seq = ?1, request = ?2, granted = ?3, resync = 0,"
                        " blind = ?5,"
                        " renew = CASE WHEN length(?3) > 0 THEN 0 ELSE renew END WHERE id = ?4")
                 .bind(static_cast<std::int64_t>(dealing.answer.seq))
                 .bind(dealing.request.view())
                 .bind(Bytes(granted))
                 .bind(person.enrolment)
                 .bind(Bytes(blind))
                 .run());
  WHIT_CHECK(touch_time(database, now));
  return Written::done;
}

}  // namespace whit
