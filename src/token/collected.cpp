// SPDX-License-Identifier: Apache-2.0
#include "token/collected.h"

#include "base/cbor_writer.h"
#include "token/token_reader.h"

namespace whit {
namespace {

constexpr std::size_t kMaxRows = kMaxSetAsks * kMaxFactsPerSet;

Result<Enrolled::Fact> read_fact(cbor::Reader& in) {
  Enrolled::Fact out;
  WHIT_CHECK(in.expect_array(2));
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_TRY(const std::uint64_t kinds, in.uint(1, 7));
  out.kinds = static_cast<std::uint8_t>(kinds);
  return out;
}

Result<Collected::Dealt> read_dealt(cbor::Reader& in) {
  Collected::Dealt out;
  WHIT_TRY(const std::size_t count, in.array());
  if (count < 2 || count > 3) return in.fail(Errc::wrong_length);
  WHIT_TRY(out.handle, in.fixed<Handle>());
  if (count == 3) {
    WHIT_TRY(out.tag, in.fixed<DocumentTag>());
  }
  WHIT_TRY(out.signature, in.fixed<Signature>());
  return out;
}

Result<Collected::Row> read_row(cbor::Reader& in) {
  Collected::Row out;
  WHIT_TRY(const std::size_t count, in.array());
  if (count < 3 || count > 4) return in.fail(Errc::wrong_length);
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.vct, read_vct(in));
  if (count == 4) {
    WHIT_TRY(out.value, read_value(in));
  }
  WHIT_TRY(const std::size_t tokens, in.array());
  if (tokens == 0 || tokens > kMaxSetsPerDay) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < tokens; ++i) {
    WHIT_TRY(const Collected::Dealt dealt, read_dealt(in));
    if (dealt.tag.has_value() != (out.vct == kDocumentVct)) return in.fail(Errc::bad_tag);
    out.tokens.push_back(dealt);
  }
  return out;
}

Result<BlindAsk> read_blind(cbor::Reader& in) {
  BlindAsk out;
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(out.day, read_day(in));
  WHIT_TRY(out.vct, read_vct(in));
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0 || count > kMaxSetsPerDay) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const BlindBytes signature, in.fixed<BlindBytes>());
    out.messages.push_back(signature);
  }
  return out;
}

// read_list reads 1 to `most` items by `read_item`.
template <class Item>
Status read_list(cbor::Reader& in, std::size_t most, std::vector<Item>& out,
                 Result<Item> (*read_item)(cbor::Reader&)) {
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0 || count > most) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(Item item, read_item(in));
    out.push_back(std::move(item));
  }
  return {};
}

void write_value(cbor::Writer& out, const Value& value) {
  if (value.type == Value::Type::number) out.uint(value.number);
  if (value.type == Value::Type::text) out.text(value.text.view());
}

void write_row(cbor::Writer& out, const Collected::Row& row) {
  out.array(row.value.type == Value::Type::none ? 3 : 4).uint(row.day).uint(row.vct);
  write_value(out, row.value);
  out.array(row.tokens.size());
  for (const Collected::Dealt& dealt : row.tokens) {
    out.array(dealt.tag ? 3 : 2).bytes(dealt.handle.view());
    if (dealt.tag) out.bytes(dealt.tag->view());
    out.bytes(dealt.signature.view());
  }
}

void write_blind(cbor::Writer& out, const BlindAsk& ask) {
  out.array(3).uint(ask.day).uint(ask.vct).array(ask.messages.size());
  for (const BlindBytes& signature : ask.messages) out.bytes(signature.view());
}

}  // namespace

Result<Enrolled> parse_enrolled(Bytes body) {
  if (body.size() > kMaxCollectBody) return Errc::too_large;
  cbor::Reader in(body);
  Enrolled out;
  WHIT_CHECK(in.expect_map(3));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.id, in.fixed<CollectionId>());
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.time, read_secs(in));
  WHIT_CHECK(in.expect(3));
  WHIT_TRY(const std::size_t count, in.array());
  if (count > kMaxFactsPerSet) return in.fail(Errc::wrong_length);
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Enrolled::Fact fact, read_fact(in));
    if (!out.facts.empty() && fact.vct <= out.facts.back().vct) {
      return in.fail(Errc::not_ascending);
    }
    out.facts.push_back(fact);
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

ByteVector encode(const Enrolled& enrolled) {
  cbor::Writer out;
  out.map(3).integer(1).bytes(enrolled.id.view()).integer(2).uint(enrolled.time);
  out.integer(3).array(enrolled.facts.size());
  for (const Enrolled::Fact& fact : enrolled.facts) out.array(2).uint(fact.vct).uint(fact.kinds);
  return out.take();
}

Result<Collected> parse_collected(Bytes body) {
  if (body.size() > 4 * kMaxCollectBody) return Errc::too_large;
  cbor::Reader in(body);
  Collected out;
  WHIT_TRY(std::size_t pairs, in.map());
  if (pairs < 1 || pairs > 3) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.seq, in.uint(1, kMaxSequence));
  --pairs;
  if (pairs > 0 && in.next_is(3)) {
    WHIT_CHECK(in.expect(3));
    WHIT_CHECK(read_list(in, kMaxRows, out.rows, read_row));
    --pairs;
  }
  if (pairs > 0) {
    WHIT_CHECK(in.expect(4));
    WHIT_CHECK(read_list(in, kMaxRows, out.blind, read_blind));
    --pairs;
  }
  if (pairs > 0) return in.fail(Errc::wrong_length);
  WHIT_CHECK(in.expect_end());
  return out;
}

ByteVector encode(const Collected& collected) {
  const bool rows = !collected.rows.empty(), blind = !collected.blind.empty();
  cbor::Writer out;
  out.map(std::size_t{1} + rows + blind).integer(2).uint(collected.seq);
  if (rows) out.integer(3).array(collected.rows.size());
  for (const Collected::Row& row : collected.rows) write_row(out, row);
  if (blind) out.integer(4).array(collected.blind.size());
  for (const BlindAsk& ask : collected.blind) write_blind(out, ask);
  return out.take();
}

}  // namespace whit
