// SPDX-License-Identifier: Apache-2.0
#include "wallet/log_walk.h"

#include "crypto/hash.h"
#include "log/epoch.h"
#include "log/text.h"

namespace whit::wallet {
namespace {

constexpr std::size_t kHeaderLimit = std::size_t{4} << 20;  // bytes
constexpr std::size_t kMaxHeaders = 4096;                   // that are walked back at once
constexpr std::uint64_t kEmptyLogs = 8;  // that may have been begun and left without an epoch

// Whether `next`, the first of its log, runs on from `header`, of an earlier one (15.8).
bool runs_on(const EpochHeader& header, const EpochHeader& next) {
  return next.number == header.number + 1 && next.day >= header.day;
}

std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

LogWalk::LogWalk(const ProvenLog& log, const TrustFile& trust, const LogFilesOf& files)
    : log_(log),
      trust_(trust),
      files_(files),
      headers_{{log.header, log.header_bytes, log.number}} {}

bool LogWalk::reaches(Day day) const noexcept {
  const EpochHeader& oldest = headers_.back().header;
  return oldest.day < day || oldest.number == 0;
}

Status LogWalk::back_to(Day day) {
  while (!reaches(day)) {
    if (headers_.size() == kMaxHeaders) return Errc::too_large;
    WHIT_TRY(PastHeader before, this->before(headers_.back()));
    headers_.push_back(std::move(before));
  }
  return {};
}

Result<PastHeader> LogWalk::before(const PastHeader& next) {
  if (next.header.index != 0) return before_in(next.log, next);
  for (std::uint64_t log = next.log; log > 1 && next.log - log < kEmptyLogs; --log) {
    auto found = before_in(log - 1, next);
    if (found.ok() || found.error().code != Errc::not_found) return found;
  }
  return Errc::not_found;
}

Result<PastHeader> LogWalk::before_in(std::uint64_t log, const PastHeader& next) {
  PastHeader out;
  out.log = log;
  const std::string path = "header/" + logtext::decimal(next.header.number - 1);
  WHIT_TRY(out.bytes, files_(log).get(path, kHeaderLimit));
  if (!(sha256(out.bytes) == next.header.previous)) return Errc::wrong_log;
  const auto header = parse_epoch_header(out.bytes);
  if (!header) return Errc::wrong_log;
  out.header = *header;
  const bool fits = log == next.log ? follows(out.header, out.bytes, next.header)
                                    : runs_on(out.header, next.header);
  if (!fits) return Errc::wrong_log;
  return out;
}

Result<std::vector<LogStretch>> LogWalk::stretches() {
  std::vector<LogStretch> out;
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    const auto& [header, bytes, log] = headers_[i];
    WHIT_TRY(TileReader* const reader, reader_of(log));
    WHIT_TRY(const std::uint64_t end, size_after(header));
    if (end > reader->size()) return Errc::wrong_log;
    out.push_back({header.day, header.day, {header.index + 1, header.entries}, reader, true});
    const bool is_last = i != 0 && headers_[i - 1].log != log;
    if (!is_last || end == reader->size()) continue;
    // Epochs that the issuer lost when it went on in another log; witnesses saw them here.
    const Day last = headers_[i - 1].header.day;
    out.push_back({header.day, last, {end, reader->size() - end}, reader, false});
  }
  return out;
}

Result<TileReader*> LogWalk::reader_of(std::uint64_t log) {
  if (const auto found = readers_.find(log); found != readers_.end()) return &found->second;
  Checkpoint tree = log_.tree;
  if (log != log_.number) {
    WHIT_TRY(tree, closing_checkpoint(log));
  }
  return &readers_.emplace(log, TileReader(files_(log), tree.size, tree.root)).first->second;
}

Result<std::string> LogWalk::checkpoint_of(std::uint64_t log) {
  if (log == log_.number) return format(log_.proof.note);
  WHIT_TRY(TileReader* const reader, reader_of(log));
  (void)reader;
  return notes_[log];
}

Result<Checkpoint> LogWalk::closing_checkpoint(std::uint64_t log) {
  WHIT_TRY(const WitnessPolicy policy, parse_witness_policy(trust_.policy));
  WHIT_TRY(const auto file, files_(log).get("checkpoint", kMaxNoteSize));
  const auto note = parse_note(text_of(file));
  if (!note) return Errc::unproven_log;
  const std::string origin = trust_.origin + logtext::decimal(log);
  std::vector<NoteKey> keys;
  for (const PublicKey& key : log_.keys) {
    WHIT_TRY(NoteKey named, make_note_key(origin, NoteKeyType::ed25519, key));
    keys.push_back(std::move(named));
  }
  const auto cosigned = check_checkpoint(*note, keys, policy);
  if (!cosigned || cosigned->checkpoint.origin != origin) return Errc::unproven_log;
  if (!meets_quorum(policy, cosigned->seen)) return Errc::no_quorum;
  notes_[log] = format(*note);
  return cosigned->checkpoint;
}

}  // namespace whit::wallet
