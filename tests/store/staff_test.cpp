// SPDX-License-Identifier: Apache-2.0
// Accounts and signing in; spec/staff.md, section 3.
#include <catch2/catch.hpp>

#include "store/accounts.h"

using namespace whit;
using namespace whit::test;

namespace {

Issuing with_employers() {
  Issuing out = make_issuing();
  CatalogueFact fact = out.catalogue[2];
  fact.vct = 65006;
  fact.slug = kEmployedBy;
  fact.value_list = {"SEVERSTROY", "NORD 2"};
  out.catalogue.push_back(fact);
  return out;
}

Value text(std::string_view of) {
  Value out;
  out.type = Value::Type::text;
  out.text = Text<16>::from(of);
  return out;
}

Errc try_add(StaffOffice& staff, const std::string& login, std::uint8_t roles,
             const Value& employer = {}, std::string_view password = "long enough") {
  const SecretBuffer secret = secret_of(password);
  return code_of(staff.add(operator_actor(), {login, roles, employer, &secret, {}}, kNoon));
}

}  // namespace

TEST_CASE("an account signs in with its password and the six digits") {
  Office office;
  Accounts accounts(office.service());
  const Actor added = accounts.add("anna", kDeskRole | kKeysRole);
  const auto actor = accounts.sign_in("anna", kNoon + 60);
  REQUIRE(actor.ok());
  CHECK(actor->login == "anna");
  CHECK(actor->account == added.account);
  CHECK(actor->roles == (kDeskRole | kKeysRole));
  CHECK(accounts.staff().current(added.account).ok());

  SECTION("also after the program was started anew") {
    office.close();
    office.open();
    StaffOffice again(office.service());
    const auto code = accounts.code("anna", kNoon + 90);
    CHECK(again.sign_in("anna", Accounts::password_of("anna"), code, kNoon + 90).ok());
  }
  SECTION("a code is taken once, and so is every one before it") {
    CHECK(code_of(accounts.sign_in("anna", kNoon + 60)) == Errc::forbidden);
    CHECK(code_of(accounts.sign_in("anna", kNoon + 30)) == Errc::forbidden);
    CHECK(accounts.sign_in("anna", kNoon + 90).ok());
  }
  SECTION("a code of the step before or after is right, one of two steps away isn't") {
    const SecretBuffer password = Accounts::password_of("anna");
    const auto at = [&](UnixTime now, UnixTime shown) {
      return code_of(accounts.staff().sign_in("anna", password, accounts.code("anna", shown), now));
    };
    CHECK(at(kNoon + 300, kNoon + 240) == Errc::forbidden);
    CHECK(at(kNoon + 300, kNoon + 360) == Errc::forbidden);
    CHECK(at(kNoon + 300, kNoon + 270) == Errc{});
    CHECK(at(kNoon + 300, kNoon + 330) == Errc{});
  }
}

TEST_CASE("whatever is wrong, signing in is refused in the same way") {
  Office office;
  Accounts accounts(office.service());
  accounts.add("anna", kDeskRole);
  accounts.add("boris", kDeskRole);
  StaffOffice& staff = accounts.staff();
  const SecretBuffer right = Accounts::password_of("anna"), empty;
  const std::string code = accounts.code("anna", kNoon);
  CHECK(code_of(staff.sign_in("nobody", right, code, kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.sign_in("", right, code, kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.sign_in("anna", secret_of("anna passwort"), code, kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.sign_in("anna", empty, code, kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.sign_in("anna", right, accounts.code("boris", kNoon), kNoon)) ==
        Errc::forbidden);
  CHECK(code_of(staff.sign_in("boris", right, code, kNoon)) == Errc::forbidden);
  CHECK(staff.sign_in("anna", right, code, kNoon).ok());
  REQUIRE(staff.disable(operator_actor(), "anna", kNoon).ok());
  CHECK(code_of(accounts.sign_in("anna", kNoon + 60)) == Errc::forbidden);
  CHECK(code_of(staff.current(1)) == Errc::forbidden);
  CHECK(code_of(staff.current(0)) == Errc::forbidden);
}

TEST_CASE("five failures in a row lock an account for 15 minutes") {
  Office office;
  Accounts accounts(office.service());
  accounts.add("anna", kDeskRole);
  const auto fail = [&](int times) {
    for (int i = 0; i < times; ++i) {
      CHECK(code_of(accounts.staff().sign_in("anna", secret_of("wrong one"), "000000", kNoon)) ==
            Errc::forbidden);
    }
  };
  SECTION("four don't, and a success begins the count anew") {
    fail(4);
    CHECK(accounts.sign_in("anna", kNoon + 30).ok());
    fail(4);
    CHECK(accounts.sign_in("anna", kNoon + 60).ok());
  }
  SECTION("five do, over a restart too, and until the last second") {
    fail(5);
    CHECK(accounts.staff().list()->at(0).locked_until == kNoon + 900);
    CHECK(code_of(accounts.sign_in("anna", kNoon + 1)) == Errc::forbidden);
    office.close();
    office.open();
    StaffOffice again(office.service());
    const SecretBuffer password = Accounts::password_of("anna");
    const auto at = [&](UnixTime now) {
      return code_of(again.sign_in("anna", password, accounts.code("anna", now), now));
    };
    CHECK(at(kNoon + 899) == Errc::forbidden);
    CHECK(at(kNoon + 900) == Errc{});
    CHECK(again.list()->at(0).locked_until == 0);
  }
  SECTION("trying while it is locked makes it no longer") {
    fail(9);
    CHECK(accounts.sign_in("anna", kNoon + 900).ok());
  }
  SECTION("a new password unlocks") {
    fail(5);
    auto secret =
        accounts.staff().set_password(operator_actor(), "anna", secret_of("another one"), kNoon);
    REQUIRE(secret.ok());
    accounts.keep("anna", std::move(*secret));
    CHECK(code_of(accounts.sign_in("anna", kNoon)) == Errc::forbidden);  // the old one
    const auto code = accounts.code("anna", kNoon);
    CHECK(accounts.staff().sign_in("anna", secret_of("another one"), code, kNoon).ok());
  }
}

TEST_CASE("a new password ends the sessions of the old one, and nobody else's") {
  Office office;
  Accounts accounts(office.service());
  StaffOffice& staff = accounts.staff();
  const Actor anna = accounts.add("anna", kDeskRole), boris = accounts.add("boris", kDeskRole);
  REQUIRE(staff.set_password(anna, "anna", secret_of("another one"), kNoon).ok());
  CHECK(code_of(staff.current(anna.account)) == Errc::forbidden);
  CHECK(staff.current(boris.account)->login == "boris");
  const Actor carol = accounts.add("carol", kDeskRole);
  CHECK(code_of(staff.current(anna.account)) == Errc::forbidden);
  CHECK(staff.current(carol.account)->login == "carol");
  CHECK(staff.list()->size() == 3);
}

TEST_CASE("a client certificate signs in by its hash, until the account is disabled") {
  Office office;
  StaffOffice staff(office.service());
  const Hash hash = Hash::from(Bytes(std::array<std::uint8_t, 32>{1, 2, 3}));
  const auto secret = staff.add(operator_actor(), {"anna", kDeskRole, {}, nullptr, hash}, kNoon);
  REQUIRE(secret.ok());
  CHECK(secret->size() == 0);
  CHECK(staff.sign_in(hash, kNoon)->login == "anna");
  CHECK(code_of(staff.sign_in(Hash{}, kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.sign_in("anna", SecretBuffer(), "000000", kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.add(operator_actor(), {"boris", kDeskRole, {}, nullptr, hash}, kNoon)) ==
        Errc::already_exists);
  REQUIRE(staff.disable(operator_actor(), "anna", kNoon).ok());
  CHECK(code_of(staff.sign_in(hash, kNoon)) == Errc::forbidden);
  CHECK(staff.add(operator_actor(), {"boris", kDeskRole, {}, nullptr, hash}, kNoon).ok());
}

TEST_CASE("an account needs a login, roles and a password that can be") {
  Office office(with_employers());
  StaffOffice staff(office.service());
  CHECK(try_add(staff, "a", kDeskRole) == Errc::refused);
  CHECK(try_add(staff, "Anna", kDeskRole) == Errc::refused);
  CHECK(try_add(staff, "7anna", kDeskRole) == Errc::refused);
  CHECK(try_add(staff, "anna:b", kDeskRole) == Errc::refused);
  CHECK(try_add(staff, "operator", kDeskRole) == Errc::refused);
  CHECK(try_add(staff, std::string(33, 'a'), kDeskRole) == Errc::refused);
  CHECK(try_add(staff, "anna", 0) == Errc::refused);
  CHECK(try_add(staff, "anna", 16) == Errc::refused);
  CHECK(try_add(staff, "anna", kEmployerRole) == Errc::refused);
  CHECK(try_add(staff, "anna", kDeskRole, {}, "nine char") == Errc::refused);
  CHECK(try_add(staff, "anna", kDeskRole, {}, std::string(129, 'a')) == Errc::refused);
  CHECK(code_of(staff.add(operator_actor(), {"anna", kDeskRole, {}, nullptr, {}}, kNoon)) ==
        Errc::refused);
  CHECK(staff.list()->empty());
  CHECK(try_add(staff, "anna", kDeskRole) == Errc{});
  CHECK(try_add(staff, "anna", kDeskRole) == Errc::already_exists);
  CHECK(try_add(staff, "severstroy:np", kEmployerRole, text("SEVERSTROY")) == Errc{});
  CHECK(try_add(staff, "nord-2:np", kEmployerRole, text("NORD 2")) == Errc{});
  CHECK(try_add(staff, "northerner", kEmployerRole, text("NORD 2")) == Errc{});
  CHECK(try_add(staff, "severstroy:xy", kEmployerRole, text("NORD 2")) == Errc::refused);
  CHECK(try_add(staff, "severstroy:", kEmployerRole, text("SEVERSTROY")) == Errc::refused);
  CHECK(try_add(staff, "other:np", kEmployerRole, text("OTHER")) == Errc::refused);
  CHECK(try_add(staff, "severstroy:de", kEmployerRole | kDeskRole, text("SEVERSTROY")) ==
        Errc::refused);
}

TEST_CASE("an employer has its value, and nobody but keys may change accounts") {
  Office office(with_employers());
  StaffOffice staff(office.service());
  const Hash hash = Hash::from(Bytes(std::array<std::uint8_t, 32>{9}));
  REQUIRE(staff
              .add(operator_actor(),
                   {"severstroy:np", kEmployerRole, text("SEVERSTROY"), nullptr, hash}, kNoon)
              .ok());
  const auto employer = staff.sign_in(hash, kNoon);
  REQUIRE(employer.ok());
  CHECK(employer->employer == text("SEVERSTROY"));
  CHECK(may_touch(*employer, kEmployedBy, text("SEVERSTROY")));
  const SecretBuffer password = secret_of("long enough");
  CHECK(code_of(staff.add(*employer, {"boris", kDeskRole, {}, &password, {}}, kNoon)) ==
        Errc::forbidden);
  CHECK(code_of(staff.disable(*employer, "severstroy:np", kNoon)) == Errc::forbidden);
  CHECK(code_of(staff.disable(operator_actor(), "nobody", kNoon)) == Errc::not_found);
  CHECK(code_of(staff.journal(*employer, 0, 10)) == Errc::forbidden);

  SECTION("but its own password is its own to set") {
    CHECK(staff.set_password(*employer, "severstroy:np", password, kNoon).ok());
    CHECK(staff.list()->at(0).has_password);
  }
  SECTION("a login that was disabled stays so") {
    REQUIRE(staff.disable(operator_actor(), "severstroy:np", kNoon).ok());
    CHECK(code_of(staff.disable(operator_actor(), "severstroy:np", kNoon)) == Errc::refused);
    CHECK(code_of(staff.set_password(operator_actor(), "severstroy:np", password, kNoon)) ==
          Errc::refused);
    CHECK(try_add(staff, "severstroy:np", kEmployerRole, text("SEVERSTROY")) ==
          Errc::already_exists);
  }
}
