// SPDX-License-Identifier: Apache-2.0
// The HTTP library without its sockets: it reads requests that were screened and are whole, and
// writes the heads of replies. Debian's 0.11.4 has no bound on a head and waits for slow clients
// with a thread each, so it never sees a byte that the screen hasn't let pass (http_head.h), and
// sending is the connection's (http_connection.h).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "serve/http_server.h"

namespace whit {

// HttpFraming is what a head says beyond its response.
struct HttpFraming {
  bool close = false;           // nothing follows on this connection
  bool secure = false;          // under TLS
  std::string_view allow = {};  // the methods that a path has, with a 405
};

// HttpOutgoing is a reply's head, with the empty line at its end, and the response whose body
// follows.
struct HttpOutgoing {
  std::string head;
  HttpResponse response;
};

class HttpLibrary {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  // `keep_alive_seconds` is what replies tell clients.
  explicit HttpLibrary(std::uint32_t keep_alive_seconds);
  ~HttpLibrary();
  HttpLibrary(const HttpLibrary&) = delete;
  HttpLibrary& operator=(const HttpLibrary&) = delete;

  // answer reads one whole request, its head as HttpHead::told, and has `handler` answer it. It may
  // be called from many threads at once. What the library won't read, or reads in another way than
  // it was screened (as `path`), gets its own refusal and no body. `framing` is looked at after the
  // handler.
  HttpOutgoing answer(std::string_view head, std::string_view body, std::string_view path,
                      const HttpFraming& framing, const Handler& handler) const;

  // refuse is a reply to a request that nobody reads.
  HttpOutgoing refuse(HttpResponse response, const HttpFraming& framing) const;

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace whit
