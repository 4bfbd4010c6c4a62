// SPDX-License-Identifier: Apache-2.0
#include "store/blind_rows.h"

#include <algorithm>

#include "store/log_rows.h"

namespace whit {
namespace {

std::uint8_t count_of(const std::vector<BlindCount>& counts, const BlindCount& like) noexcept {
  for (const BlindCount& count : counts) {
    if (count.vct == like.vct && count.day == like.day) return count.count;
  }
  return 0;
}

// An entry is kind, version, vct, key, day and commitment (spec/log.md, section 3), big endian.
Day read_number(Bytes bytes) noexcept {
  Day out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8 | byte;
  return out;
}

// add_waiting also adds a row for what waits and isn't counted for anybody.
Status add_waiting(Database& database, std::vector<BlindSigned>& out) {
  Query query = database.query("SELECT entry FROM leaf");
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return {};
    const Bytes entry = query.blob(0);
    const bool blind =
        entry.size() == kEntrySize && entry[0] == static_cast<std::uint8_t>(EntryKind::blind);
    if (!blind) continue;
    const auto vct = static_cast<Vct>(read_number(entry.subspan(2, 2)));
    const Day day = read_number(entry.subspan(8, 4));
    auto at = std::find_if(out.begin(), out.end(), [&](const BlindSigned& one) {
      return one.vct == vct && one.day == day;
    });
    if (at == out.end()) at = out.insert(at, {vct, day, 0, 0, 0, 0});
    at->waiting += 1;
  }
}

bool is_stopped(const std::vector<BlindStop>& stops, const BlindCount& granted) noexcept {
  return std::any_of(stops.begin(), stops.end(),
                     [&](const BlindStop& stop) { return stop.stops(granted.vct, granted.day); });
}

}  // namespace

Result<std::vector<BlindCount>> read_blind_used(Database& database, std::int64_t subject) {
  Query query = database.query("SELECT vct, day, count FROM blind_used WHERE subject = ?");
  query.bind(subject);
  std::vector<BlindCount> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back({static_cast<Vct>(query.integer(0)), static_cast<Day>(query.integer(1)),
                   static_cast<std::uint8_t>(query.integer(2))});
  }
}

Status add_blind_used(Database& database, std::int64_t subject,
                      const std::vector<BlindCount>& granted) {
  for (const BlindCount& row : granted) {
    WHIT_CHECK(database
                   .query("INSERT INTO blind_used (subject, vct, day, count) VALUES (?, ?, ?, ?)"
                          " ON CONFLICT (subject, vct, day) DO UPDATE SET"
                          " count = count + excluded.count")
                   .bind(subject)
                   .bind(std::int64_t{row.vct})
                   .bind(std::int64_t{row.day})
                   .bind(std::int64_t{row.count})
                   .run());
  }
  return {};
}

Result<bool> may_grant_blind(Database& database, const Person& person,
                             const std::vector<BlindCount>& granted, UnixTime now) {
  if (granted.empty()) return true;
  WHIT_TRY(const Day written, leaf_day(database, now));
  WHIT_TRY(const auto used, read_blind_used(database, person.subject));
  WHIT_TRY(const auto stops, read_blind_stops(database));
  return std::none_of(granted.begin(), granted.end(), [&](const BlindCount& row) {
    return row.day <= written || count_of(used, row) != count_of(person.blind_used, row) ||
           is_stopped(stops, row);
  });
}

Result<std::vector<BlindSigned>> read_blind_signed(Database& database, CountWaiting waiting) {
  std::vector<BlindSigned> out;
  {
    Query query = database.query(
        "SELECT vct, day, count(*), sum(count), max(count) FROM blind_used GROUP BY vct, day"
        " ORDER BY day, vct");
    while (true) {
      WHIT_TRY(const bool row, query.next());
      if (!row) break;
      BlindSigned& one = out.emplace_back();
      one.vct = static_cast<Vct>(query.integer(0));
      one.day = static_cast<Day>(query.integer(1));
      one.people = static_cast<std::uint64_t>(query.integer(2));
      one.tokens = static_cast<std::uint64_t>(query.integer(3));
      one.most = static_cast<std::uint8_t>(query.integer(4));
    }
  }
  if (waiting == CountWaiting::yes) WHIT_CHECK(add_waiting(database, out));
  return out;
}

Result<std::vector<BlindStop>> read_blind_stops(Database& database) {
  Query query = database.query("SELECT vct, day FROM blind_stop");
  std::vector<BlindStop> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back({static_cast<Vct>(query.integer(0)), static_cast<Day>(query.integer(1))});
  }
}

Status write_blind_stop(Database& database, const BlindStop& stop) {
  return database.query("INSERT OR IGNORE INTO blind_stop (vct, day) VALUES (?, ?)")
      .bind(std::int64_t{stop.vct})
      .bind(std::int64_t{stop.day})
      .run();
}

Result<Day> read_blind_listed(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'blind_listed'");
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<Day>(query.integer(0)) : Day{0};
}

Status write_blind_listed(Database& database, Day day) {
  return database
      .query(
          "INSERT INTO meta (key, value) VALUES ('blind_listed', ?1)"
          " ON CONFLICT (key) DO UPDATE SET value = max(value, ?1)")
      .bind(std::int64_t{day})
      .run();
}

Status sweep_blind(Database& database, Day today) {
  const std::int64_t day = today;
  WHIT_CHECK(database.query("DELETE FROM blind_used WHERE day <= ?").bind(day).run());
  return database.query("DELETE FROM blind_stop WHERE day <= ?").bind(day).run();
}

}  // namespace whit
