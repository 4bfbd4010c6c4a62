// SPDX-License-Identifier: Apache-2.0
// A stop answers what is under way, closes the rest at once, and doesn't wait for the slow.
#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "serve/service.h"

namespace whit {
namespace {

using test::post;
using test::RawClient;
using test::Service;
using test::small;
using test::status_of;
using test::until;
using Clock = std::chrono::steady_clock;

HttpOptions patient() {
  HttpOptions options = small();
  options.keep_alive_seconds = options.head_seconds = options.body_seconds = 60;
  options.stop_seconds = 30;
  return options;
}

TEST_CASE("a request in its handler is answered, idle connections are closed at once", "[serve]") {
  std::promise<void> begun, go_on;
  const auto wait = [&](const HttpRequest&) {
    begun.set_value();
    go_on.get_future().wait();
    return test::text("done");
  };
  std::vector<HttpRoute> routes = test::some_routes();
  routes.push_back({HttpMethod::get, "/wait", HttpMatch::exact, wait});
  Service service(patient(), routes);
  const RawClient idle(service.port), fresh(service.port), busy(service.port);
  idle.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_of(idle.read("ok")) == 200);
  busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  begun.get_future().wait();
  CHECK(until([&] { return service.connections() == 3; }));
  service.ask_to_stop();
  CHECK(idle.closed(5000));
  CHECK(fresh.closed(5000));
  CHECK(until([&] { return !RawClient(service.port).connected(); }));
  go_on.set_value();
  const std::string reply = busy.read_all();
  CHECK(status_of(reply) == 200);
  CHECK(reply.find("Connection: close\r\n") != std::string::npos);
  CHECK(reply.find("done") != std::string::npos);
  service.stop();
}

TEST_CASE("a request that is half there at a stop may still arrive", "[serve]") {
  Service service(patient());
  const RawClient client(service.port);
  client.send(post("Content-Length: 5\r\n", "abc"));
  CHECK(until([&] { return service.connections() == 1; }));
  service.ask_to_stop();
  CHECK(until([&] { return !RawClient(service.port).connected(); }));
  client.send("de");
  CHECK(status_of(client.read("\r\n\r\n5")) == 200);
}

TEST_CASE("a stop doesn't wait for those who never finish", "[serve]") {
  HttpOptions options = patient();
  options.stop_seconds = 1;
  Service service(options);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 30; ++i) {
    slow.push_back(std::make_unique<RawClient>(service.port));
    if (i % 3 == 0) slow.back()->send("GET /heal");
    if (i % 3 == 1) slow.back()->send(post("Content-Length: 5\r\n", "abc"));
    if (i % 3 == 2) slow.back()->send("GET /v1/big HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  CHECK(until([&] { return service.connections() == 30; }));
  const auto start = Clock::now();
  service.stop();
  CHECK(Clock::now() - start < std::chrono::seconds(20));  // patience would be a minute
  HttpOptions next = small();
  next.port = service.port;
  const Service again(next);  // the port is free
  CHECK(again.answers());
}

}  // namespace
}  // namespace whit
