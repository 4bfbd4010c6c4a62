// SPDX-License-Identifier: Apache-2.0
#include "serve/http_fields.h"

#include <algorithm>

namespace whit {
namespace {

constexpr std::string_view kBearer = "bearer ";

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// cut takes what stands before `mark` off the front of `text`, and the mark too.
std::string_view cut(std::string_view& text, char mark) noexcept {
  const std::size_t at = std::min(text.find(mark), text.size());
  const std::string_view out = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return out;
}

// What RFC 6265 lets a cookie's value hold.
bool is_cookie_octet(char c) noexcept {
  return c > ' ' && c <= '~' && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_blanks(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_field_value(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string_view bearer_of(std::string_view authorization) noexcept {
  authorization = without_blanks(authorization);
  if (!same_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) return {};
  return without_blanks(authorization.substr(kBearer.size()));
}

std::string_view cookie_of(std::string_view cookies) noexcept {
  std::string_view found;
  int seen = 0;
  while (!cookies.empty()) {
    std::string_view value = without_blanks(cut(cookies, ';'));
    if (cut(value, '=') != kSessionCookie) continue;
    found = value;
    ++seen;
  }
  return seen == 1 ? found : std::string_view{};
}

std::string media_type_of(std::string_view content_type) {
  std::string out(without_blanks(cut(content_type, ';')));
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool takes(HttpBody allowed, std::string_view media_type) noexcept {
  if (has(allowed, HttpBody::any)) return true;
  if (media_type == "application/cbor") return has(allowed, HttpBody::cbor);
  if (media_type == "application/json") return has(allowed, HttpBody::json);
  if (media_type == "application/x-www-form-urlencoded") return has(allowed, HttpBody::form);
  return false;
}

bool lists_gzip(std::string_view accept_encoding) noexcept {
  while (!accept_encoding.empty()) {
    std::string_view weight = cut(accept_encoding, ',');
    if (!same_ignoring_case(without_blanks(cut(weight, ';')), "gzip")) continue;
    cut(weight, '=');
    return weight.empty() || weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

bool knows(std::string_view if_none_match, std::string_view etag) noexcept {
  if (without_blanks(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    std::string_view one = without_blanks(cut(if_none_match, ','));
    if (one.substr(0, 2) == "W/") one.remove_prefix(2);
    if (!one.empty() && one == etag) return true;
  }
  return false;
}

std::string set_cookie_field(std::string_view value, bool secure) {
  const bool forget = value == "-";
  if (!std::all_of(value.begin(), value.end(), is_cookie_octet)) return {};
  std::string out = std::string(kSessionCookie) + "=";
  if (!forget) out += value;
  out += "; Path=/; HttpOnly; SameSite=Strict";
  if (forget) out += "; Max-Age=0";
  if (secure) out += "; Secure";
  return out;
}

}  // namespace whit
