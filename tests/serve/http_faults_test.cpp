// SPDX-License-Identifier: Apache-2.0
// What goes wrong inside the process, and costs no thread, no file and no secret.
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <memory>
#include <vector>

#include "serve/service.h"

namespace whit {
namespace {

using test::count;
using test::RawClient;
using test::Service;
using test::small;
using test::status_of;
using test::until;

// NoFiles takes all files that this process may still open but one.
class NoFiles {
 public:
  NoFiles() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    rlimit few = before_;
    few.rlim_cur = 300;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    for (int copy = 0; (copy = ::dup(0)) >= 0;) taken_.push_back(copy);
    REQUIRE_FALSE(taken_.empty());
    ::close(taken_.back());
    taken_.pop_back();
  }
  ~NoFiles() {
    for (const int copy : taken_) ::close(copy);
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }
  NoFiles(const NoFiles&) = delete;
  NoFiles& operator=(const NoFiles&) = delete;

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST_CASE("without files for one more, whoever waits is served as soon as there are",
          "[serve][hostile]") {
  const Service service(small());
  CHECK(service.answers());
  CHECK(until([&] { return service.connections() == 0; }));
  auto none = std::make_unique<NoFiles>();
  const RawClient waits(service.port);
  CHECK(waits.connected());
  waits.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string too_early = waits.read("ok", 300);
  none.reset();
  CHECK(too_early.empty());
  CHECK(status_of(waits.read("ok")) == 200);
  CHECK(service.answers());
}

TEST_CASE("a log that throws ends a connection and no more", "[serve][hostile]") {
  HttpOptions options = small();
  options.threads = 1;
  std::atomic<bool> throws{true};
  options.log = [&](const HttpExchange&) {
    if (throws) throw std::runtime_error("disk full");
  };
  const Service service(options);
  CHECK_FALSE(service.answers());
  CHECK(until([&] { return service.connections() == 0; }));
  throws = false;
  CHECK(service.answers());
}

TEST_CASE("no exception stops a thread or tells anything", "[serve][hostile]") {
  HttpOptions options = small();
  options.threads = 2;
  const Service service(options);
  for (const char* kind : {"text", "memory", "number"}) {
    for (const std::string method : {"GET", "POST", "HEAD", "GET"}) {
      const RawClient client(service.port);
      const bool posts = method == "POST";
      client.send(method + " /v1/throws?" + kind + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
                  (posts ? "Content-Type: application/cbor\r\nContent-Length: 0\r\n" : "") +
                  "\r\n");
      const std::string reply = client.read_all();
      CHECK(status_of(reply) == 500);
      CHECK(count(reply, "secret") == 0);
      CHECK(count(reply, "EXCEPTION") == 0);
    }
  }
  CHECK(service.answers());
}

}  // namespace
}  // namespace whit
