// SPDX-License-Identifier: Apache-2.0
#include "serve/http_head.h"

#include <algorithm>

#include "serve/http_fields.h"

namespace whit {
namespace {

bool is_control(char c) noexcept { return (c >= 0 && c < ' ') || c == 0x7f; }

bool is_token_char(char c) noexcept {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

// line takes one line off the front of `text`, which has only whole ones.
std::string_view line(std::string_view& text) noexcept {
  const std::size_t end = text.find("\r\n");
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end + 2);
  return out;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// decode undoes %XX. A control byte is no more welcome encoded than bare.
bool decode(std::string_view text, std::string& out) {
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return false;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (is_control(c)) return false;
    out += c;
  }
  return true;
}

bool parse_target(std::string_view target, HttpHead& out) {
  const auto plain = [](char c) { return c > ' ' && c <= '~' && c != '#'; };
  if (target.empty() || target.front() != '/') return false;
  if (!std::all_of(target.begin(), target.end(), plain)) return false;
  const std::size_t mark = std::min(target.find('?'), target.size());
  return decode(target.substr(0, mark), out.path);
}

int parse_request_line(std::string_view text, HttpHead& out) {
  const std::size_t first = text.find(' ');
  const std::size_t last = text.rfind(' ');
  if (first == std::string_view::npos || first == last) return 400;
  const std::string_view version = text.substr(last + 1);
  out.method = text.substr(0, first);
  if (!is_token(out.method) || version.substr(0, 5) != "HTTP/") return 400;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
  out.keep_alive = version.back() == '1';
  const std::string_view target = text.substr(first + 1, last - first - 1);
  if (target.size() > kMaxLine) return 414;
  if (!parse_target(target, out)) return 400;
  out.told.append(text.substr(0, last)).append(" HTTP/1.1\r\n");
  return 0;
}

void tell(std::string_view name, std::string_view value, HttpHead& out) {
  out.told.append(name).append(": ").append(value).append("\r\n");
}

// Seen counts the fields that may stand in a head only once.
struct Seen {
  std::size_t fields = 0, hosts = 0, authorizations = 0, types = 0, cookies = 0;
};

bool asks_for_close(std::string_view connection) noexcept {
  while (!connection.empty()) {
    const std::size_t comma = std::min(connection.find(','), connection.size());
    if (same_ignoring_case(without_blanks(connection.substr(0, comma)), "close")) return true;
    connection.remove_prefix(std::min(comma + 1, connection.size()));
  }
  return false;
}

// take files one field. Fields that no route and no rule asks for fall through.
int take(std::string_view name, std::string_view value, HttpHead& out, Seen& seen) {
  const auto is = [&](std::string_view other) { return same_ignoring_case(name, other); };
  if (is("Host")) return ++seen.hosts == 1 ? 0 : 400;
  if (is("Content-Length")) {
    ++out.content_lengths;
    out.content_length = value;
    tell("Content-Length", value, out);
  } else if (is("Transfer-Encoding")) {
    out.transfer_encoded = true;
  } else if (is("Content-Encoding")) {
    out.content_encoded = true;
  } else if (is("Content-Type")) {
    out.content_type = value;
    return ++seen.types == 1 ? 0 : 400;
  } else if (is("Authorization")) {
    tell("Authorization", value, out);
    return ++seen.authorizations == 1 ? 0 : 400;
  } else if (is("Cookie")) {
    tell("Cookie", value, out);
    return ++seen.cookies == 1 ? 0 : 400;
  } else if (is("Accept-Language")) {
    tell("Accept-Language", value, out);
  } else if (is("Accept-Encoding")) {
    out.takes_gzip = out.takes_gzip || lists_gzip(value);
  } else if (is("If-None-Match")) {
    if (out.if_none_match.empty()) out.if_none_match = value;
  } else if (is("Connection")) {
    if (asks_for_close(value)) out.keep_alive = false;
  } else if (is("Expect")) {
    out.expects_continue = same_ignoring_case(value, "100-continue");
    return out.expects_continue ? 0 : 417;
  }
  return 0;
}

int parse_field(std::string_view text, HttpHead& out, Seen& seen) {
  if (++seen.fields > kMaxFields || text.size() > kMaxLine) return 431;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_token(text.substr(0, colon))) return 400;
  return take(text.substr(0, colon), without_blanks(text.substr(colon + 1)), out, seen);
}

}  // namespace

HttpHeadEnd find_head_end(std::string_view in, std::size_t from) noexcept {
  using State = HttpHeadEnd::State;
  for (std::size_t i = from; i < in.size(); ++i) {
    const char c = in[i];
    if (c == '\r') {
      if (i + 1 == in.size()) return {State::more, i};
      if (in[i + 1] != '\n') return {State::malformed, i};
      if (i >= 2 && in[i - 1] == '\n') return {State::complete, i + 2};
      if (i == 0) return {State::malformed, i};  // a head can't start with an empty line
      ++i;
    } else if (is_control(c) && c != '\t') {
      return {State::malformed, i};
    }
  }
  return {State::more, in.size()};
}

int parse_head(std::string_view head, HttpHead& out) {
  out = {};
  int status = parse_request_line(line(head), out);
  const bool must_name_host = out.keep_alive;  // HTTP/1.0 need not
  Seen seen;
  while (status == 0 && head != "\r\n") status = parse_field(line(head), out, seen);
  if (status == 0 && must_name_host && seen.hosts != 1) status = 400;
  out.told += "\r\n";
  return status;
}

}  // namespace whit
