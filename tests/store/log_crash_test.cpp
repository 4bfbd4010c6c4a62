// SPDX-License-Identifier: Apache-2.0
// The log is killed at random moments, in a child of its own. tests/crash/kill9 does the same at
// every write.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "log/checkpoint.h"
#include "log/merkle.h"
#include "store/database.h"
#include "store/log_house.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr std::size_t kAtOnce = 7;  // tokens a commit

std::string origin_of(std::uint64_t log) { return "test.whit.example/" + std::to_string(log); }

// run_and_kill does `work` in a child for a while, and gives all the lines that it said by then.
std::vector<std::string> run_and_kill(LogHouse& house, std::chrono::milliseconds after,
                                      const std::function<void(int pipe)>& work) {
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  house.office().close();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(pipe[0]);
    house.office().open();
    work(pipe[1]);
    ::_exit(0);
  }
  ::close(pipe[1]);
  std::thread killer([&] {
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
  });
  std::string all;
  std::array<char, 65536> piece{};
  for (ssize_t got = 0; (got = ::read(pipe[0], piece.data(), piece.size())) > 0;) {
    all.append(piece.data(), static_cast<std::size_t>(got));
  }
  killer.join();
  ::close(pipe[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE((WIFSIGNALED(status) || status == 0));
  house.office().open();
  std::vector<std::string> out;
  for (std::size_t at = 0, end = 0; (end = all.find('\f', at)) != std::string::npos; at = end + 1) {
    out.push_back(all.substr(at, end - at));
  }
  return out;
}

void tell(int pipe, const std::string& what) {
  const std::string line = what + "\f";
  if (line.size() > 4096 || ::write(pipe, line.data(), line.size()) < 0) ::_exit(3);
}

void want(bool holds) {
  if (!holds) ::_exit(4);
}

// One day after the other: tokens, an epoch or two, a checkpoint; now and then the next log.
[[noreturn]] void keep_for_ever(LogHouse& house, std::size_t token, int pipe) {
  LogStore log = house.log();
  want(log.finish().ok());
  for (std::size_t turn = 0;; ++turn) {
    const auto state = log.state();
    want(state.ok());
    const Day day = std::max(kToday, state->closed + 1);
    const UnixTime now = midnight(day) + 100;
    write_tokens(house.office().path(), tokens_from(token, kAtOnce), now);
    tell(pipe, "tokens " + std::to_string(token));
    token += kAtOnce;
    if (turn % 3 == 0) want(log.close(control_of(day)).ok());
    want(log.close(order_of(day)).ok());
    if (turn % 4 == 3) continue;  // an epoch that nobody signs by itself
    const auto number = log.state()->number;
    const auto note = log.sign_checkpoint(signer_of(40, origin_of(number)));
    want(note.ok());
    tell(pipe, *note);
    const auto size = parse_checkpoint(parse_note(*note)->text)->size;
    want(log.add_cosignatures(size, {cosigned(*note, 1, now)}).ok());
    want(log.offer(size).ok());
    tell(pipe, "offered " + std::to_string(number) + " " + std::to_string(size));
    if (turn % 5 != 4) continue;
    want(log.next_log(operator_actor(), now).ok());
  }
}

// What all lives together have told.
struct Told {
  std::size_t tokens = 0;  // the first that nobody was told of
  std::map<std::pair<std::string, std::uint64_t>, Hash> signed_;  // by origin and size
  std::pair<std::uint64_t, std::uint64_t> offered{1, 0};          // log and size

  void add(const std::string& line) {
    unsigned long long a = 0, b = 0;
    if (std::sscanf(line.c_str(), "tokens %llu", &a) == 1) {
      REQUIRE(a >= tokens);
      for (; tokens < a; tokens += kAtOnce) in_doubt.insert(tokens);
      tokens = a + kAtOnce;
    } else if (std::sscanf(line.c_str(), "offered %llu %llu", &a, &b) == 2) {
      REQUIRE(std::pair<std::uint64_t, std::uint64_t>(a, b) >= offered);
      offered = {a, b};
    } else {
      const auto note = parse_note(line);
      REQUIRE(note.ok());
      const auto checkpoint = parse_checkpoint(note->text);
      const auto [at, fresh] =
          signed_.emplace(std::pair(checkpoint->origin, checkpoint->size), checkpoint->root);
      REQUIRE((fresh || at->second == checkpoint->root));
    }
  }
  std::set<std::size_t> in_doubt;  // written or not, when the child died
};

std::vector<std::pair<std::uint64_t, std::uint64_t>> logs_of(LogHouse& house) {
  auto database = Database::open(house.office().path(), Database::Access::read_only);
  Query query = database->query("SELECT number, size FROM log ORDER BY number");
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  while (*query.next()) {
    out.emplace_back(static_cast<std::uint64_t>(query.integer(0)),
                     static_cast<std::uint64_t>(query.integer(1)));
  }
  return out;
}

void add_waiting(LogHouse& house, std::map<EntryBytes, int>& places) {
  const std::int64_t closed = house.state().closed;
  auto database = Database::open(house.office().path(), Database::Access::read_only);
  Query query = database->query("SELECT entry FROM leaf WHERE written > ?");
  query.bind(closed);
  while (*query.next()) {
    EntryBytes entry{};
    std::copy(query.blob(0).begin(), query.blob(0).end(), entry.begin());
    ++places[entry];
  }
}

// check_all reads every log: each checkpoint is of a front of its tree, each token in one place.
void check_all(LogHouse& house, const Told& told) {
  std::map<EntryBytes, int> places;
  std::size_t checkpoints = 0;
  for (const auto& [number, size] : logs_of(house)) {
    const WholeLog whole(house.log(), number, size);
    CompactTree tree;
    for (const EntryBytes& entry : whole.entries) {
      ++places[entry];
      tree.append(leaf_hash(entry));
      const auto found = told.signed_.find({origin_of(number), tree.size()});
      if (found == told.signed_.end()) continue;
      REQUIRE(found->second == tree.root());
      ++checkpoints;
    }
  }
  REQUIRE(checkpoints == told.signed_.size());
  add_waiting(house, places);
  for (std::size_t token = 0; token < told.tokens; token += kAtOnce) {
    for (const EntryBytes& entry : tokens_from(token, kAtOnce)) {
      const int count = places.count(entry) == 1 ? places.at(entry) : 0;
      REQUIRE((count == 1 || (count == 0 && told.in_doubt.count(token) == 1)));
    }
  }
}

}  // namespace

TEST_CASE("killed at any moment: no second root, nothing shrinks, each token in one place",
          "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  std::mt19937 random(2026);
  Told told;
  std::pair<std::uint64_t, std::uint64_t> before{0, 0};
  for (int round = 0; round < 24; ++round) {
    const std::chrono::milliseconds after(5 + random() % 150);
    const std::size_t next = told.tokens;
    for (const std::string& line :
         run_and_kill(house, after, [&](int pipe) { keep_for_ever(house, next, pipe); })) {
      told.add(line);
    }
    // What it may have written and not told of isn't written again.
    told.in_doubt.insert(told.tokens), told.tokens += kAtOnce;
    REQUIRE(house.log().finish().ok());
    const LogState state = house.state();
    CHECK_FALSE(state.closing);
    CHECK(std::pair(state.number, state.signed_size) >= before);
    before = {state.number, state.signed_size};
    CHECK(house.log().read(told.offered.first, "checkpoint").ok() == (told.offered.second > 0));
    if (round % 6 == 5) check_all(house, told);
  }
  CHECK(told.signed_.size() > 10);
  WARN("24 kills, " << told.tokens << " tokens, " << told.signed_.size() << " checkpoints, "
                    << logs_of(house).size() << " logs");
}

TEST_CASE("a large epoch is killed again and again, and stands in the end as it should",
          "[log][slow]") {
  constexpr std::size_t kTokens = 200000;
  LogHouse house, other;
  for (LogHouse* one : {&house, &other}) {
    one->close(control_of(kToday));
    one->write(tokens_from(0, kTokens));
  }
  other.close(order_of(kToday));
  std::mt19937 random(7);
  int kills = 0;
  for (bool begun = false; !begun || house.state().closing; ++kills) {
    REQUIRE(kills < 200);
    const std::chrono::milliseconds after(50 + static_cast<int>(random() % 700) + 20 * kills);
    (void)run_and_kill(house, after, [&](int) {
      const Status done = begun ? house.log().finish() : house.log().close(order_of(kToday));
      want(done.ok());
    });
    begun = begun || house.state().closing || house.state().closed == kToday;
  }
  REQUIRE(house.log().finish().ok());
  CHECK(house.state().size == other.state().size);
  CHECK(house.state().root == other.state().root);
  CHECK(house.state().waiting == 0);
  CHECK(house.check().tokens_in(1, order_of(kToday).pad_key).size() == kTokens);
}

TEST_CASE("others read whole trees, in this process and another, while epochs close", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.sign();
  REQUIRE(house.log().offer(256).ok());
  const auto read_for_ever = [&](const std::function<bool()>& over) {
    LogStore log = house.log();
    std::uint64_t seen = 0;
    while (!over()) {
      const auto state = log.state();
      want(state.ok() && state->size >= seen);
      seen = state->size;
      const auto file = log.read(1, "checkpoint");
      want(file.ok());
      const auto note = parse_note(as_text(*file));
      const auto checkpoint = parse_checkpoint(note->text);
      want(checkpoint.ok() && checkpoint->size <= log.state()->size);
      // What is offered is there: the last tile, and its place under the root that was signed.
      const auto proof = log.prove(checkpoint->size - 1, checkpoint->size);
      const auto bundle = log.read(1, path({TileId::kEntries, checkpoint->size / 256 - 1, 256}));
      want(proof.ok() && bundle.ok());
      const auto entries = parse_entry_bundle(*bundle, 256);
      EntryBytes last{};
      std::copy(entries->back().begin(), entries->back().end(), last.begin());
      want(verify_inclusion(leaf_hash(last), checkpoint->size - 1, checkpoint->size, *proof,
                            checkpoint->root));
      want(log.paths(1, 0, checkpoint->size).ok());
    }
  };
  house.office().close();
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(pipe[1]);
    house.office().open();
    std::atomic<bool> over = false;
    std::thread waits([&] {
      char nothing = 0;
      (void)!::read(pipe[0], &nothing, 1);
      over = true;
    });
    read_for_ever([&] { return over.load(); });
    ::_exit(0);
  }
  ::close(pipe[0]);
  house.office().open();
  std::atomic<bool> over = false;
  std::thread reader([&] { read_for_ever([&] { return over.load(); }); });
  for (Day i = 0; i < 6; ++i) {
    house.write(tokens_from(i * 100000, i == 3 ? 80000 : 1500), midnight(kToday + i));
    house.close(order_of(kToday + i));
    house.sign();
    REQUIRE(house.log().offer(house.state().size).ok());
  }
  over = true;
  reader.join();
  ::close(pipe[1]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
