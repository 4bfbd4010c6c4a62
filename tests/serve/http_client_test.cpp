// SPDX-License-Identifier: Apache-2.0
// Servers that want to keep a client waiting, or to fill its memory.
#include "serve/http_client.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "support/small_server.h"

namespace whit {
namespace {

using test::SmallServer;
using Clock = std::chrono::steady_clock;

constexpr HttpLimits kShort{1, 1, 2, 1000};

std::string lines(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += "X-" + std::to_string(i) + ": y\r\n";
  return out;
}

TEST_CASE("no head of a reply, nor what frames its body, takes more than its share",
          "[serve][hostile]") {
  const std::size_t much = 4000000;
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  SmallServer server;
  server.put_raw("/status", std::string(much, 'a'));
  server.put_raw("/line", ok + "X: " + std::string(much, 'a'));
  server.put_raw("/lines", ok + lines(much / 10) + "\r\n");
  server.put_raw("/chunk", ok + "Transfer-Encoding: chunked\r\n\r\n" + std::string(much, 'a'));
  server.put_raw("/chunks", ok + "Transfer-Encoding: chunked\r\n\r\n400\r\n" +
                                std::string(1024, 'a') + "\r\n0\r\n\r\n");
  server.put_raw("/endless", ok + "Connection: close\r\n\r\n" + std::string(much, 'a'));
  server.put_raw("/announced", ok + "Content-Length: 18446744073709551615\r\n\r\nx");
  server.start();
  for (const char* path :
       {"/status", "/line", "/lines", "/chunk", "/chunks", "/endless", "/announced"}) {
    INFO(path);
    const HttpReply reply = HttpClient(server.url(), kShort).get(path);
    CHECK(reply.failure == HttpFailure::too_large);
    CHECK(reply.body.empty());
  }
}

TEST_CASE("a reply that comes byte by byte is given up at the end of the time",
          "[serve][hostile]") {
  SmallServer server;
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n";
  server.put_raw("/head", head + "X: " + std::string(1000, 'a'));
  server.put_raw("/body", head + "\r\n" + std::string(500, 'a'));
  server.put_raw("/silent", head);
  server.drip("/head");
  server.drip("/body");
  server.start();
  for (const char* path : {"/head", "/body", "/silent"}) {
    INFO(path);
    const auto start = Clock::now();
    CHECK(HttpClient(server.url(), kShort).get(path).failure == HttpFailure::timed_out);
    CHECK(Clock::now() - start < std::chrono::seconds(4));
  }
}

TEST_CASE("a body keeps within the limit of its call", "[serve]") {
  SmallServer server;
  server.put("/thousand", std::vector<std::uint8_t>(1000));
  server.put("/more", std::vector<std::uint8_t>(1001));
  server.start();
  HttpClient client(server.url() + "/", kShort);
  CHECK(client.get("/thousand").ok());
  CHECK(client.get("/more").failure == HttpFailure::too_large);
  CHECK(client.get("/more", 1001).ok());
  CHECK(client.get("/thousand", 999).failure == HttpFailure::too_large);
  CHECK(client.get("/none").status == 404);
}

TEST_CASE("what is no address of a server is told from one", "[serve]") {
  for (const char* url :
       {"", "http://", "http:///x", "http://:80", "http://h:", "http://h:0", "http://h:65536",
        "http://h:8x", "http://h:-1", "ftp://h", "http://u@h", "http://h/?q", "http://h/#f",
        "http://[::1", "http://[]", "http://h\\x", "http://h h", "http://[::1]x"}) {
    INFO(url);
    CHECK(HttpClient(url, kShort).get("/").failure == HttpFailure::bad_url);
  }
  for (const char* url :
       {"http://127.0.0.1:1", "http://127.0.0.1:1/", "https://127.0.0.1:1/a/b", "http://[::1]:1"}) {
    INFO(url);
    CHECK(HttpClient(url, kShort).get("/").failure == HttpFailure::unreachable);
  }
}

}  // namespace
}  // namespace whit
