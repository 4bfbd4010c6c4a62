// SPDX-License-Identifier: Apache-2.0
// Heads of bundles, as headers name them: their chain, their keys, and what they withdraw.
// Spec: spec/trust.md, section 6; spec/log.md, 15.9 and 15.10.
#include <algorithm>

#include "audit/head_check.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/hash.h"
#include "trust/segment.h"

namespace whit::audit {
namespace {

std::string version_text(const Head& head) { return "version " + std::to_string(head.version); }

void judge_unreadable(ReplayState& state, const GatheredHead& gathered, Docket& out) {
  ++state.unread_heads;
  const bool missing = !gathered.file && gathered.file.error().code == Errc::not_found;
  out.add(missing ? Finding::missing_head : Finding::bad_head, hex::encode(gathered.hash.view()));
}

const HeadRow* find_version(const ReplayState& state, std::uint64_t version) noexcept {
  const auto found = std::find_if(state.heads.rbegin(), state.heads.rend(),
                                  [&](const HeadRow& row) { return row.version == version; });
  return found == state.heads.rend() ? nullptr : &*found;
}

// A head of a version that isn't a new one.
void judge_old(const ReplayState& state, const Head& head, const Hash& hash, Docket& out) {
  const HeadRow* same = find_version(state, head.version);
  if (same != nullptr && same->hash == hash) return;  // named twice, and nothing lost by it
  out.add(Finding::two_heads, version_text(head) + ", " + hex::encode(hash.view()));
}

void judge_order(const ReplayState& state, const Head& head, Docket& out) {
  const bool first = state.heads.empty();
  const std::uint64_t last = first ? 0 : state.heads.back().version;
  const std::uint64_t skipped = head.version - last - 1;
  const bool from_the_start = !state.epochs.empty() && state.epochs.front().number == 0;
  if (skipped > state.unread_heads && (!first || from_the_start)) {
    out.add(Finding::head_gap, version_text(head) + " follows version " + std::to_string(last));
  }
  if (skipped != 0) return;
  const Hash before = first ? Hash{} : state.heads.back().hash;
  if (!(head.previous == before)) out.add(Finding::broken_head_chain, version_text(head));
}

// The row of the header that a head carries; a null pointer, and said so, where there is none.
const EpochRow* judge_keys(const ReplayState& state, const Head& head, Docket& out) {
  const Hash hash = sha256(head.epoch_header);
  const auto row = std::find_if(state.epochs.rbegin(), state.epochs.rend(),
                                [&](const EpochRow& one) { return one.header == hash; });
  if (row == state.epochs.rend()) {
    const bool all_known = !state.epochs.empty() && state.epochs.front().number == 0;
    if (all_known && !state.unchained && state.tree_known) {
      out.add(Finding::uncommitted_keys, version_text(head) + " carries a header of no epoch");
    }
    return nullptr;
  }
  if (!(row->key_list == sha256(head.key_list))) {
    out.add(Finding::uncommitted_keys, version_text(head));
  }
  return &*row;
}

void count_seeds(ReplayState& state, const Head& head, const SegmentRow& row,
                 const ByteVector& file, Docket& out) {
  const auto groups = parse_segment(file, row.medium, row.day);
  if (!groups || file.size() != row.size || !(sha256(file) == row.hash)) {
    out.add(Finding::bad_segment, hex::encode(row.hash.view()));
    return;
  }
  for (const Withdrawals& group : *groups) {
    state.withdrawn.push_back(
        {head.version, day_of(head.issued), row.medium, group.vct, group.seeds.size()});
  }
}

void take_segments(ReplayState& state, const Head& head, const Gathered& gathered, Docket& out) {
  std::vector<Hash> now;
  for (const SegmentRow& row : head.segments) {
    now.push_back(row.hash);
    if (std::binary_search(state.segments.begin(), state.segments.end(), row.hash)) continue;
    const auto file = gathered.segments.find(row.hash);
    if (file == gathered.segments.end()) continue;
    if (file->second) {
      count_seeds(state, head, row, *file->second, out);
    } else {
      const bool missing = file->second.error().code == Errc::not_found;
      out.add(missing ? Finding::missing_segment : Finding::bad_segment,
              hex::encode(row.hash.view()));
    }
  }
  std::sort(now.begin(), now.end());
  state.segments = std::move(now);
}

void take_catalogue(ReplayState& state, const Head& head) {
  for (const CatalogueFact& fact : head.catalogue) {
    FactLimits& most = state.limits[fact.vct];
    most.horizon = std::max(most.horizon, Day{fact.horizon});
    most.paper = std::max(most.paper, Day{fact.paper_life.value_or(0)});
    most.per_day = std::max(most.per_day, std::uint64_t{fact.per_day});
  }
}

void take_head(ReplayState& state, const Head& head, const Hash& hash) {
  if (state.head_count++ == 0) state.first_version = head.version;
  state.unread_heads = 0;
  state.heads.push_back({head.version, hash});
  if (state.heads.size() > kKeptHeads) state.heads.erase(state.heads.begin());
}

// A head that is well signed vouches for its key list.
void vouch(ReplayState& state, const Head& head) {
  const Hash list = sha256(head.key_list);
  std::erase_if(state.open_lists, [&](const OpenList& open) { return open.hash == list; });
}

// Heads from before the trust file's root came: by their own manifest, which announces that root.
void judge_before(ReplayState& state, const Head& head, Bytes file, Docket& out) {
  if (!is_signed_by_its_own(file, head)) {
    out.add(Finding::bad_head, version_text(head) + ": it isn't signed by a key of its manifest");
    return;
  }
  vouch(state, head);
}

void judge_signatures(ReplayState& state, const Head& head, Bytes file, const TrustFile* trust,
                      Docket& out) {
  std::optional<TrustFile> under;
  std::string other;
  if (trust != nullptr) {
    if (state.manifest.empty() && is_before(head.manifest, *trust)) {
      return judge_before(state, head, file, out);
    }
    other = root_fault(head.manifest, state.manifest, *trust);
    under.emplace(*trust);
    under->root = root_for(head.manifest, state.manifest, *trust);
  }
  if (!other.empty()) return out.add(Finding::other_root, version_text(head) + ": " + other);
  const HeadSigned signed_part = check_head_signatures(file, head, under ? &*under : nullptr);
  if (!signed_part.fault.empty()) {
    out.add(Finding::bad_head, version_text(head) + ": " + signed_part.fault);
  }
  state.specimen = signed_part.specimen;
  if (trust == nullptr || !signed_part.fault.empty()) return;
  take_manifest(state.manifest, head.manifest, *trust);
  vouch(state, head);
}

// What a head's proof says of the time at which this epoch wasn't there yet.
UnixTime judge_proof(const ReplayState& state, const EpochFront& front, const Head& head,
                     const EpochRow* row, const TrustFile* trust, Docket& out) {
  const HeadProof proof = check_head_proof(head, trust);
  for (const auto& [finding, detail] : proof.found) out.add(finding, version_text(head) + detail);
  if (row == nullptr || proof.size == 0) return 0;
  if (proof.size == row->end() && !(row->root == Hash{}) && !(proof.root == row->root)) {
    out.add(Finding::fork, version_text(head) + " carries a checkpoint of size " +
                               std::to_string(proof.size) + " with another root");
  }
  if (proof.oldest != 0 && proof.oldest < midnight(row->day)) {
    out.add(Finding::future_epoch,
            "a witness saw the epoch of " + date(row->day) + " at " + moment(proof.oldest));
  }
  const bool of_this_log = row->log == front.log && !state.epochs.empty();
  return of_this_log && proof.size <= front.begin ? proof.newest : 0;
}

}  // namespace

void take_manifest(ByteVector& newest, Bytes signed_manifest, const TrustFile& trust) {
  if (!root_fault(signed_manifest, newest, trust).empty()) return;
  TrustFile under = trust;
  under.root = root_for(signed_manifest, newest, trust);
  const auto manifest = check_manifest(signed_manifest, under);
  if (!manifest || !is_newer(*manifest, under.root, newest, trust)) return;
  newest.assign(signed_manifest.begin(), signed_manifest.end());
}

UnixTime judge_heads(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                     const Gathered& gathered, const TrustFile* trust, Docket& out) {
  UnixTime sighted = 0;
  for (const auto& one : gathered.heads) {
    std::erase_if(state.served, [&](const ServedRow& row) { return row.hash == one->hash; });
    if (!one->head) {
      judge_unreadable(state, *one, out);
      continue;
    }
    const Head& head = *one->head;
    const bool old = !state.heads.empty() && head.version <= state.heads.back().version;
    if (old) {
      judge_old(state, head, one->hash, out);
      continue;
    }
    judge_signatures(state, head, *one->file, trust, out);
    judge_order(state, head, out);
    if (day_of(head.issued) + 1 < header.day) {
      out.add(Finding::unlogged_head,
              version_text(head) + " of " + date(day_of(head.issued)) + " is named too late");
    }
    const EpochRow* row = judge_keys(state, head, out);
    sighted = std::max(sighted, judge_proof(state, front, head, row, trust, out));
    take_catalogue(state, head);
    take_segments(state, head, gathered, out);
    take_head(state, head, one->hash);
  }
  return sighted;
}

}  // namespace whit::audit
