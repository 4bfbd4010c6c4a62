// SPDX-License-Identifier: Apache-2.0
// The header fields that the server reads and writes, as pure functions from text to text.
#pragma once

#include <string>
#include <string_view>

#include "serve/http_server.h"

namespace whit {

// without_blanks is `text` without the spaces and tabs around it.
std::string_view without_blanks(std::string_view text) noexcept;

// same_ignoring_case compares names of fields and the like: ASCII letters of both cases are one.
bool same_ignoring_case(std::string_view a, std::string_view b) noexcept;

// is_field_value tells whether `text` can stand in a field: no control bytes.
bool is_field_value(std::string_view text) noexcept;

// bearer_of is the token of an Authorization field "Bearer TOKEN", or empty for anything else.
std::string_view bearer_of(std::string_view authorization) noexcept;

// cookie_of is the value of kSessionCookie in a Cookie field, or empty: also where it stands in
// there twice, because then somebody else may have set one of them.
std::string_view cookie_of(std::string_view cookies) noexcept;

// media_type_of is a Content-Type field in lower case and without parameters.
std::string media_type_of(std::string_view content_type);

// takes tells whether a body of that media type is one of `allowed`.
bool takes(HttpBody allowed, std::string_view media_type) noexcept;

// lists_gzip tells whether an Accept-Encoding field takes gzip: by name, and not with a weight of
// 0.
bool lists_gzip(std::string_view accept_encoding) noexcept;

// knows tells whether an If-None-Match field has `etag`, strong or weak, or is "*".
bool knows(std::string_view if_none_match, std::string_view etag) noexcept;

// set_cookie_field is the Set-Cookie field for HttpResponse::set_cookie, "-" to forget. Empty for a
// value that a cookie can't carry.
std::string set_cookie_field(std::string_view value, bool secure);

}  // namespace whit
