// SPDX-License-Identifier: Apache-2.0
// The service is killed at random moments under load, in a child of its own.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "crypto/hash.h"
#include "log/entry.h"
#include "status/chain.h"
#include "store/database.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr std::size_t kWallets = 8;

// The child tells what it does: each message is one wallet's request or the answer it got.
// A write of up to PIPE_BUF bytes is never torn apart.
struct Message {
  std::uint8_t wallet = 0;
  enum class What : std::uint8_t { request, answer } what = What::request;
  ByteVector bytes;
};

void send(int pipe, std::uint8_t wallet, Message::What what, const ByteVector& bytes) {
  ByteVector out = {wallet, static_cast<std::uint8_t>(what),
                    static_cast<std::uint8_t>(bytes.size() >> 8),
                    static_cast<std::uint8_t>(bytes.size())};
  out.insert(out.end(), bytes.begin(), bytes.end());
  if (out.size() > 4096 || ::write(pipe, out.data(), out.size()) < 0) ::_exit(3);
}

std::vector<Message> receive(int pipe) {
  ByteVector all;
  std::array<std::uint8_t, 65536> piece{};
  for (ssize_t got = 0; (got = ::read(pipe, piece.data(), piece.size())) > 0;) {
    all.insert(all.end(), piece.begin(), piece.begin() + got);
  }
  std::vector<Message> out;
  for (Bytes left = all; left.size() >= 4;) {
    const std::size_t size = std::size_t{left[2]} << 8 | left[3];
    if (left.size() < 4 + size) break;
    const Bytes bytes = left.subspan(4, size);
    out.push_back({left[0], static_cast<Message::What>(left[1]), {bytes.begin(), bytes.end()}});
    left = left.subspan(4 + size);
  }
  return out;
}

// Each wallet collects as fast as it can, until the process is killed.
[[noreturn]] void collect_for_ever(Office& office, std::vector<Wallet>& wallets, int pipe) {
  office.open();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < wallets.size(); ++i) {
    threads.emplace_back([&, i] {
      Wallet& wallet = wallets[i];
      while (wallet.seq < 460) {  // of the 480 that 60 days with 8 sets each allow
        const Day day = kToday + 1 + static_cast<Day>(wallet.seq % 60);
        const ByteVector request = wallet.ask({kPermit, kTax}, {day}, 1);
        send(pipe, static_cast<std::uint8_t>(i), Message::What::request, request);
        const auto answer = office.service().collect(request, kNoon);
        if (!answer.ok()) ::_exit(4);
        send(pipe, static_cast<std::uint8_t>(i), Message::What::answer, *answer);
      }
    });
  }
  while (true) ::pause();
}

std::vector<Message> run_and_kill(Office& office, std::vector<Wallet>& wallets,
                                  std::chrono::milliseconds after) {
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(pipe[0]);
    collect_for_ever(office, wallets, pipe[1]);
  }
  ::close(pipe[1]);
  std::thread killer([&] {
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
  });
  std::vector<Message> out = receive(pipe[0]);
  killer.join();
  ::close(pipe[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  return out;
}

// What all rounds together have shown.
struct Ledger {
  std::set<std::pair<Vct, Handle>> handles;
  std::vector<EntryBytes> leaves;
  std::size_t tokens = 0;

  void add(const Issuing& issuing, const ByteVector& request, const ByteVector& answer) {
    const auto asked = parse_collect(request);
    const auto got = parse_collected(answer);
    REQUIRE(asked.ok());
    REQUIRE(got.ok());
    REQUIRE(check_answer(issuing, *asked, *got) == 2);
    for (const Collected::Row& row : got->rows) {
      const Collected::Dealt& dealt = row.tokens.at(0);
      const TokenClaims claims{
          issuing.iss, row.day, dealt.handle, asked->sets.at(0).keys.at(0).key, row.vct, {}, {}};
      const auto bytes =
          build_revocable(claims, key_id(key_of(7)->public_key())).with(dealt.signature.view());
      leaves.push_back(encode(entry_of(*parse_token(bytes))));
      handles.emplace(row.vct, dealt.handle);
      ++tokens;
    }
  }
};

std::set<ByteVector> leaves_in(const std::string& path) {
  auto database = Database::open(path, Database::Access::read_only);
  REQUIRE(database.ok());
  Query query = database->query("SELECT entry FROM leaf");
  std::set<ByteVector> out;
  while (*query.next()) out.emplace(query.blob(0).begin(), query.blob(0).end());
  return out;
}

Issuing roomy() {
  Issuing out = make_issuing();
  for (CatalogueFact& fact : out.catalogue) fact.per_day = 8, fact.horizon = 60;
  return out;
}

// after_the_kill takes what the child told, and sends again what was on its way: done now, or
// repeated if it was done.
void after_the_kill(Office& office, const std::vector<Message>& messages, Ledger& ledger,
                    std::vector<Wallet>& wallets) {
  std::map<std::uint8_t, ByteVector> asked, answered;
  for (const Message& message : messages) {
    if (message.what == Message::What::request) {
      asked[message.wallet] = message.bytes;
      answered.erase(message.wallet);
    } else {
      answered[message.wallet] = message.bytes;
      ledger.add(office.issuing(), asked[message.wallet], message.bytes);
    }
  }
  for (const auto& [wallet, request] : asked) {
    const auto answer = office.service().collect(request, kNoon);
    REQUIRE(answer.ok());
    if (answered.count(wallet) == 1) {
      CHECK(*answer == answered[wallet]);
    } else {
      ledger.add(office.issuing(), request, *answer);
    }
    // The child's copy of the wallet is gone; ours goes on behind it, with keys not yet used.
    const std::uint64_t seq = parse_collect(request)->seq;
    while (wallets[wallet].seq < seq) wallets[wallet].ask({kPermit, kTax}, {kToday + 1}, 1);
  }
}

void check_leaves(const Office& office, const Ledger& ledger) {
  const std::set<ByteVector> stored = leaves_in(office.path());
  for (const EntryBytes& leaf : ledger.leaves) {
    REQUIRE(stored.count(ByteVector(leaf.begin(), leaf.end())) == 1);
  }
  CHECK(stored.size() == ledger.tokens);
}

}  // namespace

TEST_CASE("killed at any moment: no token without its leaf, no handle twice, no seq lost") {
  Office office(roomy());
  office.import(register_of(kWallets));
  std::vector<Wallet> wallets;
  for (std::size_t i = 0; i < kWallets; ++i) {
    wallets.push_back(office.enrol("P-" + std::to_string(i + 1), i + 1));
  }
  office.close();
  std::mt19937 random(2026);
  Ledger ledger;
  for (int round = 0; round < 20; ++round) {
    const std::chrono::milliseconds after(5 + random() % 60);
    const std::vector<Message> messages = run_and_kill(office, wallets, after);
    office.open();
    after_the_kill(office, messages, ledger, wallets);
    office.close();
    check_leaves(office, ledger);
  }
  CHECK(ledger.handles.size() == ledger.tokens);
  CHECK(ledger.tokens > 0);
  WARN("20 kills, " << ledger.tokens << " tokens");
}

namespace {

std::vector<Seed> seeds_in(const std::string& path) {
  auto database = Database::open(path, Database::Access::read_only);
  REQUIRE(database.ok());
  Query check = database->query("PRAGMA integrity_check");
  REQUIRE(*check.next());
  CHECK(check.text(0) == "ok");
  Query query = database->query("SELECT seed FROM chain ORDER BY id");
  std::vector<Seed> out;
  while (*query.next()) out.push_back(query.fixed<Seed>(0));
  return out;
}

// One midnight after the other, and imports that change everybody beside them.
[[noreturn]] void sweep_for_ever(Office& office, Day from) {
  office.open();
  std::thread importer([&] {
    for (int i = 0;; ++i) {
      std::string file = "subject,fact,value\n";
      for (int k = 1; k <= 300; ++k) {
        file += "P-" + std::to_string(k) + ",visa-class," + (i % 2 == 0 ? "WORK\n" : "STUDY\n");
      }
      office.import(file);
    }
  });
  for (Day day = from;; ++day) {
    if (!office.service().midnight(kNoon + UnixTime{day} * 86400).ok()) ::_exit(4);
  }
}

}  // namespace

TEST_CASE("killed in the middle of midnights and imports, every chain ends where it belongs") {
  constexpr Day kFar = 5000;
  Office office;
  office.import(register_of(24, "work-permit-valid"));
  for (std::uint64_t i = 1; i <= 24; ++i) {
    Wallet wallet = office.enrol("P-" + std::to_string(i), i);
    REQUIRE(office.service().collect(wallet.ask({kPermit}, {kToday + 1}, 1), kNoon).ok());
  }
  office.close();
  const std::vector<Seed> before = seeds_in(office.path());
  REQUIRE(before.size() == 24);
  for (int round = 0; round < 8; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) sweep_for_ever(office, static_cast<Day>(1 + round * 500));
    std::this_thread::sleep_for(std::chrono::milliseconds(40 + 11 * round));
    REQUIRE(::kill(child, SIGKILL) == 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
  }
  office.open();
  REQUIRE(office.service().midnight(kNoon + UnixTime{kFar} * 86400, ClockRule::trust).ok());
  office.close();
  const std::vector<Seed> after = seeds_in(office.path());
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) CHECK(after[i] == ratchet_by(before[i], kFar));
}
