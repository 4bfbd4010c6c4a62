// SPDX-License-Identifier: Apache-2.0
// Roles and rights, as the table of spec/staff.md, section 2, has them.
#include "issue/staff.h"

#include <catch2/catch.hpp>

using namespace whit;

namespace {

constexpr int kActs = 14;

Value text(std::string_view of) {
  Value out;
  out.type = Value::Type::text;
  out.text = Text<16>::from(of);
  return out;
}

Actor with(Role role) {
  Actor out{1, "anna", static_cast<std::uint8_t>(role), {}};
  if (role == Role::employer) out.employer = text("SEVERSTROY");
  return out;
}

std::string rights_of(const Actor& actor) {
  std::string out;
  for (int i = 1; i <= kActs; ++i) {
    const Act act = static_cast<Act>(i);
    if (may(actor, act)) out += std::string(name(act)) + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("every role may do its own acts and no others") {
  CHECK(rights_of(with(Role::registrar)) == "find end reinstate import import-mass journal ");
  CHECK(rights_of(with(Role::desk)) ==
        "find invite invite-all lost-phone end reinstate notices decide-notice ");
  CHECK(rights_of(with(Role::keys)) == "keys staff journal ");
  CHECK(rights_of(with(Role::employer)) == "find list-own end reinstate ");
  CHECK(rights_of(Actor{}).empty());
  CHECK(rights_of(operator_actor()) ==
        "find invite invite-all lost-phone end reinstate notices decide-notice import import-mass "
        "keys staff journal ");
}

TEST_CASE("mass acts, keys and accounts need a second person, and so does what is no act") {
  std::string out;
  for (int i = 1; i <= kActs; ++i) {
    const Act act = static_cast<Act>(i);
    if (needs_second(act)) out += std::string(name(act)) + " ";
  }
  CHECK(out == "import-mass keys staff ");
  CHECK(needs_second(static_cast<Act>(0)));
  CHECK(needs_second(static_cast<Act>(99)));
  CHECK_FALSE(may(operator_actor(), static_cast<Act>(0)));
  CHECK_FALSE(may(operator_actor(), static_cast<Act>(99)));
}

TEST_CASE("an employer touches employed-by with its own value and nothing else") {
  const Actor employer = with(Role::employer);
  CHECK(may_touch(employer, "employed-by", text("SEVERSTROY")));
  CHECK_FALSE(may_touch(employer, "employed-by", text("OTHER")));
  CHECK_FALSE(may_touch(employer, "employed-by", {}));
  CHECK_FALSE(may_touch(employer, "work-permit-valid", {}));
  CHECK_FALSE(may_touch(employer, "visa-class", text("SEVERSTROY")));
  Actor nobody = employer;
  nobody.employer = {};
  CHECK_FALSE(may_touch(nobody, "employed-by", {}));
  CHECK(may_touch(with(Role::desk), "work-permit-valid", {}));
  CHECK_FALSE(may_touch(with(Role::keys), "work-permit-valid", {}));
}

TEST_CASE("names of roles and acts are read as they are written") {
  for (const Role role : kRoles) CHECK(role_of(name(role)) == role);
  for (int i = 1; i <= kActs; ++i) {
    const Act act = static_cast<Act>(i);
    CHECK(act_of(name(act)) == act);
  }
  CHECK_FALSE(role_of(""));
  CHECK_FALSE(role_of("Desk"));
  CHECK_FALSE(act_of(""));
  CHECK_FALSE(act_of("import-all"));
  CHECK(role_names(7) == "register,desk,keys");
  CHECK(role_names(0).empty());
}

TEST_CASE("a login is 2 to 32 characters, or an employer's value and a person") {
  CHECK(is_login("ab", {}));
  CHECK(is_login("a.b-7", {}));
  CHECK(is_login(std::string(32, 'a'), {}));
  for (const auto* wrong : {"", "a", "A-b", "7a", "-ab", "a_b", "a b", "a:b", "operator", "a\n"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_login(wrong, {}));
  }
  CHECK_FALSE(is_login(std::string(33, 'a'), {}));
  const Value nord = text("NORD 2.-");
  CHECK(is_login("nord-2.-:np", nord));
  CHECK(is_login("np", nord));
  CHECK(is_login("nord-2.-:" + std::string(32, 'n'), nord));
  for (const auto* wrong :
       {"nord:np", "nord-2.-:", "nord-2.-:7", "nord-2.-:n:p", ":np", "NORD 2.-:np", "operator"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_login(wrong, nord));
  }
  CHECK_FALSE(is_login("nord-2.-:" + std::string(33, 'n'), nord));
}

TEST_CASE("an employer has a value and no other role, and nobody else has one") {
  CHECK(are_roles(1, {}));
  CHECK(are_roles(7, {}));
  CHECK_FALSE(are_roles(0, {}));
  CHECK_FALSE(are_roles(8, {}));
  CHECK_FALSE(are_roles(16, {}));
  CHECK_FALSE(are_roles(255, {}));
  CHECK(are_roles(8, text("SEVERSTROY")));
  CHECK_FALSE(are_roles(0, text("SEVERSTROY")));
  CHECK_FALSE(are_roles(1, text("SEVERSTROY")));
  CHECK_FALSE(are_roles(9, text("SEVERSTROY")));
}
