// SPDX-License-Identifier: Apache-2.0
// Fetching all that a header refers to, before anything is judged: where the archive fails, the
// epoch can begin again.
#include <algorithm>

#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "log/path.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

constexpr std::uint64_t kAtOnce = 65536;  // leaves

constexpr std::size_t kMaxGathered = 8 * kMaxLogObject;  // bytes that one header makes us hold

// Fetcher reads the files of one header, and no more of them than memory is meant for.
class Fetcher {
 public:
  Fetcher(Archive& archive, std::uint64_t log) noexcept : archive_(archive), log_(log) {}
  // A file that isn't there, or is too large, is a finding; anything else is the archive's error.
  Result<Result<ByteVector>> get(std::string_view folder, const Hash& hash) {
    auto file = archive_.file(log_, object_path(folder, hash), std::min(kMaxLogObject, left_));
    if (file) {
      left_ -= std::min(left_, file->size());
      return file;
    }
    const Errc code = file.error().code;
    if (code != Errc::not_found && code != Errc::too_large) return file.error();
    return file;
  }

 private:
  Archive& archive_;
  std::uint64_t log_;
  std::size_t left_ = kMaxGathered;
};

bool has_open_pads(const ReplayState& state, std::uint64_t epoch) noexcept {
  return std::any_of(state.open_pads.begin(), state.open_pads.end(),
                     [&](const OpenPads& open) { return open.epoch == epoch; });
}

std::optional<Head> read_head(const Result<ByteVector>& file, const Hash& hash) {
  if (!file) return std::nullopt;
  const auto part = parse_signed(*file, registry::kTypHead);
  if (!part || !(sha256(part->sign1.payload) == hash)) return std::nullopt;
  auto head = parse_head(part->sign1.payload);
  if (!head) return std::nullopt;
  return *std::move(head);
}

bool stands_before(const GatheredHead* a, const GatheredHead* b) noexcept {
  if (!a->head || !b->head) return a->head.has_value() && !b->head.has_value();
  return a->head->version < b->head->version;
}

// The segments that a head lists and the one before it didn't.
Status gather_segments(const std::vector<Hash>& known, const Head& head, Fetcher& files,
                       Gathered& out) {
  for (const SegmentRow& row : head.segments) {
    if (std::binary_search(known.begin(), known.end(), row.hash)) continue;
    if (out.segments.contains(row.hash)) continue;
    WHIT_TRY(Result<ByteVector> file, files.get(kSegmentFolder, row.hash));
    out.segments.emplace(row.hash, std::move(file));
  }
  return {};
}

// The first 8 bytes of every leaf of an epoch's tokens, sorted.
Result<std::vector<std::uint64_t>> prefixes_of(const EpochRow& row, Archive& archive) {
  std::vector<std::uint64_t> out;
  const std::uint64_t begin = row.begin + 1, end = begin + row.entries;
  for (std::uint64_t at = begin; at < end; at += kAtOnce) {
    WHIT_TRY(const auto leaves, archive.leaves(row.log, at, std::min(end, at + kAtOnce)));
    for (const Hash& leaf : leaves) out.push_back(prefix_of(leaf));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// By row of the epoch's counts, how many of its entries are pads of `key`.
Result<std::vector<std::uint64_t>> count_pad_rows(const ReplayState& state, const EpochRow& epoch,
                                                  const Hash& key, Archive& archive) {
  std::vector<std::uint64_t> out;
  if (key == Hash{}) return out;  // the issuer says that there are none
  WHIT_TRY(const auto prefixes, prefixes_of(epoch, archive));
  std::uint32_t number = 0;
  for (const IssuedRow& row : state.issued) {
    if (row.epoch != epoch.number) continue;
    const EntryBytes like = encode(Entry{row.kind, row.vct, row.kid, row.expires, Hash{}});
    const std::uint32_t first = number;
    for (; number - first < kPadTo - 1; ++number) {
      const Hash leaf = leaf_hash(pad_entry(like, PadKey(key.bytes), number));
      if (!std::binary_search(prefixes.begin(), prefixes.end(), prefix_of(leaf))) break;
    }
    out.push_back(number - first);
  }
  return out;
}

Status gather_pads(const ReplayState& state, const EpochHeader& header, Archive& archive,
                   Gathered& out) {
  for (const auto& [number, key] : header.pad_keys) {
    const EpochRow* epoch = find_epoch(state, number);
    if (!has_open_pads(state, number) || epoch == nullptr) continue;  // judged without its leaves
    WHIT_TRY(auto counts, count_pad_rows(state, *epoch, key, archive));
    out.pads.emplace(number, std::move(counts));
  }
  return {};
}

}  // namespace

Result<Gathered> gather(const ReplayState& state, const EpochHeader& header, std::uint64_t log,
                        Archive& archive) {
  Gathered out;
  Fetcher files(archive, log);
  if (state.epochs.empty() || !(state.epochs.back().key_list == header.key_list)) {
    WHIT_TRY(Result<ByteVector> file, files.get(kKeyListFolder, header.key_list));
    out.key_list.emplace(std::move(file));
  }
  for (const Hash& hash : header.heads) {
    WHIT_TRY(const Result<ByteVector> file, files.get(kHeadFolder, hash));
    out.heads.push_back(
        std::make_unique<GatheredHead>(GatheredHead{hash, file, read_head(file, hash)}));
  }
  std::stable_sort(out.heads.begin(), out.heads.end(),
                   [](const auto& a, const auto& b) { return stands_before(a.get(), b.get()); });
  std::vector<Hash> known = state.segments;
  for (const auto& gathered : out.heads) {
    if (!gathered->head) continue;
    WHIT_CHECK(gather_segments(known, *gathered->head, files, out));
    known.clear();
    for (const SegmentRow& row : gathered->head->segments) known.push_back(row.hash);
    std::sort(known.begin(), known.end());
  }
  WHIT_CHECK(gather_pads(state, header, archive, out));
  return out;
}

}  // namespace whit::audit
