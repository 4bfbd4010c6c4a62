// SPDX-License-Identifier: Apache-2.0
#include "audit/finding.h"

#include <cstddef>
#include <iterator>

namespace whit::audit {
namespace {

struct Row {
  Finding finding;
  Class class_;
  std::string_view name, sentence;
};

constexpr Row kRows[] = {
    {Finding::none, Class::fine, "none", "nothing was found"},
    {Finding::unreachable, Class::network, "unreachable",
     "nothing came from the log, or from a witness"},
    {Finding::stale, Class::stale, "stale", "no witness saw the log for more than two days"},
    {Finding::shrunk, Class::stale, "shrunk",
     "the checkpoint is of a smaller tree than one seen before"},
    {Finding::wrong_origin, Class::unproven, "wrong-origin", "a checkpoint of another log"},
    {Finding::bad_log_signature, Class::unproven, "bad-log-signature",
     "not signed by the log's key"},
    {Finding::bad_cosignature, Class::unproven, "bad-cosignature",
     "a witness's line that isn't its signature"},
    {Finding::no_quorum, Class::unproven, "no-quorum", "too few witnesses"},
    {Finding::fork, Class::fork, "fork", "two checkpoints of the log contradict each other"},
    {Finding::split_view, Class::fork, "split-view", "witnesses cosigned different trees"},
    {Finding::corrupt_tile, Class::corrupt, "corrupt-tile",
     "a tile of hashes isn't what the tree has"},
    {Finding::corrupt_entries, Class::corrupt, "corrupt-entries",
     "a bundle of entries isn't what the tree has"},
    {Finding::missing_tile, Class::corrupt, "missing-tile",
     "a tile or bundle that the checkpoint implies isn't there"},
    {Finding::missing_header, Class::corrupt, "missing-header", "an epoch's header isn't there"},
    {Finding::bad_header, Class::corrupt, "bad-header",
     "a header that isn't one, or not the one that the tree commits to"},
    {Finding::missing_key_list, Class::corrupt, "missing-key-list",
     "a key list that a header commits to isn't there"},
    {Finding::bad_key_list, Class::corrupt, "bad-key-list",
     "it isn't one, or not the one committed to"},
    {Finding::missing_head, Class::corrupt, "missing-head",
     "a bundle's head that a header commits to isn't there"},
    {Finding::bad_head, Class::corrupt, "bad-head", "it isn't one, or not the one committed to"},
    {Finding::missing_segment, Class::corrupt, "missing-segment",
     "a withdrawal segment that a head lists isn't there"},
    {Finding::bad_segment, Class::corrupt, "bad-segment",
     "a withdrawal segment isn't one, or not the one that the head lists"},
    {Finding::wrong_size, Class::rule, "wrong-size",
     "an epoch has not as many entries as its header says"},
    {Finding::wrong_header, Class::rule, "wrong-header", "its first entry isn't its header's"},
    {Finding::bad_entry, Class::rule, "bad-entry", "an entry of no kind that may stand there"},
    {Finding::unsorted, Class::rule, "unsorted",
     "entries don't ascend by leaf hash, or one stands there twice"},
    {Finding::not_padded, Class::rule, "not-padded", "a group isn't a multiple of 64"},
    {Finding::wrong_counts, Class::rule, "wrong-counts",
     "the header's counts aren't those of the entries"},
    {Finding::bad_nulls, Class::rule, "bad-nulls", "something else than nulls at the end"},
    {Finding::header_gap, Class::rule, "header-gap", "the number isn't the next one"},
    {Finding::broken_chain, Class::rule, "broken-chain", "a header doesn't name the one before it"},
    {Finding::wrong_index, Class::rule, "wrong-index",
     "an epoch doesn't begin where the one before ended"},
    {Finding::day_back, Class::rule, "day-back", "an epoch's day is before that of the one before"},
    {Finding::missing_day, Class::rule, "missing-day", "a UTC day has no epoch"},
    {Finding::two_epochs, Class::rule, "two-epochs", "a day has two epochs with tokens"},
    {Finding::late_epoch, Class::rule, "late-epoch",
     "it was not in the tree by 03:00 of the next day"},
    {Finding::future_epoch, Class::rule, "future-epoch",
     "it is of a day that hadn't come when witnesses saw it"},
    {Finding::unknown_key, Class::rule, "unknown-key",
     "tokens were signed under a key that no list names"},
    {Finding::late_key, Class::rule, "late-key",
     "tokens were signed under a key before the header that committed to it"},
    {Finding::wrong_key_kind, Class::rule, "wrong-key-kind",
     "tokens were signed of a kind or fact that the key isn't for"},
    {Finding::key_out_of_days, Class::rule, "key-out-of-days",
     "tokens were signed of an expiry day that the key isn't for"},
    {Finding::withdrawn_key, Class::rule, "withdrawn-key",
     "tokens were signed under a key that was withdrawn before"},
    {Finding::expired_entry, Class::rule, "expired-entry",
     "tokens were signed of an expiry day for which nothing is signed any more, or not yet"},
    {Finding::repeated_entry, Class::rule, "repeated-entry",
     "an entry that an earlier epoch has too"},
    {Finding::second_live_key, Class::rule, "second-live-key",
     "two live keys for one kind, fact and day"},
    {Finding::second_blind_key, Class::rule, "second-blind-key",
     "a blind key for a fact and day that had another one"},
    {Finding::unsound_key, Class::rule, "unsound-key",
     "a blind key that is no RSA key of 2,048 bits, or has a small factor"},
    {Finding::changed_key, Class::rule, "changed-key",
     "a key's facts or days aren't what an earlier list said"},
    {Finding::revived_key, Class::rule, "revived-key", "a withdrawn key is live again"},
    {Finding::old_key_list, Class::rule, "old-key-list", "a key list's sequence doesn't grow"},
    {Finding::head_gap, Class::rule, "head-gap", "versions of bundles have a gap"},
    {Finding::two_heads, Class::rule, "two-heads", "two bundles of one version"},
    {Finding::broken_head_chain, Class::rule, "broken-head-chain",
     "a head doesn't name the one before it"},
    {Finding::uncommitted_keys, Class::rule, "uncommitted-keys",
     "a head carries a key list that its header doesn't commit to"},
    {Finding::unlogged_head, Class::rule, "unlogged-head",
     "a bundle that was served, and that no header names in time"},
    {Finding::bad_pad_key, Class::rule, "bad-pad-key",
     "a revealed pad key doesn't explain a single pad"},
    {Finding::late_pad_key, Class::rule, "late-pad-key", "a pad key isn't revealed when it is due"},
    {Finding::other_root, Class::rule, "other-root",
     "a root that wasn't announced as the next, or one that announces another than before"},
    {Finding::over_quota, Class::rule, "over-quota",
     "more blind tokens than the people who can have the fact may collect"},
    {Finding::unlogged, Class::unlogged, "unlogged", "a token that isn't in the log"},
};

// The rows stand in the order of the enumerators, so that a finding is its own index.
constexpr bool rows_are_complete() {
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    if (static_cast<std::size_t>(kRows[i].finding) != i) return false;
  }
  return static_cast<std::size_t>(Finding::unlogged) + 1 == std::size(kRows);
}
static_assert(rows_are_complete());

const Row& row(Finding finding) noexcept {
  const auto index = static_cast<std::size_t>(finding);
  if (index >= std::size(kRows)) __builtin_trap();
  return kRows[index];
}

}  // namespace

std::string_view name(Finding finding) noexcept { return row(finding).name; }
std::string_view sentence(Finding finding) noexcept { return row(finding).sentence; }
Class class_of(Finding finding) noexcept { return row(finding).class_; }

}  // namespace whit::audit
