// SPDX-License-Identifier: Apache-2.0
// What the staff API and the staff pages share.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "serve/staff_routes.h"
#include "store/desk.h"
#include "store/staff.h"

namespace whit {

inline constexpr int kStaffListSize = 200;  // of one answer

struct StaffParts {
  StaffParts(IssuerService& of, StaffSessions& with, StaffLook looks, std::function<UnixTime()> at)
      : service(of),
        sessions(with),
        office(of),
        desk(of),
        look(std::move(looks)),
        now(std::move(at)) {}

  IssuerService& service;
  StaffSessions& sessions;
  StaffOffice office;
  Desk desk;
  StaffLook look;
  std::function<UnixTime()> now;
};

// slug_of names a fact as its catalogue does; one that isn't in there any more is "fact-65001".
std::string slug_of(const Issuing& issuing, Vct vct);
// vct_of is the fact of that name, also of one that isn't in the catalogue any more; 0 for none.
Vct vct_of(const Issuing& issuing, std::string_view slug);

// value_text is a value for people, empty for none.
std::string value_text(const Value& value);

// role_names are the roles as the API, the commands and the translations name them.
std::vector<std::string_view> role_names(const Actor& actor);

// visible_proposals are those whose act `actor` may do: nobody else could approve them.
Result<std::vector<Proposal>> visible_proposals(StaffParts& parts, const Actor& actor,
                                                UnixTime now);

// read_number reads a number from 1 on, as it stands in a path or a form; 0 for anything else.
std::int64_t read_number(std::string_view text) noexcept;

// is_reason tells whether `text` may stand in the journal as a reason (Desk::end_fact).
bool is_reason(std::string_view text) noexcept;

}  // namespace whit
