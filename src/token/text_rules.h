// SPDX-License-Identifier: Apache-2.0
// Which characters our texts may hold: the regular expressions of the CDDL, without an engine.
#pragma once

#include <string_view>

namespace whit {

bool is_iss(std::string_view text) noexcept;         // [a-z][a-z0-9-]{1,5}
bool is_slug(std::string_view text) noexcept;        // [a-z][a-z0-9-]{1,23}
bool is_lang(std::string_view text) noexcept;        // [a-z]{2}
bool is_name(std::string_view text) noexcept;        // [A-Za-z0-9][A-Za-z0-9 ._/-]{0,31}
bool is_value_text(std::string_view text) noexcept;  // [A-Z0-9 .-]{1,16}

// is_document_text tells whether `text` is type|state|number|YYYYMMDD, each part [A-Z0-9]+ and the
// date eight digits: what a document tag is made of.
bool is_document_text(std::string_view text) noexcept;

// is_plain_text tells whether UTF-8 `text` is one line that shows as what it is: no control
// characters (U+0000 to 001F, 007F to 009F), none that end a line or turn its direction (U+2028 to
// 202E, 2066 to 2069).
bool is_plain_text(std::string_view text) noexcept;

}  // namespace whit
