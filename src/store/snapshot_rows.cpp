// SPDX-License-Identifier: Apache-2.0
// What a snapshot omits, and what is remembered of snapshots.
#include <algorithm>
#include <map>

#include "base/cbor_writer.h"
#include "store/facts.h"
#include "store/importing.h"
#include "store/tables.h"

namespace whit {
namespace {

// meta keeps these two, each as long as it is needed.
constexpr std::string_view kBegun = "snapshot_begun", kLines = "snapshot_lines";

ByteVector begun_bytes(const Hash& file, std::uint64_t ends) {
  cbor::Writer out;
  out.array(2).bytes(file.view()).uint(ends);
  return out.take();
}

}  // namespace

bool Omitted::too_many() const noexcept {
  return std::any_of(sums.begin(), sums.end(), [](const FactEnds& s) { return s.too_many(); });
}

Result<Omitted> find_omitted(Database& database, const std::vector<FactKey>& named, Day today) {
  Query query = database.query(
      "SELECT subject, vct FROM fact WHERE ended = 0 AND until_day >= ? ORDER BY subject, vct");
  query.bind(std::int64_t{today});
  Omitted out;
  std::map<Vct, FactEnds> sums;
  auto next = named.begin();
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) break;
    const FactKey key = fact_key(query.integer(0), static_cast<Vct>(query.integer(1)));
    FactEnds& sum = sums[static_cast<Vct>(query.integer(1))];
    ++sum.live;
    while (next != named.end() && *next < key) ++next;
    if (next != named.end() && *next == key) continue;
    ++sum.ends;
    out.facts.push_back(key);
  }
  for (auto& [vct, sum] : sums) {
    sum.vct = vct;
    if (sum.ends != 0) out.sums.push_back(sum);
  }
  return out;
}

Result<std::uint64_t> end_some(Database& database, const std::vector<FactKey>& facts) {
  std::uint64_t ended = 0;
  for (const FactKey key : facts) {
    const auto subject = static_cast<std::int64_t>(key >> 16);
    const auto vct = static_cast<Vct>(key & 0xffff);
    WHIT_TRY(const auto fact, find_fact(database, subject, vct));
    if (!fact || fact->ended) continue;
    WHIT_CHECK(mark_ended(database, subject, vct));
    WHIT_CHECK(end_chains(database, subject, vct));
    WHIT_CHECK(raise_revision(database, subject));
    ++ended;
  }
  return ended;
}

Result<bool> is_begun(Database& database, const Hash& file, std::uint64_t ends) {
  const ByteVector bytes = begun_bytes(file, ends);
  Query query = database.query("SELECT 1 FROM meta WHERE key = ? AND value = ?");
  query.bind(kBegun).bind(Bytes(bytes));
  return query.next();
}

Status write_begun(Database& database, const Hash& file, std::uint64_t ends) {
  const ByteVector bytes = begun_bytes(file, ends);
  return database.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
      .bind(kBegun)
      .bind(Bytes(bytes))
      .run();
}

Status write_done(Database& database, std::uint64_t lines) {
  WHIT_CHECK(database.query("DELETE FROM meta WHERE key = ?").bind(kBegun).run());
  return database.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
      .bind(kLines)
      .bind(static_cast<std::int64_t>(lines))
      .run();
}

Result<std::uint64_t> read_lines_before(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = ?");
  query.bind(kLines);
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<std::uint64_t>(query.integer(0)) : std::uint64_t{0};
}

}  // namespace whit
