// SPDX-License-Identifier: Apache-2.0
// What the log's text formats share: lines, decimal numbers, hashes in Base64.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::logtext {

// decimal is `number` without leading zeros.
inline std::string decimal(std::uint64_t number) { return std::to_string(number); }
// parse_decimal takes what decimal() writes, up to 2^63 - 1.
Result<std::uint64_t> parse_decimal(std::string_view text) noexcept;

// line takes the first line off `rest`, without its newline. truncated where there is no newline.
Result<std::string_view> line(std::string_view& rest) noexcept;

// parse_hash takes the Base64 of 32 bytes.
Result<Hash> parse_hash(std::string_view text);
std::string encode(const Hash& hash);

// is_key_name tells whether `name` may name a key: UTF-8, not empty, no white space of Unicode,
// no control character, no plus (C2SP signed-note).
bool is_key_name(std::string_view name) noexcept;

}  // namespace whit::logtext
