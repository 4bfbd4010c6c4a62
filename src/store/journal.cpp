// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"

#include "base/cbor_writer.h"
#include "crypto/hash.h"

namespace whit {
namespace {

constexpr std::size_t kMaxDetail = 200;
constexpr int kLinesAtOnce = 1000;

JournalLine line_of(const Query& query) {
  return {static_cast<std::uint64_t>(query.integer(0)),
          static_cast<UnixTime>(query.integer(1)),
          std::string(query.text(2)),
          std::string(query.text(3)),
          std::string(query.text(4)),
          static_cast<Vct>(query.integer(5)),
          std::string(query.text(6)),
          query.fixed<Hash>(7)};
}

// cut is how much of `detail` is kept: no character of UTF-8 is cut in two.
std::size_t cut(std::string_view detail) {
  if (detail.size() <= kMaxDetail) return detail.size();
  std::size_t size = kMaxDetail;
  while (size > 0 && (static_cast<std::uint8_t>(detail[size]) & 0xc0U) == 0x80) --size;
  return size;
}

}  // namespace

Hash journal_hash(const JournalLine& line, const Hash& previous) {
  cbor::Writer writer;
  writer.array(8).uint(line.seq).uint(line.time).text(line.actor).text(line.act);
  writer.text(line.subject).uint(line.vct).text(line.detail).bytes(previous.view());
  return sha256({domain("whit/journal/v1"), writer.view()});
}

Status write_journal(Database& database, JournalLine line) {
  WHIT_TRY(const JournalHead head, journal_head(database));
  line.seq = head.seq + 1;
  line.detail.resize(cut(line.detail));
  line.hash = journal_hash(line, head.hash);
  return database
      .query(
          "INSERT INTO journal (seq, time, actor, act, subject, vct, detail, hash)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(static_cast<std::int64_t>(line.seq))
      .bind(static_cast<std::int64_t>(line.time))
      .bind(line.actor)
      .bind(line.act)
      .bind(line.subject)
      .bind(std::int64_t{line.vct})
      .bind(line.detail)
      .bind(line.hash.view())
      .run();
}

Result<std::vector<JournalLine>> read_journal(Database& database, std::uint64_t after, int most) {
  Query query = database.query(
      "SELECT seq, time, actor, act, subject, vct, detail, hash FROM journal WHERE seq > ?"
      " ORDER BY seq LIMIT ?");
  query.bind(static_cast<std::int64_t>(after)).bind(std::int64_t{most});
  std::vector<JournalLine> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(line_of(query));
  }
}

Result<JournalHead> journal_head(Database& database) {
  Query query = database.query("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
  WHIT_TRY(const bool row, query.next());
  if (!row) return JournalHead{};
  return JournalHead{static_cast<std::uint64_t>(query.integer(0)), query.fixed<Hash>(1)};
}

Result<std::uint64_t> check_journal(Database& database) {
  JournalHead before;
  while (true) {
    WHIT_TRY(const auto lines, read_journal(database, before.seq, kLinesAtOnce));
    if (lines.empty()) return std::uint64_t{0};
    for (const JournalLine& line : lines) {
      const bool follows =
          line.seq == before.seq + 1 && line.hash == journal_hash(line, before.hash);
      if (!follows) return line.seq;
      before = {line.seq, line.hash};
    }
  }
}

}  // namespace whit
