// SPDX-License-Identifier: Apache-2.0
// Base32 (RFC 4648, section 6) without padding: how a TOTP secret is written for people.
#pragma once

#include <string>

#include "whit/bytes.h"

namespace whit::base32 {

std::string encode(Bytes bytes);

}  // namespace whit::base32
