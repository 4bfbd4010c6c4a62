// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/audit_run.h"

#include <algorithm>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "cli/audit/judged_note.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/common/progress.h"
#include "crypto/hash.h"
#include "log/path.h"

namespace whit::cli {
namespace {

using audit::Finding;
using audit::Replay;

constexpr std::uint64_t kEntriesAtOnce = 64 * kTileWidth;
constexpr std::uint64_t kEpochsBeforeSave = 64;
constexpr std::size_t kReplayLimit = std::size_t{1} << 30;
constexpr std::uint64_t kNumbersAside = 8;

std::string replay_file(const StateFolder& folder) { return folder.file("replay.cbor"); }

EntryBytes entry_bytes(const CopiedLog& log, const std::vector<std::uint8_t>& entry) {
  if (entry.size() != kEntrySize) {
    throw Failure(printable(log.files->folder()) + " is no log of an issuer: an entry of " +
                      std::to_string(entry.size()) + " bytes",
                  "whit-audit fsck works on any log", static_cast<Exit>(6));
  }
  EntryBytes out;
  std::copy(entry.begin(), entry.end(), out.begin());
  return out;
}

std::vector<EntryBytes> entries_of(CopiedLog& log, std::uint64_t begin, std::uint64_t end) {
  const auto raw = log.reader->entries(begin, end);
  if (!raw) damaged_copy(log, raw.error());
  std::vector<EntryBytes> out;
  out.reserve(raw->size());
  for (const auto& entry : *raw) out.push_back(entry_bytes(log, entry));
  return out;
}

bool is_header(const EntryBytes& entry) {
  return entry[0] == static_cast<std::uint8_t>(EntryKind::header);
}

Hash commitment_of(const EntryBytes& entry) { return Hash::from(Bytes(entry).subspan(12)); }

// FoundHeader is the file that the tree commits to at one place.
struct FoundHeader {
  std::vector<std::uint8_t> bytes;
  Finding finding = Finding::missing_header;
};

// find_header looks where the header should lie, and a little around it: its number may be wrong.
FoundHeader find_header(const CopiedLog& log, std::uint64_t next, const Hash& commitment) {
  FoundHeader out;
  for (std::uint64_t i = 0; i <= 2 * kNumbersAside; ++i) {
    const std::uint64_t away = (i + 1) / 2;
    const bool before = i % 2 == 0;
    if (before && away > next) continue;
    auto bytes = log.files->get(header_path(before ? next - away : next + away), kMaxLogObject);
    if (!bytes || sha256(*bytes) != commitment) continue;
    out.bytes = *std::move(bytes);
    out.finding = Finding::none;
    return out;
  }
  for (const Gap& gap : log.followed.gaps) {
    if (gap.hash == commitment) out.finding = gap.finding;
  }
  return out;
}

// Judging is one log being replayed.
class Judging {
 public:
  // `at` is the index of the next epoch, and moves.
  Judging(Copies& copies, CopiedLog& log, Replay& replay, std::uint64_t& at)
      : copies_(copies), log_(log), replay_(replay), at_(at) {}

  // epoch judges one and moves behind it.
  void epoch() {
    const EntryBytes first = entries_of(log_, at_, at_ + 1).front();
    const std::uint64_t number = replay_.next_number() + skipped_;
    const FoundHeader header = find_header(log_, number, commitment_of(first));
    if (!is_header(first) || header.finding != Finding::none) {
      return skip(number, is_header(first) ? header.finding : Finding::wrong_header);
    }
    begin(first, header.bytes);
    const std::uint64_t length = replay_.length();
    const std::uint64_t end = std::min(at_ + length, log_.followed.size);
    for (std::uint64_t from = at_; from < end; from += kEntriesAtOnce) {
      const auto entries = entries_of(log_, from, std::min(from + kEntriesAtOnce, end));
      replay_.add(entries, audit::hash_leaves(entries));
    }
    replay_.end(copies_);
    skipped_ = 0;
    at_ = length == 0 ? next_header() : end;
  }

 private:
  void begin(const EntryBytes& first, const std::vector<std::uint8_t>& header) {
    audit::EpochFront front;
    front.log = log_.followed.number;
    front.begin = at_;
    front.first = first;
    front.header = header;
    const auto parsed = parse_epoch_header(header);
    const auto end = parsed ? size_after(*parsed) : Errc::not_found;
    const Copies::Times times = copies_.times(log_, at_, end ? *end : at_ + 1);
    front.seen = times.seen;
    front.unseen = times.unseen;
    const Status begun = replay_.begin(front, copies_);
    if (!begun.ok()) damaged_copy(log_, begun.error());
  }

  void skip(std::uint64_t number, Finding why) {
    ++skipped_;
    replay_.skip(log_.followed.number, number, at_, why);
    at_ = next_header();
  }

  // next_header is where the next epoch begins, judged by its entry alone.
  std::uint64_t next_header() {
    for (std::uint64_t from = at_ + 1; from < log_.followed.size; from += kEntriesAtOnce) {
      const std::uint64_t end = std::min(from + kEntriesAtOnce, log_.followed.size);
      const auto entries = entries_of(log_, from, end);
      const auto found = std::find_if(entries.begin(), entries.end(), is_header);
      if (found != entries.end()) return from + static_cast<std::uint64_t>(found - entries.begin());
    }
    return log_.followed.size;
  }

  Copies& copies_;
  CopiedLog& log_;
  Replay& replay_;
  std::uint64_t& at_;
  std::uint64_t skipped_ = 0;  // headers since the last one that was there
};

// The file is a map of logs and positions, and the replay's own state.
void save(const StateFolder& folder, const Judged& judged) {
  cbor::Writer out;
  out.array(3).array(judged.gaps.size());
  for (const std::string& gap : judged.gaps) out.text(gap);
  out.map(judged.positions.size());
  for (const auto& [log, position] : judged.positions) out.uint(log).uint(position);
  out.bytes(judged.replay.encode());
  write_file_atomic(replay_file(folder), out.take());
}

Result<Judged> read_judged(cbor::Reader& in, const Pinned& pinned) {
  std::vector<std::string> gaps;
  std::map<std::uint64_t, std::uint64_t> positions;
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(const std::size_t count, in.array());
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const std::string_view gap, in.text());
    gaps.emplace_back(gap);
  }
  WHIT_TRY(const std::size_t logs, in.map());
  for (std::size_t i = 0; i < logs; ++i) {
    WHIT_TRY(const std::uint64_t log, in.uint());
    WHIT_TRY(positions[log], in.uint());
  }
  WHIT_TRY(const Bytes state, in.bytes());
  WHIT_CHECK(in.expect_end());
  WHIT_TRY(Replay replay, Replay::decode(state, pinned.trust));
  return Judged{std::move(replay), std::move(positions), std::move(gaps)};
}

std::vector<std::string> gaps_of(const StateFolder& folder) {
  std::vector<std::string> out;
  for (const Followed& log : folder.followed()) {
    for (const Gap& gap : log.gaps) out.push_back(std::to_string(log.number) + "/" + gap.path);
  }
  return out;
}

// tell_served hands over the heads that the issuer served, each once.
std::vector<std::string> tell_served(const StateFolder& folder, Replay& replay) {
  std::vector<std::string> told;
  for (const std::string& name : folder.files_in("served")) {
    if (name.find('.') != name.npos) continue;
    const auto head = read_file(folder.file("served/" + name), kMaxLogObject);
    (void)replay.served(head);
    told.push_back(name);
  }
  return told;
}

}  // namespace

void damaged_copy(const CopiedLog& log, const Error& error) {
  const std::string& file = log.reader->culprit();
  throw Failure(printable(log.files->folder()) + (file.empty() ? "" : "/" + file) + ": " +
                    std::string(sentence(error.code)),
                "the copy is damaged: whit-audit sync --full");
}

Copies::Copies(const StateFolder& folder, const Pinned& pinned) : pinned_(pinned) {
  for (const Followed& followed : folder.followed()) {
    CopiedLog log;
    log.followed = followed;
    log.files = std::make_unique<FolderFiles>(folder.mirror(followed.number));
    log.reader = std::make_unique<TileReader>(*log.files, followed.size, followed.root);
    log.seen = folder.seen(followed.number);
    logs_.push_back(std::move(log));
  }
  if (logs_.empty()) throw Failure("nothing was taken over yet", "whit-audit sync");
}

CopiedLog* Copies::find(std::uint64_t number) {
  return number >= 1 && number <= logs_.size() ? &logs_[number - 1] : nullptr;
}

Result<audit::ByteVector> Copies::file(std::uint64_t log, std::string_view path,
                                       std::size_t limit) {
  const CopiedLog* const copy = find(log);
  if (copy == nullptr) return Errc::not_found;
  return copy->files->get(path, limit);
}

Result<std::vector<Hash>> Copies::leaves(std::uint64_t log, std::uint64_t begin,
                                         std::uint64_t end) {
  CopiedLog* const copy = find(log);
  if (copy == nullptr) return Errc::not_found;
  return copy->reader->leaves(begin, end);
}

Copies::Times Copies::times(const CopiedLog& log, std::uint64_t begin, std::uint64_t end) const {
  const auto keys = pinned_.keys_of(log.followed.number);
  const WitnessPolicy policy = pinned_.policy();
  Times out;
  const auto without = log.seen.upper_bound(begin);  // the first tree that is larger
  if (without != log.seen.begin()) {
    out.unseen = judge_note(std::prev(without)->second.newest, keys, policy, 0).newest;
  }
  const auto with = log.seen.lower_bound(end);
  if (with != log.seen.end()) out.seen = judge_note(with->second.first, keys, policy, 0).newest;
  return out;
}

Judged judged_before(const StateFolder& folder, const Pinned& pinned) {
  Judged nothing{Replay(pinned.trust), {}, {}};
  if (!exists(replay_file(folder))) return nothing;
  const auto file = read_file(replay_file(folder), kReplayLimit);
  cbor::Reader in(file);
  auto out = read_judged(in, pinned);
  if (!out) return nothing;  // of another version: all of it is judged again
  const std::vector<std::string> now = gaps_of(folder);
  const bool filled = std::any_of(out->gaps.begin(), out->gaps.end(), [&](const auto& gap) {
    return std::find(now.begin(), now.end(), gap) == now.end();
  });
  if (filled) return nothing;  // what was missing then has come since
  return *std::move(out);
}

void replay_copies(const StateFolder& folder, Copies& copies, Judged& judged) {
  const std::vector<std::string> told = tell_served(folder, judged.replay);
  judged.gaps = gaps_of(folder);
  std::uint64_t epochs = 0;
  for (CopiedLog& log : copies.logs()) {
    std::uint64_t& position = judged.positions[log.followed.number];
    Judging judging(copies, log, judged.replay, position);
    Progress progress("check log " + std::to_string(log.followed.number), log.followed.size);
    while (position < log.followed.size) {
      judging.epoch();
      if (++epochs % kEpochsBeforeSave == 0) save(folder, judged);
      progress.at(position);
    }
  }
  save(folder, judged);
  for (const std::string& name : told) folder.rename("served/" + name, "served/" + name + ".told");
}

}  // namespace whit::cli
