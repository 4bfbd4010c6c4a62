// SPDX-License-Identifier: Apache-2.0
#include "log/auditing.h"

#include <filesystem>
#include <fstream>

#include "audit/replay.h"
#include "cli/common/log_source.h"
#include "log/proof.h"
#include "log/tile_reader.h"
#include "support/small_log.h"

namespace whit::bench {
namespace {

namespace fs = std::filesystem;
using audit::Replay;
using test::SmallLog;

constexpr int kDays = 10, kTokens = 100000;
constexpr UnixTime kEnd = UnixTime{SmallLog::kFirst + kDays} * kSecondsPerDay + 3600;
constexpr std::uint64_t kAtOnce = 64 * kTileWidth;

void write(const fs::path& path, Bytes content) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(content.data()),
            static_cast<std::streamsize>(content.size()));
}

void write_tree(const SmallLog& log, const fs::path& folder) {
  TileBuilder tiles;
  std::vector<std::uint8_t> bundle;
  for (const SmallLog::Written& epoch : log.epochs) {
    for (std::size_t i = 0; i < epoch.entries.size(); ++i) {
      append_entry(bundle, epoch.entries[i]);
      tiles.append(epoch.leaves[i]);
      if (tiles.size() % kTileWidth != 0) continue;
      write(folder / path({TileId::kEntries, tiles.size() / kTileWidth - 1}), bundle);
      bundle.clear();
    }
  }
  for (const Tile& tile : tiles.take_full()) write(folder / path(tile.id), tile.content);
  for (const Tile& tile : tiles.partial()) write(folder / path(tile.id), tile.content);
}

// What headers refer to, from the same files.
class Published : public audit::Archive {
 public:
  Published(LogSource& source, TileReader& reader) : source_(source), reader_(reader) {}
  Result<ByteVector> file(std::uint64_t, std::string_view path, std::size_t limit) override {
    return source_.get(path, limit);
  }
  Result<std::vector<Hash>> leaves(std::uint64_t, std::uint64_t begin, std::uint64_t end) override {
    return reader_.leaves(begin, end);
  }

 private:
  LogSource& source_;
  TileReader& reader_;
};

std::vector<EntryBytes> entries_of(TileReader& reader, std::uint64_t begin, std::uint64_t end) {
  const auto raw = reader.entries(begin, end);
  must(raw.ok(), "read the entries");
  std::vector<EntryBytes> out(raw->size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    must((*raw)[i].size() == kEntrySize, "read an entry");
    std::copy((*raw)[i].begin(), (*raw)[i].end(), out[i].begin());
  }
  return out;
}

Checkpoint read_checkpoint(LogSource& source, const TrustFile& trust) {
  const auto bytes = source.get("checkpoint", kMaxNoteSize);
  must(bytes.ok(), "read the checkpoint");
  const auto note = parse_note(as_text(*bytes));
  const auto policy = parse_witness_policy(trust.policy);
  must(note.ok() && policy.ok(), "read the checkpoint's note");
  const auto key =
      make_note_key(trust.origin + "1", NoteKeyType::ed25519, SmallLog().log_secret.public_key());
  const auto checked = check_checkpoint(*note, {*key}, *policy);
  must(checked.ok() && meets_quorum(*policy, checked->seen), "believe the checkpoint");
  return checked->checkpoint;
}

void replay_all(Replay& replay, LogSource& source, TileReader& reader) {
  Published archive(source, reader);
  for (std::uint64_t at = 0; at < reader.size();) {
    const auto header = source.get(header_path(replay.next_number()), kMaxLogObject);
    must(header.ok(), "read a header");
    audit::EpochFront front;
    front.log = SmallLog::kNumber;
    front.begin = at;
    front.first = entries_of(reader, at, at + 1).front();
    front.header = *header;
    must(replay.begin(front, archive).ok() && replay.length() > 0, "begin an epoch");
    for (const std::uint64_t end = at + replay.length(); at < end;) {
      const auto entries = entries_of(reader, at, std::min(end, at + kAtOnce));
      replay.add(entries, audit::hash_leaves(entries));
      at += entries.size();
    }
    replay.end(archive);
  }
}

}  // namespace

PublishedLog::PublishedLog(const std::string& folder) : folder_(folder + "/log/1") {
  SmallLog log;
  log.start();
  for (int i = 0; i < kDays; ++i) log.day(kTokens);
  write_tree(log, folder_);
  for (const auto& [path, content] : log.files) write(fs::path(folder_) / path, content);
  write(fs::path(folder_) / "checkpoint", as_bytes(log.checkpoint(kEnd)));
  key_ = format(log.log_key());
  trust_ = std::make_unique<TrustFile>(log.trust());
}

PublishedLog::~PublishedLog() = default;

void PublishedLog::audit(Rows& rows) const {
  rows.add("audit_1e6", wall_seconds([&] {
             const auto source = cli::open_log_folder(folder_);
             const Checkpoint checkpoint = read_checkpoint(*source, *trust_);
             TileReader reader(*source, checkpoint.size, checkpoint.root);
             Replay replay(*trust_);
             replay_all(replay, *source, reader);
             const auto root = replay.root();
             must(root.ok() && *root == checkpoint.root, "come to the root");
             must(replay.found().empty() && replay.overdue(kEnd).empty(), "find nothing wrong");
             must(replay.totals().tokens >= std::size_t{kDays} * kTokens, "find all tokens");
           }));
}

}  // namespace whit::bench
