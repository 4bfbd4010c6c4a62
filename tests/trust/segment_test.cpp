// SPDX-License-Identifier: Apache-2.0
// Withdrawal segments and accept-only rows, as a head names them.
#include "trust/segment.h"

#include <catch2/catch.hpp>

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "support/world.h"
#include "token/registry.h"

namespace whit {
namespace {

using test::kPermit;
using test::World;

ByteVector segment_of(const std::vector<std::pair<Vct, ByteVector>>& groups) {
  cbor::Writer out;
  out.array(groups.size());
  for (const auto& [vct, seeds] : groups) out.array(2).uint(vct).bytes(seeds);
  return out.take();
}

ByteVector seeds(std::initializer_list<std::uint8_t> first_bytes) {
  ByteVector out;
  for (const std::uint8_t first : first_bytes) {
    out.push_back(first);
    out.resize(out.size() + 15);
  }
  return out;
}

Errc reads(const ByteVector& segment) {
  const auto read = parse_segment(segment, Kind::revocable, World::kToday);
  return read ? Errc{} : read.error().code;
}

TEST_CASE("seeds ascend, are 16 bytes each, and a fact has at least one", "[trust-6]") {
  CHECK(reads(segment_of({})) == Errc{});
  CHECK(reads(segment_of({{65001, seeds({1, 2})}, {65002, seeds({1})}})) == Errc{});
  CHECK(reads(segment_of({{65001, seeds({2, 1})}})) == Errc::not_ascending);
  CHECK(reads(segment_of({{65001, seeds({1, 1})}})) == Errc::not_ascending);
  CHECK(reads(segment_of({{65001, {}}})) == Errc::wrong_length);
  CHECK(reads(segment_of({{65001, ByteVector(17)}})) == Errc::wrong_length);
  CHECK(reads(segment_of({{65002, seeds({1})}, {65001, seeds({1})}})) == Errc::not_ascending);
  CHECK(reads(segment_of({{65001, seeds({1})}, {65001, seeds({2})}})) == Errc::not_ascending);
  ByteVector more = segment_of({});
  more.push_back(0);
  CHECK(reads(more) == Errc::trailing);
}

// What becomes of a bundle whose head names `named` and whose file holds `held`.
Errc opens(const std::vector<ByteVector>& named, const std::vector<ByteVector>& held,
           std::uint64_t size_off = 0) {
  const World world;
  Head head = world.head();
  Day day = World::kToday;
  for (const ByteVector& segment : named) {
    head.segments.push_back({Kind::revocable, day++, sha256(segment), segment.size() + size_off});
  }
  const std::vector<Bytes> views(held.begin(), held.end());
  const ByteVector file =
      encode_bundle_file(sign_part(encode(head), registry::kTypHead, world.publisher), views);
  const auto bundle = Bundle::open(file, world.trust());
  return bundle ? Errc{} : bundle.error().code;
}

TEST_CASE("a file holds exactly the segments that its head names, in order", "[trust-6]") {
  const ByteVector a = segment_of({{65001, seeds({1})}}), b = segment_of({{65001, seeds({2})}});
  CHECK(opens({a, b}, {a, b}) == Errc{});
  CHECK(opens({a, b}, {a}) == Errc::segment_missing);
  CHECK(opens({a}, {a, b}) == Errc::segment_missing);
  CHECK(opens({a, b}, {b, a}) == Errc::segment_damaged);
  CHECK(opens({a}, {b}) == Errc::segment_damaged);
  CHECK(opens({a}, {a}, 1) == Errc::segment_damaged);
  const ByteVector void_segment = segment_of({{65001, seeds({2, 1})}});
  CHECK(opens({void_segment}, {void_segment}) == Errc::not_ascending);
}

Errc reads(const Head& head) {
  const auto read = parse_head(encode(head));
  return read ? Errc{} : read.error().code;
}

TEST_CASE("one row of a segment stands once", "[trust-6]") {
  Head head = World().head();
  head.segments = {{Kind::revocable, World::kToday, Hash{}, 1},
                   {Kind::paper, World::kToday, Hash{}, 1},
                   {Kind::revocable, World::kToday + 1, Hash{}, 1}};
  CHECK(reads(head) == Errc{});
  head.segments.push_back(head.segments[0]);
  CHECK(reads(head) == Errc::not_ascending);
}

TEST_CASE("accept-only prefixes ascend, are 16 bytes each, and a key has one row", "[trust-6]") {
  const auto accept = [](std::vector<AcceptOnly> rows) {
    Head head = World().head();
    head.accept_only = std::move(rows);
    return reads(head);
  };
  const KeyId kid{{1}}, other{{2}};
  CHECK(accept({{Kind::revocable, kid, seeds({1, 2})}, {Kind::paper, kid, {}}}) == Errc{});
  CHECK(accept({{Kind::revocable, kid, seeds({1})}, {Kind::revocable, other, {}}}) == Errc{});
  CHECK(accept({{Kind::revocable, kid, seeds({2, 1})}}) != Errc{});
  CHECK(accept({{Kind::revocable, kid, seeds({1, 1})}}) != Errc{});
  CHECK(accept({{Kind::revocable, kid, ByteVector(15)}}) != Errc{});
  CHECK(accept({{Kind::revocable, kid, {}}, {Kind::revocable, kid, {}}}) != Errc{});
}

}  // namespace
}  // namespace whit
