// SPDX-License-Identifier: Apache-2.0
// The staff's journal: every act, in order, each line hashed over the one before it, so that a
// line that was changed or taken out shows. Spec: spec/staff.md.
#pragma once

#include <string>
#include <vector>

#include "issue/staff.h"
#include "store/database.h"
#include "whit/time.h"

namespace whit {

// JournalLine is one act. It names references and facts, never a value or a document.
struct JournalLine {
  std::uint64_t seq = 0;  // from 1, without gaps
  UnixTime time = 0;
  std::string actor, act, subject;
  Vct vct = 0;
  std::string detail;  // at most 200 bytes
  Hash hash;
};

// write_journal adds a line in the caller's transaction: it stands when the act itself does.
// seq and hash of `line` are set here.
Status write_journal(Database& database, JournalLine line);

// read_journal gives up to `most` lines after `after`, in order.
Result<std::vector<JournalLine>> read_journal(Database& database, std::uint64_t after, int most);

// JournalHead is the newest line's number and hash, 0 and zeros for an empty journal.
struct JournalHead {
  std::uint64_t seq = 0;
  Hash hash;
};
Result<JournalHead> journal_head(Database& database);

// check_journal recomputes every hash: the number of the first line that doesn't follow from the
// one before it, or 0.
Result<std::uint64_t> check_journal(Database& database);

// journal_hash is what stands in `line` after a line with hash `previous`.
Hash journal_hash(const JournalLine& line, const Hash& previous);

}  // namespace whit
