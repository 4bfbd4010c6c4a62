// SPDX-License-Identifier: Apache-2.0
// What entries, headers and checkpoints show by themselves.
#include <algorithm>

#include "audit/evidence_work.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/hash.h"

namespace whit::audit {
namespace {

constexpr Seconds kClosingTime = 10800;  // 3 h

std::string tree_text(const Checkpoint& tree) {
  return "size " + std::to_string(tree.size) + ", root " + hex::encode(tree.root.view());
}

// The one header of evidence about an epoch, with its place.
const Exhibits::Header* only_header(const Shown& shown) {
  if (shown.exhibits.headers.size() != 1 || !shown.exhibits.headers[0].place) return nullptr;
  return shown.exhibits.headers.data();
}

// All entries of the epoch, from one range that is nothing else.
const Evidence::Range* whole_epoch(const Shown& shown, const Exhibits::Header& header) {
  const auto end = size_after(header.header);
  if (!end || shown.evidence.ranges.size() != 1) return nullptr;
  const Evidence::Range& range = shown.evidence.ranges[0];
  const bool whole =
      range.begin == header.place->index && range.entries.size() == *end - header.header.index;
  return whole ? &range : nullptr;
}

Sentence judge_whole(const Shown& shown, const Exhibits::Header& header) {
  const Evidence::Range* range = whole_epoch(shown, header);
  if (range == nullptr) return std::nullopt;
  const EpochFault fault = check_epoch(header.header, shown.evidence.headers[0], range->entries);
  const bool counts = fault == EpochFault::wrong_counts && shown.finding == Finding::wrong_counts;
  const bool padded = fault == EpochFault::not_padded && shown.finding == Finding::not_padded;
  if (!counts && !padded) return std::nullopt;
  return epoch_text(shown, header) + (counts
                                          ? " has other counts of entries than its header says"
                                          : " has a group of entries that isn't a multiple of 64");
}

// Entries beside the header's, from one range within its epoch.
struct Part {
  const Evidence::Range* range = nullptr;
  std::uint64_t first = 0;  // place in the epoch, the header's being 0
};
std::optional<Part> part_of(const Shown& shown, const Exhibits::Header& header) {
  if (shown.evidence.ranges.size() != 2) return std::nullopt;
  const Evidence::Range& range = shown.evidence.ranges[1];
  const auto end = size_after(header.header);
  if (!end || range.note != header.place->note || range.begin <= header.place->index) {
    return std::nullopt;
  }
  const std::uint64_t length = *end - header.header.index;
  const std::uint64_t first = range.begin - header.place->index;
  if (first >= length || range.entries.size() > length - first) return std::nullopt;
  return Part{&range, first};
}

Sentence judge_part(const Shown& shown, const Exhibits::Header& header) {
  const auto part = part_of(shown, header);
  if (!part) return std::nullopt;
  const std::uint64_t tokens = header.header.entries, count = part->range->entries.size();
  const EntryBytes& entry = part->range->entries[0];
  const std::string where = std::to_string(part->range->begin);
  if (shown.finding == Finding::bad_nulls) {
    if (count != 1 || part->first <= tokens || entry == null_entry()) return std::nullopt;
    return epoch_text(shown, header) + " has an entry " + where + " where a null has to be";
  }
  if (part->first + count - 1 > tokens) return std::nullopt;
  if (shown.finding == Finding::bad_entry) {
    if (count != 1 || is_token_entry(entry)) return std::nullopt;
    return epoch_text(shown, header) + " has an entry " + where + " that stands for no token";
  }
  if (count != 2) return std::nullopt;
  const Hash a = leaf_hash(entry), b = leaf_hash(part->range->entries[1]);
  if (a < b) return std::nullopt;
  const std::string next = std::to_string(part->range->begin + 1);
  return epoch_text(shown, header) +
         (a == b
              ? " holds one entry twice, at " + where + " and " + next
              : " holds entry " + where + " before " + next + " although its leaf hash is larger");
}

// A header's place, and an entry behind its epoch, or in its own place, that is no header's.
Sentence judge_wrong_header(const Shown& shown, const Exhibits::Header& header) {
  const Exhibits::Place place = *header.place;
  const EntryBytes* own = entry_at(shown.evidence, place.note, place.index);
  if (shown.evidence.ranges.size() == 1) {
    const Bytes bytes = shown.evidence.headers[0];
    if (own == nullptr || *own == encode(header_entry(header.header.day, bytes))) {
      return std::nullopt;
    }
    return epoch_text(shown, header) + " begins with an entry that isn't its header's";
  }
  const auto end = size_after(header.header);
  if (!end || shown.evidence.ranges.size() != 2) return std::nullopt;
  const std::uint64_t next = place.index + (*end - header.header.index);
  const EntryBytes* entry = entry_at(shown.evidence, place.note, next);
  if (entry == nullptr || is_header_entry(*entry)) return std::nullopt;
  return shown.origin(place.note) + " has an entry " + std::to_string(next) +
         " that is no header's, where an epoch has to begin";
}

Sentence judge_size(const Shown& shown, const Exhibits::Header& header) {
  const auto end = size_after(header.header);
  const Checkpoint& tree = shown.exhibits.trees[header.place->note].checkpoint;
  const std::uint64_t length = end ? *end - header.header.index : 0;
  if (shown.evidence.ranges.size() != 1 || tree.size - header.place->index >= length) {
    return std::nullopt;
  }
  return "a checkpoint of size " + std::to_string(tree.size) + " ends within " +
         epoch_text(shown, header);
}

}  // namespace

Sentence judge_fork(const Shown& shown) {
  const auto& trees = shown.exhibits.trees;
  const bool two = trees.size() == 2 && trees[0].checkpoint.origin == trees[1].checkpoint.origin;
  if (!two || !shown.evidence.ranges.empty()) return std::nullopt;
  const Checkpoint &a = trees[0].checkpoint, &b = trees[1].checkpoint;
  const std::string front =
      a.origin + " signed two trees: " + tree_text(a) + ", and " + tree_text(b);
  if (a.size == b.size) {
    if (a.root == b.root || !shown.evidence.fronts.empty()) return std::nullopt;
    return front;
  }
  if (shown.evidence.fronts.size() != 1) return std::nullopt;
  const Evidence::Front& shared = shown.evidence.fronts[0];
  if (shared.note != 1 || shared.size != a.size || shared.root == a.root) return std::nullopt;
  return front + ", whose first " + std::to_string(a.size) + " leaves have root " +
         hex::encode(shared.root.view());
}

// A larger tree that a witness saw before it saw a smaller one.
Sentence judge_shrunk(const Shown& shown) {
  const auto& trees = shown.exhibits.trees;
  if (trees.size() != 2 || shown.origin(0) != shown.origin(1)) return std::nullopt;
  if (trees[0].checkpoint.size <= trees[1].checkpoint.size) return std::nullopt;
  for (const auto& before : trees[0].witnesses) {
    for (const auto& after : trees[1].witnesses) {
      if (before.key != after.key || before.time >= after.time) continue;
      return "witness " + shown.exhibits.keys[before.key].name + " saw " + shown.origin(0) +
             " at size " + std::to_string(trees[0].checkpoint.size) + " at " + moment(before.time) +
             ", and at size " + std::to_string(trees[1].checkpoint.size) + " at " +
             moment(after.time);
    }
  }
  return std::nullopt;
}

// An entry that commits to bytes that are no header.
Sentence judge_bad_header(const Shown& shown) {
  const Evidence& evidence = shown.evidence;
  if (evidence.objects.size() != 1 || evidence.ranges.size() != 1) return std::nullopt;
  const Evidence::Range& range = evidence.ranges[0];
  const EntryBytes& entry = range.entries[0];
  const Hash hash = sha256(evidence.objects[0]);
  if (range.entries.size() != 1 || !is_header_entry(entry)) return std::nullopt;
  if (!equal(Bytes(entry).last(Hash::kSize), hash.view())) return std::nullopt;
  const auto header = parse_epoch_header(evidence.objects[0]);
  if (header && size_after(*header).ok()) return std::nullopt;
  return "entry " + std::to_string(range.begin) + " of " + shown.origin(range.note) +
         " commits to " + hex::encode(hash.view()) + ", which is no header";
}

Sentence judge_epoch(const Shown& shown) {
  const Exhibits::Header* header = only_header(shown);
  if (header == nullptr || !shown.evidence.fronts.empty()) return std::nullopt;
  switch (shown.finding) {
    case Finding::wrong_size:
      return judge_size(shown, *header);
    case Finding::wrong_header:
      return judge_wrong_header(shown, *header);
    case Finding::not_padded:
    case Finding::wrong_counts:
      return judge_whole(shown, *header);
    default:
      return judge_part(shown, *header);
  }
}

Sentence judge_repeated_pair(const Shown& shown) {
  const auto& ranges = shown.evidence.ranges;
  if (ranges.size() != 2 || ranges[0].entries.size() != 1 || ranges[1].entries.size() != 1) {
    return std::nullopt;
  }
  const bool same_place = ranges[0].begin == ranges[1].begin &&
                          shown.origin(ranges[0].note) == shown.origin(ranges[1].note);
  const EntryBytes& entry = ranges[0].entries[0];
  if (same_place || entry != ranges[1].entries[0] || !is_token_entry(entry)) return std::nullopt;
  return "one entry stands at " + std::to_string(ranges[0].begin) + " of " +
         shown.origin(ranges[0].note) + " and at " + std::to_string(ranges[1].begin) + " of " +
         shown.origin(ranges[1].note);
}

// Note 0 has the header; note 1, or note 0 itself, is what a witness saw too late or too early.
Sentence judge_lateness(const Shown& shown) {
  const Exhibits::Header* header = only_header(shown);
  const std::size_t last = shown.exhibits.trees.size() - 1;
  if (header == nullptr || header->place->note != 0 || last > 1) return std::nullopt;
  if (shown.origin(0) != shown.origin(last) || shown.evidence.ranges.size() != 1) {
    return std::nullopt;
  }
  const Exhibits::Tree& tree = shown.exhibits.trees[last];
  const Day day = header->header.day;
  for (const auto& seen : tree.witnesses) {
    const std::string who = "witness " + shown.exhibits.keys[seen.key].name;
    const bool without = tree.checkpoint.size <= header->place->index;
    if (shown.finding == Finding::late_epoch && without &&
        seen.time > midnight(day + 1) + kClosingTime) {
      return who + " saw the log at " + moment(seen.time) + " without " +
             epoch_text(shown, *header) + ", which is of " + date(day);
    }
    if (shown.finding == Finding::future_epoch && !without && seen.time < midnight(day)) {
      return who + " saw " + epoch_text(shown, *header) + " at " + moment(seen.time) +
             ", which is of " + date(day);
    }
  }
  return std::nullopt;
}

}  // namespace whit::audit
