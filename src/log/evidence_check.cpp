// SPDX-License-Identifier: Apache-2.0
// Every exhibit against the checkpoint that it belongs to. Nothing is let pass unused or unproven,
// so that no byte of evidence can change without its being refused.
#include <algorithm>

#include "crypto/hash.h"
#include "log/evidence.h"
#include "log/merkle.h"
#include "log/range.h"

namespace whit {
namespace {

// The log's line and those of witnesses; every line has to be a good one of a key that is given.
Result<Exhibits::Tree> check_tree(const std::string& text, const std::vector<NoteKey>& keys,
                                  std::vector<bool>& used) {
  Exhibits::Tree out;
  WHIT_TRY(const Note note, parse_note(text));
  if (format(note) != text) return Errc::not_canonical;
  WHIT_TRY(out.checkpoint, parse_checkpoint(note.text));
  bool signed_by_log = false;
  std::size_t lines = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Signed found = check_note(note, keys[i]);
    if (found.check == NoteCheck::absent) continue;
    if (found.check == NoteCheck::bad) return Errc::bad_signature;
    lines += 1;
    used[i] = true;
    if (keys[i].type == NoteKeyType::cosignature) {
      out.witnesses.push_back({i, found.time});
    } else if (keys[i].name == out.checkpoint.origin && !signed_by_log) {
      signed_by_log = true;
      out.key = i;
    } else {
      return Errc::wrong_log;
    }
  }
  if (!signed_by_log || lines != note.signatures.size()) return Errc::bad_signature;
  return out;
}

Status check_ranges(const Evidence& evidence, const Exhibits& exhibits) {
  for (const Evidence::Range& range : evidence.ranges) {
    if (range.note >= exhibits.trees.size()) return Errc::out_of_range;
    const Checkpoint& tree = exhibits.trees[range.note].checkpoint;
    std::vector<Hash> leaves;
    leaves.reserve(range.entries.size());
    for (const EntryBytes& entry : range.entries) leaves.push_back(leaf_hash(entry));
    if (!verify_range(leaves, range.begin, tree.size, range.proof, tree.root)) {
      return Errc::unproven_log;
    }
  }
  for (const Evidence::Front& front : evidence.fronts) {
    if (front.note >= exhibits.trees.size()) return Errc::out_of_range;
    const Checkpoint& tree = exhibits.trees[front.note].checkpoint;
    if (!verify_consistency(front.size, tree.size, front.root, tree.root, front.proof)) {
      return Errc::unproven_log;
    }
  }
  return {};
}

// From the last header to the first: each stands in a tree, or the one behind it names it.
Status check_headers(const Evidence& evidence, Exhibits& out) {
  for (const auto& bytes : evidence.headers) {
    WHIT_TRY(EpochHeader header, parse_epoch_header(bytes));
    out.headers.push_back({std::move(header), sha256(bytes), header_place(evidence, bytes)});
  }
  for (std::size_t i = 0; i < out.headers.size(); ++i) {
    if (out.headers[i].place) continue;
    const bool named =
        i + 1 < out.headers.size() && out.headers[i + 1].header.previous == out.headers[i].hash;
    if (!named) return Errc::unproven_log;
  }
  return {};
}

}  // namespace

std::optional<Exhibits::Place> header_place(const Evidence& evidence, Bytes header) {
  const Hash hash = sha256(header);
  for (const Evidence::Range& range : evidence.ranges) {
    for (std::size_t i = 0; i < range.entries.size(); ++i) {
      const EntryBytes& entry = range.entries[i];
      if (entry[0] != static_cast<std::uint8_t>(EntryKind::header)) continue;
      if (!equal(Bytes(entry).last(Hash::kSize), hash.view())) continue;
      return Exhibits::Place{range.note, range.begin + i};
    }
  }
  return std::nullopt;
}

const EntryBytes* entry_at(const Evidence& evidence, std::size_t note, std::uint64_t index) {
  for (const Evidence::Range& range : evidence.ranges) {
    if (range.note != note || index < range.begin) continue;
    const std::uint64_t i = index - range.begin;
    if (i < range.entries.size()) return &range.entries[static_cast<std::size_t>(i)];
  }
  return nullptr;
}

Result<Exhibits> check_evidence(const Evidence& evidence) {
  Exhibits out;
  for (const std::string& text : evidence.keys) {
    WHIT_TRY(NoteKey key, parse_note_key(text));
    if (format(key) != text) return Errc::not_canonical;
    out.keys.push_back(std::move(key));
  }
  std::vector<bool> used(out.keys.size());
  for (const std::string& text : evidence.notes) {
    WHIT_TRY(Exhibits::Tree tree, check_tree(text, out.keys, used));
    out.trees.push_back(std::move(tree));
  }
  if (std::find(used.begin(), used.end(), false) != used.end()) return Errc::unknown_key;
  WHIT_CHECK(check_ranges(evidence, out));
  WHIT_CHECK(check_headers(evidence, out));
  return out;
}

}  // namespace whit
