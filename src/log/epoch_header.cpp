// SPDX-License-Identifier: Apache-2.0
#include "base/cbor_writer.h"
#include "log/entry.h"
#include "token/token_reader.h"

namespace whit {
namespace {

using Count = EpochHeader::Count;

// A list that can't promise more items than could still come, and is bounded all the same.
constexpr std::size_t kMaxRows = 1 << 20;

Result<std::size_t> read_count(cbor::Reader& in) noexcept {
  WHIT_TRY(const std::size_t count, in.array());
  if (count > kMaxRows) return in.fail(Errc::too_large);
  return count;
}

Status read_heads(cbor::Reader& in, EpochHeader& out) {
  WHIT_CHECK(in.expect(7));
  WHIT_TRY(const std::size_t count, read_count(in));
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Hash head, in.fixed<Hash>());
    out.heads.push_back(head);
  }
  return {};
}

Status read_pad_keys(cbor::Reader& in, EpochHeader& out) {
  WHIT_CHECK(in.expect(8));
  WHIT_TRY(const std::size_t count, read_count(in));
  if (count == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_CHECK(in.expect_array(2));
    WHIT_TRY(const std::uint64_t epoch, in.uint());
    WHIT_TRY(const Hash key, in.fixed<Hash>());
    out.pad_keys.emplace_back(epoch, key);
  }
  return {};
}

Result<Count> read_row(cbor::Reader& in) noexcept {
  Count out;
  WHIT_CHECK(in.expect_array(5));
  WHIT_TRY(const std::uint64_t kind, in.uint(1, 7));
  if (kind != 1 && kind != 2 && kind != 7) return in.fail(Errc::out_of_range);
  out.kind = static_cast<EntryKind>(kind);
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_TRY(out.kid, in.fixed<KeyId>());
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.entries, in.uint());
  return out;
}

Status read_rows(cbor::Reader& in, EpochHeader& out) {
  WHIT_CHECK(in.expect(9));
  WHIT_TRY(const std::size_t count, read_count(in));
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Count row, read_row(in));
    out.counts.push_back(row);
  }
  return {};
}

void write_rows(cbor::Writer& out, const std::vector<Count>& rows) {
  out.uint(9).array(rows.size());
  for (const Count& row : rows) {
    out.array(5).uint(static_cast<std::uint64_t>(row.kind)).uint(row.vct);
    out.bytes(row.kid.view()).uint(row.day).uint(row.entries);
  }
}

}  // namespace

Result<EpochHeader> parse_epoch_header(Bytes cbor) {
  cbor::Reader in(cbor);
  EpochHeader out;
  WHIT_TRY(const std::size_t pairs, in.map());
  if (pairs != 8 && pairs != 9) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.number, in.uint());
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.day, read_day(in));
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.index, in.uint());
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(out.entries, in.uint());
  WHIT_CHECK(in.expect(5));
  WHIT_TRY(out.key_list, in.fixed<Hash>());
  WHIT_CHECK(in.expect(6));
  WHIT_TRY(out.previous, in.fixed<Hash>());
  WHIT_CHECK(read_heads(in, out));
  if (pairs == 9) WHIT_CHECK(read_pad_keys(in, out));
  WHIT_CHECK(read_rows(in, out));
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode(const EpochHeader& header) {
  cbor::Writer out;
  out.map(header.pad_keys.empty() ? 8 : 9).uint(1).uint(header.number).uint(2).uint(header.day);
  out.uint(3).uint(header.index).uint(4).uint(header.entries);
  out.uint(5).bytes(header.key_list.view()).uint(6).bytes(header.previous.view());
  out.uint(7).array(header.heads.size());
  for (const Hash& head : header.heads) out.bytes(head.view());
  if (!header.pad_keys.empty()) {
    out.uint(8).array(header.pad_keys.size());
    for (const auto& [epoch, key] : header.pad_keys) out.array(2).uint(epoch).bytes(key.view());
  }
  write_rows(out, header.counts);
  return out.take();
}

}  // namespace whit
