// SPDX-License-Identifier: Apache-2.0
// Who of the staff may do what. Pure: accounts are the store's, and so is the journal.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "issue/person.h"

namespace whit {

// Role is what an account may do, as bits of one number. An employer has no other role.
enum class Role : std::uint8_t {
  registrar = 1,  // "register": imports, ends and gives back any fact
  desk = 2,       // "desk": sees people: invites, ends, gives back, confirms notices
  keys = 4,       // "keys": service keys, accounts, and whatever else the whole issuer hangs on
  employer = 8,   // "employer": sees and ends its own value of employed-by
};

inline constexpr std::array<Role, 4> kRoles = {Role::registrar, Role::desk, Role::keys,
                                               Role::employer};
std::string_view name(Role role) noexcept;
// role_of is the role of that name, if there is one.
std::optional<Role> role_of(std::string_view text) noexcept;
// role_names are the names of all bits, such as "desk,keys".
std::string role_names(std::uint8_t roles);

// kEmployedBy is the slug of the fact that employers end.
inline constexpr std::string_view kEmployedBy = "employed-by";

// Actor is who does something: an account, or the operator, who has the vault's passphrase and
// works on the machine itself.
struct Actor {
  std::int64_t account = 0;  // 0: the operator
  std::string login;         // stands in the journal
  std::uint8_t roles = 0;
  Value employer;  // of Role::employer: the value that is its own
  bool has(Role role) const noexcept { return (roles & static_cast<std::uint8_t>(role)) != 0; }
};

// kOperator is what the journal calls who is no account. No account has this login.
inline constexpr std::string_view kOperator = "operator";

// is_login tells whether an account may be called so: [a-z][a-z0-9.-]{1,31}, or, where `employer`
// is a value, that value in small letters with '-' for each space, ':', and
// [a-z][a-z0-9.-]{0,31}.
bool is_login(std::string_view login, const Value& employer) noexcept;

// are_roles tells whether an account may have these roles: register, desk and keys in any
// mixture, or employer alone and then with a value.
bool are_roles(std::uint8_t roles, const Value& employer) noexcept;

// operator_actor is the operator: every role but employer, and never the second person.
Actor operator_actor();

// Act is one thing that staff do. The names are what the journal and the API say.
enum class Act : std::uint8_t {
  find = 1,    // see what the register holds of one person
  list_own,    // an employer's own people
  invite,      // one person
  invite_all,  // everybody who is new: letters
  lost_phone,
  end_fact,
  reinstate,
  see_notices,
  decide_notice,
  import,
  import_mass,  // more ends than the guard lets pass
  keys,         // request, install, withdraw
  staff,        // accounts
  see_journal,
};
std::string_view name(Act act) noexcept;
// act_of is the act of that name, if there is one.
std::optional<Act> act_of(std::string_view text) noexcept;

// may tells whether `actor` may do `act` at all.
bool may(const Actor& actor, Act act) noexcept;

// may_touch tells whether `actor`, who may end and reinstate, may do so to this fact: an employer
// only where the fact is employed-by with its own value.
bool may_touch(const Actor& actor, std::string_view slug, const Value& value) noexcept;

// needs_second tells whether a second person, who may do the same, has to approve `act`.
bool needs_second(Act act) noexcept;

}  // namespace whit
