// SPDX-License-Identifier: Apache-2.0
// Evidence: one file that shows to anybody, from its bytes alone, what a log did. It carries signed
// checkpoints, what stands in their trees, and the objects that headers commit to. What it shows is
// judged by src/audit. Spec: spec/audit.md, section 4.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "log/checkpoint.h"
#include "log/epoch.h"
#include "log/note.h"

namespace whit {

inline constexpr std::size_t kMaxEvidence = std::size_t{128} << 20;  // bytes of a file

struct Evidence {
  // Range is consecutive entries of the tree of a note.
  struct Range {
    std::size_t note = 0;     // row of `notes`
    std::uint64_t begin = 0;  // index of the first
    std::vector<EntryBytes> entries;
    std::vector<Hash> proof;  // verify_range()
  };
  // Front says what the first `size` leaves of the tree of a note have for a root.
  struct Front {
    std::size_t note = 0;
    std::uint64_t size = 0;
    Hash root;
    std::vector<Hash> proof;  // verify_consistency()
  };
  std::string finding;            // what it shows, as src/audit names it
  std::string words;              // of a testimony; empty where everything is proven
  std::vector<std::string> keys;  // of logs and witnesses, as text; each signed one of the notes
  std::vector<std::string> notes;
  std::vector<Range> ranges;
  std::vector<Front> fronts;
  std::vector<std::vector<std::uint8_t>> headers;  // in the order of the log
  std::vector<std::vector<std::uint8_t>> objects;  // signed key lists and heads
  std::vector<std::vector<std::uint8_t>> tokens;
};
std::vector<std::uint8_t> encode(const Evidence& evidence);
// parse_evidence takes what encode() writes and nothing else.
Result<Evidence> parse_evidence(Bytes cbor);

// Exhibits is evidence whose signatures and proofs hold, all of them.
struct Exhibits {
  struct Seen {
    std::size_t key = 0;  // row of `keys`
    UnixTime time = 0;
  };
  struct Tree {
    Checkpoint checkpoint;
    std::size_t key = 0;  // of the log
    std::vector<Seen> witnesses;
  };
  // Place is where a header stands in the tree of a note.
  struct Place {
    std::size_t note = 0;
    std::uint64_t index = 0;
  };
  struct Header {
    EpochHeader header;
    Hash hash;
    std::optional<Place> place;  // none where only the next header vouches for it
  };
  std::vector<NoteKey> keys;
  std::vector<Tree> trees;
  std::vector<Header> headers;
};
// check_evidence refuses a note that isn't signed by the log's own key, or has a line of nobody's
// key or a bad one; a key without a line; a range or front that its tree doesn't have; a header
// that neither stands in a range nor is named by the one behind it. bad_signature, unproven_log.
Result<Exhibits> check_evidence(const Evidence& evidence);

// header_place looks for the entry of a header in the ranges of evidence.
std::optional<Exhibits::Place> header_place(const Evidence& evidence, Bytes header);
// entry_at is the entry at `index` in the tree of `note`, a null pointer where no range has it.
const EntryBytes* entry_at(const Evidence& evidence, std::size_t note, std::uint64_t index);

}  // namespace whit
