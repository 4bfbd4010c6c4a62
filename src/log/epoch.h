// SPDX-License-Identifier: Apache-2.0
// Epochs: what one UTC day adds to the log, shuffled by its own hashes and padded.
// Spec: spec/log.md, sections 4 and 5.
#pragma once

#include <span>

#include "log/entry.h"

namespace whit {

inline constexpr std::uint64_t kPadTo = 64;            // entries of one group
inline constexpr std::uint64_t kEpochAlignment = 256;  // entries of one epoch

// size_after is the size of the log behind the epoch of `header`: its index and its entries, up to
// a multiple of 256. out_of_range where no log is that long.
Result<std::uint64_t> size_after(const EpochHeader& header) noexcept;

// header_entry is the entry that stands for a header in the log.
Entry header_entry(const EpochHeader& header) noexcept;
Entry header_entry(Day day, Bytes header) noexcept;
// null_entry is what fills the end of an epoch.
EntryBytes null_entry() noexcept;

using PadKey = std::span<const std::uint8_t, 32>;
// pad_entry is pad `number` of an epoch, in the group of the entry `like`.
EntryBytes pad_entry(const EntryBytes& like, PadKey key, std::uint32_t number) noexcept;

struct Leaf {
  Hash hash;
  EntryBytes entry;
};

// EpochDraft is what an issuer knows when it closes an epoch.
struct EpochDraft {
  std::uint64_t number = 0;
  Day day = 0;
  std::uint64_t index = 0;  // the size of the log before it, a multiple of 256
  Hash key_list, previous;
  std::vector<Hash> heads;
  std::vector<std::pair<std::uint64_t, Hash>> pad_keys;
  std::vector<EntryBytes> entries;  // of tokens, in any order; none for a control epoch
};

// Epoch is a header and everything that it puts into the log.
struct Epoch {
  EpochHeader header;
  std::vector<std::uint8_t> header_bytes;
  std::vector<Leaf> leaves;  // the header first, entries ascending by hash, nulls
};
// build_epoch pads and sorts `draft`. not_ascending where an entry stands there twice.
Result<Epoch> build_epoch(EpochDraft draft, PadKey pad_key);

// EpochFault is what an auditor finds wrong with an epoch.
enum class EpochFault : std::uint8_t {
  none,
  wrong_size,    // not as many entries as the header and the alignment say
  wrong_header,  // the first entry isn't the header's
  bad_entry,     // an entry of no kind that may stand there, or not in its one form
  unsorted,      // entries don't ascend by leaf hash, or one stands there twice
  not_padded,    // a group isn't a multiple of 64
  wrong_counts,  // the header's counts aren't those of the entries, in order
  bad_nulls      // something else than nulls at the end
};
std::string_view name(EpochFault fault) noexcept;

// check_epoch looks at all entries of an epoch, its header's first. Keys and days are not its
// business.
EpochFault check_epoch(const EpochHeader& header, Bytes header_bytes,
                       std::span<const EntryBytes> entries);

// follows tells whether `next` may stand behind `header` in one log: number, hash, place and day.
bool follows(const EpochHeader& header, Bytes header_bytes, const EpochHeader& next) noexcept;

// count_pads tells, by row of the header's counts, how many entries of a checked epoch are pads of
// the key that a later header reveals.
std::vector<std::uint64_t> count_pads(const EpochHeader& header,
                                      std::span<const EntryBytes> entries, PadKey key);

}  // namespace whit
