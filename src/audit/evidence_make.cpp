// SPDX-License-Identifier: Apache-2.0
// Evidence from what an auditor has: the smallest exhibits that show each finding.
#include <algorithm>

#include "audit/evidence_maker.h"
#include "audit/head_check.h"
#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "log/proof.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

// Headers from `first` to the row itself, the last two with their places.
Status add_chain(Maker& maker, std::uint64_t first, const EpochRow& last) {
  const EpochRow* before = nullptr;
  for (const EpochRow& row : maker.state().epochs) {
    if (row.number < first || row.number > last.number) continue;
    WHIT_CHECK(maker.add_header(row));
    if (row.number < last.number) before = &row;
  }
  if (before != nullptr && before->log == last.log) WHIT_CHECK(maker.place(*before));
  return maker.place(last);
}

Status add_only(Maker& maker, const EpochRow& row) {
  WHIT_CHECK(maker.add_header(row));
  return maker.place(row);
}

// The number of the newest header, up to `row`, that names heads; and those heads.
Result<std::uint64_t> add_newest_heads(Maker& maker, const EpochRow& row) {
  const auto& epochs = maker.state().epochs;
  for (auto one = epochs.rbegin(); one != epochs.rend(); ++one) {
    if (one->number > row.number) continue;
    WHIT_TRY(const EpochHeader header, maker.header(*one));
    if (header.heads.empty()) continue;
    for (const Hash& head : header.heads) WHIT_CHECK(maker.add_object(kHeadFolder, head));
    return one->number;
  }
  return row.number;
}

Status add_all_lists(Maker& maker, const EpochRow& last) {
  Hash before;
  for (const EpochRow& row : maker.state().epochs) {
    if (row.number > last.number) break;
    if (!(row.key_list == before)) WHIT_CHECK(maker.add_object(kKeyListFolder, row.key_list));
    before = row.key_list;
  }
  return {};
}

// All heads of the chain that begins where the version before the faulty one is named, or where the
// faulty one's header stands.
Status make_heads(Maker& maker, const Found& found, const EpochRow& row) {
  std::uint64_t first = row.number;
  WHIT_TRY(const EpochHeader own, maker.header(row));
  for (const Hash& hash : own.heads) {
    const auto head = maker.head(row.log, hash);
    if (!head) continue;
    const auto carried = parse_epoch_header(head->epoch_header);
    if (carried) first = std::min(first, carried->number);
  }
  const auto& epochs = maker.state().epochs;
  for (auto one = epochs.rbegin(); one != epochs.rend(); ++one) {
    if (one->number >= row.number) continue;
    first = std::min(first, one->number);
    WHIT_TRY(const EpochHeader header, maker.header(*one));
    if (!header.heads.empty() || found.finding == Finding::unlogged_head) break;
  }
  for (const EpochRow& one : epochs) {
    if (one.number < first || one.number > row.number) continue;
    WHIT_TRY(const EpochHeader header, maker.header(one));
    for (const Hash& hash : header.heads) WHIT_CHECK(maker.add_object(kHeadFolder, hash));
  }
  return add_chain(maker, first, row);
}

Status make_two_epochs(Maker& maker, const EpochRow& row) {
  WHIT_TRY(std::uint64_t first, add_newest_heads(maker, row));
  for (const EpochRow& one : maker.state().epochs) {
    if (one.day == row.day && one.entries > 0) first = std::min(first, one.number);
  }
  return add_chain(maker, first, row);
}

Status make_epoch_fault(Maker& maker, const Found& found, const EpochRow& row) {
  WHIT_CHECK(maker.add_header(row));
  switch (found.finding) {
    case Finding::not_padded:
    case Finding::wrong_counts:
      return maker.add_range(row.log, row.begin, row.end());
    case Finding::unsorted:
      WHIT_CHECK(maker.place(row));
      return maker.add_range(row.log, found.index - 1, found.index + 1);
    case Finding::bad_entry:
    case Finding::bad_nulls:
      WHIT_CHECK(maker.place(row));
      return maker.add_range(row.log, found.index, found.index + 1);
    default:
      return maker.place(row);
  }
}

// No header where one must begin: the header before shows where that is.
Status make_no_header(Maker& maker, const Found& found) {
  const auto& epochs = maker.state().epochs;
  for (auto row = epochs.rbegin(); row != epochs.rend(); ++row) {
    if (row->log != found.log || row->end() != found.index) continue;
    WHIT_CHECK(maker.add_header(*row));
    WHIT_CHECK(maker.place(*row));
    return maker.add_range(found.log, found.index, found.index + 1);
  }
  return Errc::not_found;
}

Status make_repeated(Maker& maker, const Found& found, const EpochRow& row) {
  WHIT_TRY(const auto leaf, maker.leaf(found.log, found.index));
  EpochRow where;
  std::uint64_t index = 0;
  if (!stood_before(maker.state(), leaf, row.number, maker.archive(), where, index)) {
    return Errc::not_found;
  }
  WHIT_CHECK(maker.add_range(where.log, index, index + 1));
  return maker.add_range(found.log, found.index, found.index + 1);
}

// The pad key that doesn't fit: the epoch itself, and all headers up to the one that reveals it.
Status make_bad_pad_key(Maker& maker, const EpochRow& row) {
  WHIT_TRY(const EpochHeader header, maker.header(row));
  for (const auto& [number, key] : header.pad_keys) {
    const EpochRow* epoch = find_epoch(maker.state(), number);
    for (const bool entries : {false, true}) {
      Maker attempt = maker.fresh();
      const bool known = epoch != nullptr && number < row.number;
      WHIT_CHECK(add_chain(attempt, known ? number : row.number, row));
      if (entries && (!known || epoch->entries == 0)) continue;
      if (entries) WHIT_CHECK(attempt.add_range(epoch->log, epoch->begin, epoch->end()));
      if (!attempt.holds()) continue;
      maker = std::move(attempt);
      return {};
    }
  }
  return Errc::not_found;
}

// Bytes that a header's entry commits to, and that are none.
Status make_bad_header(Maker& maker, const Found& found) {
  WHIT_TRY(const ByteVector bytes,
           maker.archive().file(found.log, header_path(found.epoch), kMaxLogObject));
  maker.add_bytes(bytes);
  return maker.add_range(found.log, found.index, found.index + 1);
}

// The list, and the heads around it, up to the newest header.
Status make_bad_list(Maker& maker, const EpochRow& row) {
  const auto& epochs = maker.state().epochs;
  std::uint64_t first = row.number;
  for (auto one = epochs.rbegin(); one != epochs.rend() && first == row.number; ++one) {
    if (one->number >= row.number) continue;
    WHIT_TRY(const EpochHeader header, maker.header(*one));
    if (!header.heads.empty()) first = one->number;
  }
  WHIT_CHECK(maker.add_object(kKeyListFolder, row.key_list));
  for (const EpochRow& one : epochs) {
    if (one.number < first) continue;
    WHIT_TRY(const EpochHeader header, maker.header(one));
    for (const Hash& hash : header.heads) WHIT_CHECK(maker.add_object(kHeadFolder, hash));
  }
  return add_chain(maker, first, epochs.back());
}

// A head that somebody was given, from the header that it carries on; and one that the log names.
Status make_hidden_head(Maker& maker, const EpochRow& row) {
  std::vector<ByteVector> heads = maker.state().hidden;
  for (const ServedRow& served : maker.state().served) heads.push_back(served.content);
  for (const ByteVector& bytes : heads) {
    const auto part = parse_signed(bytes, registry::kTypHead);
    const auto head = part ? parse_head(part->sign1.payload) : Result<Head>(part.error());
    const auto carried =
        head ? parse_epoch_header(head->epoch_header) : Result<EpochHeader>(head.error());
    if (!carried) continue;
    Maker attempt = maker.fresh();
    attempt.add_bytes(bytes);
    WHIT_CHECK(add_chain(attempt, carried->number, row));
    for (const EpochRow& one : maker.state().epochs) {
      if (one.number < carried->number || one.number > row.number) continue;
      WHIT_TRY(const EpochHeader header, maker.header(one));
      if (header.heads.empty()) continue;
      WHIT_CHECK(attempt.add_object(kHeadFolder, header.heads.back()));
      break;
    }
    if (!attempt.holds()) continue;
    maker = std::move(attempt);
    return {};
  }
  return Errc::not_found;
}

Status make_late_pad_key(Maker& maker, const EpochRow& row) {
  for (const EpochRow& epoch : maker.state().epochs) {
    if (epoch.entries == 0 || epoch.number >= row.number) continue;
    Maker attempt = maker.fresh();
    WHIT_CHECK(add_chain(attempt, epoch.number, row));
    if (!attempt.holds()) continue;
    maker = std::move(attempt);
    return {};
  }
  return Errc::not_found;
}

// The checkpoint `note`, if there is one, beside the header that it came without or with too early.
bool make_with(Maker& maker, const EpochRow& about, const std::string& note) {
  Maker attempt = maker.fresh();
  if (!attempt.add_header(about) || !attempt.place(about)) return false;
  if (!note.empty()) attempt.add_note(note);
  if (!attempt.holds()) return false;
  maker = std::move(attempt);
  return true;
}

// Checkpoints that witnesses saw, as heads carry them or as the auditor kept them.
Status make_by_times(Maker& maker, const Found& found, const EpochRow& row) {
  if (make_with(maker, row, "")) return {};  // by the newest one alone
  WHIT_TRY(const EpochHeader own, maker.header(row));
  for (const Hash& hash : own.heads) {
    const auto head = maker.head(row.log, hash);
    const auto proof = head ? parse_log_proof(head->log_proof) : Result<LogProof>(head.error());
    if (!proof) continue;
    const EpochRow* about = &row;
    if (found.finding == Finding::future_epoch) {
      const auto carried = parse_epoch_header(head->epoch_header);
      about = carried ? find_epoch(maker.state(), carried->number) : nullptr;
    }
    if (about != nullptr && make_with(maker, *about, format(proof->note))) return {};
  }
  for (const std::string& note : maker.seen(row.log)) {
    if (make_with(maker, row, note)) return {};
  }
  return Errc::not_found;
}

Status make_fork(Maker& maker, const EpochRow& row) {
  WHIT_TRY(const EpochHeader own, maker.header(row));
  for (const Hash& hash : own.heads) {
    const auto head = maker.head(row.log, hash);
    const auto proof = head ? parse_log_proof(head->log_proof) : Result<LogProof>(head.error());
    if (!proof || maker.tree(row.log) == nullptr) continue;
    const std::string note = format(proof->note);
    auto evidence =
        fork_evidence(Finding::fork, note, maker.note(row.log), *maker.tree(row.log), maker.keys());
    if (!evidence) continue;
    maker.take(*std::move(evidence));
    return {};
  }
  return Errc::not_found;
}

Status make_about_key(Maker& maker, const Found& found, const EpochRow& row) {
  WHIT_CHECK(add_all_lists(maker, row));
  if (found.finding == Finding::second_live_key) {
    const auto newest = add_newest_heads(maker, row);
    if (!newest) return newest.error();
  }
  return add_chain(maker, 0, row);
}

Status make_about_days(Maker& maker, const Found& found, const EpochRow& row) {
  switch (found.finding) {
    case Finding::header_gap:
    case Finding::broken_chain:
    case Finding::wrong_index:
    case Finding::day_back:
    case Finding::missing_day:
      if (row.begin == 0) return add_only(maker, row);
      return add_chain(maker, maker.number_before(row), row);
    case Finding::two_epochs:
      return make_two_epochs(maker, row);
    case Finding::late_epoch:
    case Finding::future_epoch:
      return make_by_times(maker, found, row);
    case Finding::expired_entry: {
      WHIT_TRY(const std::uint64_t first, add_newest_heads(maker, row));
      return add_chain(maker, first, row);
    }
    default:
      return Errc::not_found;
  }
}

Status make_about_parts(Maker& maker, const Found& found, const EpochRow& row) {
  switch (found.finding) {
    case Finding::fork:
      return make_fork(maker, row);
    case Finding::repeated_entry:
      return make_repeated(maker, found, row);
    case Finding::unlogged_head:
      if (make_hidden_head(maker, row).ok()) return {};
      return make_heads(maker, found, row);
    case Finding::head_gap:
    case Finding::two_heads:
    case Finding::broken_head_chain:
    case Finding::uncommitted_keys:
      return make_heads(maker, found, row);
    case Finding::bad_key_list:
      return make_bad_list(maker, row);
    case Finding::second_blind_key:
    case Finding::unsound_key:
      return make_blind_keys(maker, row);
    case Finding::bad_pad_key:
      return make_bad_pad_key(maker, row);
    case Finding::late_pad_key:
      return make_late_pad_key(maker, row);
    default:
      return Errc::not_found;
  }
}

bool is_about_key(Finding finding) noexcept {
  switch (finding) {
    case Finding::unknown_key:
    case Finding::late_key:
    case Finding::wrong_key_kind:
    case Finding::key_out_of_days:
    case Finding::withdrawn_key:
    case Finding::changed_key:
    case Finding::revived_key:
    case Finding::old_key_list:
    case Finding::second_live_key:
      return true;
    default:
      return false;
  }
}

bool is_about_days(Finding finding) noexcept {
  const bool sequence = finding >= Finding::header_gap && finding <= Finding::future_epoch;
  return sequence || finding == Finding::expired_entry;
}

Status make(Maker& maker, const Found& found) {
  const EpochRow* row = find_epoch(maker.state(), found.epoch);
  const bool own = row != nullptr && row->log == found.log;
  if (found.finding == Finding::wrong_header && (!own || row->begin != found.index)) {
    return make_no_header(maker, found);
  }
  if (found.finding == Finding::bad_header) return make_bad_header(maker, found);
  if (!own) return Errc::not_found;
  if (found.finding >= Finding::wrong_size && found.finding <= Finding::bad_nulls) {
    return make_epoch_fault(maker, found, *row);
  }
  if (is_about_key(found.finding)) return make_about_key(maker, found, *row);
  if (is_about_days(found.finding)) return make_about_days(maker, found, *row);
  return make_about_parts(maker, found, *row);
}

// What can't be shown is told instead; what couldn't be read is the caller's trouble.
bool is_of_the_reader(Errc code) noexcept {
  return code == Errc::unreachable || code == Errc::corrupt_tile || code == Errc::storage_failed;
}

}  // namespace

Result<Evidence> make_evidence(const Found& found, const Desk& desk) {
  Maker maker(found.finding, desk);
  const Status made = make(maker, found);
  if (!made && is_of_the_reader(made.error().code)) return made.error();
  if (made && maker.holds()) return maker.take();
  return testimony(found);
}

}  // namespace whit::audit
