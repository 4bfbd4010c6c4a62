// SPDX-License-Identifier: Apache-2.0
// The body of a refusal: {1 => code, 2 => text}. Spec: spec/collect.md, section 8.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace whit {

// encode_http_error is the CBOR of a refusal; `code` is the HTTP status, `text` a name like
// "invitation_refused" that never depends on who asked.
std::vector<std::uint8_t> encode_http_error(int code, std::string_view text);

}  // namespace whit
