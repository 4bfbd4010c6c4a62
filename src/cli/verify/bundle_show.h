// SPDX-License-Identifier: Apache-2.0
// What is installed, in words or as JSON.
#pragma once

#include <string>

#include "cli/common/message.h"
#include "cli/verify/data.h"

namespace whit::cli {

// show_bundle tells of one issuer's data, and of what is to be done. could_not_work where what is
// installed doesn't open.
Exit show_bundle(const DataFolder& folder, const std::string& iss, UnixTime now, bool json,
                 const Console& console);

}  // namespace whit::cli
