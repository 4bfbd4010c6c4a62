// SPDX-License-Identifier: Apache-2.0
// Leaving a log that can't go on.
#include <set>

#include "store/journal.h"
#include "store/log_rows.h"
#include "store/log_tiles.h"
#include "store/parts.h"

namespace whit {
namespace {

// pads_of are the pad entries of an epoch.
std::set<EntryBytes> pads_of(const EpochHeader& header, const std::vector<EntryBytes>& entries,
                             const Hash& key) {
  std::set<EntryBytes> out;
  std::uint32_t number = 0;
  std::size_t row = 0;
  for (const std::uint64_t pads : count_pads(header, entries, key.bytes)) {
    const EpochHeader::Count& group = header.counts[row++];
    const EntryBytes like = encode(Entry{group.kind, group.vct, group.kid, group.day, Hash{}});
    for (std::uint64_t i = 0; i < pads; ++i) out.insert(pad_entry(like, key.bytes, number++));
  }
  return out;
}

// tokens_of are the entries that an epoch had before it was padded.
Result<std::vector<EntryBytes>> tokens_of(Database& database, const EpochRow& row) {
  WHIT_TRY(const EpochHeader header, parse_epoch_header(row.header));
  WHIT_TRY(const auto entries, read_entries(database, row.log, row.first, row.end));
  const std::set<EntryBytes> pads = pads_of(header, entries, row.pad_key);
  std::vector<EntryBytes> out;
  for (std::uint64_t i = 1; i <= header.entries; ++i) {
    if (!pads.contains(entries[i])) out.push_back(entries[i]);
  }
  return out;
}

// take_back undoes the epochs that no checkpoint covers. Nobody has seen them as part of a signed
// tree, and in this log nobody will: their tokens wait again, each on the day that it was of.
Status take_back(Database& database, const LogRow& log) {
  WHIT_TRY(const auto epochs, epochs_behind(database, log.number, log.signed_size));
  if (epochs.empty()) return {};
  for (const EpochRow& row : epochs) {
    WHIT_TRY(const auto tokens, tokens_of(database, row));
    if (!tokens.empty()) WHIT_CHECK(give_back(database, row.day, tokens));
  }
  WHIT_CHECK(forget_epochs(database, epochs.front().number));
  WHIT_CHECK(forget_tiles(database, log.number, log.signed_size));
  return write_size(database, log.number, log.signed_size);
}

}  // namespace

// A store that was put back from a copy can't know what of its last log was signed since the copy
// was made: most likely all of it, and no entry may stand in two logs. So there nothing is taken
// back. Else this store has made every signature itself.
Status LogStore::next_log(const Actor& actor, UnixTime now) {
  if (!may(actor, Act::keys)) return Errc::forbidden;
  WHIT_CHECK(finish());
  return connections().writer().run([&](Database& database) -> Status {
    WHIT_CHECK(check_clock(database, now));
    WHIT_TRY(const LogRow log, log_in_use(database));
    WHIT_TRY(const auto newest, newest_epoch(database));
    if (newest && !newest->in_tree) return Errc::refused;
    WHIT_TRY(const bool restored, read_restored(database));
    if (!restored) WHIT_CHECK(take_back(database, log));
    WHIT_TRY(const LogRow next, begin_log(database, log.number + 1));
    return write_journal(
        database,
        {0, now, actor.login, "next-log", "", 0, "log " + std::to_string(next.number), {}});
  });
}

}  // namespace whit
