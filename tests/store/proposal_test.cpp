// SPDX-License-Identifier: Apache-2.0
// The second person; spec/staff.md, section 6.
#include <catch2/catch.hpp>

#include "store/accounts.h"

using namespace whit;
using namespace whit::test;

namespace {

Hash digest_of(std::uint8_t number) {
  Hash out;
  out.bytes[0] = number;
  return out;
}

// Two who hold keys, a clerk, and a certificate for each, so that nothing here waits for Argon2id.
struct Staff {
  Office office;
  StaffOffice staff{office.service()};
  Actor anna, boris, clerk;

  Staff() {
    anna = add("anna", kKeysRole, 1);
    boris = add("boris", kKeysRole | kDeskRole, 2);
  }
  Actor add(const std::string& login, std::uint8_t roles, std::uint8_t number) {
    std::int64_t proposal = 0;
    const NewAccount account{login, roles, {}, nullptr, digest_of(number)};
    const auto added = staff.add(operator_actor(), account, kNoon, &proposal);
    if (!added && added.error().code == Errc::needs_second) {
      REQUIRE(staff.approve(anna, proposal, kNoon).ok());
      REQUIRE(staff.add(operator_actor(), account, kNoon).ok());
    }
    const auto actor = staff.sign_in(digest_of(number), kNoon);
    REQUIRE(actor.ok());
    return *actor;
  }

  Errc ask(const Actor& by, std::uint8_t number, std::int64_t& proposal, UnixTime now = kNoon,
           Act act = Act::keys) {
    return code_of(staff.second_person(by, act, digest_of(number), "a key", now, proposal));
  }
};

}  // namespace

TEST_CASE("an act of two is written down, approved by another, and done once") {
  Staff world;
  std::int64_t proposal = 0, again = 0;
  REQUIRE(world.ask(world.anna, 1, proposal) == Errc::needs_second);
  CHECK(proposal > 0);
  CHECK(world.ask(world.anna, 1, again) == Errc::needs_second);
  CHECK(again == proposal);
  REQUIRE(world.staff.approve(world.boris, proposal, kNoon + 1).ok());
  CHECK(code_of(world.staff.approve(world.boris, proposal, kNoon + 1)) == Errc::refused);
  const auto rows = world.staff.proposals(kNoon + 1);
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 1);
  CHECK(rows->at(0).act == "keys");
  CHECK(rows->at(0).about == "a key");
  CHECK(rows->at(0).proposed_by == "anna");
  CHECK(rows->at(0).approved_by == "boris");

  SECTION("what is done is exactly what was approved") {
    CHECK(world.ask(world.anna, 2, again) == Errc::needs_second);
    CHECK(again != proposal);
    CHECK(world.ask(world.anna, 1, again, kNoon, Act::staff) == Errc::needs_second);
  }
  SECTION("an approval is used up") {
    CHECK(world.ask(world.anna, 1, again) == Errc{});
    CHECK(world.staff.proposals(kNoon + 1)->empty());
    CHECK(code_of(world.staff.approve(world.boris, proposal, kNoon + 2)) == Errc::not_found);
    CHECK(world.ask(world.anna, 1, again) == Errc::needs_second);
    CHECK(again != proposal);
  }
  SECTION("over a restart") {
    world.office.close();
    world.office.open();
    StaffOffice staff(world.office.service());
    CHECK(staff.second_person(world.anna, Act::keys, digest_of(1), "", kNoon, again).ok());
  }
  SECTION("an approval is too old after seven days") {
    CHECK(world.ask(world.anna, 1, again, kNoon + kProposalLife) == Errc::needs_second);
    CHECK(again != proposal);
  }
  SECTION("but good until then") {
    CHECK(world.ask(world.anna, 1, again, kNoon + kProposalLife - 1) == Errc{});
  }
  SECTION("and void when who gave it is disabled") {
    world.add("dora", kKeysRole, 4);
    std::int64_t disabling = 0;
    REQUIRE(code_of(world.staff.disable(world.anna, "boris", kNoon, &disabling)) ==
            Errc::needs_second);
    const auto dora = world.staff.sign_in(digest_of(4), kNoon);
    REQUIRE(world.staff.approve(*dora, disabling, kNoon).ok());
    REQUIRE(world.staff.disable(world.anna, "boris", kNoon).ok());
    CHECK(world.ask(world.anna, 1, again) == Errc::needs_second);
    CHECK(again == proposal);
    CHECK(code_of(world.staff.approve(world.boris, proposal, kNoon)) == Errc::forbidden);
    CHECK(world.staff.approve(*dora, proposal, kNoon).ok());
    CHECK(world.ask(world.anna, 1, again) == Errc{});
  }
}

TEST_CASE("the second person is another one, who may do the same, and not the operator") {
  Staff world;
  const Actor clerk = world.add("clerk", kDeskRole, 3);
  std::int64_t proposal = 0;
  REQUIRE(world.ask(world.anna, 1, proposal) == Errc::needs_second);
  CHECK(code_of(world.staff.approve(world.anna, proposal, kNoon)) == Errc::forbidden);
  CHECK(code_of(world.staff.approve(operator_actor(), proposal, kNoon)) == Errc::forbidden);
  CHECK(code_of(world.staff.approve(clerk, proposal, kNoon)) == Errc::forbidden);
  Actor liar = clerk;
  liar.roles = kKeysRole;
  CHECK(code_of(world.staff.approve(liar, proposal, kNoon)) == Errc::forbidden);
  CHECK(code_of(world.staff.approve(world.boris, proposal + 1, kNoon)) == Errc::not_found);
  CHECK(code_of(world.staff.approve(world.boris, proposal, kNoon + kProposalLife)) ==
        Errc::not_found);
  std::int64_t none = 0;
  CHECK(world.ask(world.anna, 1, none) == Errc::needs_second);
  CHECK(world.ask(clerk, 1, none) == Errc::forbidden);
  CHECK(world.staff.approve(world.boris, proposal, kNoon).ok());

  SECTION("what the operator proposes, any account with the role approves") {
    REQUIRE(world.ask(operator_actor(), 7, proposal) == Errc::needs_second);
    CHECK(world.staff.approve(world.anna, proposal, kNoon).ok());
    CHECK(world.ask(operator_actor(), 7, proposal) == Errc{});
  }
}

TEST_CASE("one alone does what nobody else could approve, and it shows") {
  Office office;
  StaffOffice staff(office.service());
  std::int64_t proposal = 0;
  const auto ask = [&] {
    return code_of(
        staff.second_person(operator_actor(), Act::keys, digest_of(1), "", kNoon, proposal));
  };
  CHECK(*staff.lone(Act::keys));
  CHECK(*staff.lone(Act::import_mass));
  CHECK_FALSE(*staff.lone(Act::end_fact));  // never needs two
  CHECK(ask() == Errc{});
  REQUIRE(staff.add(operator_actor(), {"anna", kKeysRole, {}, nullptr, digest_of(1)}, kNoon).ok());
  CHECK(*staff.lone(Act::keys));
  CHECK(ask() == Errc{});
  REQUIRE(staff.add(operator_actor(), {"boris", kKeysRole, {}, nullptr, digest_of(2)}, kNoon).ok());
  CHECK_FALSE(*staff.lone(Act::keys));
  CHECK(*staff.lone(Act::import_mass));  // keys isn't register
  CHECK(ask() == Errc::needs_second);
  CHECK(code_of(staff.add(operator_actor(), {"eve", kKeysRole, {}, nullptr, digest_of(3)}, kNoon,
                          &proposal)) == Errc::needs_second);
  CHECK(staff.list()->size() == 2);
}

TEST_CASE("what an approval of an account was for is all of it") {
  Staff world;
  std::int64_t proposal = 0;
  const NewAccount asked{"carol", kDeskRole, {}, nullptr, digest_of(5)};
  REQUIRE(code_of(world.staff.add(world.anna, asked, kNoon, &proposal)) == Errc::needs_second);
  REQUIRE(world.staff.approve(world.boris, proposal, kNoon).ok());
  NewAccount other = asked;
  other.roles = kKeysRole;
  CHECK(code_of(world.staff.add(world.anna, other, kNoon)) == Errc::needs_second);
  other = asked;
  other.certificate = digest_of(6);
  CHECK(code_of(world.staff.add(world.anna, other, kNoon)) == Errc::needs_second);
  other = asked;
  other.login = "carola";
  CHECK(code_of(world.staff.add(world.anna, other, kNoon)) == Errc::needs_second);
  CHECK(world.staff.list()->size() == 2);
  CHECK(world.staff.add(world.anna, asked, kNoon).ok());
  CHECK(world.staff.list()->size() == 3);
}
