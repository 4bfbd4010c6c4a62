// SPDX-License-Identifier: Apache-2.0
// The issuer's service over HTTP without a vault's slow start, for tests that kill it.
//
//     crash_worker create FOLDER PEOPLE
//     crash_worker serve FOLDER SECONDS
//     crash_worker fill FOLDER LEAVES
//     crash_worker close FOLDER SECONDS
//
// SECONDS since 1970 is the time that it believes in. `serve` prints "listening on PORT" and
// answers the wallets' own paths, and under /test/ what staff do, one word after the other in the
// body: invite, end, reinstate, publish; epoch, checkpoint, next-log; "journal" gives the first
// line that doesn't follow; "stop" ends.
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>

#include "base/hex.h"
#include "crypto/hash.h"
#include "issue/wallet.h"
#include "serve/routes.h"
#include "store/desk.h"
#include "store/journal.h"
#include "store/log_rows.h"
#include "store/log_store.h"

namespace whit::test {
namespace {

constexpr std::size_t kThreads = 12;

Issuing issuing() {
  Issuing out = make_issuing();
  for (CatalogueFact& fact : out.catalogue) fact.per_day = 8, fact.horizon = 60;
  out.keys.tokens[0].last = kToday + 2000;
  // One key for all days, where an office has one for each: what stands in the register is the
  // same.
  give_blind(out, kPermit, {});
  const auto key = blind_key(0);
  for (Day day = kToday; day < kToday + 400; ++day) {
    out.keys.blind.push_back({kPermit, day, key->modulus(), KeyState::live});
    out.blind_signers.push_back({kPermit, day, key});
  }
  return out;
}

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "crash_worker: error: %s\n", what.c_str());
  std::exit(3);
}

class People final : public IssuerService::Source {
 public:
  explicit People(int count) {
    text_ = "subject,fact,value\n";
    for (int i = 1; i <= count; ++i) {
      const std::string who = "P-" + std::to_string(i);
      text_ += who + ",work-permit-valid,\n" + who + ",visa-class,WORK\n" + who + ",tax-current,\n";
    }
  }
  Result<Bytes> next() override {
    text_.swap(given_);
    text_.clear();
    return as_bytes(given_);
  }

 private:
  std::string text_, given_;
};

std::unique_ptr<IssuerService> open(const std::string& path, Rng& rng) {
  SecretBuffer key(32);
  key.expose_writable(InsecureAccess{})[0] = 42;
  auto service = IssuerService::open(path, issuing(), std::move(key), rng);
  if (!service.ok()) give_up("cannot open the register");
  return std::move(*service);
}

void create(const std::string& folder, int people) {
  const std::string path = folder + "/register.db";
  if (!IssuerService::create(path, issuing().iss).ok()) give_up("cannot make the register");
  SystemRng rng;
  const auto service = open(path, rng);
  People source(people);
  ImportOrder order;
  order.run = ImportRun::apply;
  order.rule = ImportRule::skip_bad_lines;
  const auto done = service->import(operator_actor(), source, order, 1);
  if (!done.ok()) give_up("cannot import");
}

// Staff are the acts that no wallet can ask for.
class Staff {
 public:
  Staff(IssuerService& service, std::string path, UnixTime now)
      : service_(service), desk_(service), path_(std::move(path)), now_(now) {}

  HttpResponse answer(const HttpRequest& request) {
    std::istringstream words{std::string(as_text(request.body))};
    std::string who;
    Vct vct = 0;
    words >> who >> vct;
    if (request.rest == "invite") return invite(who);
    if (request.rest == "end") {
      return said(desk_.end_fact(actor_, who, vct, day_of(now_), "test", now_));
    }
    if (request.rest == "reinstate") return said(desk_.reinstate(actor_, who, vct, now_));
    if (request.rest == "publish") return publish();
    if (request.rest == "journal") return journal();
    return refused(Refusal::not_found);
  }

 private:
  static HttpResponse done(std::string body) { return {200, "text/plain", std::move(body)}; }
  static HttpResponse said(const Status& status) {
    return status.ok() ? done("done") : refused(refusal_of(status.error().code));
  }
  HttpResponse invite(const std::string& who) {
    const auto invited = desk_.invite(actor_, who, now_);
    if (!invited.ok()) return refused(refusal_of(invited.error().code));
    return done(hex::encode(Bytes(invited->invitation.code)) + " " + invited->pin);
  }
  // One line a segment: medium, day, bytes.
  HttpResponse publish() {
    const auto segments = service_.withdrawals(now_);
    if (!segments.ok()) return refused(refusal_of(segments.error().code));
    std::string out;
    for (const StoredSegment& segment : *segments) {
      out += std::to_string(static_cast<int>(segment.medium)) + " " + std::to_string(segment.day) +
             " " + hex::encode(segment.bytes) + "\n";
    }
    return done(out);
  }
  HttpResponse journal() {
    auto database = Database::open(path_, Database::Access::read_only);
    if (!database.ok()) return refused(Refusal::unavailable);
    const auto first_wrong = check_journal(*database);
    if (!first_wrong.ok()) return refused(Refusal::unavailable);
    return done(std::to_string(*first_wrong));
  }

  IssuerService& service_;
  Desk desk_;
  std::string path_;
  UnixTime now_;
  Actor actor_ = operator_actor();
};

// Keeper does what is done to the log; one at a time, as the lock of the folder has it.
class Keeper {
 public:
  Keeper(IssuerService& service, UnixTime now) : log_(service), key_(key_of(40)), now_(now) {
    if (!log_.finish().ok()) give_up("an epoch can't be finished");
  }

  HttpResponse answer(const HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    const std::string_view body = as_text(request.body);
    const Result<std::string> said = request.rest == "epoch"        ? close(body == "control")
                                     : request.rest == "checkpoint" ? sign()
                                                                    : next();
    if (!said.ok()) return refused(refusal_of(said.error().code));
    return {200, "text/plain", *said};
  }

 private:
  // A day is closed while it is under way, and no later one: then nothing blind could be signed.
  Result<std::string> close(bool control) {
    WHIT_CHECK(log_.put(LogObject::head, rng_.make<Hash>(), as_bytes("head")));
    WHIT_TRY(LogState state, log_.state());
    EpochOrder order;
    order.control = control || state.number == 0 || state.closed >= day_of(now_);
    order.day = std::max(day_of(now_), state.closed);
    order.key_list = rng_.make<Hash>();
    order.pad_key = rng_.make<Hash>();
    WHIT_CHECK(log_.close(order));
    WHIT_TRY(state, log_.state());
    return std::to_string(state.number) + " " + std::to_string(state.size);
  }
  Result<std::string> sign() {
    WHIT_TRY(const LogState state, log_.state());
    const std::string origin = "test.whit.example/" + std::to_string(state.number);
    WHIT_TRY(const NoteSigner signer, make_note_signer(origin, NoteKeyType::ed25519, *key_));
    if (state.size == 0) return std::string();
    WHIT_TRY(std::string note, log_.sign_checkpoint(signer));
    WHIT_CHECK(log_.offer(state.size));
    return note;
  }
  Result<std::string> next() {
    WHIT_TRY(LogState state, log_.state());
    if (state.number == 0) return std::string("0");
    WHIT_CHECK(log_.next_log(operator_actor(), now_));
    WHIT_TRY(state, log_.state());
    return std::to_string(state.number);
  }

  LogStore log_;
  SystemRng rng_;
  std::shared_ptr<const SigningKey> key_;
  UnixTime now_;
  std::mutex mutex_;
};

bool is_log_act(std::string_view rest) {
  return rest == "epoch" || rest == "checkpoint" || rest == "next-log";
}

void serve(const std::string& folder, UnixTime now) {
  const std::string path = folder + "/register.db";
  SystemRng rng;
  const auto service = open(path, rng);
  if (!service->midnight(now, ClockRule::trust).ok()) give_up("midnight failed");
  const Shelf shelf;
  Staff staff(*service, path, now);
  Keeper keeper(*service, now);
  std::promise<void> stop;
  auto routes = issuer_routes(*service, shelf, [now] { return now; });
  routes.push_back({HttpMethod::post, "/test/", HttpMatch::prefix, [&](const HttpRequest& request) {
                      if (is_log_act(request.rest)) return keeper.answer(request);
                      if (request.rest != "stop") return staff.answer(request);
                      stop.set_value();
                      return HttpResponse{200, "text/plain", "stopping"};
                    }});
  HttpOptions options;
  options.threads = kThreads;
  HttpServer server(options, std::move(routes));
  const auto port = server.bind();
  if (!port.ok()) give_up("no port");
  std::thread running([&server] { server.run(); });
  std::printf("listening on %u\n", unsigned{*port});
  std::fflush(stdout);
  stop.get_future().wait();
  server.stop();
  running.join();
}

// leaves are entries of tokens that nobody has.
std::vector<EntryBytes> leaves(std::uint32_t first, std::uint32_t count) {
  std::vector<EntryBytes> out;
  for (std::uint32_t i = first; i < first + count; ++i) {
    const Hash hash = sha256(as_bytes(std::to_string(i)));
    const auto vct = static_cast<Vct>(kPermit + i % 3);
    out.push_back(
        encode(Entry{EntryKind::revocable, vct, KeyId{{1, 2, 3, 4}}, kToday + 1 + i % 14, hash}));
  }
  return out;
}

constexpr std::uint32_t kFillAtOnce = 10000;

void fill(const std::string& folder, std::uint32_t count) {
  create(folder, 1);
  SystemRng rng;
  const auto service = open(folder + "/register.db", rng);
  LogStore log(*service);
  const auto key = key_of(40);
  const auto signer = make_note_signer("test.whit.example/1", NoteKeyType::ed25519, *key);
  if (!log.close({kToday, true, Hash{}, Hash{}}) || !log.sign_checkpoint(*signer)) {
    give_up("cannot begin the log");
  }
  auto database = Database::open(folder + "/register.db", Database::Access::read_write);
  for (std::uint32_t at = 0; database && at < count; at += kFillAtOnce) {
    const bool written = database->execute("BEGIN").ok() &&
                         write_leaves(*database, leaves(at, kFillAtOnce), kNoon).ok() &&
                         database->execute("COMMIT").ok();
    if (!written) give_up("cannot write leaves");
  }
}

void close(const std::string& folder) {
  SystemRng rng;
  const auto service = open(folder + "/register.db", rng);
  LogStore log(*service);
  const Hash pad_key = sha256(as_bytes("pads"));
  Status done = log.finish();
  if (done && log.state()->closed < kToday) done = log.close({kToday, false, Hash{}, pad_key});
  const auto state = log.state();
  if (!done || !state) give_up("cannot close the epoch");
  std::printf("%llu %s\n", static_cast<unsigned long long>(state->size),
              hex::encode(state->root.view()).c_str());
}

}  // namespace
}  // namespace whit::test

int main(int argc, char** argv) {
  const std::string command = argc == 4 ? argv[1] : "";
  whit::start_crypto();
  if (command == "create") {
    whit::test::create(argv[2], std::atoi(argv[3]));
  } else if (command == "fill") {
    whit::test::fill(argv[2], static_cast<std::uint32_t>(std::atoi(argv[3])));
  } else if (command == "close") {
    whit::test::close(argv[2]);
  } else if (command == "serve") {
    whit::test::serve(argv[2], std::strtoull(argv[3], nullptr, 10));
  } else {
    std::fprintf(stderr, "usage: crash_worker create|serve|fill|close FOLDER NUMBER\n");
    return 3;
  }
  return 0;
}
