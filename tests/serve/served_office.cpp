// SPDX-License-Identifier: Apache-2.0
#include "serve/served_office.h"

#include <catch2/catch.hpp>

#include "store/desk.h"
#include "wallet/news.h"
#include "whit/policy.h"

namespace whit::test {
namespace {

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

}  // namespace

void import(IssuerService& service, std::string csv) {
  TextSource source(std::move(csv));
  ImportOrder order;
  order.run = ImportRun::apply;
  order.rule = ImportRule::skip_bad_lines;
  REQUIRE(service.import(operator_actor(), source, order, kNoon).ok());
}

ServedOffice::ServedOffice(cli::RootKind kind, const std::string& catalogue) : folder(kind) {
  if (!catalogue.empty()) folder.apply(catalogue);
  folder.publish(kNoon);
  service = folder.service();
  import(*service, demo_file("register.csv"));
  shelf.put(*published_from(cli::published(folder.folder())->bytes));
  HttpOptions options;
  options.threads = 8;
  server =
      std::make_unique<HttpServer>(options, issuer_routes(*service, shelf, [] { return kNoon; }));
  const auto port = server->bind();
  REQUIRE(port.ok());
  url = "http://127.0.0.1:" + std::to_string(*port);
  thread_ = std::thread([this] { server->run(); });
}

ServedOffice::~ServedOffice() {
  server->stop();
  thread_.join();
}

Bundle ServedOffice::bundle() const {
  const auto reply = HttpClient(url).get("/v1/bundle/whole");
  REQUIRE(reply.ok());
  auto opened = Bundle::open(reply.body, trust());
  REQUIRE(opened.ok());
  return *std::move(opened);
}

HttpReply ServedOffice::post(const std::string& path, Bytes body) const {
  return HttpClient(url).post(path, "application/cbor", body);
}

wallet::Account& enrol(const ServedOffice& office, const Bundle& bundle, wallet::Wallet& mine,
                       const std::string& subject, Rng& rng) {
  const auto invited = Desk(*office.service).invite(operator_actor(), subject, kNoon);
  REQUIRE(invited.ok());
  const auto body = wallet::make_enrol(mine, invited->invitation, invited->pin, kNoon, rng);
  REQUIRE(body.ok());
  const HttpReply enrolled = office.post("/v1/enrol", *body);
  REQUIRE(enrolled.ok());
  const auto account = wallet::take_enrolled(mine, office.trust(), enrolled.body, kNoon);
  REQUIRE(account.ok());
  const HttpReply head = HttpClient(office.url).get("/v1/bundle/head");
  REQUIRE(head.ok());
  REQUIRE(wallet::take_news(**account, head.body, bundle, kNoon).ok());
  return **account;
}

std::size_t collect(const ServedOffice& office, const Bundle& bundle, wallet::Account& account,
                    Rng& rng) {
  std::size_t tokens = 0;
  while (const auto ask = wallet::plan_collect(account, bundle.head(), kNoon, rng)) {
    const HttpReply answer = office.post("/v1/collect", *ask);
    REQUIRE(answer.ok());
    const auto gain = wallet::take_collected(account, answer.body, bundle, kNoon);
    REQUIRE(gain.ok());
    if (gain->tokens == 0) break;
    tokens += gain->tokens;
  }
  return tokens;
}

ByteVector show(wallet::Wallet& mine, std::vector<Vct> facts) {
  wallet::Account& account = mine.accounts.front();
  wallet::Question question;
  question.facts = std::move(facts);
  const auto choice = wallet::choose(account, *wallet::read_news(account), question, kNoon);
  REQUIRE(choice.freshness == wallet::Freshness::unused);
  const auto shown = wallet::show(mine, account, choice, question, kNoon);
  REQUIRE(shown.ok());
  return *shown;
}

Report check(Bytes shown, const Bundle& bundle, UnixTime now, const char* preset) {
  const auto policy = make_policy(bundle, preset);
  REQUIRE(policy.ok());
  Context context;
  context.now = now;
  return verify(shown, &bundle, *policy, context);
}

}  // namespace whit::test
