// SPDX-License-Identifier: Apache-2.0
// Putting exhibits together: each once, proven in the tree of the newest checkpoint of its log.
#pragma once

#include <map>
#include <set>
#include <string>

#include "audit/evidence.h"

namespace whit::audit {

class Maker {
 public:
  Maker(Finding finding, const Desk& desk) : finding_(finding), desk_(&desk) {
    evidence_.finding = name(finding);
  }
  // fresh is a maker with nothing put together yet.
  Maker fresh() const { return Maker(finding_, *desk_); }

  Finding finding() const noexcept { return finding_; }
  const ReplayState& state() const noexcept { return *desk_->state; }
  Archive& archive() const noexcept { return *desk_->archive; }
  const std::vector<NoteKey>& keys() const noexcept { return desk_->keys; }
  TileReader* tree(std::uint64_t log) const { return desk_->tree(log); }
  std::string note(std::uint64_t log) const { return desk_->note(log); }

  std::vector<std::string> seen(std::uint64_t log) const {
    return desk_->seen ? desk_->seen(log) : std::vector<std::string>{};
  }

  // header and head read what the archive has; corrupt_tile where that isn't what was replayed.
  Result<ByteVector> header_bytes(const EpochRow& row) const;
  Result<EpochHeader> header(const EpochRow& row) const;
  Result<Head> head(std::uint64_t log, const Hash& hash) const;
  Result<Hash> leaf(std::uint64_t log, std::uint64_t index) const;
  // number_before is the number of the epoch that stands before this one.
  std::uint64_t number_before(const EpochRow& row) const;

  Status add_header(const EpochRow& row);
  Status place(const EpochRow& row);  // the entry of its header
  Status add_range(std::uint64_t log, std::uint64_t begin, std::uint64_t end);
  Status add_object(std::string_view folder, const Hash& hash);
  void add_bytes(Bytes object) { evidence_.objects.emplace_back(object.begin(), object.end()); }
  void add_token(Bytes token) { evidence_.tokens.emplace_back(token.begin(), token.end()); }
  // add_note is a further checkpoint, its row; only the lines of known keys are kept.
  std::size_t add_note(const std::string& note);

  // holds tells whether what was put together is proven by itself.
  bool holds() const;
  Evidence take() { return std::move(evidence_); }
  void take(Evidence evidence) { evidence_ = std::move(evidence); }

 private:
  Result<std::size_t> note_of(std::uint64_t log);
  Finding finding_;
  const Desk* desk_;
  Evidence evidence_;
  std::map<std::uint64_t, std::size_t> notes_;  // by log
  std::set<std::pair<std::uint64_t, std::uint64_t>> placed_;
};

// make_blind_keys puts together what shows second_blind_key or unsound_key, found at epoch `row`.
Status make_blind_keys(Maker& maker, const EpochRow& row);

// add_signed_note puts the lines of `keys` below a note into evidence, and those keys; its row.
std::size_t add_signed_note(Evidence& evidence, const std::string& text,
                            const std::vector<NoteKey>& keys);

}  // namespace whit::audit
