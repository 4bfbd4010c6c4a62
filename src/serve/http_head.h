// SPDX-License-Identifier: Apache-2.0
// The screen in front of the HTTP library: the head of an HTTP/1.1 request (RFC 9112), looked
// through strictly. What two readers could understand in two ways is refused before the library
// reads it. Pure functions over bytes that have arrived.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace whit {

// Bounds of one head. With the first, neither an endless line nor endless lines are ever kept.
inline constexpr std::size_t kMaxHead = std::size_t{16} << 10;
inline constexpr std::size_t kMaxFields = 100;
// kMaxLine is that of a target and of one field. The library's own bound lies above it.
inline constexpr std::size_t kMaxLine = 8000;

// HttpHead is what is read of a head, its views into the bytes it was read from.
struct HttpHead {
  // told is the head for the library: the request line, the length, and the fields that handlers
  // may see. It has ways with all others (with Range one that takes megabytes of stack).
  std::string told;
  std::string_view method;
  std::string path;  // percent-decoded
  std::string_view content_type, content_length;
  std::string_view if_none_match;  // the first one
  bool takes_gzip = false;
  std::size_t content_lengths = 0;  // how many such fields there are
  bool transfer_encoded = false, content_encoded = false;
  bool expects_continue = false;
  bool keep_alive = false;  // HTTP/1.1, and the client doesn't ask for a close
};

// HttpHeadEnd tells how far a head has come.
struct HttpHeadEnd {
  enum class State { more, complete, malformed } state = State::more;
  std::size_t at = 0;  // complete: the head's size; more: where to look on
};

// find_head_end looks for the empty line that ends a head, from byte `from` on. It is malformed as
// soon as a control byte or a bare CR or LF turns up.
HttpHeadEnd find_head_end(std::string_view in, std::size_t from) noexcept;

// parse_head reads a complete head, with the empty line at its end. It gives 0, or the status of
// the refusal: 400; 414 for too long a target;
// 417 for an expectation other than 100-continue; 431 for too many or too long fields; 505 for a
// version other than 1.0 and 1.1. Refused with 400 are, among others: a target that doesn't start
// with a slash, space before a colon, folded lines, no Host or two, and a second Authorization,
// Content-Type or Cookie.
int parse_head(std::string_view head, HttpHead& out);

}  // namespace whit
