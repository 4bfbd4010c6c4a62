// SPDX-License-Identifier: Apache-2.0
#include "privacy/books.h"

#include <sqlite3.h>

#include <cstdlib>
#include <functional>
#include <memory>

#include "privacy/house.h"

namespace whit::privacy {
namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Row = sqlite3_stmt*;

void each(sqlite3* database, const std::string& query, const std::function<void(Row)>& act) {
  Row row = nullptr;
  must(sqlite3_prepare_v2(database, query.c_str(), -1, &row, nullptr) == SQLITE_OK,
       "ask the register: " + query);
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(row)) == SQLITE_ROW) act(row);
  sqlite3_finalize(row);
  must(step == SQLITE_DONE, "read the register");
}

Bytes bytes_at(Row row, int column) {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(row, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

// Subjects of a town are "P-" and a number.
std::size_t person_at(Row row, int column) {
  return std::strtoull(std::string(as_text(bytes_at(row, column))).c_str() + 2, nullptr, 10);
}

}  // namespace

Register read_register(const std::string& path) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const Database database(opened, &sqlite3_close);
  must(code == SQLITE_OK, "open the register");
  Register out;
  each(opened, "SELECT collection, reference FROM enrolment JOIN subject ON subject.id = subject",
       [&](Row row) { out.people[CollectionId::from(bytes_at(row, 0))] = person_at(row, 1); });
  each(opened,
       "SELECT reference, vct, seed, day FROM chain JOIN enrolment ON enrolment.id = enrolment "
       "JOIN subject ON subject.id = subject WHERE medium = 1",
       [&](Row row) {
         out.chains.push_back({person_at(row, 0), static_cast<Vct>(sqlite3_column_int(row, 1)),
                               Seed::from(bytes_at(row, 2)),
                               static_cast<Day>(sqlite3_column_int64(row, 3))});
       });
  each(opened, "SELECT reference, vct, day, count FROM blind_used JOIN subject ON id = subject",
       [&](Row row) {
         out.blind_used[{person_at(row, 0), static_cast<Vct>(sqlite3_column_int(row, 1)),
                         static_cast<Day>(sqlite3_column_int64(row, 2))}] =
             static_cast<std::uint64_t>(sqlite3_column_int64(row, 3));
       });
  std::vector<std::string> tables;
  each(opened, "SELECT name FROM sqlite_master WHERE type = 'table'",
       [&](Row row) { tables.emplace_back(as_text(bytes_at(row, 0))); });
  for (const std::string& table : tables) {
    each(opened, "SELECT * FROM \"" + table + "\"", [&](Row row) {
      for (int i = 0; i < sqlite3_column_count(row); ++i) {
        const Bytes cell = bytes_at(row, i);
        out.cells.insert(out.cells.end(), cell.begin(), cell.end());
      }
    });
  }
  return out;
}

}  // namespace whit::privacy
