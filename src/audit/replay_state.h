// SPDX-License-Identifier: Apache-2.0
// What an auditor remembers of a log: its epochs, keys, heads and numbers. Spec: spec/audit.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "audit/finding.h"
#include "log/entry.h"
#include "whit/time.h"
#include "whit/trust.h"

namespace whit::audit {

using ByteVector = std::vector<std::uint8_t>;

// Found is one finding and where it was. `detail` says what, in public words and numbers only.
struct Found {
  Finding finding = Finding::none;
  std::uint64_t log = 0;    // number of the log
  std::uint64_t epoch = 0;  // number of the header
  std::uint64_t index = 0;  // of the entry in the log
  std::string detail;
  friend bool operator==(const Found&, const Found&) = default;
};

// EpochRow is one epoch that was replayed.
struct EpochRow {
  std::uint64_t number = 0, log = 0;
  std::uint64_t begin = 0, entries = 0;  // index of its header; entries with pads
  Day day = 0;
  Hash header, key_list;  // SHA-256 of the header, and of the key list that it commits to
  Hash root;              // of the log's tree behind it; zeros where not all before it was read
  std::uint64_t end() const noexcept;  // index behind its nulls
  friend bool operator==(const EpochRow&, const EpochRow&) = default;
};

// IssuedRow is how many tokens of a kind, fact, key and expiry day stand in an epoch.
struct IssuedRow {
  std::uint64_t epoch = 0;
  Day day = 0;  // of the epoch
  EntryKind kind{};
  Vct vct = 0;
  KeyId kid;
  Day expires = 0;
  std::uint64_t entries = 0;  // pads counted
  std::uint64_t pads = 0;     // of them, once the pad key is known
  bool pads_known = false;
  friend bool operator==(const IssuedRow&, const IssuedRow&) = default;
};

// WithdrawnRow is how many seeds a head published for the first time.
struct WithdrawnRow {
  std::uint64_t version = 0;  // of the head
  Day day = 0;                // on which it was issued
  Kind medium = Kind::none;
  Vct vct = 0;
  std::uint64_t seeds = 0;  // decoys counted
  friend bool operator==(const WithdrawnRow&, const WithdrawnRow&) = default;
};

// KeyRow is a key that some header committed to.
struct KeyRow {
  EntryKind kind{};
  KeyId kid;
  Hash key;  // SHA-256 of the key's bytes
  std::vector<Vct> facts;
  Day first = 0, last = 0;  // expiry days
  std::uint64_t since = 0;  // number of the header that committed to it first
  Day listed = 0;           // the last day on which a list in force had it live; 0: never
  bool live = false;        // in the newest list
  bool withdrawn = false;   // in the newest list that names it
  friend bool operator==(const KeyRow&, const KeyRow&) = default;
};

// HeadRow is a head that a header named.
struct HeadRow {
  std::uint64_t version = 0;
  Hash hash;
  friend bool operator==(const HeadRow&, const HeadRow&) = default;
};

// ServedRow is a head that somebody was given.
struct ServedRow {
  std::uint64_t version = 0;
  Hash hash;
  Day day = 0;         // on which it was issued
  ByteVector content;  // as it was signed; empty where there are many of them, or large ones
  friend bool operator==(const ServedRow&, const ServedRow&) = default;
};

// OpenPads is an epoch whose pad key nobody has revealed.
struct OpenPads {
  std::uint64_t epoch = 0;
  bool late = false;  // and that was said already
  friend bool operator==(const OpenPads&, const OpenPads&) = default;
};

// OpenList is a key list that no head has carried yet, signed by a key that no manifest named.
struct OpenList {
  Hash hash;
  std::uint64_t log = 0, epoch = 0, begin = 0;  // of the header that committed to it
  Day day = 0;
  friend bool operator==(const OpenList&, const OpenList&) = default;
};

// FactLimits is the most that any catalogue so far gave a fact.
struct FactLimits {
  Day horizon = 0, paper = 0;  // days
  std::uint64_t per_day = 0;   // tokens
  friend bool operator==(const FactLimits&, const FactLimits&) = default;
};

// ReplayState is all that a Replay remembers between two epochs.
struct ReplayState {
  std::vector<EpochRow> epochs;
  std::vector<IssuedRow> issued;        // in the order of epochs
  std::vector<WithdrawnRow> withdrawn;  // in the order of heads
  std::vector<KeyRow> keys;
  std::vector<HeadRow> heads;        // the newest kKeptHeads, ascending
  std::vector<Found> found;          // the first kKeptFindings
  std::vector<OpenPads> open_pads;   // epochs whose pad key isn't revealed yet
  std::vector<Hash> segments;        // of the newest head, sorted
  std::vector<KeyId> unknown_kids;   // signed with and listed nowhere; sorted
  std::vector<ServedRow> served;     // heads that somebody was shown and no header named so far
  std::vector<ByteVector> hidden;    // the first kKeptServed of those that were named too late
  std::vector<OpenList> open_lists;  // with a trust file only
  ByteVector manifest;  // the newest that the root signed, of logged heads; with a trust file only
  ByteVector shown;     // the same of heads that were served, which may be ahead of the log
  std::map<Day, std::vector<std::uint64_t>> live;  // 8 bytes of each leaf hash, by expiry day
  std::map<Vct, FactLimits> limits;                // by fact
  std::uint64_t tree_size = 0;                     // of the newest log, as far as it was replayed
  std::vector<Hash> tree_edge;                     // CompactTree::edge() of it
  std::uint64_t findings = 0;                      // all that were made
  std::uint64_t head_count = 0, first_version = 0;
  std::uint64_t list_sequence = 0;
  std::uint64_t unread_lists = 0;  // key lists that weren't there, or weren't one
  std::uint64_t unread_heads = 0;  // heads since the last one that could be read
  bool tree_known = true;          // false behind an epoch that was skipped
  bool specimen = false;           // the newest head is for training
  bool unchained = false;          // an epoch was skipped: the next header may be any
  friend bool operator==(const ReplayState&, const ReplayState&) = default;
};

inline constexpr std::size_t kKeptHeads = 4096;
inline constexpr std::size_t kKeptServed = 16;
inline constexpr std::size_t kMaxServed = std::size_t{1} << 20;  // bytes of each
inline constexpr std::size_t kKeptFindings = 4096;

// encode is deterministic CBOR; decode takes nothing else, and not what another version wrote.
ByteVector encode(const ReplayState& state);
Result<ReplayState> decode_replay_state(Bytes cbor);

}  // namespace whit::audit
