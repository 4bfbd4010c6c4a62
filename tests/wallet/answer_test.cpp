// SPDX-License-Identifier: Apache-2.0
// What a wallet shows, as verify() judges it: modes, sizes, and the questions it doesn't answer.
#include <catch2/catch.hpp>

#include "wallet/office.h"
#include "whit/qr_text.h"

namespace whit::test {
namespace {

using wallet::Obstacle;

// request is what a gate asks; with a nonce it is a challenge.
Request request(std::vector<Vct> facts, std::optional<Nonce> nonce = std::nullopt) {
  Request out;
  out.iss = "dlo";
  out.name = "gate 7";
  for (const Vct vct : facts) out.facts[out.count++] = vct;
  out.nonce = nonce;
  return out;
}

wallet::Question question(const Request& asked) {
  return wallet::question_of(asked, encode(asked));
}

Nonce some_nonce() { return SeededRng(5).make<Nonce>(); }

// everything is a holder with all facts of the catalogue.
struct Everything : Holder {
  explicit Everything(const World& of) : Holder(of) {
    office.facts = {kPermit, kUntil, kStay, kVisa, kDocumentVct};
    sync();
  }
  Obstacle obstacle(const wallet::Question& q) {
    return wallet::hindrance(account(), world.head(), q, clock).obstacle;
  }
};

struct Size {
  std::vector<Vct> facts;
  const char* preset;
  std::size_t one_way, posted, challenge;
};

// Tables of spec/token.md, section 10, with the 10 bytes of two values where there are some: a
// number of 4 bytes adds 10, "WORK" adds 10.
std::vector<Size> sizes() {
  return {{{kPermit}, "gate", 246, 251, 271},
          {{kPermit, kStay}, "two", 409, 414, 434},
          {{kPermit, kUntil, kStay, kVisa}, "four", 721 + 20, 726 + 20, 746 + 20}};
}

}  // namespace

TEST_CASE("what is shown unasked is valid, at the size that the spec promises",
          "[wallet][token-10]") {
  const World world;
  for (const Size& size : sizes()) {
    Everything holder(world);
    const ByteVector code = holder.show(one_way(size.facts));
    CHECK(code.size() == size.one_way);
    CHECK(world.check(code, size.preset).verdict == Verdict::valid);
  }
}

TEST_CASE("an answer to a posted question is valid at that gate and no other", "[wallet]") {
  const World world;
  for (const Size& size : sizes()) {
    Everything holder(world);
    const ByteVector code = holder.show(question(request(size.facts)));
    CHECK(code.size() == size.posted);
    Context here;
    here.name = "gate 7";
    CHECK(world.check(code, size.preset, here).verdict == Verdict::valid);
    Context there;
    there.name = "gate 8";
    CHECK(world.check(code, size.preset, there).verdict == Verdict::wrong_audience);
  }
}

TEST_CASE("an answer to a challenge is valid for it and no other", "[wallet]") {
  const World world;
  for (const Size& size : sizes()) {
    Everything holder(world);
    const ByteVector code = holder.show(question(request(size.facts, some_nonce())));
    CHECK(code.size() == size.challenge);
    Context asker;
    asker.name = "gate 7";
    asker.nonce = some_nonce();
    asker.elapsed = 60;
    CHECK(world.check(code, size.preset, asker).verdict == Verdict::valid);
    asker.nonce->bytes[3] ^= 1;
    CHECK(world.check(code, size.preset, asker).verdict == Verdict::wrong_audience);
  }
}

TEST_CASE("the document is in an answer only when it is asked for", "[wallet][collect-6.4]") {
  const World world;
  Everything holder(world);
  const ByteVector bound =
      holder.show(question(request({kPermit, kUntil, kDocumentVct}, some_nonce())));
  Context asker;
  asker.name = "gate 7";
  asker.nonce = some_nonce();
  CHECK(world.check(bound, "hire", asker).verdict == Verdict::document_not_compared);
  const auto shown = parse_presentation(bound);
  REQUIRE(shown.ok());
  CHECK(shown->count == 3);
  const ByteVector plain = holder.show(question(request({kPermit}, some_nonce())));
  CHECK(parse_presentation(plain)->count == 1);
}

TEST_CASE("an answer is good for 75 s and not before its time", "[wallet]") {
  World world;
  Everything holder(world);
  const ByteVector code = holder.show(one_way({kPermit}));
  world.now += 76;
  CHECK(world.check(code).verdict == Verdict::stale_proof);
  world.now -= 76 + 31;
  CHECK(world.check(code).verdict == Verdict::stale_proof);
}

TEST_CASE("the same challenge is answered again with the same set, another with another",
          "[wallet]") {
  const World world;
  Everything holder(world);
  const Request asked = request({kPermit}, some_nonce());
  const ByteVector first = holder.show(question(asked));
  holder.clock += 30;
  const auto choice = wallet::choose(holder.account(), world.head(), question(asked), holder.clock);
  CHECK(choice.freshness == wallet::Freshness::same_question);
  const ByteVector again = holder.show(question(asked));
  CHECK(parse_presentation(first)->tokens[0].holder == parse_presentation(again)->tokens[0].holder);
  const Request other = request({kPermit}, SeededRng(6).make<Nonce>());
  const ByteVector second = holder.show(question(other));
  CHECK_FALSE(parse_presentation(first)->tokens[0].holder ==
              parse_presentation(second)->tokens[0].holder);
}

TEST_CASE("a posted question is a new set each time: it is the same paper for everybody",
          "[wallet]") {
  const World world;
  Everything holder(world);
  REQUIRE_FALSE(holder.show(question(request({kPermit}))).empty());
  const auto choice =
      wallet::choose(holder.account(), world.head(), question(request({kPermit})), holder.clock);
  CHECK(choice.freshness == wallet::Freshness::unused);
}

TEST_CASE("a fact that is missing stops the answer before anything is used", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  const auto asked = question(request({kPermit, kVisa}));
  const auto hindrance = wallet::hindrance(holder.account(), world.head(), asked, holder.clock);
  CHECK(hindrance.obstacle == Obstacle::lacking);
  CHECK(hindrance.facts == std::vector<Vct>{kVisa});
}

TEST_CASE("facts that no one set holds together are told apart from missing ones", "[wallet]") {
  const World world;
  Everything holder(world);
  for (wallet::Set& set : holder.account().sets) {
    const Vct drop = set.day % 2 == 0 ? kPermit : kStay;
    std::erase_if(set.tokens, [drop](const wallet::Held& held) { return held.vct == drop; });
  }
  CHECK(holder.obstacle(one_way({kPermit, kStay})) == Obstacle::apart);
  CHECK(holder.obstacle(one_way({kPermit})) == Obstacle::none);
}

TEST_CASE("a question's time and kind are respected", "[wallet]") {
  const World world;
  Everything holder(world);
  Request asked = request({kPermit}, some_nonce());
  asked.until = holder.clock;
  CHECK(holder.obstacle(question(asked)) == Obstacle::none);
  asked.until = holder.clock - 1;
  CHECK(holder.obstacle(question(asked)) == Obstacle::over);
  asked.until.reset();
  asked.kind = Kind::revocable;
  CHECK(holder.obstacle(question(asked)) == Obstacle::none);
  asked.kind = Kind::blind;
  CHECK(holder.obstacle(question(asked)) == Obstacle::wrong_kind);
}

TEST_CASE("a fact is shown only in the ways that its catalogue allows", "[wallet]") {
  const World world;
  Everything holder(world);
  Head head = world.head();
  for (CatalogueFact& fact : head.catalogue) {
    if (fact.vct == kVisa) fact.modes = static_cast<std::uint8_t>(Mode::challenge);
  }
  const auto check = [&](const wallet::Question& q) {
    return wallet::hindrance(holder.account(), head, q, holder.clock).obstacle;
  };
  CHECK(check(one_way({kVisa})) == Obstacle::wrong_mode);
  CHECK(check(question(request({kVisa}))) == Obstacle::wrong_mode);
  CHECK(check(question(request({kVisa}, some_nonce()))) == Obstacle::none);
}

TEST_CASE("an answer over 829 bytes is refused and uses up nothing", "[wallet][token-10]") {
  const World world;
  Everything holder(world);
  // An issuer with a long name, a long value, the document, and an asker with the longest name.
  for (wallet::Set& set : holder.account().sets) {
    for (wallet::Held& held : set.tokens) {
      TokenClaims claims = world.claims(held.vct);
      claims.iss = "dlo-xy";
      claims.day = set.day;
      claims.holder = set.key.public_key();
      if (held.vct == kVisa) claims.value.text = Text<16>::from("STUDENT EXCHANGE");
      held.encoded = world.token(claims);
    }
  }
  Request asked = request({kPermit, kUntil, kVisa, kDocumentVct}, some_nonce());
  asked.name = "a very long name of a large firm";
  REQUIRE(asked.name.size() == 32);
  const ByteVector before = bytes_of(holder.wallet);
  const auto choice = wallet::choose(holder.account(), world.head(), question(asked), holder.clock);
  const auto shown =
      wallet::show(holder.wallet, holder.account(), choice, question(asked), holder.clock);
  REQUIRE_FALSE(shown.ok());
  CHECK(shown.error().code == Errc::too_large);
  CHECK(bytes_of(holder.wallet) == before);
}

TEST_CASE("the history keeps who asked for what, and no more", "[wallet]") {
  const World world;
  Everything holder(world);
  REQUIRE_FALSE(holder.show(question(request({kPermit, kStay}, some_nonce()))).empty());
  const wallet::Event& event = holder.wallet.history.at(0);
  CHECK(event.iss == "dlo");
  CHECK(event.mode == Mode::challenge);
  CHECK(event.name == "gate 7");
  CHECK(event.facts == std::vector<Vct>{kPermit, kStay});
}

}  // namespace whit::test
