// SPDX-License-Identifier: Apache-2.0
// What an auditor can find, each by its own name and with the exit code of its class.
// Spec: spec/audit.md.
#pragma once

#include <cstdint>
#include <string_view>

namespace whit::audit {

// Class is the exit code of a program that found it; the highest decides where there are several.
enum class Class : std::uint8_t {
  fine = 0,
  network = 2,   // something didn't come
  stale = 3,     // too old to say anything, or smaller than what was seen before
  unproven = 4,  // a signature isn't good, or too few witnesses
  fork = 5,      // the log told two stories
  rule = 6,      // a rule of spec/log.md is broken
  corrupt = 7,   // a file isn't what the checkpoint commits to, or is missing
  unlogged = 8,  // a token was signed that isn't in the log
};

enum class Finding : std::uint8_t {
  none = 0,
  unreachable,        // nothing came from the log, or from a witness
  stale,              // no witness saw the log for more than two days
  shrunk,             // the checkpoint is of a smaller tree than one seen before
  wrong_origin,       // a checkpoint of another log
  bad_log_signature,  // not signed by the log's key
  bad_cosignature,    // a witness's line that isn't its signature
  no_quorum,          // too few witnesses
  fork,               // two checkpoints of the log contradict each other
  split_view,         // witnesses cosigned different trees
  corrupt_tile,       // a tile of hashes isn't what the tree has
  corrupt_entries,    // a bundle of entries isn't what the tree has
  missing_tile,       // a tile or bundle that the checkpoint implies isn't there
  missing_header,     // an epoch's header isn't there
  bad_header,         // a header that isn't one, or not the one that the tree commits to
  missing_key_list,   // a key list that a header commits to isn't there
  bad_key_list,       // it isn't one, or not the one committed to
  missing_head,       // a bundle's head that a header commits to isn't there
  bad_head,           // it isn't one, or not the one committed to
  missing_segment,    // a withdrawal segment that a head lists isn't there
  bad_segment,        // it isn't one, or not the one listed
  wrong_size,         // an epoch has not as many entries as its header says
  wrong_header,       // its first entry isn't its header's
  bad_entry,          // an entry of no kind that may stand there
  unsorted,           // entries don't ascend by leaf hash, or one stands there twice
  not_padded,         // a group isn't a multiple of 64
  wrong_counts,       // the header's counts aren't those of the entries
  bad_nulls,          // something else than nulls at the end
  header_gap,         // the number isn't the next one
  broken_chain,       // a header doesn't name the one before it
  wrong_index,        // an epoch doesn't begin where the one before ended
  day_back,           // an epoch's day is before that of the one before
  missing_day,        // a UTC day has no epoch
  two_epochs,         // a day has two epochs with tokens
  late_epoch,         // it was not in the tree by 03:00 of the next day
  future_epoch,       // it is of a day that hadn't come when witnesses saw it
  unknown_key,        // tokens under a key that no list names
  late_key,           // tokens under a key before the header that committed to it
  wrong_key_kind,     // tokens of a kind or fact that the key isn't for
  key_out_of_days,    // tokens of an expiry day that the key isn't for
  withdrawn_key,      // tokens under a key that was withdrawn before
  expired_entry,      // tokens of an expiry day for which nothing is signed any more, or not yet
  repeated_entry,     // an entry that an earlier epoch has too
  second_live_key,    // two live keys for one kind, fact and day
  second_blind_key,   // a blind key for a fact and day that had another one
  unsound_key,        // a blind key that is no RSA key of 2,048 bits, or has a small factor
  changed_key,        // a key's facts or days aren't what an earlier list said
  revived_key,        // a withdrawn key is live again
  old_key_list,       // a key list's sequence doesn't grow
  head_gap,           // versions of bundles have a gap
  two_heads,          // two bundles of one version
  broken_head_chain,  // a head doesn't name the one before it
  uncommitted_keys,   // a head carries a key list that its header doesn't commit to
  unlogged_head,      // a bundle that was served, and that no header names in time
  bad_pad_key,        // a revealed pad key doesn't explain a single pad
  late_pad_key,       // a pad key isn't revealed when it is due
  other_root,         // a manifest of a root that wasn't announced, or that announces another one
  over_quota,         // more blind tokens than the people who can have the fact may collect
  unlogged,           // a token that isn't in the log
};

std::string_view name(Finding finding) noexcept;      // "unsorted", "split-view"
std::string_view sentence(Finding finding) noexcept;  // for a person: lower case, no period
Class class_of(Finding finding) noexcept;

}  // namespace whit::audit
