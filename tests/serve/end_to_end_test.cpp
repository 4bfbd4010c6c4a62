// SPDX-License-Identifier: Apache-2.0
// From a register to an answer: the issuer's folder, its HTTP service, a wallet and a checker.
#include <catch2/catch.hpp>
#include <thread>

#include "base/hex.h"
#include "serve/http_client.h"
#include "serve/http_server.h"
#include "serve/issuer_folder.h"
#include "serve/routes.h"
#include "token/refusal.h"
#include "wallet/collect.h"
#include "wallet/news.h"
#include "wallet/show.h"
#include "whit/policy.h"
#include "whit/verify.h"

namespace whit {
namespace {

using test::kNoon;

constexpr Vct kPermit = 65001;

class TextSource final : public IssuerService::Source {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<Bytes> next() override {
    const Bytes out = given_ ? Bytes{} : as_bytes(text_);
    given_ = true;
    return out;
  }

 private:
  std::string text_;
  bool given_ = false;
};

// Office is an issuer that answers over HTTP, at noon for ever.
class Office {
 public:
  explicit Office(cli::RootKind kind) : folder(kind) {
    folder.publish(kNoon);
    service = folder.service();
    TextSource source(test::demo_file("register.csv"));
    const auto imported =
        service->import(source, ImportFormat::csv, ImportRun::apply, ImportRule::skip_bad_lines);
    REQUIRE(imported.ok());
    REQUIRE(imported->refused == 3);
    shelf.put(*published_from(cli::published(folder.folder())->bytes));
    HttpOptions options;
    options.threads = 8;
    server =
        std::make_unique<HttpServer>(options, issuer_routes(*service, shelf, [] { return kNoon; }));
    const auto port = server->bind();
    REQUIRE(port.ok());
    url = "http://127.0.0.1:" + std::to_string(*port);
    thread = std::thread([this] { server->run(); });
  }
  ~Office() {
    server->stop();
    thread.join();
  }
  TrustFile trust() const { return folder.folder().trust(); }
  Bundle bundle() const {
    const auto reply = HttpClient(url).get("/v1/bundle/whole");
    REQUIRE(reply.ok());
    auto opened = Bundle::open(reply.body, trust());
    REQUIRE(opened.ok());
    return *std::move(opened);
  }
  HttpReply post(const std::string& path, Bytes body) const {
    return HttpClient(url).post(path, "application/cbor", body);
  }

  test::IssuerFolder folder;
  std::unique_ptr<IssuerService> service;
  Shelf shelf;
  std::unique_ptr<HttpServer> server;
  std::string url;
  std::thread thread;
};

// collect enrols the wallet of P-0042 and takes all there is.
std::size_t collect(const Office& office, const Bundle& bundle, wallet::Wallet& mine) {
  SeededRng rng(9);
  const auto invited = office.service->invite("P-0042", kNoon);
  REQUIRE(invited.ok());
  const auto enrol = wallet::make_enrol(mine, invited->invitation, invited->pin, kNoon, rng);
  REQUIRE(enrol.ok());
  const HttpReply enrolled = office.post("/v1/enrol", *enrol);
  REQUIRE(enrolled.ok());
  const auto account = wallet::take_enrolled(mine, office.trust(), enrolled.body, kNoon);
  REQUIRE(account.ok());
  const HttpReply head = HttpClient(office.url).get("/v1/bundle/head");
  REQUIRE(head.ok());
  REQUIRE(wallet::take_news(**account, head.body, bundle, kNoon).ok());
  std::size_t tokens = 0;
  while (const auto ask = wallet::plan_collect(**account, bundle.head(), kNoon, rng)) {
    const HttpReply answer = office.post("/v1/collect", *ask);
    REQUIRE(answer.ok());
    const auto gain = wallet::take_collected(**account, answer.body, bundle, kNoon);
    REQUIRE(gain.ok());
    tokens += gain->tokens;
  }
  return tokens;
}

ByteVector show_permit(wallet::Wallet& mine) {
  wallet::Account& account = mine.accounts.front();
  wallet::Question question;
  question.facts = {kPermit};
  const auto choice = wallet::choose(account, question, kNoon);
  REQUIRE(choice.freshness == wallet::Freshness::unused);
  const auto shown = wallet::show(mine, account, choice, question, kNoon);
  REQUIRE(shown.ok());
  return *shown;
}

Report check(Bytes shown, const Bundle& bundle, UnixTime now, const char* preset = "gate") {
  const auto policy = make_policy(bundle, preset);
  REQUIRE(policy.ok());
  Context context;
  context.now = now;
  return verify(shown, &bundle, *policy, context);
}

TEST_CASE("a line of a register becomes a yes at a gate", "[serve][end-to-end]") {
  const Office office(cli::RootKind::earnest);
  const Bundle bundle = office.bundle();
  wallet::Wallet mine;
  CHECK(collect(office, bundle, mine) == 14 * 2 * 4);
  const ByteVector shown = show_permit(mine);
  CHECK(shown.size() == 246);
  CHECK(check(shown, bundle, kNoon).verdict == Verdict::valid);
  CHECK(check(shown, bundle, kNoon + 120).verdict == Verdict::stale_proof);
  CHECK(check(shown, bundle, kNoon, "tax").verdict == Verdict::missing_fact);
  ByteVector forged = shown;
  forged[forged.size() / 2] ^= 1;
  CHECK_FALSE(check(forged, bundle, kNoon).verdict == Verdict::valid);
  CHECK(office.service->figures()->leaves == 14 * 2 * 4);
}

TEST_CASE("under a specimen root nothing is more than training", "[serve][end-to-end]") {
  const Office office(cli::RootKind::specimen);
  const Bundle bundle = office.bundle();
  REQUIRE(bundle.specimen());
  wallet::Wallet mine;
  collect(office, bundle, mine);
  const Report report = check(show_permit(mine), bundle, kNoon);
  CHECK(report.verdict == Verdict::specimen);
  CHECK(report.training == Verdict::valid);
}

TEST_CASE("the same collect again has the same answer, and another one is out of order",
          "[serve][end-to-end]") {
  const Office office(cli::RootKind::specimen);
  const Bundle bundle = office.bundle();
  wallet::Wallet mine;
  SeededRng rng(9);
  const auto invited = office.service->invite("P-0042", kNoon);
  const auto enrol = wallet::make_enrol(mine, invited->invitation, invited->pin, kNoon, rng);
  const HttpReply enrolled = office.post("/v1/enrol", *enrol);
  const auto account = wallet::take_enrolled(mine, office.trust(), enrolled.body, kNoon);
  REQUIRE(account.ok());
  const auto ask = wallet::plan_collect(**account, bundle.head(), kNoon, rng);
  REQUIRE(ask.has_value());
  const HttpReply first = office.post("/v1/collect", *ask);
  REQUIRE(first.ok());
  CHECK(office.post("/v1/collect", *ask).body == first.body);
  wallet::drop_pending(**account);
  const auto other = wallet::plan_collect(**account, bundle.head(), kNoon, rng);
  REQUIRE(other.has_value());
  const HttpReply refused = office.post("/v1/collect", *other);
  CHECK(refused.status == 409);
  CHECK(parse_error_body(refused.body)->refusal == Refusal::sequence_conflict);
}

TEST_CASE("an invitation that is unknown, used or has another PIN gets one answer",
          "[serve][end-to-end]") {
  const Office office(cli::RootKind::specimen);
  SeededRng rng(3);
  const auto invited = office.service->invite("P-0042", kNoon);
  const auto attempt = [&](Invitation invitation, std::string_view pin) {
    wallet::Wallet mine;
    return office.post("/v1/enrol", *wallet::make_enrol(mine, invitation, pin, kNoon, rng));
  };
  Invitation unknown = invited->invitation;
  unknown.code[0] ^= 1;
  const HttpReply wrong_code = attempt(unknown, invited->pin);
  const HttpReply wrong_pin = attempt(invited->invitation, "not-this");
  REQUIRE(attempt(invited->invitation, invited->pin).ok());
  const HttpReply used = attempt(invited->invitation, invited->pin);
  CHECK(wrong_code.status == 403);
  CHECK(wrong_pin.status == 403);
  CHECK(used.status == 403);
  CHECK(wrong_code.body == wrong_pin.body);
  CHECK(wrong_code.body == used.body);
}

}  // namespace
}  // namespace whit
