// SPDX-License-Identifier: Apache-2.0
// What is decided about a request before its body is read. Pure, so that each refusal is tested
// without a socket.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "serve/http_head.h"
#include "serve/http_server.h"

namespace whit {

// HttpScreened is a route, or a refusal with a status that may be narrower than its own.
struct HttpScreened {
  const HttpRoute* route = nullptr;
  int status = 0;
  Refusal refusal{};
  std::size_t length = 0;       // of the body
  std::string_view allow = {};  // with 405, the methods that this path has
};

// screen refuses, in this order: any Transfer-Encoding (411), a Content-Encoding or doubtful
// Content-Length (400), an unknown path (404) or method (405), a body without a length (411), a
// body over `max_body` (413), and a body type that the route
// doesn't take (415).
HttpScreened screen(const HttpHead& head, const std::vector<HttpRoute>& routes,
                    std::size_t max_body);

// find_route is a null pointer where no route has this method and path.
const HttpRoute* find_route(const std::vector<HttpRoute>& routes, HttpMethod method,
                            std::string_view path);

}  // namespace whit
