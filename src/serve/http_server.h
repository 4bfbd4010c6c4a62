// SPDX-License-Identifier: Apache-2.0
// HttpServer is the HTTP library with connections of our own under it (http_library.h says why).
// Handlers are plain functions from a request to a response and know nothing of either.
//
// A connection holds a thread only while bytes of it are read, its handler runs or its reply is
// written; nobody who waits costs more than memory, and that is bounded (doc/operating.md):
// - a head by 16 KiB and 100 fields, and by `head_seconds` from its first byte,
// - a body by its length, the route's type and `max_body`, by a time that grows with it, and all
//   bodies together by `max_buffered`; nothing is read that isn't wanted, nothing is inflated,
// - a reply by the time that a slow line needs for it,
// - connections by `max_connections`; when half of them are taken, idle ones go after a second.
// What is refused with a body under way is answered and then hung up on, so that nothing behind it
// is taken for a request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "token/refusal.h"
#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"

namespace whit {

// HttpRequest is what a handler may know: no address, and of the headers only what is named here.
struct HttpRequest {
  std::string_view path;
  std::string_view rest;  // what follows the path of a route that matches a prefix
  Bytes body;
  std::string_view query = {};       // what follows the first '?', as it came
  std::string_view bearer = {};      // of an Authorization: Bearer header, else empty
  std::string_view cookie = {};      // the value of the cookie kSessionCookie, else empty
  std::string_view languages = {};   // Accept-Language, as it came
  std::string_view media_type = {};  // of the body, in lower case and without parameters
  // certificate is the SHA-256 of the DER of the client's certificate, where it came with one that
  // verifies by HttpOptions::client_ca; else empty.
  Bytes certificate = {};
  std::string_view known = {};  // If-None-Match, as it came
  bool takes_gzip = false;      // by its Accept-Encoding
};

// kSessionCookie is the one cookie that is ever read or set.
inline constexpr std::string_view kSessionCookie = "whit-session";

// HttpField is a field of a response. The name is the program's own, and lives as long as it.
struct HttpField {
  const char* name;
  std::string value;
};

// HttpResponse starts as a refusal.
struct HttpResponse {
  int status = 500;
  std::string content_type = "text/plain";
  std::string body;
  std::string cache_control = "no-store";
  UnixTime date = 0;          // for the Date header, 0 for none
  std::string location = {};  // where to go instead, with a status of 303 or 308
  std::string policy = {};    // Content-Security-Policy; pages have one
  // set_cookie is the new value of kSessionCookie, empty to leave it; "-" makes the browser forget
  // it. It is always HttpOnly, SameSite=Strict, for "/" and this session, and Secure under TLS.
  std::string set_cookie = {};
  // shared is sent instead of `body` where it is set: one text for many replies, without a copy.
  std::shared_ptr<const std::string> shared = {};
  std::vector<HttpField> fields = {};  // what else stands in its head
};

// refused is the response for `refusal`: its status and error body (spec/collect.md, section 8).
HttpResponse refused(Refusal refusal);

enum class HttpMethod : std::uint8_t { get, post };  // get answers HEAD too
enum class HttpMatch : std::uint8_t { exact, prefix };

// HttpBody is what a POST may carry, as bits: application/cbor, application/json,
// application/x-www-form-urlencoded; or whatever it is, with a type or none.
enum class HttpBody : std::uint8_t { cbor = 1, json = 2, form = 4, any = 8 };
constexpr HttpBody operator|(HttpBody a, HttpBody b) noexcept {
  return static_cast<HttpBody>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(HttpBody set, HttpBody one) noexcept {
  return (static_cast<unsigned>(set) & static_cast<unsigned>(one)) != 0;
}

struct HttpRoute {
  HttpMethod method{};
  std::string path;
  HttpMatch match{};
  std::function<HttpResponse(const HttpRequest&)> handler;
  HttpBody body = HttpBody::cbor;
};

// HttpExchange is what may be logged of one request: the route, never the path, nor an address.
struct HttpExchange {
  std::string_view route;  // empty where none matched
  int status = 0;
  std::size_t bytes_in = 0, bytes_out = 0;
  std::uint64_t microseconds = 0;  // in the handler
};

struct HttpOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;     // 0: any free one
  std::size_t threads = 256;  // handlers at once
  // Fewer where the limit of open files says so; bind() raises the soft one as far as it may.
  std::size_t max_connections = 4096;
  std::size_t max_body = std::size_t{1} << 20;
  // max_buffered bounds what all requests under way hold beyond their first 4 KiB each; a request
  // that doesn't fit any more gets 503.
  std::size_t max_buffered = std::size_t{32} << 20;
  std::uint32_t keep_alive_seconds = 75;  // more than what proxies wait for before they reuse one
  std::uint32_t head_seconds = 10;        // the same for the TLS handshake
  std::uint32_t body_seconds = 30;        // at most; 5 and one more for each 32 KiB
  std::uint32_t reply_seconds = 30;       // and one more for each 16 KiB
  std::uint32_t stop_seconds = 10;        // what is under way at a stop may take that long
  std::string tls_certificate, tls_key;   // PEM files; both or neither; TLS 1.3 only
  // client_ca is a PEM file with the authorities of staff certificates; only with TLS. Browsers
  // and programs are asked for one and may come without; one that doesn't verify (of another
  // authority, expired, not for clients) ends the handshake.
  std::string client_ca;
  std::function<void(const HttpExchange&)> log;  // called from many threads at once
};

class HttpServer {
 public:
  HttpServer(HttpOptions options, std::vector<HttpRoute> routes);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // bind gives the port. It ignores SIGPIPE in the whole process. Connections are taken from here
  // on and answered once run() is called. The threads start here and take over the caller's signal
  // mask. refused: the address is in use or not ours, or there is no thread to be had;
  // bad_key_file: the TLS files are no good.
  Result<std::uint16_t> bind();

  // run answers until stop(), and comes back when the port is free and what was under way is
  // answered: that takes at most `stop_seconds` and the time that handlers take to come back.
  void run();

  // stop may be called from any thread, before, during and after run(). Idle connections are
  // closed at once.
  void stop();

  // connections is how many there are right now.
  std::size_t connections() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace whit
