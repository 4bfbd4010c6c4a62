// SPDX-License-Identifier: Apache-2.0
// Issuing under load: the real server with the real routes over a real register, and 64 clients
// beside it on the same cores. Everything that they ask was signed before any time runs.
//
//     issue_load [--slices N] [--seconds S] [--enrolled N]
//
// Prints one JSON object: for each row its slices, taken in turns, and at the end how many tokens
// the clients hold and how many leaves the register has, which must be the same number.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "issue/clients.h"
#include "issue/office.h"
#include "issue/routes.h"
#include "serve/routes.h"

namespace whit::bench {
namespace {

constexpr std::size_t kClients = 64, kBurst = 256;
constexpr std::size_t kSampled = 50;  // one answer in so many is checked token by token

struct Options {
  std::size_t slices = 9;
  double seconds = 1;
  Sizes sizes;
};

// Answers is what the wallets of `holders` have got, to be counted when no time runs any more.
struct Answers {
  struct One {
    const Holder* holder;
    std::size_t request;
    std::string body;
  };
  std::vector<One> all;
};

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "issue_load: error: %s\n", what.c_str());
  std::exit(3);
}

double percentile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size()));
  return values.empty() ? 0 : values[std::min(at, values.size() - 1)];
}

// Processor time of the whole program so far, clients and server, in microseconds.
double processor_microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// Load runs the slices and keeps what they gave.
class Load {
 public:
  Load(Office& office, std::uint16_t port) : office_(office), port_(port) {}

  // collect is one slice of durable issuing: each client goes through wallets of its own, so that
  // every request of a wallet follows its last.
  void collect(double seconds) {
    std::vector<std::string> scratch(kClients);
    asked_.clear();
    const double before = processor_microseconds();
    const Outcome got = keep_asking(port_, kClients, seconds, [&](std::size_t client, Ask& out) {
      for (std::size_t i = client; i < office_.holders.size(); i += kClients) {
        Holder& holder = at(client, turn_[client]++);
        if (holder.sent == holder.requests.size()) continue;
        out = ask_of(holder, scratch[client]);
        return true;
      }
      return false;
    });
    std::vector<double> times;
    for (const Exchange& exchange : got.exchanges) times.push_back(exchange.milliseconds);
    keep(got, kTopUp);
    if (got.seconds < seconds) give_up("the wallets have nothing left to ask; want --enrolled");
    rate("durable", got, processor_microseconds() - before);
    add("p99_ms", percentile(times, 0.99));
    add("p50_ms", percentile(times, 0.5));
  }

  // unstored is one slice of an endpoint that makes nothing durable. It gets the same bytes.
  void unstored(const char* row, const char* path, double seconds) {
    std::vector<std::string> scratch(kClients);
    std::vector<std::size_t> turn(kClients);
    const double before = processor_microseconds();
    const Outcome got = keep_asking(port_, kClients, seconds, [&](std::size_t client, Ask& out) {
      const Holder& holder = at(client, turn[client]);
      const std::size_t later = holder.requests.size() - 1;  // the first one's handles are used up
      scratch[client] = http_post(path, holder.requests[1 + turn[client]++ % later]);
      out.bytes = &scratch[client];
      return true;
    });
    rate(row, got, processor_microseconds() - before);
    for (const Exchange& exchange : got.exchanges) must_be_done(exchange);
  }

  // burst is 256 wallets that nobody was connected to, all at once.
  void burst() {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until the last slice hung up
    asked_.clear();
    std::vector<std::string> scratch(kBurst);
    const Outcome got = connect_at_once(port_, kBurst, [&](std::size_t client, Ask& out) {
      for (std::size_t i = 0; i < office_.holders.size(); ++i) {
        Holder& holder = office_.holders[burst_++ % office_.holders.size()];
        if (holder.sent == holder.requests.size()) continue;
        out = ask_of(holder, scratch[client]);
        return true;
      }
      return false;
    });
    double slowest = 0;
    for (const Exchange& exchange : got.exchanges) {
      slowest = std::max(slowest, exchange.milliseconds);
    }
    keep(got, kTopUp);
    add("connect_ms", slowest);
  }

  // first_strips has every newcomer collect all days at once.
  void first_strips() {
    asked_.clear();
    std::vector<std::string> scratch(kClients);
    std::size_t next = 0;
    const Outcome got = keep_asking(port_, kClients, 60, [&](std::size_t client, Ask& out) {
      if (next == office_.newcomers.size()) return false;
      out = ask_of(office_.newcomers[next++], scratch[client]);
      return true;
    });
    keep(got, kTopUp * kHorizon);
    add("first_strips",
        static_cast<double>(got.exchanges.size() * kTopUp * kHorizon) / got.seconds);
  }

  void add(const std::string& row, double value) { rows_[row].push_back(value); }

  // start_chains sends everybody's first request, which is not measured.
  void start_chains() {
    asked_.clear();
    std::vector<std::string> scratch(kClients);
    std::size_t next = 0;
    keep(keep_asking(port_, kClients, 600,
                     [&](std::size_t client, Ask& out) {
                       if (next == office_.holders.size()) return false;
                       out = ask_of(office_.holders[next++], scratch[client]);
                       return true;
                     }),
         kTopUp);
  }

  void print();

 private:
  // rate adds tokens a second, and what one took of both cores' time.
  void rate(const std::string& row, const Outcome& got, double microseconds) {
    const auto tokens = static_cast<double>(got.exchanges.size() * kTopUp);
    add(row, tokens / got.seconds);
    add(row + "_cpu_us", microseconds / tokens);
  }
  Holder& at(std::size_t client, std::size_t turn) {
    const std::size_t own = (office_.holders.size() + kClients - 1 - client) / kClients;
    return office_.holders[client + turn % own * kClients];
  }
  Ask ask_of(Holder& holder, std::string& scratch) {
    scratch = http_post(kCollectPath, holder.requests[holder.sent]);
    asked_.emplace_back(&holder, holder.sent++);
    return {asked_.size() - 1, &scratch};
  }
  static void must_be_done(const Exchange& exchange) {
    if (exchange.status != 200) give_up("an answer of " + std::to_string(exchange.status));
  }
  void keep(const Outcome& got, std::size_t tokens) {
    for (const Exchange& exchange : got.exchanges) {
      must_be_done(exchange);
      const auto& [holder, request] = asked_[exchange.request];
      answers_.all.push_back({holder, request, exchange.body});
      wanted_ += tokens;
    }
  }

  Office& office_;
  std::uint16_t port_;
  std::vector<std::pair<const Holder*, std::size_t>> asked_;
  Answers answers_;
  std::size_t wanted_ = 0, burst_ = 0;
  std::vector<std::size_t> turn_ =
      std::vector<std::size_t>(kClients);  // goes on from slice to slice
  std::map<std::string, std::vector<double>> rows_;
};

void Load::print() {
  std::size_t tokens = 0;
  for (std::size_t i = 0; i < answers_.all.size(); ++i) {
    const auto& [holder, request, body] = answers_.all[i];
    const auto got = parse_collected(as_bytes(body));
    if (!got.ok()) give_up("an answer that can't be read");
    std::size_t in_this = 0;
    for (const Collected::Row& row : got->rows) in_this += row.tokens.size();
    tokens += in_this;
    if (i % kSampled != 0) continue;
    if (counted(office_.issuing(), holder->requests[request], body) != in_this) {
      give_up("a token that doesn't verify");
    }
  }
  if (tokens != wanted_) give_up("tokens are missing in the answers");
  const auto figures = office_.service().figures();
  if (!figures.ok()) give_up("the register can't be read");
  std::printf("{");
  for (const auto& [name, slices] : rows_) {
    std::printf("\"%s\": [", name.c_str());
    for (std::size_t i = 0; i < slices.size(); ++i) {
      std::printf("%s%.3f", i == 0 ? "" : ", ", slices[i]);
    }
    std::printf("], ");
  }
  std::printf("\"tokens\": %zu, \"leaves\": %zu}\n", tokens,
              static_cast<std::size_t>(figures->leaves));
}

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const double value = std::atof(argv[i + 1]);
    if (name == "--slices") out.slices = static_cast<std::size_t>(value);
    if (name == "--seconds") out.seconds = value;
    if (name == "--enrolled") out.sizes.enrolled = static_cast<std::size_t>(value);
  }
  return out;
}

void run(const Options& options) {
  Office office(options.sizes);
  SystemRng rng;
  const Shelf shelf;
  auto routes = issuer_routes(office.service(), shelf, [] { return test::kNoon; });
  std::map<CollectionId, Person> people;
  routes.push_back(sign_only_route(office.issuing(), people, rng));
  routes.push_back(signatures_route(office.issuing()));
  HttpServer server(HttpOptions{}, std::move(routes));
  const auto port = server.bind();
  if (!port.ok()) give_up("no port");
  std::thread running([&server] { server.run(); });
  Load load(office, *port);
  load.start_chains();
  people = office.people();
  const std::size_t message = token_message(office.issuing()).size();
  std::vector<ByteVector> sample;
  for (std::size_t i = 0; i < std::min<std::size_t>(500, office.holders.size()); ++i) {
    const std::string& last = office.holders[i].requests.back();
    sample.emplace_back(last.begin(), last.end());
  }
  std::fprintf(stderr, "issue_load: measuring\n");
  for (std::size_t i = 0; i < options.slices; ++i) {
    load.collect(options.seconds);
    load.unstored("sign_only", kSignOnlyPath, options.seconds);
    load.unstored("signatures", kSignaturesPath, options.seconds / 2);
    load.burst();
    load.add("deal", dealt_per_second(office.issuing(), people, sample, options.seconds / 4));
    load.add("raw", signed_per_second(options.seconds / 4, message));
  }
  load.first_strips();
  server.stop();
  running.join();
  load.print();
}

}  // namespace
}  // namespace whit::bench

int main(int argc, char** argv) {
  whit::start_crypto();
  whit::bench::run(whit::bench::parse(argc, argv));
  return 0;
}
