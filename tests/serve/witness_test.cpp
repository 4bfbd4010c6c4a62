// SPDX-License-Identifier: Apache-2.0
// Witnesses over HTTP as our client asks them: good, bad, behind and ahead.
#include <catch2/catch.hpp>
#include <chrono>

#include "serve/witness_fixture.h"

namespace whit {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;

TEST_CASE("three witnesses cosign what grows, and what doesn't", "[serve][log-14]") {
  Fixture fixture;
  for (const std::uint64_t size : {256U, 256U, 512U, 1024U}) {
    const auto replies = fixture.submit(size);
    REQUIRE(replies.size() == 3);
    auto note = parse_note(fixture.log.note(size));
    REQUIRE(note.ok());
    for (std::size_t row = 0; row < 3; ++row) {
      REQUIRE(replies[row].answer == WitnessAnswer::good);
      CHECK(replies[row].time == kNow);
      note->signatures.push_back(replies[row].line);
      CHECK(check_note(*note, fixture.house.key(row)).check == NoteCheck::good);
    }
    CHECK(fixture.enough(replies));
  }
}

TEST_CASE("a witness that knows where it stands is asked once, else twice", "[serve][log-14]") {
  Fixture fixture;
  (void)fixture.submit(256);
  CHECK(fixture.house.asked(0) == 2);
  (void)fixture.submit(256);
  CHECK(fixture.house.asked(0) == 3);
}

TEST_CASE("one bad witness of three stalls nobody", "[serve][log-14]") {
  Fixture fixture;
  REQUIRE(fixture.enough(fixture.submit(256)));
  const std::vector<std::pair<Mood, WitnessAnswer>> cases = {
      {Mood::dead, WitnessAnswer::unreachable},
      {Mood::silent, WitnessAnswer::unreachable},
      {Mood::wrong_key, WitnessAnswer::wrong},
      {Mood::stranger, WitnessAnswer::wrong},
      {Mood::other_checkpoint, WitnessAnswer::wrong},
      {Mood::future, WitnessAnswer::wrong},
      {Mood::boastful, WitnessAnswer::ahead},
      {Mood::muddled, WitnessAnswer::refused},
      {Mood::refusing, WitnessAnswer::refused},
      {Mood::redirecting, WitnessAnswer::refused},
      {Mood::huge, WitnessAnswer::wrong}};
  std::uint64_t size = 256;
  for (const auto& [mood, answer] : cases) {
    INFO(static_cast<int>(mood));
    fixture.house.be(1, mood);
    const auto replies = fixture.submit(size += 256);
    CHECK(replies[1].answer == answer);
    CHECK(replies[1].note.empty());  // it has nothing to show
    CHECK(replies[0].answer == WitnessAnswer::good);
    CHECK(replies[2].answer == WitnessAnswer::good);
    CHECK(fixture.enough(replies));
    fixture.house.be(1, Mood::good);
  }
  CHECK(fixture.submit(size)[1].answer == WitnessAnswer::good);
}

TEST_CASE("two silent witnesses cost the time allowed and no more", "[serve][log-14]") {
  Fixture fixture;
  fixture.house.be(0, Mood::silent);
  fixture.house.be(2, Mood::silent);
  const auto start = Clock::now();
  const auto replies = fixture.submit(256);
  CHECK(Clock::now() - start < std::chrono::seconds(10));  // 2 s, on a machine that isn't busy
  CHECK(replies[0].answer == WitnessAnswer::unreachable);
  CHECK(replies[1].answer == WitnessAnswer::good);
  CHECK_FALSE(fixture.enough(replies));
}

TEST_CASE("a witness that was shown more proves it", "[serve][log-14]") {
  Fixture fixture;
  REQUIRE(fixture.enough(fixture.submit(512)));
  const auto replies = fixture.submit(256);
  for (const WitnessReply& reply : replies) {
    CHECK(reply.answer == WitnessAnswer::ahead);
    CHECK(reply.size == 512);
    const auto note = parse_note(reply.note);
    REQUIRE(note.ok());
    CHECK(check_note(*note, fixture.log.signer.key).check == NoteCheck::good);
  }
}

TEST_CASE("another tree of the same size, or of a smaller one, is proven too", "[serve][log-14]") {
  for (const std::uint64_t size : {256U, 300U}) {
    Fixture fixture;
    const Checkpoint fork{kOrigin, 256, Log::root(1000, 256), {}};
    const auto forked = cosign(fixture.policy, fixture.log.note_of(fork), {fixture.log.signer.key},
                               Log::to(256), kNow, fixture.limits);
    REQUIRE(fixture.enough(forked));
    const auto replies = fixture.submit(size);
    CHECK(replies[0].answer == WitnessAnswer::ahead);
    CHECK(replies[0].size == 256);
    CHECK_FALSE(replies[0].note.empty());
    // C2SP first had 409 where it has 422 now, and there are witnesses that say so still.
    fixture.house.be(Mood::muddled);
    for (const WitnessReply& reply : fixture.submit(size)) {
      CHECK(reply.answer == WitnessAnswer::ahead);
      CHECK_FALSE(reply.note.empty());
    }
  }
}

TEST_CASE("a witness that forgot is behind, and catches up", "[serve][log-14]") {
  Fixture fixture;
  REQUIRE(fixture.enough(fixture.submit(512)));
  fixture.house.keep(0, {kOrigin, {fixture.log.signer.key}, 256, Log::root(0, 256), ""});
  fixture.house.keep(1, {kOrigin, {fixture.log.signer.key}, 0, empty_root(), ""});
  for (const WitnessReply& reply : fixture.submit(700)) {
    CHECK(reply.answer == WitnessAnswer::good);
  }
}

TEST_CASE("the newest that witnesses saw can be asked for", "[serve][log-14]") {
  Fixture fixture;
  const auto ask = [&] {
    return ask_newest(fixture.policy, kOrigin, {fixture.log.signer.key}, fixture.limits);
  };
  for (const WitnessReply& reply : ask()) CHECK(reply.answer == WitnessAnswer::unknown);
  (void)fixture.submit(256);
  fixture.house.be(2, Mood::dead);
  const auto replies = ask();
  CHECK(replies[0].answer == WitnessAnswer::good);
  CHECK(replies[0].size == 256);
  CHECK(replies[0].time == kNow);
  CHECK_FALSE(replies[0].note.empty());
  CHECK(replies[2].answer == WitnessAnswer::unreachable);
  // What another log's key signed is no evidence about this one.
  const SigningKey other = seeded("other log");
  const auto stranger = make_note_signer(kOrigin, NoteKeyType::ed25519, other);
  const auto lied = ask_newest(fixture.policy, kOrigin, {stranger->key}, fixture.limits);
  CHECK(lied[0].answer == WitnessAnswer::wrong);
}

TEST_CASE("a witness without an address isn't asked", "[serve][log-14]") {
  Fixture fixture;
  fixture.policy.witnesses[1].url.clear();
  const auto replies = fixture.submit(256);
  CHECK(replies[1].answer == WitnessAnswer::none);
  CHECK(fixture.enough(replies));
  fixture.policy.witnesses[1].url = "no address";
  CHECK(fixture.submit(256)[1].answer == WitnessAnswer::unreachable);
}

TEST_CASE("what isn't a checkpoint is asked of nobody", "[serve][log-14]") {
  Fixture fixture;
  const auto replies = cosign(fixture.policy, "nonsense", {fixture.log.signer.key}, {}, kNow);
  REQUIRE(replies.size() == 3);
  CHECK(replies[0].answer == WitnessAnswer::none);
  CHECK(fixture.house.asked(0) == 0);
}

}  // namespace
}  // namespace whit
