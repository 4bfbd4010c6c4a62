// SPDX-License-Identifier: Apache-2.0
// The site PIN: typed, hashed, compared, and counted when it is wrong.
#pragma once

#include <optional>

#include "cli/verify/options.h"
#include "cli/verify/site_file.h"
#include "crypto/secret.h"

namespace whit::cli {

// is_pin_given tells whether the command line offers a PIN at all.
bool is_pin_given(const PinOptions& options);

// read_pin reads the next line of --pin-fd, else asks at the terminal.
SecretBuffer read_pin(const PinOptions& options);

// new_pin reads one that is to be set, twice at a terminal, and is its hash. It has 4 to 64 bytes.
std::string new_pin(const PinOptions& options);

// take_pin compares `pin` with that of `site`, which is locked; the caller holds the folder. A
// wrong one is a Failure, and so is any while too many were wrong. Each try is kept before it is
// looked at.
void take_pin(const SiteFile& file, Site& site, const SecretBuffer& pin, const Timer& now);

// need_pin is for what only the PIN allows: nothing where there is no lock, else take_pin. `act`
// is what can't be done without it.
void need_pin(const SiteFile& file, const PinOptions& options, const Timer& now,
              const std::string& act);

}  // namespace whit::cli
