// SPDX-License-Identifier: Apache-2.0
// Stop codes: what ends a stolen wallet from any device. Spec: spec/collect.md, section 9.6.
#pragma once

#include <string>
#include <string_view>

#include "token/build.h"
#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

// StopCode stands on the enrolment sheet. Whoever has it can end the enrolment, and nothing else.
using StopCode = Fixed<struct StopCodeTag, 16>;

// stop_hash is all that an issuer keeps of a code: SHA-256("whit/stop/v1\0" || code).
Hash stop_hash(const StopCode& code) noexcept;

inline constexpr std::size_t kStopSymbols = 28;  // 26 of the code, 2 that check it

// stop_text is `code` as people read and type it: "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX", digits and
// capital letters without I, L, O and U.
std::string stop_text(const StopCode& code);

// parse_stop_text reads what a person typed. Case, spaces and dashes don't matter; O is 0, I and L
// are 1, U is V, and a Cyrillic letter that looks like a Latin one is that one. Any one or two
// wrong symbols are noticed, two swapped ones too. wrong_length, bad_character, or out_of_range
// where the symbols don't agree; stop_text_sentence says each to a person.
Result<StopCode> parse_stop_text(std::string_view text);
std::string_view stop_text_sentence(Errc code) noexcept;

// StopRequest is the body that ends an enrolment. Nobody signs it: the code is enough.
struct StopRequest {
  std::string_view iss;
  StopCode code;
};
inline constexpr std::size_t kMaxStopBody = 64;  // bytes
// parse_stop's result points into `body`.
Result<StopRequest> parse_stop(Bytes body);
ByteVector encode(const StopRequest& request);

}  // namespace whit
