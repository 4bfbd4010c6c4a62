// SPDX-License-Identifier: Apache-2.0
#include "issue/staff.h"

#include <algorithm>

namespace whit {
namespace {

constexpr std::uint8_t bit(Role role) noexcept { return static_cast<std::uint8_t>(role); }
constexpr std::uint8_t kRegistrar = bit(Role::registrar), kDesk = bit(Role::desk),
                       kKeys = bit(Role::keys), kEmployer = bit(Role::employer);

struct Row {
  Act act;
  std::string_view name;
  std::uint8_t roles;  // any of them will do
  bool second;
};

constexpr std::array<Row, 14> kRows = {{
    {Act::find, "find", kRegistrar | kDesk | kEmployer, false},
    {Act::list_own, "list-own", kEmployer, false},
    {Act::invite, "invite", kDesk, false},
    {Act::invite_all, "invite-all", kDesk, false},
    {Act::lost_phone, "lost-phone", kDesk, false},
    {Act::end_fact, "end", kRegistrar | kDesk | kEmployer, false},
    {Act::reinstate, "reinstate", kRegistrar | kDesk | kEmployer, false},
    {Act::see_notices, "notices", kDesk, false},
    {Act::decide_notice, "decide-notice", kDesk, false},
    {Act::import, "import", kRegistrar, false},
    {Act::import_mass, "import-mass", kRegistrar, true},
    {Act::keys, "keys", kKeys, true},
    {Act::staff, "staff", kKeys, true},
    {Act::see_journal, "journal", kRegistrar | kKeys, false},
}};

constexpr bool rows_are_complete() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].act) != i + 1) return false;
  }
  return static_cast<std::size_t>(Act::see_journal) == kRows.size();
}
static_assert(rows_are_complete());

// row_of is a null pointer for what is no act.
const Row* row_of(Act act) noexcept {
  const auto place = static_cast<std::size_t>(act);
  return place >= 1 && place <= kRows.size() ? &kRows[place - 1] : nullptr;
}

bool is_small(char c) noexcept { return c >= 'a' && c <= 'z'; }

// is_handle tells whether `text` is [a-z][a-z0-9.-]*.
bool is_handle(std::string_view text) noexcept {
  return !text.empty() && is_small(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_small(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

std::string in_login(const Value& employer) {
  if (employer.type == Value::Type::number) return std::to_string(employer.number);
  std::string out(employer.text.view());
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ') c = '-';
  }
  return out;
}

}  // namespace

std::string_view name(Role role) noexcept {
  switch (role) {
    case Role::registrar:
      return "register";
    case Role::desk:
      return "desk";
    case Role::keys:
      return "keys";
    case Role::employer:
      return "employer";
  }
  return {};
}

std::optional<Role> role_of(std::string_view text) noexcept {
  for (const Role role : kRoles) {
    if (name(role) == text) return role;
  }
  return std::nullopt;
}

std::string role_names(std::uint8_t roles) {
  std::string out;
  for (const Role role : kRoles) {
    if ((roles & bit(role)) != 0) out += (out.empty() ? "" : ",") + std::string(name(role));
  }
  return out;
}

bool is_login(std::string_view login, const Value& employer) noexcept {
  const std::size_t colon = login.find(':');
  if (colon == std::string_view::npos) {
    return is_handle(login) && login.size() >= 2 && login.size() <= 32 && login != kOperator;
  }
  const std::string_view person = login.substr(colon + 1);
  return employer.type != Value::Type::none && login.substr(0, colon) == in_login(employer) &&
         is_handle(person) && person.size() <= 32;
}

bool are_roles(std::uint8_t roles, const Value& employer) noexcept {
  if (employer.type != Value::Type::none) return roles == kEmployer;
  return roles != 0 && (roles & ~(kRegistrar | kDesk | kKeys)) == 0;
}

Actor operator_actor() { return {0, std::string(kOperator), kRegistrar | kDesk | kKeys, {}}; }

std::string_view name(Act act) noexcept {
  const Row* row = row_of(act);
  return row == nullptr ? std::string_view() : row->name;
}

std::optional<Act> act_of(std::string_view text) noexcept {
  for (const Row& row : kRows) {
    if (row.name == text) return row.act;
  }
  return std::nullopt;
}

bool may(const Actor& actor, Act act) noexcept {
  const Row* row = row_of(act);
  return row != nullptr && (row->roles & actor.roles) != 0;
}

bool may_touch(const Actor& actor, std::string_view slug, const Value& value) noexcept {
  if (actor.has(Role::registrar) || actor.has(Role::desk)) return true;
  return actor.has(Role::employer) && slug == kEmployedBy &&
         actor.employer.type != Value::Type::none && actor.employer == value;
}

bool needs_second(Act act) noexcept {
  const Row* row = row_of(act);
  return row == nullptr || row->second;
}

}  // namespace whit
