// SPDX-License-Identifier: Apache-2.0
#include "store/facts.h"

namespace whit {
namespace {

// The columns are vct, value, from_day, until_day, ended.
StoredFact fact_at(const Query& query) {
  StoredFact out;
  out.row = {static_cast<Vct>(query.integer(0)), value_at(query, 1),
             static_cast<Day>(query.integer(2)), static_cast<Day>(query.integer(3))};
  out.ended = query.integer(4) != 0;
  return out;
}

}  // namespace

Value value_at(const Query& query, int column) {
  Value out;
  if (query.type(column) == Query::Type::integer) {
    out.type = Value::Type::number;
    out.number = static_cast<std::uint32_t>(query.integer(column));
  } else if (query.type(column) == Query::Type::text && query.text(column).size() <= 16) {
    out.type = Value::Type::text;
    out.text = Text<16>::from(query.text(column));
  }
  return out;
}

void bind_value(Query& query, const Value& value) {
  switch (value.type) {
    case Value::Type::none:
      query.bind_null();
      break;
    case Value::Type::number:
      query.bind(std::int64_t{value.number});
      break;
    case Value::Type::text:
      query.bind(value.text.view());
      break;
  }
}

Result<std::vector<StoredFact>> all_facts(Database& database, std::int64_t subject) {
  Query query = database.query(
      "SELECT vct, value, from_day, until_day, ended FROM fact WHERE subject = ? ORDER BY vct");
  query.bind(subject);
  std::vector<StoredFact> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(fact_at(query));
  }
}

Result<std::optional<StoredFact>> find_fact(Database& database, std::int64_t subject, Vct vct) {
  Query query = database.query(
      "SELECT vct, value, from_day, until_day, ended FROM fact WHERE subject = ? AND vct = ?");
  query.bind(subject).bind(std::int64_t{vct});
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<StoredFact>();
  return std::optional<StoredFact>(fact_at(query));
}

Status write_fact(Database& database, std::int64_t subject, const FactRow& fact) {
  Query query = database.query(
      "INSERT INTO fact (subject, vct, value, from_day, until_day) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (subject, vct) DO UPDATE SET value = excluded.value,"
      " from_day = excluded.from_day, until_day = excluded.until_day, ended = 0");
  query.bind(subject).bind(std::int64_t{fact.vct});
  bind_value(query, fact.value);
  return query.bind(std::int64_t{fact.from}).bind(std::int64_t{fact.until}).run();
}

Status mark_ended(Database& database, std::int64_t subject, Vct vct) {
  return database.query("UPDATE fact SET ended = 1 WHERE subject = ? AND vct = ?")
      .bind(subject)
      .bind(std::int64_t{vct})
      .run();
}

Status mark_live(Database& database, std::int64_t subject, Vct vct) {
  return database.query("UPDATE fact SET ended = 0 WHERE subject = ? AND vct = ?")
      .bind(subject)
      .bind(std::int64_t{vct})
      .run();
}

}  // namespace whit
