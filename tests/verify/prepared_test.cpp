// SPDX-License-Identifier: Apache-2.0
// Prepared images: the same answers sooner, and the same answers whatever happened to the image.
#include "whit/prepared.h"

#include <catch2/catch.hpp>

#include "trust/handle_tables.h"
#include "verify/prepared.h"
#include "verify/withdrawn_world.h"

namespace whit {
namespace {

using test::Question;
using test::WithdrawnWorld;
using test::World;

ByteVector prepare(const Bundle& bundle, std::size_t limit = kPreparedLimit) {
  return Preparation(bundle, World::kToday, limit).take();
}

constexpr unsigned kSmallWorld = 49;  // has withdrawals, and an image of a few thousand bytes

bool answers_right(const WithdrawnWorld& world, const Bundle& bundle) {
  return std::all_of(world.questions().begin(), world.questions().end(),
                     [&](const Question& q) { return world.ask_of(bundle, q) == world.answer(q); });
}

TEST_CASE("with an image the answers are those of the spec", "[withdrawal-4]") {
  int used = 0;
  for (unsigned number = 300; number < 400; ++number) {
    const WithdrawnWorld world(number);
    Bundle bundle = world.open();
    const ByteVector image = prepare(bundle);
    REQUIRE(bundle.use_prepared(image).ok());
    CHECK(answers_right(world, bundle));
    for (const Question& q : world.questions()) {
      const HandleTable* table = bundle.tables()->find({q.medium, q.vct, q.day});
      if (table != nullptr && table->seeds == nullptr) ++used;
    }
  }
  CHECK(used > 500);  // or nothing came out of the images
}

TEST_CASE("an image reaches from tomorrow to as far as tokens do", "[withdrawal-4]") {
  test::Options options;
  options.withdrawals = {{Kind::revocable, World::kToday - 2, test::kPermit, {Seed{{1}}}},
                         {Kind::paper, World::kToday + 9, test::kPermit, {Seed{{2}}}}};
  const World world(options);
  Bundle bundle = *Bundle::open(world.bundle_file(), world.trust());
  const ByteVector image = prepare(bundle);
  const auto has = [&](Kind medium, Day day) {
    return find_prepared(image, {medium, test::kPermit, day}, 2).has_value();
  };
  const Day today = World::kToday;
  CHECK_FALSE(has(Kind::revocable, today));  // a token of today is dead
  CHECK(has(Kind::revocable, today + 1));
  CHECK(has(Kind::revocable, today + 1 + 14));
  CHECK_FALSE(has(Kind::revocable, today + 2 + 14));
  CHECK_FALSE(has(Kind::paper, today + 8));  // its seed is of a later day
  CHECK(has(Kind::paper, today + 9));
  CHECK(has(Kind::paper, today + 1 + 60));
  CHECK_FALSE(has(Kind::paper, today + 2 + 60));
  CHECK_FALSE(find_prepared(image, {Kind::revocable, test::kPermit, today + 1}, 3).has_value());
}

TEST_CASE("a small image holds the nearest days", "[withdrawal-4]") {
  for (unsigned number = 400; number < 420; ++number) {
    const WithdrawnWorld world(number);
    Bundle bundle = world.open();
    const ByteVector all = prepare(bundle);
    for (const std::size_t limit : {std::size_t{88}, all.size() / 3, all.size() - 1, all.size()}) {
      Preparation work(bundle, World::kToday, limit);
      const std::uint64_t total = work.total();
      while (work.step()) CHECK(work.done() <= total);
      CHECK(work.done() == total);
      const ByteVector image = work.take();
      CHECK(image.size() <= std::max<std::size_t>(limit, 88));
      Bundle other = world.open();
      REQUIRE(other.use_prepared(image).ok());
      CHECK(answers_right(world, other));
    }
    CHECK(prepare(bundle, all.size()) == all);
  }
}

TEST_CASE("an image of another bundle is refused", "[withdrawal-4]") {
  const WithdrawnWorld world(11), other(12);
  Bundle bundle = world.open();
  CHECK(bundle.use_prepared(prepare(other.open())).error().code == Errc::older_version);
  CHECK(bundle.use_prepared({}).error().code == Errc::truncated);
  CHECK(answers_right(world, bundle));
}

TEST_CASE("an image cut short or with something behind it is refused", "[withdrawal-4]") {
  const WithdrawnWorld world(kSmallWorld);
  Bundle bundle = world.open();
  ByteVector image = prepare(bundle);
  REQUIRE(image.size() > 1000);
  for (std::size_t size = 0; size < image.size(); ++size) {
    CHECK_FALSE(bundle.use_prepared(Bytes(image).first(size)).ok());
  }
  image.push_back(0);
  CHECK_FALSE(bundle.use_prepared(image).ok());
  CHECK(answers_right(world, bundle));
}

TEST_CASE("a flipped bit anywhere changes no answer", "[withdrawal-4]") {
  const WithdrawnWorld world(kSmallWorld);
  const ByteVector image = prepare(world.open());
  REQUIRE(image.size() < 5000);
  std::vector<Question> asked;
  for (const Question& q : world.questions()) {
    if (asked.size() < 12 && world.answer(q)) asked.push_back(q);
  }
  REQUIRE(asked.size() == 12);
  std::size_t refused = 0, rebuilt = 0;
  for (std::size_t at = 0; at < image.size(); ++at) {
    ByteVector flipped = image;
    flipped[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
    Bundle bundle = world.open();
    refused += bundle.use_prepared(flipped).ok() ? 0U : 1U;
    for (const Question& q : asked) {
      CHECK(world.ask_of(bundle, q));
      const HandleTable* table = bundle.tables()->find({q.medium, q.vct, q.day});
      rebuilt += table != nullptr && table->seeds != nullptr ? 1U : 0U;
    }
  }
  CHECK(refused > 88);  // the front, to its last row
  CHECK(refused < image.size());
  CHECK(rebuilt > asked.size() * refused);
}

TEST_CASE("a front that lies under a hash that fits is refused", "[withdrawal-4]") {
  // Rows that don't ascend, an empty table, one that reaches past the end, too many rows.
  test::Options options;
  options.withdrawals = {{Kind::revocable, World::kToday, test::kPermit, {Seed{{1}}}}};
  const World world(options);
  Bundle bundle = *Bundle::open(world.bundle_file(), world.trust());
  const ByteVector image = prepare(bundle);
  constexpr std::size_t kCheck = 48, kCount = 80, kRows = 88, kRow = 48;
  const auto sealed = [&](ByteVector changed, std::size_t rows) {
    const Bytes front = Bytes(changed).first(kRows + rows * kRow);
    const Hash hash = sha256({front.first(kCheck), front.subspan(kCount)});
    std::copy(hash.bytes.begin(), hash.bytes.end(), changed.begin() + kCheck);
    return changed;
  };
  const std::size_t rows = image[kCount];
  REQUIRE(rows == 15);
  CHECK(bundle.use_prepared(sealed(image, rows)).ok());
  ByteVector swapped = image;
  std::swap_ranges(swapped.begin() + kRows, swapped.begin() + kRows + kRow,
                   swapped.begin() + kRows + kRow);
  CHECK(bundle.use_prepared(sealed(swapped, rows)).error().code == Errc::not_ascending);
  for (const int handles : {0, 1, 3, 255}) {
    ByteVector changed = image;
    changed[kRows + 8] = static_cast<std::uint8_t>(handles);
    CHECK_FALSE(bundle.use_prepared(sealed(changed, rows)).ok());
  }
  ByteVector huge = image;
  std::fill_n(huge.begin() + kRows + 8, 8, std::uint8_t{0xff});
  CHECK(bundle.use_prepared(sealed(huge, rows)).error().code == Errc::truncated);
  ByteVector many = image;
  std::fill_n(many.begin() + kCount, 8, std::uint8_t{0xff});
  CHECK(bundle.use_prepared(many).error().code == Errc::truncated);
  CHECK(world.check(world.show({test::kPermit})).verdict == Verdict::valid);
}

TEST_CASE("only the table that was damaged is made anew", "[withdrawal-4]") {
  test::Options options;
  options.withdrawals = {{Kind::revocable, World::kToday, test::kPermit, {Seed{{1}}}}};
  const World world(options);
  Bundle bundle = *Bundle::open(world.bundle_file(), world.trust());
  ByteVector image = prepare(bundle);
  const TableKey damaged{Kind::revocable, test::kPermit, World::kToday + 3};
  const Bytes table = *find_prepared(image, damaged, 2);
  image[static_cast<std::size_t>(table.data() - image.data())] ^= 1;
  REQUIRE(bundle.use_prepared(image).ok());
  for (Day day = World::kToday + 1; day <= World::kToday + 15; ++day) {
    const HandleKey handles(ratchet_by(Seed{{1}}, day - World::kToday));
    const auto withdrawn = [&](std::uint64_t i) {
      return is_withdrawn(bundle, Kind::revocable, *bundle.find_fact(test::kPermit), day,
                          handles.handle(i));
    };
    CHECK(withdrawn(0));
    CHECK(withdrawn(1));
    CHECK_FALSE(withdrawn(2));
    const auto* used = bundle.tables()->find({Kind::revocable, test::kPermit, day});
    REQUIRE(used != nullptr);
    CHECK((used->seeds != nullptr) == (day == damaged.day));
  }
}

}  // namespace
}  // namespace whit
