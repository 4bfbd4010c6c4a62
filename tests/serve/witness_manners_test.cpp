// SPDX-License-Identifier: Apache-2.0
// Witnesses and their clients without manners, and over TLS.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <thread>

#include "base/hex.h"
#include "serve/certificates.h"
#include "serve/http_client.h"
#include "serve/raw_client.h"
#include "serve/service.h"
#include "serve/witness_fixture.h"
#include "serve/witness_routes.h"

namespace whit {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;

// RawServer takes one connection after the other and treats each as it is told.
class RawServer {
 public:
  explicit RawServer(std::function<void(int)> treat) : treat_(std::move(treat)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(fd_, 8) == 0);
    REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int one; (one = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(one)) {
        treat_(one);
      }
    });
  }
  ~RawServer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  std::function<void(int)> treat_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

// drip sends `text` and then one byte of `more` each tenth of a second, until the other side goes.
void drip(int fd, const std::string& text, char more) {
  (void)::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
  for (int i = 0; i < 300; ++i) {
    if (::send(fd, &more, 1, MSG_NOSIGNAL) != 1) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

TEST_CASE("a witness that drips is hung up on in time", "[serve][log-14]") {
  const std::string kHandshake("\x16\x03\x03\x3f\xff\x02", 6);  // a long record of TLS begins
  const std::vector<std::string> begins = {kHandshake, "", "HTTP/1.1 200 OK\r\nX-Long: ",
                                           "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                                           "HTTP/1.1 100 Continue\r\n\r\n"};
  for (const std::string& begin : begins) {
    INFO(begin);
    const RawServer server([&](int fd) { drip(fd, begin, 'x'); });
    Fixture fixture;
    std::string url = server.url();
    if (begin[0] == kHandshake[0]) url.insert(4, "s");
    fixture.policy.witnesses[0].url = url;
    const auto start = Clock::now();
    const auto replies = fixture.submit(256);
    CHECK(Clock::now() - start < std::chrono::seconds(10));  // the drip would go on for 30
    CHECK(replies[0].answer != WitnessAnswer::good);
    CHECK(fixture.enough(replies));
  }
}

// OneLog is a witness's store for the TLS test.
struct OneLog final : WitnessStore {
  audit::WitnessedLog log;
  audit::Judged decide(std::string_view, const Decision& decision) override {
    return decision(&log);
  }
  std::optional<std::string> newest(const Hash&) override { return std::nullopt; }
};

TEST_CASE("a witness behind TLS is believed by its certificate", "[serve][tls][log-14]") {
  Fixture fixture;
  OneLog store;
  store.log = *fixture.house.kept(0, kOrigin);
  const SigningKey secret = seeded("w1.example");
  const auto signer = make_note_signer("w1.example", NoteKeyType::cosignature, secret);
  REQUIRE(signer.ok());
  const Certificate certificate;
  HttpOptions options;
  options.tls_certificate = certificate.file();
  options.tls_key = certificate.key();
  const Service service(options, witness_routes(store, *signer, [] { return kNow; }));
  fixture.policy.witnesses[0].url = "https://127.0.0.1:" + std::to_string(service.port);
  CHECK(fixture.submit(256)[0].answer == WitnessAnswer::unreachable);
  fixture.limits.ca_file = certificate.file();
  CHECK(fixture.submit(256)[0].answer == WitnessAnswer::good);
}

TEST_CASE("a request without manners is refused by a witness", "[serve][log-14]") {
  Fixture fixture;
  HttpClient client(fixture.house.url(0));
  const auto post = [&](const std::string& body) {
    return client.post("/add-checkpoint", "text/plain", as_bytes(body));
  };
  CHECK(post("").status == 400);
  CHECK(post("old 0\n\n").status == 400);
  CHECK(post("old 0\n\n" + fixture.log.note(5)).status == 200);
  const HttpReply conflict = post("old 0\n\n" + fixture.log.note(6));
  CHECK(conflict.status == 409);
  CHECK(conflict.content_type == "text/x.tlog.size");
  CHECK(as_text(conflict.body) == "5\n");
  CHECK(post("old 0\n\n" + std::string(audit::kMaxAddCheckpoint, 'x')).status == 400);
  CHECK(client.get("/add-checkpoint").status == 404);
  const std::string hash = hex::encode(sha256(as_bytes(kOrigin)).view());
  const HttpReply newest = client.get("/" + hash + "/checkpoint");
  CHECK(newest.status == 200);
  CHECK(newest.content_type == "text/plain; charset=utf-8");
  for (const std::string& path :
       {std::string("/"), "/" + hash, "/" + hash + "/", "/" + hash + "/checkpoint/",
        "/" + hash.substr(1) + "/checkpoint", "/G" + hash.substr(1) + "/checkpoint",
        "/" + std::string(64, '0') + "/checkpoint", "//" + hash + "/checkpoint"}) {
    INFO(path);
    CHECK(client.get(path).status == 404);
  }
}

TEST_CASE("of many requests at once a witness takes one path", "[serve][log-14]") {
  Fixture fixture;
  std::vector<std::thread> threads;
  std::atomic<int> taken{0};
  for (std::uint64_t i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      // Sixteen trees that contradict each other, all signed by the log.
      const Checkpoint tree{kOrigin, 10 + i % 2, Log::root(100 * i, 10 + i % 2), {}};
      const std::string body = "old 0\n\n" + fixture.log.note_of(tree);
      HttpClient client(fixture.house.url(0));
      if (client.post("/add-checkpoint", "text/plain", as_bytes(body)).status == 200) ++taken;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(taken == 1);
}

}  // namespace
}  // namespace whit
