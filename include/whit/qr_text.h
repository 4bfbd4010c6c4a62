// SPDX-License-Identifier: Apache-2.0
// The text of our QR codes: a prefix that says what it is, then Base45. Never an address: the
// holder must not choose the verifier's page. Spec: spec/token.md, section 8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

enum class Carrier : std::uint8_t { presentation, paper, request, invitation, setup };

inline constexpr std::size_t kPrefixSize = 4;  // characters

// prefix is the four characters that `carrier` starts with, like "WH1:".
std::string_view prefix(Carrier carrier) noexcept;

// trimmed is `text` without space, tab, CR and LF at its ends; inside nothing is touched.
std::string_view trimmed(std::string_view text) noexcept;

// looks_like_ours tells whether trimmed text starts with W, A-Z, 0-9 and a colon.
bool looks_like_ours(std::string_view trimmed_text) noexcept;

// encode_text is the text of a QR code that carries `cbor`.
std::string encode_text(Carrier carrier, Bytes cbor);

// decode_text is the CBOR of `text`, which may have white space at its ends. no_prefix when it is
// no text of ours, unknown_prefix when it is another kind than `carrier`.
Result<std::vector<std::uint8_t>> decode_text(Carrier carrier, std::string_view text);

// recognise tells which carrier `text` is, or unknown_prefix, or no_prefix.
Result<Carrier> recognise(std::string_view text) noexcept;

}  // namespace whit
