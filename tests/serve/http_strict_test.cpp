// SPDX-License-Identifier: Apache-2.0
// Requests that two readers could take for different ones, and the corners of HTTP/1.1.
#include <catch2/catch.hpp>

#include "serve/http_head.h"
#include "serve/http_library.h"
#include "serve/service.h"

namespace whit {
namespace {

using test::count;
using test::post;
using test::RawClient;
using test::Service;
using test::small;
using test::status_of;

// exchange sends `request` with another one behind it, and gives all that comes back.
std::string exchange(const Service& service, const std::string& request) {
  const RawClient client(service.port);
  client.send(request + "GET /healthz HTTP/1.1\r\nHost: smuggled\r\nConnection: close\r\n\r\n");
  return client.read_all();
}

TEST_CASE("what could be read in two ways is refused, and nothing behind it is read", "[serve]") {
  const Service service(small());
  const std::string get = "GET /healthz HTTP/1.1\r\n", host = "Host: x\r\n", end = "\r\n";
  const std::pair<std::string, int> cases[] = {
      {get + host + "Host: y\r\n" + end, 400},
      {get + end, 400},
      {get + host + "X : y\r\n" + end, 400},
      {get + host + "X: y\r\n folded\r\n" + end, 400},
      {get + " Host: x\r\n" + end, 400},
      {get + host + "no colon\r\n" + end, 400},
      {get + host + ": empty\r\n" + end, 400},
      {get + host + "X: a\rb\r\n" + end, 400},
      {get + host + "X: a\nb\r\n" + end, 400},
      {"GET /healthz HTTP/1.1\n" + host + end, 400},
      {get + host + std::string("X: \0\r\n", 6) + end, 400},
      {std::string("GET /heal\0thz HTTP/1.1\r\n", 25) + host + end, 400},
      {"GET /heal%00thz HTTP/1.1\r\n" + host + end, 400},
      {"GET /heal%0dthz HTTP/1.1\r\n" + host + end, 400},
      {"GET /heal%zzthz HTTP/1.1\r\n" + host + end, 400},
      {"GET http://x/healthz HTTP/1.1\r\n" + host + end, 400},
      {"GET healthz HTTP/1.1\r\n" + host + end, 400},
      {"OPTIONS * HTTP/1.1\r\n" + host + end, 400},
      {"GET /healthz#part HTTP/1.1\r\n" + host + end, 400},
      {"GET  /healthz HTTP/1.1\r\n" + host + end, 400},
      {"GET /healthz  HTTP/1.1\r\n" + host + end, 400},
      {"GET\t/healthz\tHTTP/1.1\r\n" + host + end, 400},
      {"G(T /healthz HTTP/1.1\r\n" + host + end, 400},
      {"GET /healthz HTTP/2.0\r\n" + host + end, 505},
      {"GET /healthz http/1.1\r\n" + host + end, 400},
      {"GET /healthz\r\n", 400},
      {end + get + host + end, 400},
      {"\x16\x03\x01\x02", 400},  // TLS where none is spoken
      {get + host + "Cookie: a=b\r\nCookie: c=d\r\n" + end, 400},
      {get + host + "Authorization: a\r\nAuthorization: b\r\n" + end, 400},
      {get + host + "Expect: miracles\r\n" + end, 417},
      {get + host + "Transfer-Encoding: identity\r\n" + end, 411},
      {post("Content-Type: text/plain\r\nContent-Length: 0\r\n"), 400},
      {post("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), 400},
      {post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 411},
      {post("Content-Length: 18446744073709551619\r\n", "abc"), 400},
      {post("Content-Length: 3;\r\n", "abc"), 400},
      {post("Content-Length:\r\n", "abc"), 400},
  };
  for (const auto& [request, status] : cases) {
    CAPTURE(request);
    const std::string reply = exchange(service, request);
    CHECK(status_of(reply) == status);
    CHECK(count(reply, "HTTP/1.1 ") == 1);
    CHECK(count(reply, "Connection: close\r\n") == 1);
  }
  CHECK(service.answers());
}

TEST_CASE("requests may come in any pieces, and several at once", "[serve]") {
  const Service service(small());
  const std::string three = post("Content-Length: 3\r\n", "abc") +
                            "GET /v1/part/second HTTP/1.1\r\nHost: x\r\n\r\n" +
                            post("Content-Length: 4\r\nConnection: close\r\n", "abcd");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, three.size()}) {
    const RawClient client(service.port);
    for (std::size_t at = 0; at < three.size(); at += piece) {
      client.send(three.substr(at, piece));
      if (piece == 7) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    const std::string replies = client.read_all();
    CHECK(count(replies, "HTTP/1.1 200 OK\r\n") == 3);
    const std::size_t first = replies.find("\r\n\r\n3"), second = replies.find("\r\n\r\nsecond");
    CHECK(first < second);
    CHECK(second < replies.find("\r\n\r\n4"));
  }
}

TEST_CASE("a client that waits for leave to send its body gets it", "[serve]") {
  const Service service(small());
  const RawClient client(service.port);
  client.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n"));
  CHECK(client.read("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  CHECK(status_of(client.read("\r\n\r\n3")) == 200);
  client.send(post("Content-Length: 99999999\r\nExpect: 100-continue\r\n"));
  CHECK(status_of(client.read_all()) == 413);
}

TEST_CASE("HEAD has the head of GET and no body", "[serve]") {
  const Service service(small());
  const RawClient client(service.port);
  client.send(
      "HEAD /v1/big HTTP/1.1\r\nHost: x\r\n\r\nHEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string replies = client.read_all();
  CHECK(count(replies, "Content-Length: 1048576\r\n") == 1);
  CHECK(count(replies, "HTTP/1.1 404 Not Found\r\n") == 1);
  CHECK(replies.size() < 1000);
  CHECK(replies.substr(replies.size() - 6) == "\r\n\r\nok");
}

TEST_CASE("other methods are told which there are", "[serve]") {
  const Service service(small());
  for (const std::string method :
       {"OPTIONS", "PUT", "DELETE", "TRACE", "PATCH", "CONNECT", "get"}) {
    const RawClient client(service.port);
    client.send(method + " /v1/throws HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string reply = client.read_all();
    CHECK(status_of(reply) == 405);
    CHECK(count(reply, "Allow: GET, HEAD, POST\r\n") == 1);
  }
}

TEST_CASE("HTTP/1.0 is answered once", "[serve]") {
  const Service service(small());
  const std::string replies = exchange(service, "GET /healthz HTTP/1.0\r\n\r\n");
  CHECK(status_of(replies) == 200);
  CHECK(count(replies, "HTTP/1.1 ") == 1);
}

TEST_CASE("a handler sees the fields that are named, decoded once, and no other", "[serve]") {
  const Service service(small());
  const RawClient client(service.port);
  client.send(
      "POST /s%65en?a=%2f&b HTTP/1.1\r\nhost: x\r\nREMOTE_ADDR: 6.6.6.6\r\nREMOTE_PORT: 1\r\n"
      "X-Forwarded-For: 6.6.6.6\r\nAUTHORIZATION: Bearer t0ken\r\nCookie: a=b; whit-session=s3\r\n"
      "Accept-Language: ru, en;q=0.5\r\nContent-Type: Application/JSON; charset=utf-8\r\n"
      "Connection: Keep-Alive, Close\r\nContent-Length: 2\r\n\r\n{}");
  const std::string reply = client.read_all();
  CHECK(reply.substr(reply.find("\r\n\r\n") + 4) ==
        "/seen||a=%2f&b|t0ken|s3|ru, en;q=0.5|application/json|{}");
  CHECK(count(reply, "6.6.6.6") == 0);
}

TEST_CASE("what a page needs is in the head of its response", "[serve]") {
  HttpResponse page = test::text("<p>");
  page.content_type = "text/html; charset=utf-8";
  page.policy = "default-src 'none'";
  page.location = "/staff";
  page.set_cookie = "abc";
  page.date = 1795369598;
  HttpResponse bad = test::text("x");
  bad.location = "/a\r\nSet-Cookie: b=c";
  const Service service(
      small(),
      {{HttpMethod::get, "/page", HttpMatch::exact, [page](const HttpRequest&) { return page; }},
       {HttpMethod::get, "/bad", HttpMatch::exact, [bad](const HttpRequest&) { return bad; }}});
  const RawClient client(service.port);
  client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read("<p>") ==
        "HTTP/1.1 200 OK\r\nAccept-Ranges: none\r\nCache-Control: no-store\r\n"
        "Content-Length: 3\r\nContent-Security-Policy: default-src 'none'\r\n"
        "Content-Type: text/html; charset=utf-8\r\nDate: Sun, 22 Nov 2026 17:46:38 GMT\r\n"
        "Keep-Alive: timeout=1, max=10000\r\nLocation: /staff\r\n"
        "Set-Cookie: whit-session=abc; Path=/; HttpOnly; SameSite=Strict\r\n"
        "X-Content-Type-Options: nosniff\r\n\r\n<p>");
  client.send("GET /bad HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(count(client.read_all(), "Set-Cookie") == 0);
}

TEST_CASE("a shared text is sent whole", "[serve]") {
  HttpResponse out = test::text("");
  out.shared = std::make_shared<const std::string>(300000, 'y');
  const Service service(small(), {{HttpMethod::get, "/one", HttpMatch::exact,
                                   [out](const HttpRequest&) { return out; }}});
  const RawClient client(service.port);
  client.send("GET /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string reply = client.read_all();
  CHECK(reply.size() - reply.find("\r\n\r\n") - 4 == 300000);
}

TEST_CASE("a head is found wherever its pieces end", "[serve]") {
  const std::string head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  std::size_t from = 0;
  for (std::size_t size = 0; size < head.size(); ++size) {
    const HttpHeadEnd end = find_head_end(std::string_view(head).substr(0, size), from);
    REQUIRE(end.state == HttpHeadEnd::State::more);
    from = end.at;
  }
  const HttpHeadEnd end = find_head_end(head + "behind", from);
  CHECK(end.state == HttpHeadEnd::State::complete);
  CHECK(end.at == head.size());
}

// What the library would read in another way than it was screened is never handled.
TEST_CASE("the library refuses what it reads in another way", "[serve]") {
  const HttpLibrary library(1);
  bool called = false;
  const auto handler = [&called](const HttpRequest&) {
    called = true;
    return test::text("x");
  };
  const HttpFraming framing{true, false, {}};
  const HttpOutgoing reply =
      library.answer("GET /a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n", {}, "/a", framing, handler);
  CHECK(reply.head.starts_with("HTTP/1.1 400 "));
  CHECK(reply.response.body.empty());
  CHECK_FALSE(called);
}

TEST_CASE("a head has at most a hundred fields", "[serve]") {
  std::string head = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 99; ++i) head += "A: b\r\n";
  HttpHead out;
  CHECK(parse_head(head + "\r\n", out) == 0);
  CHECK(parse_head(head + "A: b\r\n\r\n", out) == 431);
}

TEST_CASE("the library is told what it needs and what handlers may see", "[serve]") {
  HttpHead out;
  CHECK(parse_head("POST /a?b=c HTTP/1.0\r\nRange: bytes=0-\r\ncookie:  d \r\nContent-Type: e\r\n"
                   "X: y\r\nAUTHORIZATION: f\r\nAccept-Language: g\r\nContent-Length: 3\r\n\r\n",
                   out) == 0);
  CHECK(out.told ==
        "POST /a?b=c HTTP/1.1\r\nCookie: d\r\nAuthorization: f\r\nAccept-Language: g\r\n"
        "Content-Length: 3\r\n\r\n");
  const std::string line(kMaxLine, 'a');
  CHECK(parse_head("GET /" + line + " HTTP/1.1\r\nHost: x\r\n\r\n", out) == 414);
  CHECK(parse_head("GET / HTTP/1.1\r\nHost: x\r\nCookie: " + line + "\r\n\r\n", out) == 431);
}

TEST_CASE("a form may be as long as any other body", "[serve]") {
  const Service service(small());
  const RawClient client(service.port);
  const std::string body = "a=" + std::string(30000, 'b');
  client.send(
      "POST /seen HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
      "application/x-www-form-urlencoded\r\nContent-Length: 30002\r\n\r\n" +
      body);
  const std::string reply = client.read_all();
  CHECK(status_of(reply) == 200);
  CHECK(reply.find("|application/x-www-form-urlencoded|" + body) != std::string::npos);
}

}  // namespace
}  // namespace whit
