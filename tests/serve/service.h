// SPDX-License-Identifier: Apache-2.0
// A server with a few routes, running for as long as a test needs it.
#pragma once

#include <dirent.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "serve/http_server.h"
#include "serve/raw_client.h"

namespace whit::test {

inline HttpResponse text(std::string body) {
  HttpResponse out;
  out.status = 200;
  out.body = std::move(body);
  return out;
}

// seen says all that a handler can know of a request.
inline HttpResponse seen(const HttpRequest& request) {
  std::string out;
  for (const std::string_view part : {request.path, request.rest, request.query, request.bearer,
                                      request.cookie, request.languages, request.media_type}) {
    out.append(part).append("|");
  }
  return text(out + std::string(as_text(request.body)));
}

[[noreturn]] inline HttpResponse throws(const HttpRequest& request) {
  if (request.query == "memory") throw std::bad_alloc();
  if (request.query == "number") throw 7;
  throw std::runtime_error("secret detail");
}

inline std::vector<HttpRoute> some_routes() {
  using enum HttpMethod;
  const auto ok = [](const HttpRequest&) { return text("ok"); };
  const auto rest = [](const HttpRequest& request) { return text(std::string(request.rest)); };
  const auto big = [](const HttpRequest&) { return text(std::string(1 << 20, 'x')); };
  HttpResponse huge = text({});
  huge.shared = std::make_shared<const std::string>(16 << 20, 'x');
  const auto count = [](const HttpRequest& request) {
    return text(std::to_string(request.body.size()));
  };
  return {{get, "/healthz", HttpMatch::exact, ok},
          {get, "/v1/throws", HttpMatch::exact, throws},
          {post, "/v1/throws", HttpMatch::exact, throws},
          {get, "/v1/part/", HttpMatch::prefix, rest},
          {get, "/v1/big", HttpMatch::exact, big},
          {get, "/v1/huge", HttpMatch::exact, [huge](const HttpRequest&) { return huge; }},
          {get, "/seen", HttpMatch::exact, seen},
          {post, "/seen", HttpMatch::exact, seen, HttpBody::json | HttpBody::form},
          {post, "/v1/count", HttpMatch::exact, count}};
}

// small has limits that a test can reach, and few threads.
inline HttpOptions small() {
  HttpOptions options;
  options.threads = 4;
  options.max_body = 65536;
  options.keep_alive_seconds = 1;
  options.head_seconds = 2;
  return options;
}

// Service runs a server in a thread of its own for as long as it lives.
class Service {
 public:
  explicit Service(HttpOptions options = {}, std::vector<HttpRoute> routes = some_routes())
      : server_(std::move(options), std::move(routes)) {
    const auto bound = server_.bind();
    REQUIRE(bound.ok());
    port = *bound;
    thread_ = std::thread([this] { server_.run(); });
  }
  ~Service() { stop(); }
  void ask_to_stop() { server_.stop(); }
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  std::size_t connections() const { return server_.connections(); }

  // answers tells whether a fresh connection is served.
  bool answers() const {
    const RawClient client(port);
    client.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return client.read_all().substr(0, 15) == "HTTP/1.1 200 OK";
  }

  std::uint16_t port = 0;

 private:
  HttpServer server_;
  std::thread thread_;
};

inline std::string post(std::string_view headers, std::string_view body = {}) {
  return "POST /v1/count HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

inline int status_of(std::string_view reply) {
  if (reply.substr(0, 9) != "HTTP/1.1 ") return 0;
  return std::stoi(std::string(reply.substr(9, 3)));
}

inline std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

// until waits for something that another thread brings about.
template <class Condition>
bool until(const Condition& condition, int milliseconds = 10000) {
  for (int waited = 0; waited < milliseconds; waited += 5) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

inline std::size_t open_files() {
  std::size_t found = 0;
  DIR* const folder = ::opendir("/proc/self/fd");
  while (::readdir(folder) != nullptr) ++found;
  ::closedir(folder);
  return found;
}

// Memory tells by how much this process, server and clients, has outgrown its start at the worst.
class Memory {
 public:
  Memory() {
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak starts anew
    start_ = kilobytes("VmRSS:");
  }
  std::size_t grown_mb() const { return (kilobytes("VmHWM:") - start_) / 1024; }

 private:
  static std::size_t kilobytes(const std::string& name) {
    std::ifstream file("/proc/self/status");
    std::string word;
    while (file >> word && word != name) {
    }
    std::size_t out = 0;
    file >> out;
    return out;
  }
  std::size_t start_ = 0;
};

}  // namespace whit::test
