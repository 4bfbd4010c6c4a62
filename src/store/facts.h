// SPDX-License-Identifier: Apache-2.0
// Facts in their table. A fact that ended keeps its value and its window, and can be given back.
// Every function works inside the transaction of whoever calls it.
#pragma once

#include <optional>
#include <vector>

#include "issue/person.h"
#include "store/database.h"

namespace whit {

// StoredFact is a fact and whether somebody ended it.
struct StoredFact {
  FactRow row;
  bool ended = false;
};

// all_facts are a person's, ascending, ended ones too.
Result<std::vector<StoredFact>> all_facts(Database& database, std::int64_t subject);
Result<std::optional<StoredFact>> find_fact(Database& database, std::int64_t subject, Vct vct);

// write_fact makes `fact` hold for the person, whatever stood there.
Status write_fact(Database& database, std::int64_t subject, const FactRow& fact);
// mark_ended and mark_live change nothing else of a fact that is there.
Status mark_ended(Database& database, std::int64_t subject, Vct vct);
Status mark_live(Database& database, std::int64_t subject, Vct vct);

// value_at is what stands in a value's column, and bind_value the other direction.
Value value_at(const Query& query, int column);
void bind_value(Query& query, const Value& value);

}  // namespace whit
