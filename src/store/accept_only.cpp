// SPDX-License-Identifier: Apache-2.0
// Paper that stays good under a withdrawn key, because the log held it before the key was stolen.
// Spec: spec/trust.md, 6.8, and spec/log.md, 3.2.
#include <algorithm>
#include <map>

#include "log/epoch.h"
#include "store/log_rows.h"
#include "store/log_store.h"
#include "store/log_tiles.h"
#include "store/parts.h"

namespace whit {
namespace {

constexpr std::size_t kPrefix = 16;
constexpr std::uint64_t kEntriesAtOnce = 65536;

using Prefix = std::array<std::uint8_t, kPrefix>;

Prefix prefix_of(const EntryBytes& entry) {
  const Hash leaf = leaf_hash(entry);
  Prefix out{};
  std::copy_n(leaf.view().begin(), out.size(), out.begin());
  return out;
}

// An entry is kind, version, vct, key, day and commitment (spec/log.md, section 3).
bool is_of(const EntryBytes& entry, EntryKind kind, const KeyId& kid) {
  constexpr std::size_t kKidAt = 4;
  return entry[0] == static_cast<std::uint8_t>(kind) &&
         std::equal(kid.view().begin(), kid.view().end(), entry.begin() + kKidAt);
}

// commitment_of is what tells the entries of one group apart.
Hash commitment_of(const EntryBytes& entry) { return Hash::from(Bytes(entry).last<Hash::kSize>()); }

// has_group tells whether the epoch holds anything of that kind and key.
bool has_group(const EpochHeader& header, EntryKind kind, const KeyId& kid) {
  return std::any_of(
      header.counts.begin(), header.counts.end(),
      [&](const EpochHeader::Count& count) { return count.kind == kind && count.kid == kid; });
}

// take_pads takes out those of `found` that are the epoch's own pads: nobody holds a token of them.
// Pads are numbered through all groups (spec/log.md, section 7).
void take_pads(std::map<Hash, EntryBytes>& found, const Hash& pad_key, std::uint64_t pads) {
  const EntryBytes like{};
  for (std::uint64_t number = 0; number < pads && !found.empty(); ++number) {
    found.erase(commitment_of(pad_entry(like, pad_key.bytes, static_cast<std::uint32_t>(number))));
  }
}

Result<std::uint64_t> read_tokens(Database& database, std::uint64_t epoch) {
  Query query = database.query("SELECT tokens FROM epoch WHERE number = ?");
  query.bind(static_cast<std::int64_t>(epoch));
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

Status gather(Database& database, const EpochRow& epoch, EntryKind kind, const KeyId& kid,
              std::vector<Prefix>& out) {
  const auto header = parse_epoch_header(epoch.header);
  if (!header) return Errc::corrupt_tile;
  if (!has_group(*header, kind, kid)) return {};
  std::map<Hash, EntryBytes> found;
  for (std::uint64_t at = epoch.first; at < epoch.end; at += kEntriesAtOnce) {
    const std::uint64_t end = std::min(epoch.end, at + kEntriesAtOnce);
    WHIT_TRY(const auto entries, read_entries(database, epoch.log, at, end));
    for (const EntryBytes& entry : entries) {
      if (is_of(entry, kind, kid)) found.emplace(commitment_of(entry), entry);
    }
  }
  WHIT_TRY(const std::uint64_t tokens, read_tokens(database, epoch.number));
  take_pads(found, epoch.pad_key, header->entries - std::min(tokens, header->entries));
  for (const auto& [commitment, entry] : found) out.push_back(prefix_of(entry));
  return {};
}

Result<ByteVector> gather_all(Database& database, EntryKind kind, const KeyId& kid, Day upto) {
  std::vector<Prefix> found;
  WHIT_TRY(const auto newest, newest_log(database));
  const std::uint64_t logs = newest ? newest->number : 0;
  for (std::uint64_t log = kFirstLog; log <= logs; ++log) {
    WHIT_TRY(const auto epochs, epochs_behind(database, log, 0));
    for (const EpochRow& epoch : epochs) {
      if (!epoch.in_tree || epoch.day > upto) continue;
      WHIT_CHECK(gather(database, epoch, kind, kid, found));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  ByteVector out;
  out.reserve(found.size() * kPrefix);
  for (const Prefix& prefix : found) out.insert(out.end(), prefix.begin(), prefix.end());
  return out;
}

Result<std::vector<AcceptedPaper>> read_accepted(Database& database) {
  Query query = database.query("SELECT key, last, prefixes FROM accept_only ORDER BY key");
  std::vector<AcceptedPaper> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    const Bytes prefixes = query.blob(2);
    out.push_back({query.fixed<PublicKey>(0),
                   static_cast<Day>(query.integer(1)),
                   {prefixes.begin(), prefixes.end()}});
  }
}

}  // namespace

Status sweep_accepted(Database& database, Day today) {
  return database.query("DELETE FROM accept_only WHERE last <= ?").bind(std::int64_t{today}).run();
}

Result<ByteVector> LogStore::leaf_prefixes(EntryKind kind, const KeyId& kid, Day upto) {
  return connections().read(
      [&](Database& database) { return gather_all(database, kind, kid, upto); });
}

Status IssuerService::accept_paper(const AcceptedPaper& paper) {
  return parts_->connections->writer().run([&](Database& database) {
    return database
        .query("INSERT OR REPLACE INTO accept_only (key, last, prefixes) VALUES (?, ?, ?)")
        .bind(paper.key.view())
        .bind(std::int64_t{paper.last})
        .bind(Bytes(paper.prefixes))
        .run();
  });
}

Result<std::vector<AcceptedPaper>> IssuerService::accepted_paper() {
  return parts_->connections->read(read_accepted);
}

}  // namespace whit
