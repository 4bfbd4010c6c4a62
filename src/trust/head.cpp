// SPDX-License-Identifier: Apache-2.0
// The head of a bundle: spec/trust.md, section 6.
#include <algorithm>
#include <set>
#include <tuple>

#include "base/cbor_writer.h"
#include "token/token_reader.h"
#include "trust/catalogue.h"
#include "trust/medium.h"
#include "whit/trust.h"

namespace whit {
namespace {

constexpr Seconds kLongestLife = 14 * kSecondsPerDay;
constexpr std::size_t kPrefixSize = 16;

Result<std::vector<std::uint8_t>> read_part(cbor::Reader& in) {
  WHIT_TRY(const Bytes part, in.bytes());
  return std::vector<std::uint8_t>(part.begin(), part.end());
}

Status read_front(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.version, in.uint());
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(out.issued, read_secs(in));
  WHIT_CHECK(in.expect(4));
  WHIT_TRY(out.next_update, read_secs(in));
  WHIT_CHECK(in.expect(5));
  WHIT_TRY(out.expires, read_secs(in));
  WHIT_CHECK(in.expect(6));
  WHIT_TRY(out.previous, in.fixed<Hash>());
  const bool in_order = out.issued <= out.next_update && out.next_update <= out.expires &&
                        out.expires <= out.issued + kLongestLife;
  if (!in_order) return in.fail(Errc::bad_times);
  return {};
}

Status read_signed_parts(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(7));
  WHIT_TRY(out.manifest, read_part(in));
  WHIT_CHECK(in.expect(8));
  WHIT_TRY(out.key_list, read_part(in));
  WHIT_CHECK(in.expect(9));
  WHIT_CHECK(in.expect_array(2));
  WHIT_TRY(out.epoch_header, read_part(in));
  WHIT_TRY(const std::string_view proof, in.text());
  out.log_proof = proof;
  return {};
}

Status read_catalogue(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(10));
  WHIT_TRY(const std::size_t facts, in.array());
  if (facts == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < facts; ++i) {
    WHIT_TRY(CatalogueFact fact, read_fact(in));
    out.catalogue.push_back(std::move(fact));
  }
  WHIT_CHECK(in.expect(11));
  WHIT_TRY(const std::size_t presets, in.array());
  if (presets == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < presets; ++i) {
    WHIT_TRY(Preset preset, read_preset(in));
    out.presets.push_back(std::move(preset));
  }
  return check_catalogue(out.catalogue, out.presets);
}

Result<SegmentRow> read_segment_row(cbor::Reader& in) noexcept {
  SegmentRow out;
  WHIT_CHECK(in.expect_array(4));
  WHIT_TRY(out.medium, read_medium(in));
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.hash, in.fixed<Hash>());
  WHIT_TRY(out.size, in.uint());
  return out;
}

Status read_segment_rows(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(12));
  WHIT_TRY(const std::size_t count, in.array());
  std::set<std::tuple<Kind, Day, Hash>> seen;
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const SegmentRow row, read_segment_row(in));
    if (!seen.emplace(row.medium, row.day, row.hash).second) return in.fail(Errc::not_ascending);
    out.segments.push_back(row);
  }
  return {};
}

bool is_ascending(Bytes items, std::size_t size) noexcept {
  if (items.size() % size != 0) return false;
  for (std::size_t at = size; at < items.size(); at += size) {
    if (!less(items.subspan(at - size, size), items.subspan(at, size))) return false;
  }
  return true;
}

Status read_accept_only(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(13));
  WHIT_TRY(const std::size_t count, in.array());
  std::set<std::pair<Kind, KeyId>> seen;
  for (std::size_t i = 0; i < count; ++i) {
    AcceptOnly row;
    WHIT_CHECK(in.expect_array(3));
    WHIT_TRY(row.medium, read_medium(in));
    WHIT_TRY(row.kid, in.fixed<KeyId>());
    WHIT_TRY(row.prefixes, read_part(in));
    if (!is_ascending(row.prefixes, kPrefixSize) || !seen.emplace(row.medium, row.kid).second) {
      return in.fail(Errc::not_ascending);
    }
    out.accept_only.push_back(std::move(row));
  }
  return {};
}

Status read_pages(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(14));
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_CHECK(in.expect_array(2));
    WHIT_TRY(const std::string_view path, in.text());
    WHIT_TRY(const Hash hash, in.fixed<Hash>());
    out.pages.push_back({std::string(path), hash});
  }
  return {};
}

Result<Dealt> read_dealt_row(cbor::Reader& in) noexcept {
  Dealt out;
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_TRY(const std::uint64_t horizon, in.uint(0, 60));
  WHIT_TRY(const std::uint64_t per_day, in.uint(0, 8));
  out.horizon = static_cast<std::uint8_t>(horizon);
  out.per_day = static_cast<std::uint8_t>(per_day);
  return out;
}

// Less than is shown, and either something or nothing.
bool is_less(const Dealt& dealt, const std::vector<CatalogueFact>& catalogue) noexcept {
  const auto fact = std::find_if(catalogue.begin(), catalogue.end(),
                                 [&](const CatalogueFact& f) { return f.vct == dealt.vct; });
  if (fact == catalogue.end() || (dealt.horizon == 0) != (dealt.per_day == 0)) return false;
  return dealt.horizon <= fact->horizon && dealt.per_day <= fact->per_day &&
         (dealt.horizon < fact->horizon || dealt.per_day < fact->per_day);
}

Status read_dealt(cbor::Reader& in, Head& out) {
  WHIT_CHECK(in.expect(15));
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Dealt row, read_dealt_row(in));
    if (!out.dealt.empty() && row.vct <= out.dealt.back().vct) return in.fail(Errc::not_ascending);
    if (!is_less(row, out.catalogue)) return in.fail(Errc::bad_catalogue);
    out.dealt.push_back(row);
  }
  return {};
}

void write_rows(cbor::Writer& out, const Head& head) {
  out.uint(12).array(head.segments.size());
  for (const SegmentRow& row : head.segments) {
    out.array(4).uint(medium_number(row.medium)).uint(row.day).bytes(row.hash.view());
    out.uint(row.size);
  }
  if (!head.accept_only.empty()) {
    out.uint(13).array(head.accept_only.size());
    for (const AcceptOnly& row : head.accept_only) {
      out.array(3).uint(medium_number(row.medium)).bytes(row.kid.view()).bytes(row.prefixes);
    }
  }
  if (!head.pages.empty()) {
    out.uint(14).array(head.pages.size());
    for (const Page& page : head.pages) out.array(2).text(page.path).bytes(page.hash.view());
  }
  if (!head.dealt.empty()) {
    out.uint(15).array(head.dealt.size());
    for (const Dealt& row : head.dealt) {
      out.array(3).uint(row.vct).uint(row.horizon).uint(row.per_day);
    }
  }
}

}  // namespace

Dealt Head::dealt_of(const CatalogueFact& fact) const noexcept {
  for (const Dealt& row : dealt) {
    if (row.vct == fact.vct) return row;
  }
  return {fact.vct, fact.horizon, fact.per_day};
}

Result<Head> parse_head(Bytes payload) {
  cbor::Reader in(payload);
  Head out;
  WHIT_TRY(const std::size_t pairs, in.map());
  WHIT_CHECK(read_front(in, out));
  WHIT_CHECK(read_signed_parts(in, out));
  WHIT_CHECK(read_catalogue(in, out));
  WHIT_CHECK(read_segment_rows(in, out));
  std::size_t found = 12;
  if (in.next_is(13)) {
    WHIT_CHECK(read_accept_only(in, out));
    ++found;
  }
  if (in.next_is(14)) {
    WHIT_CHECK(read_pages(in, out));
    ++found;
  }
  if (in.next_is(15)) {
    WHIT_CHECK(read_dealt(in, out));
    ++found;
  }
  if (pairs != found) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect_end());
  return out;
}

std::vector<std::uint8_t> encode(const Head& head) {
  cbor::Writer out;
  out.map(12 + std::size_t{!head.accept_only.empty()} + !head.pages.empty() + !head.dealt.empty());
  out.uint(1).text(head.iss).uint(2).uint(head.version).uint(3).uint(head.issued);
  out.uint(4).uint(head.next_update).uint(5).uint(head.expires);
  out.uint(6).bytes(head.previous.view()).uint(7).bytes(head.manifest).uint(8).bytes(head.key_list);
  out.uint(9).array(2).bytes(head.epoch_header).text(head.log_proof);
  out.uint(10).array(head.catalogue.size());
  for (const CatalogueFact& fact : head.catalogue) write(out, fact);
  out.uint(11).array(head.presets.size());
  for (const Preset& preset : head.presets) write(out, preset);
  write_rows(out, head);
  return out.take();
}

}  // namespace whit
