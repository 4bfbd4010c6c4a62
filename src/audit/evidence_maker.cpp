// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence_maker.h"

#include <algorithm>

#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

constexpr std::uint64_t kAtOnce = 4096;                                // entries
constexpr std::uint64_t kMostEntries = kMaxEvidence / 2 / kEntrySize;  // of one range

}  // namespace

std::size_t add_signed_note(Evidence& evidence, const std::string& text,
                            const std::vector<NoteKey>& keys) {
  const std::size_t row = evidence.notes.size();
  const auto note = parse_note(text);
  if (!note) {
    evidence.notes.push_back(text);
    return row;
  }
  Note kept{note->text, {}};
  for (const NoteSignature& line : note->signatures) {
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const NoteKey& one) {
      return one.name == line.name && one.id == line.id;
    });
    if (key == keys.end()) continue;
    if (check_note(Note{note->text, {line}}, *key).check != NoteCheck::good) continue;
    kept.signatures.push_back(line);
    const std::string known = format(*key);
    if (std::find(evidence.keys.begin(), evidence.keys.end(), known) == evidence.keys.end()) {
      evidence.keys.push_back(known);
    }
  }
  evidence.notes.push_back(format(kept));
  return row;
}

// A header of a wrong number may lie under its own number, or under the one that it should have.
Result<ByteVector> Maker::header_bytes(const EpochRow& row) const {
  const auto& epochs = state().epochs;
  std::uint64_t expected = row.number;
  for (std::size_t i = 1; i < epochs.size(); ++i) {
    if (epochs[i] == row) expected = epochs[i - 1].number + 1;
  }
  constexpr std::uint64_t kAside = 8;
  Errc why = Errc::not_found;
  for (std::uint64_t i = 0; i <= 2 * kAside + 1; ++i) {
    const std::uint64_t aside = expected + i - 1;
    const std::uint64_t number = i == 0 ? row.number : aside < kAside ? aside : aside - kAside;
    auto bytes = archive().file(row.log, header_path(number), kMaxLogObject);
    if (bytes && sha256(*bytes) == row.header) return *std::move(bytes);
    if (!bytes && bytes.error().code != Errc::not_found) return bytes.error();
    if (bytes) why = Errc::corrupt_tile;
    if (i == 0 && expected == row.number && bytes) return why;
  }
  return why;
}

Result<EpochHeader> Maker::header(const EpochRow& row) const {
  WHIT_TRY(const ByteVector bytes, header_bytes(row));
  return parse_epoch_header(bytes);
}

Result<Head> Maker::head(std::uint64_t log, const Hash& hash) const {
  WHIT_TRY(const ByteVector file,
           archive().file(log, object_path(kHeadFolder, hash), kMaxLogObject));
  WHIT_TRY(const SignedPart part, parse_signed(file, registry::kTypHead));
  return parse_head(part.sign1.payload);
}

Result<Hash> Maker::leaf(std::uint64_t log, std::uint64_t index) const {
  WHIT_TRY(const std::vector<Hash> leaves, archive().leaves(log, index, index + 1));
  if (leaves.size() != 1) return Errc::wrong_length;
  return leaves[0];
}

std::uint64_t Maker::number_before(const EpochRow& row) const {
  const auto& epochs = state().epochs;
  for (std::size_t i = 1; i < epochs.size(); ++i) {
    if (epochs[i].number == row.number && epochs[i].log == row.log) {
      return std::min(epochs[i - 1].number, row.number);
    }
  }
  return row.number;
}

Status Maker::add_header(const EpochRow& row) {
  WHIT_TRY(ByteVector bytes, header_bytes(row));
  evidence_.headers.push_back(std::move(bytes));
  return {};
}

Status Maker::place(const EpochRow& row) { return add_range(row.log, row.begin, row.begin + 1); }

Result<std::size_t> Maker::note_of(std::uint64_t log) {
  const auto known = notes_.find(log);
  if (known != notes_.end()) return known->second;
  const std::string text = desk_->note(log);
  if (text.empty()) return Errc::not_found;
  const std::size_t row = add_note(text);
  notes_[log] = row;
  return row;
}

std::size_t Maker::add_note(const std::string& note) {
  return add_signed_note(evidence_, note, desk_->keys);
}

Status Maker::add_range(std::uint64_t log, std::uint64_t begin, std::uint64_t end) {
  if (end == begin + 1 && !placed_.insert({log, begin}).second) return {};
  TileReader* reader = desk_->tree(log);
  if (reader == nullptr) return Errc::not_found;
  Evidence::Range range;
  WHIT_TRY(range.note, note_of(log));
  range.begin = begin;
  end = std::min(end, reader->size());
  if (begin >= end || end - begin > kMostEntries) return Errc::too_large;
  for (std::uint64_t at = begin; at < end; at += kAtOnce) {
    WHIT_TRY(const auto some, reader->entries(at, std::min(end, at + kAtOnce)));
    for (const ByteVector& entry : some) {
      if (entry.size() != kEntrySize) return Errc::wrong_length;
      std::copy(entry.begin(), entry.end(), range.entries.emplace_back().begin());
    }
  }
  WHIT_TRY(range.proof, reader->prove_range(begin, end));
  evidence_.ranges.push_back(std::move(range));
  return {};
}

Status Maker::add_object(std::string_view folder, const Hash& hash) {
  const std::string path = object_path(folder, hash);
  for (auto log = state().epochs.rbegin(); log != state().epochs.rend(); ++log) {
    auto file = archive().file(log->log, path, kMaxLogObject);
    if (!file && file.error().code == Errc::not_found && log->log > 1) continue;
    if (!file) return file.error();
    evidence_.objects.push_back(*std::move(file));
    return {};
  }
  return Errc::not_found;
}

bool Maker::holds() const {
  const ByteVector file = encode(evidence_);
  return file.size() <= kMaxEvidence && verify_evidence(file).proof == Proof::proven;
}

Result<Evidence> fork_evidence(Finding finding, const std::string& mine, const std::string& other,
                               TileReader& tree, const std::vector<NoteKey>& keys) {
  Evidence out;
  out.finding = name(finding);
  add_signed_note(out, mine, keys);
  add_signed_note(out, other, keys);
  WHIT_TRY(const Note note, parse_note(mine));
  WHIT_TRY(const Checkpoint smaller, parse_checkpoint(note.text));
  if (finding != Finding::shrunk && smaller.size < tree.size()) {
    Evidence::Front front;
    front.note = 1;
    front.size = smaller.size;
    WHIT_TRY(front.root, tree.root_at(smaller.size));
    WHIT_TRY(front.proof, tree.prove_consistency(smaller.size));
    out.fronts.push_back(std::move(front));
  }
  if (verify_evidence(encode(out)).proof != Proof::proven) return Errc::not_found;
  return out;
}

}  // namespace whit::audit
