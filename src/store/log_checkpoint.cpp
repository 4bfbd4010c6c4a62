// SPDX-License-Identifier: Apache-2.0
// Checkpoints: what the log has signed, and who has seen it.
//
// What is signed was read from the file, so it is durable; the note is durable before anybody has
// it; and between reading and keeping nothing may have changed. Signing is deterministic, so that a
// kill between the two makes the same bytes again.
#include "log/checkpoint.h"
#include "log/merkle.h"
#include "store/log_rows.h"
#include "store/log_tiles.h"
#include "store/parts.h"

namespace whit {
namespace {

constexpr std::size_t kCosignatureSize = 8 + Signature::kSize;  // a time and a signature

// Ready is a tree that may be signed, and what was signed before it.
struct Ready {
  LogRow log;
  Hash root;
  std::optional<Note> same, before;  // of this size, and of the newest smaller one
  std::vector<Hash> consistency;     // from there
};

Result<std::optional<Note>> read_note(Database& database, std::uint64_t log, std::uint64_t size) {
  Query query = database.query("SELECT note FROM checkpoint WHERE log = ? AND size = ?");
  query.bind(static_cast<std::int64_t>(log)).bind(static_cast<std::int64_t>(size));
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<Note>();
  WHIT_TRY(Note note, parse_note(query.text(0)));
  return std::optional<Note>(std::move(note));
}

Status check_ready(Database& database) {
  WHIT_TRY(const bool restored, read_restored(database));
  WHIT_TRY(const auto newest, newest_epoch(database));
  return restored || !newest || !newest->in_tree ? Status(Errc::refused) : Status();
}

Result<Ready> read_ready(Database& database) {
  WHIT_CHECK(check_ready(database));
  Ready out;
  WHIT_TRY(out.log, log_in_use(database));
  if (out.log.size == 0) return Errc::refused;
  WHIT_TRY(out.root, read_root(database, out.log.number, out.log.size));
  WHIT_TRY(out.same, read_note(database, out.log.number, out.log.size));
  if (out.log.signed_size == 0 || out.log.signed_size == out.log.size) return out;
  WHIT_TRY(out.before, read_note(database, out.log.number, out.log.signed_size));
  if (!out.before) return Errc::corrupt_tile;
  WHIT_TRY(const ProofPlan plan, plan_consistency(out.log.signed_size, out.log.size));
  WHIT_TRY(const auto hashes, read_nodes(database, out.log.number, out.log.size, plan.nodes));
  out.consistency = assemble(plan, hashes);
  return out;
}

// A tree that doesn't go on from the last one signed comes from a damaged file, and another origin
// from a program that took the wrong one.
Status check_goes_on(const Ready& ready, const std::string& origin) {
  if (!ready.before) return {};
  WHIT_TRY(const Checkpoint before, parse_checkpoint(ready.before->text));
  if (before.origin != origin) return Errc::refused;
  const bool goes_on =
      verify_consistency(before.size, ready.log.size, before.root, ready.root, ready.consistency);
  return goes_on ? Status() : Status(Errc::corrupt_tile);
}

bool has_line(const Note& note, const NoteKey& key) {
  return check_note(note, key).check == NoteCheck::good;
}

Status keep_note(Database& database, const Ready& ready, const std::string& note) {
  WHIT_CHECK(check_ready(database));
  WHIT_TRY(const LogRow log, log_in_use(database));
  const bool same = log.number == ready.log.number && log.size == ready.log.size &&
                    log.signed_size == ready.log.signed_size;
  if (!same) return Errc::refused;
  WHIT_CHECK(database.query("INSERT OR REPLACE INTO checkpoint (log, size, note) VALUES (?, ?, ?)")
                 .bind(static_cast<std::int64_t>(log.number))
                 .bind(static_cast<std::int64_t>(log.size))
                 .bind(note)
                 .run());
  return database.query("UPDATE log SET signed_size = ? WHERE number = ?")
      .bind(static_cast<std::int64_t>(log.size))
      .bind(static_cast<std::int64_t>(log.number))
      .run();
}

Status keep_line(Database& database, const LogRow& log, std::uint64_t size,
                 const NoteSignature& line) {
  if (line.signature.size() != kCosignatureSize) return Errc::wrong_length;
  std::int64_t time = 0;
  for (std::size_t i = 0; i < 8; ++i) time = time << 8 | line.signature[i];
  return database
      .query(
          "INSERT INTO cosignature (log, size, name, id, time, signature) VALUES (?, ?, ?, ?, ?, ?)"
          " ON CONFLICT (log, size, name, id) DO UPDATE SET time = excluded.time,"
          " signature = excluded.signature WHERE excluded.time > time")
      .bind(static_cast<std::int64_t>(log.number))
      .bind(static_cast<std::int64_t>(size))
      .bind(line.name)
      .bind(line.id.view())
      .bind(time)
      .bind(Bytes(line.signature))
      .run();
}

}  // namespace

Result<std::string> read_checkpoint(Database& database, std::uint64_t log, std::uint64_t size) {
  WHIT_TRY(auto note, read_note(database, log, size));
  if (!note) return Errc::not_found;
  Query query = database.query(
      "SELECT name, id, signature FROM cosignature WHERE log = ? AND size = ? ORDER BY name, id");
  query.bind(static_cast<std::int64_t>(log)).bind(static_cast<std::int64_t>(size));
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return format(*note);
    const Bytes signature = query.blob(2);
    note->signatures.push_back({std::string(query.text(0)),
                                query.fixed<NoteKeyId>(1),
                                {signature.begin(), signature.end()}});
  }
}

Result<std::string> LogStore::sign_checkpoint(const NoteSigner& signer) {
  WHIT_TRY(Ready ready, connections().read(read_ready));
  const std::string text = format(Checkpoint{signer.key.name, ready.log.size, ready.root, {}});
  Note note{text, {}};
  if (ready.same) {
    if (ready.same->text != text) return Errc::refused;
    if (has_line(*ready.same, signer.key)) return format(*ready.same);
    note = *std::move(ready.same);  // by a log key that came later
  }
  WHIT_CHECK(check_goes_on(ready, signer.key.name));
  WHIT_TRY(NoteSignature line, sign_note(text, signer));
  note.signatures.push_back(std::move(line));
  const std::string out = format(note);
  WHIT_CHECK(connections().writer().run(
      [&](Database& database) { return keep_note(database, ready, out); },
      GroupCommit::Undo::nothing));
  return out;
}

Result<std::string> LogStore::checkpoint(std::uint64_t size) {
  return connections().read([size](Database& database) -> Result<std::string> {
    WHIT_TRY(const auto log, newest_log(database));
    if (!log || size > log->signed_size) return Errc::not_found;
    return read_checkpoint(database, log->number, size);
  });
}

Status LogStore::add_cosignatures(std::uint64_t size, const std::vector<NoteSignature>& lines) {
  return connections().writer().run([&](Database& database) -> Status {
    WHIT_TRY(const auto log, newest_log(database));
    if (!log || size > log->signed_size) return Errc::not_found;
    WHIT_TRY(const auto note, read_note(database, log->number, size));
    if (!note) return Errc::not_found;
    for (const NoteSignature& line : lines) WHIT_CHECK(keep_line(database, *log, size, line));
    WHIT_TRY(const std::string all, read_checkpoint(database, log->number, size));
    const auto fits = parse_note(all);
    return fits ? Status() : Status(fits.error());
  });
}

Status LogStore::offer(std::uint64_t size) {
  return connections().writer().run([size](Database& database) -> Status {
    WHIT_TRY(const auto log, newest_log(database));
    if (!log || size > log->signed_size) return Errc::not_found;
    WHIT_TRY(const auto note, read_note(database, log->number, size));
    if (!note) return Errc::not_found;
    if (size < log->offered) return Errc::refused;
    return database.query("UPDATE log SET offered = ? WHERE number = ?")
        .bind(static_cast<std::int64_t>(size))
        .bind(static_cast<std::int64_t>(log->number))
        .run();
  });
}

Status LogStore::vouch() {
  return connections().writer().run(
      [](Database& database) { return write_restored(database, false); });
}

Status LogStore::distrust() {
  return connections().writer().run(
      [](Database& database) { return write_restored(database, true); });
}

}  // namespace whit
