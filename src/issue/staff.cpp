// SPDX-License-Identifier: Apache-2.0
#include "issue/staff.h"

#include <array>

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

}  // namespace

Actor operator_actor() { return {0, "operator", kRegistrar | kDesk | kKeys, {}}; }

std::string_view name(Act act) noexcept {
  const Row* row = row_of(act);
  return row == nullptr ? std::string_view() : row->name;
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
