// SPDX-License-Identifier: Apache-2.0
// Witnesses over HTTP: asked by our client, and by clients and servers without manners.
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <thread>

#include "base/hex.h"
#include "crypto/hash.h"
#include "log/merkle.h"
#include "log/seeded.h"
#include "serve/http_client.h"
#include "serve/raw_client.h"
#include "serve/witness_client.h"
#include "support/witness_house.h"

namespace whit {
namespace {

using test::Mood;
using test::seeded;
using test::WitnessHouse;
using Clock = std::chrono::steady_clock;

constexpr UnixTime kNow = 1800000000;
const std::string kOrigin = "log.example/1";

Hash leaf(std::uint64_t n) { return sha256(as_bytes("leaf " + std::to_string(n))); }

// Log is a tree of so many leaves, and its key.
struct Log {
  SigningKey secret = seeded("log");
  NoteSigner signer = *make_note_signer(kOrigin, NoteKeyType::ed25519, secret);

  static Hash root(std::uint64_t first, std::uint64_t count) {
    CompactTree tree;
    for (std::uint64_t i = 0; i < count; ++i) tree.append(leaf(first + i));
    return tree.root();
  }
  std::string note_of(const Checkpoint& checkpoint) const {
    const std::string text = format(checkpoint);
    return format(Note{text, {sign_note(text, signer)}});
  }
  std::string note(std::uint64_t size) const { return note_of({kOrigin, size, root(0, size), {}}); }
  static std::vector<Hash> consistency(std::uint64_t from, std::uint64_t to) {
    const auto plan = plan_consistency(from, to);
    if (!plan) return {};
    std::vector<Hash> hashes;
    for (const Node& node : plan->nodes) {
      hashes.push_back(root(node.index << node.level, std::uint64_t{1} << node.level));
    }
    return assemble(*plan, hashes);
  }
  static Consistency to(std::uint64_t size) {
    return [size](std::uint64_t from) { return consistency(from, size); };
  }
};

struct Fixture {
  Log log;
  WitnessHouse house{3};
  WitnessPolicy policy = *parse_witness_policy(house.policy(2));
  WitnessLimits limits{1, 2, ""};

  Fixture() {
    house.know(log.signer.key);
    house.clock([] { return kNow; });
  }
  std::vector<WitnessReply> submit(std::uint64_t size) {
    return cosign(policy, log.note(size), {log.signer.key}, Log::to(size), kNow, limits);
  }
  bool enough(const std::vector<WitnessReply>& replies) const {
    std::vector<UnixTime> seen;
    for (const WitnessReply& reply : replies) {
      seen.push_back(reply.answer == WitnessAnswer::good ? reply.time : 0);
    }
    return meets_quorum(policy, seen);
  }
};

TEST_CASE("three witnesses cosign what grows, and what doesn't", "[serve][log-14]") {
  Fixture fixture;
  for (const std::uint64_t size : {256U, 256U, 512U, 1024U}) {
    const auto replies = fixture.submit(size);
    REQUIRE(replies.size() == 3);
    auto note = parse_note(fixture.log.note(size));
    REQUIRE(note.ok());
    for (std::size_t row = 0; row < 3; ++row) {
      REQUIRE(replies[row].answer == WitnessAnswer::good);
      CHECK(replies[row].time == kNow);
      note->signatures.push_back(replies[row].line);
      CHECK(check_note(*note, fixture.house.key(row)).check == NoteCheck::good);
    }
    CHECK(fixture.enough(replies));
  }
}

TEST_CASE("a witness that knows where it stands is asked once, else twice", "[serve][log-14]") {
  Fixture fixture;
  (void)fixture.submit(256);
  CHECK(fixture.house.asked(0) == 2);
  (void)fixture.submit(256);
  CHECK(fixture.house.asked(0) == 3);
}

TEST_CASE("one bad witness of three stalls nobody", "[serve][log-14]") {
  Fixture fixture;
  REQUIRE(fixture.enough(fixture.submit(256)));
  const std::vector<std::pair<Mood, WitnessAnswer>> cases = {
      {Mood::dead, WitnessAnswer::unreachable},
      {Mood::silent, WitnessAnswer::unreachable},
      {Mood::wrong_key, WitnessAnswer::wrong},
      {Mood::stranger, WitnessAnswer::wrong},
      {Mood::other_checkpoint, WitnessAnswer::wrong},
      {Mood::future, WitnessAnswer::wrong},
      {Mood::boastful, WitnessAnswer::ahead},
      {Mood::muddled, WitnessAnswer::refused},
      {Mood::refusing, WitnessAnswer::refused},
      {Mood::redirecting, WitnessAnswer::refused},
      {Mood::huge, WitnessAnswer::wrong}};
  std::uint64_t size = 256;
  for (const auto& [mood, answer] : cases) {
    INFO(static_cast<int>(mood));
    fixture.house.be(1, mood);
    const auto replies = fixture.submit(size += 256);
    CHECK(replies[1].answer == answer);
    CHECK(replies[1].note.empty());  // it has nothing to show
    CHECK(replies[0].answer == WitnessAnswer::good);
    CHECK(replies[2].answer == WitnessAnswer::good);
    CHECK(fixture.enough(replies));
    fixture.house.be(1, Mood::good);
  }
  CHECK(fixture.submit(size)[1].answer == WitnessAnswer::good);
}

TEST_CASE("two silent witnesses cost the time allowed and no more", "[serve][log-14]") {
  Fixture fixture;
  fixture.house.be(0, Mood::silent);
  fixture.house.be(2, Mood::silent);
  const auto start = Clock::now();
  const auto replies = fixture.submit(256);
  CHECK(Clock::now() - start < std::chrono::seconds(10));  // 2 s, on a machine that isn't busy
  CHECK(replies[0].answer == WitnessAnswer::unreachable);
  CHECK(replies[1].answer == WitnessAnswer::good);
  CHECK_FALSE(fixture.enough(replies));
}

TEST_CASE("a witness that was shown more proves it", "[serve][log-14]") {
  Fixture fixture;
  REQUIRE(fixture.enough(fixture.submit(512)));
  const auto replies = fixture.submit(256);
  for (const WitnessReply& reply : replies) {
    CHECK(reply.answer == WitnessAnswer::ahead);
    CHECK(reply.size == 512);
    const auto note = parse_note(reply.note);
    REQUIRE(note.ok());
    CHECK(check_note(*note, fixture.log.signer.key).check == NoteCheck::good);
  }
}

TEST_CASE("another tree of the same size, or of a smaller one, is proven too", "[serve][log-14]") {
  for (const std::uint64_t size : {256U, 300U}) {
    Fixture fixture;
    const Checkpoint fork{kOrigin, 256, Log::root(1000, 256), {}};
    const auto forked = cosign(fixture.policy, fixture.log.note_of(fork), {fixture.log.signer.key},
                               Log::to(256), kNow, fixture.limits);
    REQUIRE(fixture.enough(forked));
    const auto replies = fixture.submit(size);
    CHECK(replies[0].answer == WitnessAnswer::ahead);
    CHECK(replies[0].size == 256);
    CHECK_FALSE(replies[0].note.empty());
  }
}

TEST_CASE("a witness that forgot is behind, and catches up", "[serve][log-14]") {
  Fixture fixture;
  REQUIRE(fixture.enough(fixture.submit(512)));
  fixture.house.keep(0, {kOrigin, {fixture.log.signer.key}, 256, Log::root(0, 256), ""});
  fixture.house.keep(1, {kOrigin, {fixture.log.signer.key}, 0, empty_root(), ""});
  for (const WitnessReply& reply : fixture.submit(700)) {
    CHECK(reply.answer == WitnessAnswer::good);
  }
}

TEST_CASE("the newest that witnesses saw can be asked for", "[serve][log-14]") {
  Fixture fixture;
  const auto ask = [&] {
    return ask_newest(fixture.policy, kOrigin, {fixture.log.signer.key}, fixture.limits);
  };
  for (const WitnessReply& reply : ask()) CHECK(reply.answer == WitnessAnswer::unknown);
  (void)fixture.submit(256);
  fixture.house.be(2, Mood::dead);
  const auto replies = ask();
  CHECK(replies[0].answer == WitnessAnswer::good);
  CHECK(replies[0].size == 256);
  CHECK(replies[0].time == kNow);
  CHECK_FALSE(replies[0].note.empty());
  CHECK(replies[2].answer == WitnessAnswer::unreachable);
  // What another log's key signed is no evidence about this one.
  const SigningKey other = seeded("other log");
  const auto stranger = make_note_signer(kOrigin, NoteKeyType::ed25519, other);
  const auto lied = ask_newest(fixture.policy, kOrigin, {stranger->key}, fixture.limits);
  CHECK(lied[0].answer == WitnessAnswer::wrong);
}

TEST_CASE("a witness without an address isn't asked", "[serve][log-14]") {
  Fixture fixture;
  fixture.policy.witnesses[1].url.clear();
  const auto replies = fixture.submit(256);
  CHECK(replies[1].answer == WitnessAnswer::none);
  CHECK(fixture.enough(replies));
  fixture.policy.witnesses[1].url = "no address";
  CHECK(fixture.submit(256)[1].answer == WitnessAnswer::unreachable);
}

TEST_CASE("what isn't a checkpoint is asked of nobody", "[serve][log-14]") {
  Fixture fixture;
  const auto replies = cosign(fixture.policy, "nonsense", {fixture.log.signer.key}, {}, kNow);
  REQUIRE(replies.size() == 3);
  CHECK(replies[0].answer == WitnessAnswer::none);
  CHECK(fixture.house.asked(0) == 0);
}

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
  const std::vector<std::string> begins = {
      "", "HTTP/1.1 200 OK\r\nX-Long: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n"};
  for (const std::string& begin : begins) {
    INFO(begin);
    const RawServer server([&](int fd) { drip(fd, begin, 'x'); });
    Fixture fixture;
    fixture.policy.witnesses[0].url = server.url();
    const auto start = Clock::now();
    const auto replies = fixture.submit(256);
    CHECK(Clock::now() - start < std::chrono::seconds(10));  // the drip would go on for 30
    CHECK(replies[0].answer != WitnessAnswer::good);
    CHECK(fixture.enough(replies));
  }
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
