// SPDX-License-Identifier: Apache-2.0
// Clients that want to hurt. After each the service answers, and what it took stays within a bound.
#include <zlib.h>

#include <catch2/catch.hpp>
#include <memory>
#include <vector>

#include "serve/service.h"

namespace whit {
namespace {

using test::count;
using test::Memory;
using test::post;
using test::RawClient;
using test::Service;
using test::small;
using test::status_of;
using test::until;

constexpr std::size_t kMegabyte = std::size_t{1} << 20;
constexpr std::size_t kMayGrowMb = 64;

// pour sends `piece` until `most` bytes are gone or the other side hangs up, and gives how many.
std::size_t pour(const RawClient& client, std::string_view piece, std::size_t most) {
  std::size_t sent = 0;
  while (sent < most && client.send(piece)) sent += piece.size();
  return sent;
}

// refused_early tells what `start` and then no end of `piece` get, and that the connection was cut
// and not read to its end.
int refused_early(const std::string& start, const std::string& piece, std::size_t most) {
  const Memory memory;
  const Service service(small());
  int status = 0;
  {
    const RawClient client(service.port);
    client.send(start);
    CHECK(pour(client, piece, most) < 16 * kMegabyte);
  }
  {  // once more with less behind it, so that the answer isn't lost among what was sent
    const RawClient client(service.port);
    client.send(start);
    pour(client, piece, 40000);
    const std::string reply = client.read_all();
    CHECK(count(reply, "HTTP/1.1 ") == 1);
    CHECK(count(reply, "Connection: close\r\n") == 1);
    status = status_of(reply);
  }
  CHECK(service.answers());
  CHECK(memory.grown_mb() < kMayGrowMb);
  return status;
}

TEST_CASE("300 MB of chunks are not read", "[serve][hostile]") {
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  CHECK(refused_early(post("Transfer-Encoding: chunked\r\n"), chunk, 300 * kMegabyte) == 411);
  CHECK(refused_early(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), chunk,
                      300 * kMegabyte) == 411);
}

TEST_CASE("300 MB by their length are not read", "[serve][hostile]") {
  CHECK(refused_early(post("Content-Length: 314572800\r\n"), std::string(65536, 'x'),
                      300 * kMegabyte) == 413);
}

// bomb is a body of less than 64 kB that would be 60 MB.
std::string bomb() {
  const std::string zeros(60 * kMegabyte, '\0');
  z_stream stream{};
  const int gzip = 15 + 16;
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, gzip, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(65536, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
  stream.avail_in = static_cast<uInt>(zeros.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_CASE("compressed bodies are not inflated", "[serve][hostile]") {
  const std::string body = bomb();
  for (const char* encoding : {"gzip", "br", "deflate", "identity"}) {
    const std::string fields = "Content-Length: " + std::to_string(body.size()) +
                               "\r\nContent-Encoding: " + std::string(encoding) + "\r\n";
    CHECK(refused_early(post(fields), body, body.size()) == 400);
  }
}

TEST_CASE("400,000 header fields are not kept", "[serve][hostile]") {
  std::string fields;
  for (int i = 0; i < 1000; ++i) fields += "X-Field-" + std::to_string(i) + ": value\r\n";
  CHECK(refused_early("GET /healthz HTTP/1.1\r\nHost: x\r\n", fields, 400 * fields.size()) == 431);
}

TEST_CASE("fields that nobody asked for take no memory either", "[serve][hostile]") {
  std::string ranges = "bytes=0-";
  while (ranges.size() < 7900) ranges += ",0-";
  const Memory memory;
  HttpOptions options = small();
  options.threads = 64;
  const Service service(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<RawClient>(service.port));
    clients.back()->send(
        "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: " + ranges + "\r\n\r\n");
  }
  for (const auto& client : clients) CHECK(status_of(client->read_all()) == 200);
  CHECK(memory.grown_mb() < kMayGrowMb);
}

TEST_CASE("no line is endless", "[serve][hostile]") {
  const std::string letters(65536, 'a');
  CHECK(refused_early("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ", letters, 200 * kMegabyte) ==
        431);
  CHECK(refused_early("GET /", letters, 200 * kMegabyte) == 414);
  CHECK(refused_early("", letters, 200 * kMegabyte) == 414);
}

TEST_CASE("200 slow clients keep nobody else waiting", "[serve][hostile]") {
  const Memory memory;
  HttpOptions options = small();
  options.threads = 2;
  options.head_seconds = options.body_seconds = 60;
  options.keep_alive_seconds = 60;
  const Service service(options);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (std::size_t i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<RawClient>(service.port));
    REQUIRE(slow.back()->connected());
  }
  for (const char c : std::string("POST /v1/count HTTP/1.1\r\nHost: x\r\n")) {
    for (const auto& client : slow) client->send(std::string_view(&c, 1));
    CHECK(service.answers());  // with half a head of each under way
  }
  for (const auto& client : slow) {
    client->send("Content-Type: application/cbor\r\nContent-Length: 5\r\n\r\nabcd");
  }
  CHECK(service.answers());  // with most of a body
  for (const auto& client : slow) client->send("e");
  for (const auto& client : slow) CHECK(client->read("\r\n\r\n5").substr(0, 12) == "HTTP/1.1 200");
  CHECK(service.answers());  // with 200 that are idle
  CHECK(service.connections() >= 200);
  CHECK(memory.grown_mb() < kMayGrowMb);
}

TEST_CASE("clients that never read their replies hold no thread", "[serve][hostile]") {
  const Memory memory;
  HttpOptions options = small();
  options.threads = 1;
  const Service service(options);
  std::vector<std::unique_ptr<RawClient>> deaf;
  for (int i = 0; i < 20; ++i) {
    deaf.push_back(std::make_unique<RawClient>(service.port));
    deaf.back()->send("GET /v1/huge HTTP/1.1\r\nHost: x\r\n\r\n");  // more than buffers hold
    CHECK(service.answers());
  }
  CHECK(memory.grown_mb() < kMayGrowMb);
}

TEST_CASE("whoever is too slow is told so, or hung up on", "[serve][hostile]") {
  HttpOptions options = small();
  options.head_seconds = options.body_seconds = 1;
  const Service service(options);
  const RawClient silent(service.port), idle(service.port), head(service.port), body(service.port);
  head.send("GET /healthz HTT");
  body.send(post("Content-Length: 5\r\n", "abcd"));
  idle.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_of(idle.read("ok")) == 200);
  CHECK(status_of(head.read_all()) == 408);
  CHECK(status_of(body.read_all()) == 408);
  CHECK(silent.read_all().empty());
  CHECK(idle.closed(5000));
  CHECK(until([&] { return service.connections() == 0; }));
  CHECK(service.answers());
}

TEST_CASE("a thousand clients that come and go leave nothing behind", "[serve][hostile]") {
  const Service service(small());
  CHECK(service.answers());
  CHECK(until([&] { return service.connections() == 0; }));
  const std::size_t files = test::open_files();
  for (int i = 0; i < 1000; ++i) {
    const RawClient client(service.port);
    if (i % 3 == 1) client.send("GET /heal");
    if (i % 3 == 2) client.send(post("Content-Length: 500\r\n", "abc"));
  }
  CHECK(until([&] { return service.connections() == 0; }));
  CHECK(test::open_files() == files);
  CHECK(service.answers());
}

TEST_CASE("big bodies share a bound, and small requests need none of it", "[serve][hostile]") {
  HttpOptions options = small();
  options.max_buffered = 150000;
  const Service service(options);
  const std::string most(60000, 'x');
  {
    const RawClient first(service.port), second(service.port), third(service.port);
    CHECK(first.send(post("Content-Length: 65536\r\n", most)));
    CHECK(second.send(post("Content-Length: 65536\r\n", most)));
    CHECK(third.send(post("Content-Length: 65536\r\n", most)));
    std::string replies = third.read("\r\n\r\n", 1000);
    if (replies.empty()) replies = first.read("\r\n\r\n", 500) + second.read("\r\n\r\n", 500);
    CHECK(status_of(replies) == 503);  // the last one that was read
    CHECK(service.answers());
  }
  CHECK(until([&] { return service.connections() == 0; }));
  const RawClient again(service.port);
  CHECK(again.send(post("Content-Length: 65536\r\n", std::string(65536, 'x'))));
  CHECK(status_of(again.read("65536")) == 200);
}

TEST_CASE("a full house lets go of those who do nothing", "[serve][hostile]") {
  HttpOptions options = small();
  options.max_connections = 20;
  options.keep_alive_seconds = options.head_seconds = 60;
  const Service service(options);
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<RawClient>(service.port));
  CHECK(service.answers());
}

}  // namespace
}  // namespace whit
