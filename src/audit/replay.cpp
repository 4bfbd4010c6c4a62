// SPDX-License-Identifier: Apache-2.0
#include "audit/replay.h"

#include <algorithm>

#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/hash.h"

namespace whit::audit {
namespace {

constexpr Seconds kClosingTime = 10800;  // 3 h after midnight; spec/log.md, 15.1
constexpr Day kMostAhead = 366;          // days that any entry may expire ahead

bool commits_to(const EntryBytes& entry, Bytes header) noexcept {
  return equal(Bytes(entry).last(Hash::kSize), sha256(header).view());
}

void judge_times(const EpochFront& front, const EpochHeader& header, UnixTime unseen, Docket& out) {
  if (unseen > midnight(header.day + 1) + kClosingTime) {
    out.add(Finding::late_epoch, "a witness saw the log without the epoch of " + date(header.day) +
                                     " at " + moment(unseen));
  }
  if (front.seen != 0 && front.seen < midnight(header.day)) {
    out.add(Finding::future_epoch,
            "a witness saw the epoch of " + date(header.day) + " at " + moment(front.seen));
  }
}

void judge_served(ReplayState& state, const EpochHeader& header, Docket& out) {
  std::erase_if(state.served, [&](const ServedRow& row) {
    if (row.day + 1 >= header.day) return false;
    out.add(Finding::unlogged_head, "version " + std::to_string(row.version) + " of " +
                                        date(row.day) + ", " + hex::encode(row.hash.view()));
    if (!row.content.empty() && state.hidden.size() < kKeptServed) {
      state.hidden.push_back(row.content);
    }
    return true;
  });
}

}  // namespace

void judge_days(const ReplayState& state, const EpochHeader& header, Docket& out) {
  if (header.entries == 0 || state.specimen) return;
  for (auto row = state.epochs.rbegin(); row != state.epochs.rend(); ++row) {
    if (row->day != header.day) break;
    if (row->entries == 0) continue;
    out.add(Finding::two_epochs,
            date(header.day) + " has tokens in epoch " + std::to_string(row->number) + " too");
    break;
  }
}

Replay::Replay(std::optional<TrustFile> trust) : trust_(std::move(trust)) {}
Replay::~Replay() = default;
Replay::Replay(Replay&&) noexcept = default;
Replay& Replay::operator=(Replay&&) noexcept = default;

ByteVector Replay::encode() const {
  if (work_) __builtin_trap();
  return audit::encode(state_);
}

Result<Replay> Replay::decode(Bytes state, std::optional<TrustFile> trust) {
  WHIT_TRY(ReplayState decoded, decode_replay_state(state));
  Replay out(std::move(trust));
  out.state_ = std::move(decoded);
  return out;
}

std::uint64_t Replay::next_number() const noexcept {
  return state_.epochs.empty() ? 0 : state_.epochs.back().number + 1;
}

std::uint64_t Replay::next_index(std::uint64_t log) const noexcept {
  if (state_.epochs.empty() || state_.epochs.back().log != log) return 0;
  return state_.epochs.back().end();
}

Result<Hash> Replay::root() const {
  if (!state_.tree_known) return Errc::not_found;
  WHIT_TRY(const CompactTree tree, CompactTree::restore(state_.tree_size, state_.tree_edge));
  return tree.root();
}

Status Replay::begin(const EpochFront& front, Archive& archive) {
  auto work = std::make_unique<Work>();
  work->front = front;
  work->header_bytes.assign(front.header.begin(), front.header.end());
  work->front.header = work->header_bytes;
  const bool is_front = is_header_entry(front.first);
  const bool is_its_own = is_front && commits_to(front.first, front.header);
  auto header = parse_epoch_header(front.header);
  const bool readable = is_its_own && header && size_after(*header).ok();
  work->docket.emplace(front.log, header ? header->number : next_number(), front.begin);
  if (!is_front) work->docket->add(Finding::wrong_header, "no header stands where one must begin");
  if (is_front && !is_its_own) {
    work->docket->add(Finding::bad_header, "the tree commits to other bytes");
  } else if (is_front && !readable) {
    work->docket->add(Finding::bad_header, "the tree commits to something that isn't a header");
  }
  if (readable) {
    WHIT_TRY(const Gathered gathered, gather(state_, *header, front.log, archive));
    work->header = *std::move(header);
    judge_front(*work, gathered);
  }
  work_ = std::move(work);
  return {};
}

void Replay::judge_front(Work& work, const Gathered& gathered) {
  const EpochHeader& header = work.header;
  Docket& docket = *work.docket;
  const TrustFile* trust = trust_ ? &*trust_ : nullptr;
  judge_chain(state_, work.front, header, docket);
  if (state_.epochs.empty() || state_.epochs.back().log != work.front.log) {
    state_.tree_size = 0;
    state_.tree_edge.clear();
    state_.tree_known = work.front.begin == 0;
  }
  const UnixTime sighted = judge_heads(state_, work.front, header, gathered, trust, docket);
  judge_times(work.front, header, std::max(work.front.unseen, sighted), docket);
  judge_served(state_, header, docket);
  judge_key_list(state_, work.front, header, gathered, trust, docket);
  judge_pads(state_, header, gathered, docket);
  judge_days(state_, header, docket);
  work.judge.emplace(header, work.header_bytes, work.front.begin, header.day,
                     header.day + kMostAhead);
}

std::uint64_t Replay::length() const noexcept {
  return work_ && work_->judge ? work_->judge->length() : 0;
}

void Replay::add(std::span<const EntryBytes> entries, std::span<const Hash> leaves) {
  if (!work_ || entries.size() != leaves.size()) __builtin_trap();
  if (!work_->judge) return;
  EntryJudge& judge = *work_->judge;
  const std::uint64_t left = judge.length() - judge.seen();
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, entries.size()));
  for (std::size_t i = 0; i < count; ++i) judge.add(entries[i], leaves[i]);
  if (!state_.tree_known) return;
  auto tree = CompactTree::restore(state_.tree_size, std::move(state_.tree_edge));
  for (std::size_t i = 0; i < count; ++i) tree->append(leaves[i]);
  state_.tree_size = tree->size();
  state_.tree_edge = tree->edge();
}

void Replay::end(Archive& archive) {
  if (!work_) __builtin_trap();
  const std::unique_ptr<Work> work = std::move(work_);
  Docket& docket = *work->docket;
  if (work->judge) {
    close_epoch(state_, *work, archive);
  } else {
    leave_gap();
  }
  for (const Found& found : docket.found()) note(found);
}

void Replay::leave_gap() {
  state_.unchained = true;
  state_.tree_known = false;
}

void Replay::skip(std::uint64_t log, std::uint64_t number, std::uint64_t index, Finding why,
                  std::string_view detail) {
  leave_gap();
  note({why, log, number, index, std::string(detail)});
}

void Replay::note(Found found) {
  ++state_.findings;
  if (state_.found.size() < kKeptFindings) state_.found.push_back(std::move(found));
}

const std::vector<Found>& Replay::found() const noexcept { return state_.found; }

std::vector<Hash> hash_leaves(std::span<const EntryBytes> entries) {
  std::vector<Hash> out;
  out.reserve(entries.size());
  for (const EntryBytes& entry : entries) out.push_back(leaf_hash(entry));
  return out;
}

}  // namespace whit::audit
