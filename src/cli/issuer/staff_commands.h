// SPDX-License-Identifier: Apache-2.0
// staff, proposals, approve, journal: accounts and what they did. Spec: spec/staff.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/common/message.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {

struct StaffAddOptions {
  std::string login, employer, certificate;  // certificate: a file in PEM
  std::vector<std::string> roles;
  Output output = Output::text;
};
// staff_add asks for a password unless there is a certificate, and prints the TOTP secret once.
Exit staff_add(const Console& console, const Common& common, const StaffAddOptions& options,
               Rng& rng);
Exit staff_password(const Console& console, const Common& common, const std::string& login,
                    Output output, Rng& rng);
Exit staff_disable(const Common& common, const std::string& login, Rng& rng);
Exit staff_list(const Common& common, Output output, Rng& rng);

Exit list_proposals(const Common& common, Output output, Rng& rng);
Exit approve_one(const Common& common, std::int64_t proposal, Rng& rng);

struct JournalOptions {
  std::uint64_t after = 0;
  bool check = false;
  std::string noted;  // N:HASH, a head that was noted elsewhere
  Output output = Output::text;
};
// show_journal with `check` exits 1 where a line doesn't follow from the one before it, or the
// noted one isn't there.
Exit show_journal(const Common& common, const JournalOptions& options, Rng& rng);

}  // namespace whit::cli
