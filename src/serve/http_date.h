// SPDX-License-Identifier: Apache-2.0
// The Date header of HTTP (RFC 9110, section 5.6.7), in the one form that is written today.
#pragma once

#include <string>
#include <string_view>

#include "whit/time.h"

namespace whit {

// http_date is like "Sun, 22 Nov 2026 17:46:38 GMT".
std::string http_date(UnixTime time);

// parse_http_date reads that form, or gives 0.
UnixTime parse_http_date(std::string_view text) noexcept;

}  // namespace whit
