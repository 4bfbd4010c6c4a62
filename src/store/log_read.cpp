// SPDX-License-Identifier: Apache-2.0
// What the log has to show: its state, proofs and files.
#include "base/hex.h"
#include "crypto/hash.h"
#include "log/text.h"
#include "store/log_rows.h"
#include "store/log_tiles.h"
#include "store/parts.h"

namespace whit {
namespace {

constexpr std::string_view kCheckpoint = "checkpoint", kTile = "tile/", kHeader = "header/";

struct Kind {
  LogObject kind;
  std::string_view prefix;
};
// In an order in which nothing refers to what comes behind it.
constexpr Kind kKinds[] = {{LogObject::segment, "segment/"},
                           {LogObject::key_list, "key-list/"},
                           {LogObject::head, "head/"}};

bool starts_with(std::string_view text, std::string_view with) noexcept {
  return text.substr(0, with.size()) == with;
}

ByteVector bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Result<Day> oldest_open(Database& database) {
  Query query = database.query("SELECT coalesce(min(day), 0) FROM leaf_day WHERE leaves > 0");
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<Day>(query.integer(0)) : Day{0};
}

Result<std::uint64_t> count_logged(Database& database) {
  Query query = database.query("SELECT coalesce(sum(tokens), 0) FROM epoch");
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

Status read_newest(Database& database, LogState& out) {
  WHIT_TRY(auto newest, newest_epoch(database));
  out.closing = newest && !newest->in_tree;
  if (out.closing) {
    if (newest->number == 0) return {};
    WHIT_TRY(newest, find_epoch(database, newest->number - 1));
  }
  if (!newest) return {};
  out.epochs = newest->number + 1;
  out.newest_header = sha256(newest->header);
  out.key_list = newest->key_list;
  return {};
}

Result<LogState> read_state(Database& database) {
  LogState out;
  WHIT_TRY(const auto log, newest_log(database));
  out.number = log ? log->number : 0;
  out.size = log ? log->size : 0;
  out.signed_size = log ? log->signed_size : 0;
  WHIT_TRY(out.root, read_root(database, out.number, out.size));
  WHIT_CHECK(read_newest(database, out));
  WHIT_TRY(out.closed, closed_day(database));
  WHIT_TRY(out.oldest_open, oldest_open(database));
  WHIT_TRY(out.waiting, count_waiting(database));
  WHIT_TRY(out.logged, count_logged(database));
  WHIT_TRY(out.restored, read_restored(database));
  return out;
}

// prove_by looks up the nodes of a plan in the tree of the log in use.
Result<std::vector<Hash>> prove_by(Database& database, std::uint64_t size,
                                   const Result<ProofPlan>& plan) {
  WHIT_TRY(const auto log, newest_log(database));
  if (!log || size > log->size) return Errc::out_of_range;
  if (!plan) return plan.error();
  WHIT_TRY(const auto hashes, read_nodes(database, log->number, size, plan->nodes));
  return assemble(*plan, hashes);
}

// A partial tile may be as wide as any tree of the log was: they all have the same front. Epochs
// fill every tile of level 0 and every bundle, so none of these is ever partial.
Result<ByteVector> read_tile_file(Database& database, const LogRow& log, std::string_view path) {
  const auto id = parse_tile_path(path);
  if (!id) return Errc::not_found;
  const unsigned row = id->level == TileId::kEntries ? 0 : id->level;
  const unsigned width =
      id->index < full_tiles(row, log.size) ? kTileWidth : partial_width(row, log.size);
  const bool there = id->index <= full_tiles(row, log.size) && id->width <= width &&
                     (row > 0 || id->width == kTileWidth);
  if (!there) return Errc::not_found;
  WHIT_TRY(auto content, read_tile(database, log.number, *id));
  return content ? Result<ByteVector>(std::move(*content)) : Result<ByteVector>(Errc::corrupt_tile);
}

Result<ByteVector> read_header(Database& database, std::uint64_t number,
                               std::optional<std::uint64_t> log) {
  WHIT_TRY(auto epoch, find_epoch(database, number));
  if (!epoch || !epoch->in_tree || (log && epoch->log != *log)) return Errc::not_found;
  return std::move(epoch->header);
}

Result<ByteVector> read_object(Database& database, LogObject kind, std::string_view name) {
  const auto hash = hex::decode(name);
  if (!hash || hash->size() != Hash::kSize) return Errc::not_found;
  Query query = database.query("SELECT content FROM object WHERE kind = ? AND hash = ?");
  query.bind(std::int64_t{static_cast<std::uint8_t>(kind)}).bind(Bytes(*hash));
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::not_found;
  const Bytes content = query.blob(0);
  return ByteVector(content.begin(), content.end());
}

Result<ByteVector> read_file(Database& database, std::uint64_t number, std::string_view path) {
  WHIT_TRY(const auto log, find_log(database, number));
  if (!log) return Errc::not_found;
  if (path == kCheckpoint) {
    if (log->offered == 0) return Errc::not_found;
    WHIT_TRY(const std::string note, read_checkpoint(database, number, log->offered));
    return bytes_of(note);
  }
  if (starts_with(path, kTile)) return read_tile_file(database, *log, path);
  if (starts_with(path, kHeader)) {
    const auto header = logtext::parse_decimal(path.substr(kHeader.size()));
    return header ? read_header(database, *header, number) : Result<ByteVector>(Errc::not_found);
  }
  for (const Kind& kind : kKinds) {
    if (!starts_with(path, kind.prefix)) continue;
    return read_object(database, kind.kind, path.substr(kind.prefix.size()));
  }
  return Errc::not_found;
}

Status add_objects(Database& database, std::vector<std::string>& out) {
  for (const Kind& kind : kKinds) {
    Query query = database.query("SELECT hash FROM object WHERE kind = ? ORDER BY id");
    query.bind(std::int64_t{static_cast<std::uint8_t>(kind.kind)});
    while (true) {
      WHIT_TRY(const bool row, query.next());
      if (!row) break;
      out.push_back(std::string(kind.prefix) + hex::encode(query.blob(0)));
    }
  }
  return {};
}

Status add_headers(Database& database, std::uint64_t log, std::uint64_t before, std::uint64_t size,
                   std::vector<std::string>& out) {
  WHIT_TRY(const auto epochs, epochs_behind(database, log, before));
  for (const EpochRow& epoch : epochs) {
    if (epoch.end > size) break;
    out.push_back(std::string(kHeader) + std::to_string(epoch.number));
  }
  return {};
}

Result<std::vector<std::string>> list_files(Database& database, std::uint64_t number,
                                            std::uint64_t before, std::uint64_t size) {
  WHIT_TRY(const auto log, find_log(database, number));
  if (!log) return Errc::not_found;
  if (size > log->size || before > size) return Errc::out_of_range;
  std::vector<std::string> out;
  WHIT_CHECK(add_objects(database, out));
  WHIT_CHECK(add_headers(database, number, before, size, out));
  for (std::uint64_t i = before / kTileWidth; i < size / kTileWidth; ++i) {
    out.push_back(path(TileId{TileId::kEntries, i, kTileWidth}));
  }
  for (const TileId& tile : tiles_between(before, size)) out.push_back(path(tile));
  if (log->offered > 0) out.emplace_back(kCheckpoint);
  return out;
}

}  // namespace

Result<LogState> LogStore::state() { return connections().read(read_state); }

Result<ByteVector> LogStore::header(std::uint64_t number) {
  return connections().read(
      [number](Database& database) { return read_header(database, number, {}); });
}

Result<std::vector<Hash>> LogStore::prove(std::uint64_t index, std::uint64_t size) {
  return connections().read(
      [&](Database& database) { return prove_by(database, size, plan_inclusion(index, size)); });
}

Result<std::vector<Hash>> LogStore::consistency(std::uint64_t size1, std::uint64_t size2) {
  return connections().read([&](Database& database) {
    return prove_by(database, size2, plan_consistency(size1, size2));
  });
}

Result<ByteVector> LogStore::read(std::uint64_t number, std::string_view path) {
  return connections().read([&](Database& database) { return read_file(database, number, path); });
}

Result<std::vector<std::string>> LogStore::paths(std::uint64_t number, std::uint64_t before,
                                                 std::uint64_t size) {
  return connections().read(
      [&](Database& database) { return list_files(database, number, before, size); });
}

Status LogStore::put(LogObject kind, const Hash& hash, Bytes content) {
  return connections().writer().run([&](Database& database) {
    return database.query("INSERT OR IGNORE INTO object (kind, hash, content) VALUES (?, ?, ?)")
        .bind(std::int64_t{static_cast<std::uint8_t>(kind)})
        .bind(hash.view())
        .bind(content)
        .run();
  });
}

}  // namespace whit
