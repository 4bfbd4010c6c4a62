// SPDX-License-Identifier: Apache-2.0
// What a Replay holds between begin() and end(), and the judges that it asks.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "audit/replay.h"
#include "log/group.h"
#include "log/merkle.h"

namespace whit::audit {

// Docket collects what is found in one epoch.
class Docket {
 public:
  Docket(std::uint64_t log, std::uint64_t epoch, std::uint64_t begin) noexcept
      : log_(log), epoch_(epoch), begin_(begin) {}
  void add(Finding finding, std::string detail) { add(finding, begin_, std::move(detail)); }
  void add(Finding finding, std::uint64_t index, std::string detail) {
    found_.push_back({finding, log_, epoch_, index, std::move(detail)});
  }
  const std::vector<Found>& found() const noexcept { return found_; }

 private:
  std::uint64_t log_, epoch_, begin_;
  std::vector<Found> found_;
};

// GroupTally is what an epoch has of one group.
struct GroupTally {
  std::uint64_t entries = 0;
  std::uint64_t first = 0;              // index of the first of them
  std::vector<std::uint64_t> prefixes;  // of their leaf hashes, where they are remembered
};

// EntryJudge looks at an epoch's entries as they come, and says what check_epoch() would say.
class EntryJudge {
 public:
  // `begin` is where the epoch stands; entries that expire in `keep_from` to `keep_to` are
  // remembered.
  EntryJudge(const EpochHeader& header, Bytes header_bytes, std::uint64_t begin, Day keep_from,
             Day keep_to);
  void add(const EntryBytes& entry, const Hash& leaf);
  // fault is the first fault in the order of check_epoch(), once all entries have come, and `at`
  // the index that it was found at.
  EpochFault fault(std::uint64_t& at) const;
  std::uint64_t length() const noexcept { return length_; }
  std::uint64_t seen() const noexcept { return seen_; }
  // groups are those of the token entries, as many as the header has rows at most, and one more.
  const std::map<Group, GroupTally>& groups() const noexcept { return groups_; }

 private:
  void add_token(const EntryBytes& entry, const Hash& leaf);
  EpochFault count_fault(std::uint64_t& at) const;

  const EpochHeader& header_;
  EntryBytes front_;
  std::uint64_t begin_, length_ = 0, seen_ = 0;
  Day keep_from_, keep_to_;
  std::optional<std::uint64_t> bad_entry_, unsorted_, bad_null_;  // index of the first
  bool front_differs_ = false, too_many_groups_ = false;
  Hash last_;
  std::map<Group, GroupTally> groups_;
};

// Gathered is everything that a header refers to, fetched before anything is judged.
struct GatheredHead {
  Hash hash;                 // as the header names it
  Result<ByteVector> file;   // not_found, too_large
  std::optional<Head> head;  // if it is one, and the one named
};
struct Gathered {
  std::optional<Result<ByteVector>> key_list;        // where it isn't the list of the header before
  std::vector<std::unique_ptr<GatheredHead>> heads;  // readable ones by version, then the others
  std::map<Hash, Result<ByteVector>> segments;       // that the head before hadn't listed
  // By epoch whose pad key is revealed and was due: pads by row; none where the key says none.
  std::map<std::uint64_t, std::vector<std::uint64_t>> pads;
};
Result<Gathered> gather(const ReplayState& state, const EpochHeader& header, std::uint64_t log,
                        Archive& archive);

// Judges of what a header says and names; each changes the state and adds to the docket.
void judge_chain(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                 Docket& out);
void judge_key_list(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                    const Gathered& gathered, const TrustFile* trust, Docket& out);
// take_manifest keeps what a head carries as the newest, if the root or the one that it announced
// signed it, and it isn't older.
void take_manifest(ByteVector& newest, Bytes signed_manifest, const TrustFile& trust);
// judge_heads gives the newest time at which a witness saw the log without this epoch, by the
// proofs that the heads carry; 0 where there is none that can be believed.
UnixTime judge_heads(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                     const Gathered& gathered, const TrustFile* trust, Docket& out);
void judge_days(const ReplayState& state, const EpochHeader& header, Docket& out);
void judge_pads(ReplayState& state, const EpochHeader& header, const Gathered& gathered,
                Docket& out);
// judge_groups asks whether the keys of an epoch's groups may sign what they signed.
void judge_groups(ReplayState& state, const EpochHeader& header,
                  const std::map<Group, GroupTally>& groups, Docket& out);

// close_epoch is what remains when all entries were seen; it adds the epoch to the state.
void close_epoch(ReplayState& state, Replay::Work& work, Archive& archive);

// stood_before finds a leaf in the epochs of the state that are before the one of number `before`.
bool stood_before(const ReplayState& state, const Hash& leaf, std::uint64_t before,
                  Archive& archive, EpochRow& where, std::uint64_t& index);

// find_epoch is the newest row of that number, a null pointer where there is none.
const EpochRow* find_epoch(const ReplayState& state, std::uint64_t number) noexcept;
// ahead_of is how many days ahead of the epoch's own an entry may expire.
Day ahead_of(const ReplayState& state, EntryKind kind, Vct vct) noexcept;
// is_out_of_time tells whether tokens of this expiry day can't stand in the epoch:
// spec/audit.md 3.4.
bool is_out_of_time(const ReplayState& state, const EpochHeader& header,
                    const EpochHeader::Count& row) noexcept;
// is_token_entry tells whether an entry stands for a token: a kind and a version that we know, a
// fact and a day. is_header_entry is the same for headers, whose day is anything.
bool is_token_entry(const EntryBytes& entry) noexcept;
bool is_header_entry(const EntryBytes& entry) noexcept;
// KeyIndex finds the row of a key by its algorithm (blind or not) and number.
using KeyIndex = std::map<std::pair<bool, KeyId>, std::size_t>;
KeyIndex index_keys(const std::vector<KeyRow>& keys);
inline std::pair<bool, KeyId> key_name(EntryKind kind, const KeyId& kid) noexcept {
  return {kind == EntryKind::blind, kid};
}
// prefix_of is the first 8 bytes of a leaf hash, as a number.
std::uint64_t prefix_of(const Hash& leaf) noexcept;
// date is a day as 2027-02-13, moment a time as 2027-02-13 04:05:06 UTC.
std::string date(Day day);
std::string moment(UnixTime time);
std::string group_text(const EpochHeader::Count& row);

// Work is the epoch between begin() and end().
struct Replay::Work {
  EpochFront front;
  ByteVector header_bytes;
  EpochHeader header;
  std::optional<Docket> docket;
  std::optional<EntryJudge> judge;  // none where the header can't be believed
};

}  // namespace whit::audit
