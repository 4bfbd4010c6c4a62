// SPDX-License-Identifier: Apache-2.0
// What can be told of a TLS certificate's file.
#pragma once

#include <string>

#include "whit/result.h"
#include "whit/time.h"

namespace whit {

// tls_file_ends is when the first certificate of a PEM file ends; bad_key_file for what is none.
Result<UnixTime> tls_file_ends(const std::string& path);

}  // namespace whit
