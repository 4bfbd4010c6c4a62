// SPDX-License-Identifier: Apache-2.0
// Who runs a local command, and the second person that some commands want. Spec: spec/staff.md.
#pragma once

#include <string_view>

#include "cli/common/message.h"
#include "cli/issuer/session.h"
#include "store/staff.h"

namespace whit::cli {

// actor_of is who runs this command: the operator, or with --as LOGIN that account, which signs
// in: its password and the six digits are asked at the terminal, or are the next two lines of
// --password-fd. Every reason why it can't sign in is the same Failure. `staff` must stand on a
// service that was opened with the register key of the vault.
Actor actor_of(const Common& common, StaffOffice& staff);

// want_second returns where `by` may do `act` on exactly `digest` now, which uses the approval up.
// Otherwise it throws: "this needs a second person: proposal 17 is written down", or that this
// account may not. `about` is what the second person reads: no value, no document, no name.
void want_second(const Common& common, StaffOffice& staff, const Actor& by, Act act,
                 const Hash& digest, std::string_view about);

// second_person_failure is what want_second throws while `proposal` waits.
Failure second_person_failure(Act act, std::int64_t proposal);
// forbidden_failure is what a command says when this account's roles don't allow it.
Failure forbidden_failure(const Actor& by);

// act_digest is a digest for want_second: of the bytes that are to be acted on, say of a file that
// is imported, and of a word that says what is done with them (spec/staff.md, section 6).
Hash act_digest(std::string_view what, Bytes exactly);

}  // namespace whit::cli
