// SPDX-License-Identifier: Apache-2.0
// Replay: an auditor goes through a log, epoch after epoch, and sees whether every rule was kept.
// Spec: spec/audit.md; the rules are those of spec/log.md, sections 2 to 5 and 15.
//
// A Replay is a value. It can be encoded after any epoch and goes on from there another day, so
// that an audit costs what is new. What it is given was checked against a checkpoint before; it
// finds what a log does wrong, not what a server does.
//
//   Replay replay(trust);                         // or Replay::decode(state, trust)
//   for each epoch: replay.begin(...), then replay.add(...) with all its entries, then replay.end()
//   replay.found(), replay.totals(), replay.encode()
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "audit/replay_state.h"
#include "log/epoch.h"
#include "log/path.h"

namespace whit::audit {

// Archive is where an auditor reads what headers refer to: saved files, or the log's own.
class Archive {
 public:
  virtual ~Archive() = default;
  // file is "key-list/<hex>", "head/<hex>", "segment/<hex>" or "header/<number>" of the log, at
  // most `limit` bytes; unchecked. not_found where there is none; too_large; any other error stops
  // the replay before the epoch that needs it.
  virtual Result<ByteVector> file(std::uint64_t log, std::string_view path, std::size_t limit) = 0;
  // leaves are hashes of the log's leaves from `begin` up to and without `end`, checked.
  virtual Result<std::vector<Hash>> leaves(std::uint64_t log, std::uint64_t begin,
                                           std::uint64_t end) = 0;
};

// EpochFront is what is known of an epoch before its entries come.
struct EpochFront {
  std::uint64_t log = 0;    // number of the log
  std::uint64_t begin = 0;  // index of the epoch's first entry
  EntryBytes first{};       // that entry
  Bytes header;             // the file "header/<number>"
  UnixTime seen = 0;        // a witness saw a tree with this epoch then; 0 if unknown
  UnixTime unseen = 0;      // a witness saw a tree without it then; 0 if unknown
};

// Totals is the replay in numbers.
struct Totals {
  std::uint64_t epochs = 0, logs = 0;
  Day first_day = 0, last_day = 0;
  std::uint64_t tokens = 0;          // entries of tokens, pads counted
  std::uint64_t pads = 0;            // known to be pads
  std::uint64_t open_tokens = 0;     // entries in epochs whose pad key isn't revealed yet
  std::uint64_t smallest_group = 0;  // fewest tokens in a group whose pads are known; 0: none known
  std::uint64_t heads = 0, first_version = 0, last_version = 0;
  std::uint64_t keys = 0, live_keys = 0;
  std::uint64_t withdrawn_seeds = 0;  // decoys counted
  std::uint64_t findings = 0;
};

class Replay {
 public:
  // With a trust file the signatures of heads, manifests, key lists and logs are checked too.
  explicit Replay(std::optional<TrustFile> trust = std::nullopt);
  ~Replay();
  Replay(Replay&&) noexcept;
  Replay& operator=(Replay&&) noexcept;

  // encode is the state as deterministic CBOR; not between begin() and end(). decode refuses
  // what encode() doesn't write, as it would files of another version: wrong_label.
  // Size: about 8 bytes for each entry whose expiry day isn't over, and 30 for each row of a
  // header.
  ByteVector encode() const;
  static Result<Replay> decode(Bytes state, std::optional<TrustFile> trust = std::nullopt);

  // begin judges a header and what it names. An error is the archive's; then nothing has changed
  // and the epoch may begin again. After begin() come the epoch's entries and end().
  Status begin(const EpochFront& front, Archive& archive);
  // length is how many entries the epoch that was begun has, header and nulls included; 0 where
  // its header can't be believed: end() it, and skip() to where the next epoch is.
  std::uint64_t length() const noexcept;
  // add takes the next entries with their leaf hashes (one each), in pieces of any size. More than
  // length() are not looked at.
  void add(std::span<const EntryBytes> entries, std::span<const Hash> leaves);
  // end closes the epoch. Fewer entries than length() are a finding: the tree ends before. Where an
  // entry looks like an earlier one, that one is looked for in `archive`.
  void end(Archive& archive);
  // skip says that the epoch `number` couldn't be read, and why (missing_header, ...). The next
  // header isn't held against the one before.
  void skip(std::uint64_t log, std::uint64_t number, std::uint64_t index, Finding why,
            std::string_view detail = {});

  // served tells of a head (signed, as in a bundle) that somebody was given. It is a finding if no
  // header names it by the end of the day after it was issued (spec/log.md, 15.9).
  Status served(Bytes head);
  // overdue is what the clock says: days without an epoch, pad keys and heads that are late at
  // `now`; and key lists that nobody vouched for so far. It isn't kept, and may pass.
  std::vector<Found> overdue(UnixTime now) const;

  // root is the root of the newest log's tree as far as it was replayed, for the caller to compare
  // with a checkpoint of that size. not_found behind an epoch that was skipped.
  Result<Hash> root() const;
  std::uint64_t size() const noexcept { return state_.tree_size; }

  // note keeps a finding of the caller's own, such as corrupt_tile, among the others.
  void note(Found found);
  // found has the first kKeptFindings of all, in the order in which they were made.
  const std::vector<Found>& found() const noexcept;
  Totals totals() const;

  // state is everything else, for reports: epochs, tokens, keys, heads, withdrawals.
  const ReplayState& state() const noexcept { return state_; }
  // next_number is the number that the next header has to have; 0 before the first.
  std::uint64_t next_number() const noexcept;
  // next_index is where the next epoch of log `log` has to begin.
  std::uint64_t next_index(std::uint64_t log) const noexcept;

  struct Work;  // the epoch between begin() and end()

 private:
  void judge_front(Work& work, const struct Gathered& gathered);
  void leave_gap();

  ReplayState state_;
  std::optional<TrustFile> trust_;
  std::unique_ptr<Work> work_;
};

// hash_leaves is the leaf hash of each entry.
std::vector<Hash> hash_leaves(std::span<const EntryBytes> entries);

}  // namespace whit::audit
