// SPDX-License-Identifier: Apache-2.0
// An office with a desk, and staff of every role.
#pragma once

#include "store/desk.h"
#include "store/journal.h"
#include "store/office.h"

namespace whit::test {

inline constexpr Vct kEmployed = 65006;

// desk_issuing is make_issuing() with employed-by, which its key signs too.
Issuing desk_issuing();

Value text_value(std::string_view text);
Actor desk_clerk();  // "clerk"
Actor registrar();   // "registrar"
Actor keeper();      // "keeper": keys
Actor employer(std::string_view value);

class DeskOffice : public Office {
 public:
  DeskOffice() : Office(desk_issuing()) {}
  Desk desk() { return Desk(service()); }
  // import takes lines without the header.
  void import(const std::string& lines);
  std::uint64_t facts_live() { return service().figures()->facts; }
  // journal is its lines of one act, or all.
  std::vector<JournalLine> journal(std::string_view act);
};

}  // namespace whit::test
