// SPDX-License-Identifier: Apache-2.0
// The rows of the log: logs, epochs, the leaves that wait, signed parts. Every function works
// inside the transaction of whoever calls it. What they promise: store/log_store.h.
#pragma once

#include <optional>
#include <vector>

#include "log/epoch.h"
#include "store/database.h"
#include "store/log_store.h"
#include "token/build.h"

namespace whit {

struct LogRow {
  std::uint64_t number = 0;
  std::uint64_t size = 0;   // leaves of whole epochs
  std::uint64_t built = 0;  // and of one under way
  std::uint64_t signed_size = 0, offered = 0;
};
// newest_log is the one in use, if there is any yet.
Result<std::optional<LogRow>> newest_log(Database& database);
Result<std::optional<LogRow>> find_log(Database& database, std::uint64_t log);
// log_in_use is refused where there is none.
Result<LogRow> log_in_use(Database& database);
Result<LogRow> begin_log(Database& database, std::uint64_t log);
Status write_size(Database& database, std::uint64_t log, std::uint64_t size);
Status write_built(Database& database, std::uint64_t log, std::uint64_t built);

struct EpochRow {
  std::uint64_t number = 0, log = 0;
  Day day = 0;
  bool control = false;
  std::uint64_t first = 0, end = 0;  // leaves of its log; end is 0 until its header is known
  Hash key_list, pad_key;
  ByteVector header;  // empty until it is known
  bool in_tree = false;
};
Result<std::optional<EpochRow>> newest_epoch(Database& database);
// find_epoch is one by its number, in the tree or not.
Result<std::optional<EpochRow>> find_epoch(Database& database, std::uint64_t epoch);
// epochs_behind are those of a log that end after its first `size` leaves, ascending.
Result<std::vector<EpochRow>> epochs_behind(Database& database, std::uint64_t log,
                                            std::uint64_t size);

// begin_epoch decides everything about the next epoch but the order of its entries: from here on no
// leaf is written for its day. already_exists, refused, out_of_range.
Status begin_epoch(Database& database, const EpochOrder& order);
// read_draft is what makes up an epoch that was begun, its leaves with it.
Result<EpochDraft> read_draft(Database& database, const EpochRow& row);
// write_header keeps what became of it; mark_in_tree says that all of it stands there.
Status write_header(Database& database, const Epoch& epoch, std::uint64_t end);
Status mark_in_tree(Database& database, const EpochRow& row, std::uint64_t tokens);
// forget_epochs undoes the beginnings of all epochs from `epoch` on.
Status forget_epochs(Database& database, std::uint64_t epoch);

// closed_day is the newest day whose epoch stands in the tree, 0 for none.
Result<Day> closed_day(Database& database);
// leaf_day is the day that takes what is written now: today, or the first day behind those that
// were closed or are being closed. write_leaves adds leaves to it.
Result<Day> leaf_day(Database& database, UnixTime now);
Status write_leaves(Database& database, const std::vector<EntryBytes>& leaves, UnixTime now);
// give_back puts leaves that stood in no signed tree back to where they came from.
Status give_back(Database& database, Day day, const std::vector<EntryBytes>& leaves);
// is_unswept tells whether leaves are still there that are in the tree; sweep_leaves deletes up to
// `most` of them.
Result<bool> is_unswept(Database& database);
Status sweep_leaves(Database& database, std::size_t most);
// read_waiting are the leaves of `day` and before that aren't in the tree.
Result<std::vector<EntryBytes>> read_waiting(Database& database, Day day);
Result<std::uint64_t> count_waiting(Database& database);

// read_checkpoint is the note of that size of a log with its cosignatures; not_found.
Result<std::string> read_checkpoint(Database& database, std::uint64_t log, std::uint64_t size);

// A store that was put back from a copy.
Result<bool> read_restored(Database& database);
Status write_restored(Database& database, bool restored);

}  // namespace whit
