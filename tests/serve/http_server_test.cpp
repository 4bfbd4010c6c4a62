// SPDX-License-Identifier: Apache-2.0
// The HTTP wrapper against clients that don't play by the rules.
#include "serve/http_server.h"

#include <catch2/catch.hpp>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "serve/http_client.h"
#include "serve/service.h"

namespace whit {
namespace {

using test::count;
using test::post;
using test::RawClient;
using test::Service;
using test::small;
using test::status_of;
using Clock = std::chrono::steady_clock;

TEST_CASE("a request is answered, and the next one on the same connection too", "[serve]") {
  const Service service(small());
  const RawClient client(service.port);
  for (int i = 0; i < 20; ++i) {
    REQUIRE(client.send(post("Content-Length: 3\r\n", "abc")));
    const std::string reply = client.read("\r\n\r\n3");
    CHECK(status_of(reply) == 200);
    CHECK(reply.find("\r\n\r\n3") != std::string::npos);
  }
}

TEST_CASE("a body that is chunked, encoded or of doubtful length is refused unread", "[serve]") {
  const Service service(small());
  const std::string smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto refusal_of = [&](const std::string& request) {
    const RawClient client(service.port);
    client.send(request + smuggled);
    const std::string reply = client.read_all();
    CHECK(count(reply, "HTTP/1.1 ") == 1);  // what follows is never taken for a request
    return status_of(reply);
  };
  CHECK(refusal_of(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")) == 411);
  CHECK(refusal_of(post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "abc")) == 411);
  CHECK(refusal_of(post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "abc")) == 400);
  CHECK(refusal_of(post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")) == 400);
  CHECK(refusal_of(post("Content-Length: 3, 3\r\n", "abc")) == 400);
  CHECK(refusal_of(post("Content-Length: -3\r\n", "abc")) == 400);
  CHECK(refusal_of(post("Content-Length: 0x3\r\n", "abc")) == 400);
  CHECK(refusal_of(post("")) == 411);
  CHECK(refusal_of("GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc") == 400);
}

TEST_CASE("what isn't HTTP is answered once and cut off", "[serve]") {
  const Service service(small());
  for (const std::string garbage :
       {"GARBAGE\r\n\r\n", "GET /healthz HTTP/9.9\r\n\r\n", "\r\n\r\n",
        "GET /healthz HTTP/1.1\nHost: x\n\n",
        "HEAD /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"}) {
    const RawClient client(service.port);
    client.send(garbage + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto start = Clock::now();
    const std::string reply = client.read_all();
    CHECK(count(reply, "HTTP/1.1 ") == 1);
    CHECK(status_of(reply) >= 400);
    CHECK(Clock::now() - start < std::chrono::milliseconds(900));
  }
}

TEST_CASE("a body over the limit is refused by its length", "[serve]") {
  const Service service(small());
  const RawClient client(service.port);
  REQUIRE(client.send(post("Content-Length: 314572800\r\n")));
  CHECK(status_of(client.read("\r\n\r\n")) == 413);
  CHECK(client.closed(1500));
}

Refusal refusal_in(Bytes body) {
  const auto error = parse_error_body(body);
  REQUIRE(error.ok());
  return error->refusal;
}

TEST_CASE("unknown paths, methods and types are refused with a code", "[serve]") {
  const Service service(small());
  HttpClient client("http://127.0.0.1:" + std::to_string(service.port));
  CHECK(client.get("/v1/nothing").status == 404);
  CHECK(refusal_in(client.get("/v1/nothing").body) == Refusal::not_found);
  CHECK(client.get("/nothing").content_type == "text/plain");
  CHECK(refusal_in(client.get("/v1/count").body) == Refusal::not_found);
  CHECK(client.get("/v1/count").status == 405);
  CHECK(client.post("/healthz", "application/cbor", {}).status == 405);
  CHECK(refusal_in(client.post("/v1/count", "text/plain", {}).body) == Refusal::malformed);
  CHECK(client.get("/v1/" + std::string(300, 'a')).status == 414);
  CHECK(client.get("/v1/part/../../etc/passwd").body ==
        client.get("/v1/part/../../etc/passwd").body);
}

TEST_CASE("many ranges of one body are answered once and whole", "[serve]") {
  const Service service(small());
  std::string ranges = "0-";
  for (int i = 0; i < 900; ++i) ranges += ",0-";
  const RawClient client(service.port);
  client.send("GET /v1/big HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=" + ranges +
              "\r\n\r\n");
  const std::string reply = client.read_all();
  CHECK(reply.size() < (std::size_t{2} << 20));
}

TEST_CASE("256 clients that come at once are all answered", "[serve]") {
  HttpOptions options;
  options.threads = 16;
  const Service service(options);
  const auto start = Clock::now();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 256; ++i) {
    clients.push_back(std::make_unique<RawClient>(service.port));
    REQUIRE(clients.back()->connected());
  }
  for (const auto& client : clients) {
    REQUIRE(client->send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  }
  for (const auto& client : clients) CHECK(status_of(client->read_all()) == 200);
  // A connection that the backlog dropped would come back after a second at the earliest.
  CHECK(Clock::now() - start < std::chrono::seconds(1));
}

TEST_CASE("a second server can't take the same port", "[serve]") {
  const Service service(small());
  HttpOptions options = small();
  options.port = service.port;
  HttpServer second(options, test::some_routes());
  CHECK_FALSE(second.bind().ok());
}

TEST_CASE("after a stop nobody listens", "[serve]") {
  Service service(small());
  const std::uint16_t port = service.port;
  CHECK(RawClient(port).connected());
  service.stop();
  CHECK_FALSE(RawClient(port).connected());
}

TEST_CASE("a stop before the run ends it, and a server that never ran gives its port back",
          "[serve]") {
  std::uint16_t port = 0;
  {
    HttpServer server(small(), test::some_routes());
    const auto bound = server.bind();
    REQUIRE(bound.ok());
    port = *bound;
    server.stop();
    server.run();
  }
  CHECK_FALSE(RawClient(port).connected());
  {
    HttpServer server(small(), test::some_routes());
    const auto bound = server.bind();
    REQUIRE(bound.ok());
    port = *bound;
  }
  CHECK_FALSE(RawClient(port).connected());
}

TEST_CASE("a log line holds the route and never the path", "[serve]") {
  std::mutex guard;
  std::vector<std::string> seen;
  HttpOptions options = small();
  options.log = [&](const HttpExchange& exchange) {
    const std::lock_guard lock(guard);
    seen.push_back(std::string(exchange.route) + " " + std::to_string(exchange.status));
  };
  Service service(options);
  HttpClient client("http://127.0.0.1:" + std::to_string(service.port));
  CHECK(client.get("/v1/part/private").ok());
  CHECK(client.get("/private").status == 404);
  service.stop();
  const std::lock_guard lock(guard);
  CHECK(seen == std::vector<std::string>{"/v1/part/ 200", " 404"});
}

TEST_CASE("a client says why there is no answer", "[serve]") {
  std::uint16_t port = 0;
  {
    const Service service(small());
    port = service.port;
    HttpLimits limits;
    limits.max_body = 1000;
    HttpClient client("http://127.0.0.1:" + std::to_string(port), limits);
    CHECK(client.get("/v1/big").failure == HttpFailure::too_large);
    CHECK(client.get("/healthz").ok());
  }
  const std::string gone = "http://127.0.0.1:" + std::to_string(port);
  CHECK(HttpClient(gone).get("/healthz").failure == HttpFailure::unreachable);
  for (const char* bad : {"", "ftp://x", "http://", "http:///x", "http://a@b", "http://a?b",
                          "https://a b", "127.0.0.1:80", "http://:80"}) {
    CHECK(HttpClient(bad).get("/").failure == HttpFailure::bad_url);
  }
}

TEST_CASE("a client doesn't wait for a server that says nothing", "[serve]") {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener, 4) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  HttpLimits limits;
  limits.read_seconds = 1;
  HttpClient client("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)), limits);
  CHECK(client.get("/").failure == HttpFailure::timed_out);
  ::close(listener);
}

}  // namespace
}  // namespace whit
