// SPDX-License-Identifier: Apache-2.0
// The steps of an import. Each commits what it does by itself.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "issue/staff.h"
#include "store/connections.h"
#include "store/import_order.h"
#include "store/journal.h"
#include "store/register_rows.h"

namespace whit {

// Pass is what one reading of the file gave.
struct Pass {
  ImportSummary summary;
  std::vector<FactKey> named;  // ascending
  bool cut = false;            // the last line had no end
};

// ImportJournal writes an import's lines: one with the first change, and one with the sums.
class ImportJournal {
 public:
  ImportJournal(const Actor& actor, const ImportOrder& order, UnixTime now);
  // name_file is for what the lines call the file, by its SHA-256. mass: more ends than the guard.
  void name_file(const Hash& file, bool mass);
  Status begin(Database& database);  // does nothing the second time
  // finish gives the number of the line.
  Result<std::uint64_t> finish(Database& database, const ImportSummary& summary);

 private:
  Status write(Database& database, std::string detail);

  JournalLine line_;
  std::string what_;
  bool begun_ = false;
};

// Omitted are facts that hold or will, and that a snapshot doesn't name.
struct Omitted {
  std::vector<FactKey> facts;  // ascending
  std::vector<FactEnds> sums;  // of each fact that loses some, ascending
  bool too_many() const noexcept;
};
Result<Omitted> find_omitted(Database& database, const std::vector<FactKey>& named, Day today);

// end_some ends those facts that still hold, with their chains; gives how many.
Result<std::uint64_t> end_some(Database& database, const std::vector<FactKey>& facts);

// What stands in the register between the runs of a snapshot that was killed: that this file, by
// its SHA-256, may end so many facts.
Result<bool> is_begun(Database& database, const Hash& file, std::uint64_t ends);
Status write_begun(Database& database, const Hash& file, std::uint64_t ends);
// write_done forgets that, and remembers how many lines the snapshot had.
Status write_done(Database& database, std::uint64_t lines);
Result<std::uint64_t> read_lines_before(Database& database);

}  // namespace whit
