// SPDX-License-Identifier: Apache-2.0
// Keeping the log: what is closed, signed, cosigned and published, and what is refused after a
// restore. Witnesses are real ones over HTTP. Spec: spec/log.md, sections 5, 6, 10 and 14.
#include "cli/issuer/log_keeper.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>

#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/issuer/log_view.h"
#include "cli/issuer/site.h"
#include "crypto/hash.h"
#include "log/epoch.h"
#include "serve/issuer_folder.h"

namespace whit {
namespace {

namespace fs = std::filesystem;
using cli::Failure;
using cli::RootKind;
using test::kNoon;
using test::Mood;

constexpr Seconds kDay = kSecondsPerDay;

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.error();
  }
  return "";
}

// Post is an issuer in earnest with its three witnesses and one process that publishes.
struct Post {
  explicit Post(RootKind kind = RootKind::earnest) : office(kind) { reopen(); }

  // reopen is a new process: nobody has asked the witnesses in it yet.
  void reopen() {
    keeper.reset();
    Issuing issuing;
    issuing.iss = "dlo";
    service = cli::open_service(office.folder(), std::move(issuing),
                                office.vault().get(cli::kRegisterKey), office.rng);
    keeper =
        std::make_unique<cli::LogKeeper>(office.folder(), office.vault(), *service, office.rng);
  }
  Bundle publish(UnixTime now) {
    office.at(now);
    for (std::uint64_t number = 1; number < 4; ++number) office.introduce(number);
    return cli::publish(*keeper, now);
  }
  LogStore& store() { return keeper->store(); }
  LogState state() { return keeper->state(); }
  std::uint64_t seen(std::size_t row, std::uint64_t number = 1) {
    const auto log = office.witnesses().kept(row, keeper->origin(number));
    return log ? log->size : 0;
  }
  // copy and put_back are a backup by cp, with the service stopped.
  void copy() {
    service.reset();
    fs::copy_file(office.folder().register_file(), office.folder().file("copy.db"));
    reopen();
  }
  void put_back() {
    keeper.reset();
    service.reset();
    const std::string file = office.folder().register_file();
    for (const char* part : {"-wal", "-shm"}) fs::remove(file + part);
    fs::copy_file(office.folder().file("copy.db"), file, fs::copy_options::overwrite_existing);
    reopen();
  }

  test::IssuerFolder office;
  std::unique_ptr<IssuerService> service;
  std::unique_ptr<cli::LogKeeper> keeper;
};

TEST_CASE("the first publication is a control epoch that two witnesses have seen", "[log-5.4]") {
  Post post;
  const Bundle bundle = post.publish(kNoon);
  CHECK(bundle.newest_cosignature() == kNoon);
  CHECK(post.state().size == 256);
  CHECK(post.state().signed_size == 256);
  for (std::size_t row = 0; row < 3; ++row) CHECK(post.seen(row) == 256);
  CHECK(post.store().read(1, "checkpoint").ok());
  const std::string head = "head/" + hex::encode(bundle.head_hash().view());
  CHECK(post.store().read(1, head).ok());
}

TEST_CASE("one witness of three may be away in any way there is", "[log-14]") {
  Post post;
  post.publish(kNoon);
  UnixTime now = kNoon;
  for (const Mood mood : {Mood::dead, Mood::silent, Mood::wrong_key, Mood::stranger,
                          Mood::other_checkpoint, Mood::future, Mood::boastful, Mood::muddled,
                          Mood::refusing, Mood::redirecting, Mood::huge}) {
    INFO(static_cast<int>(mood));
    post.office.witnesses().be(1, mood);
    now += kDay;
    const Bundle bundle = post.publish(now);
    CHECK(bundle.newest_cosignature() == now);
    post.reopen();  // and the next process asks all of them first
  }
}

TEST_CASE("without the quorum the last proven header goes on, for two days", "[log-6.12]") {
  Post post;
  const Bundle first = post.publish(kNoon);
  post.office.witnesses().be(0, Mood::dead);
  post.office.witnesses().be(1, Mood::refusing);
  const Bundle second = post.publish(kNoon + kDay);
  CHECK(second.head().epoch_header == first.head().epoch_header);
  CHECK(post.state().epochs == 2);  // the day was closed, and signed
  CHECK(post.state().signed_size == 512);
  CHECK(post.store().read(1, "checkpoint").ok());
  CHECK(error_of([&] {
          post.publish(kNoon + 2 * kDay + 1);
        }).find("refusing to publish: 1 of 3 witnesses cosigned") == 0);
  post.office.witnesses().be(Mood::good);
  const Bundle third = post.publish(kNoon + 2 * kDay + 2);
  CHECK(third.head().version == 3);
  CHECK(third.newest_cosignature() == kNoon + 2 * kDay + 2);
  const auto header = parse_epoch_header(third.head().epoch_header);
  CHECK(header->day == day_of(kNoon) + 1);
}

TEST_CASE("a new key list waits until witnesses have seen its header", "[log-5.2]") {
  Post post;
  const Bundle first = post.publish(kNoon);
  post.office.witnesses().be(0, Mood::dead);
  post.office.witnesses().be(1, Mood::dead);
  const Day later = day_of(kNoon) + 7;  // a week on, keys are made for another one
  post.office.witnesses().be(Mood::good);
  const Bundle week = post.publish(midnight(later) - kDay);
  post.office.witnesses().be(Mood::refusing);
  const std::string error = error_of([&] { post.publish(midnight(later) + 43200); });
  // The list in force covers no whole bundle's life any more, so that nothing is published.
  const auto newest = cli::published(post.office.folder());
  REQUIRE(newest.has_value());
  if (error.empty()) {
    CHECK(newest->bundle.head().key_list == week.head().key_list);
  } else {
    CHECK(error.find("refusing to publish: no live key") == 0);
    CHECK(newest->bundle.head_hash() == week.head_hash());
  }
  post.office.witnesses().be(Mood::good);
  const Bundle last = post.publish(midnight(later) + 43260);
  CHECK(last.key_list().sequence > first.key_list().sequence);
}

TEST_CASE("every day that is over gets its epoch, those that were missed in order", "[log-15]") {
  Post post;
  post.publish(kNoon);
  post.publish(kNoon + 3600);
  CHECK(post.state().epochs == 1);
  post.publish(kNoon + 4 * kDay);
  CHECK(post.state().closed == day_of(kNoon) + 3);
  for (std::uint64_t number = 1; number <= 4; ++number) {
    const auto header = parse_epoch_header(*post.store().header(number));
    CHECK(header->day == day_of(kNoon) + number - 1);
  }
}

TEST_CASE("a register that was put back signs nothing, until the next log", "[log-14][restore]") {
  Post post;
  post.publish(kNoon);
  post.copy();
  post.publish(kNoon + kDay);
  REQUIRE(post.seen(0) == 512);
  post.put_back();
  const std::string said =
      "restored from a backup? witnesses have seen size 512, the store has 256";
  CHECK(error_of([&] { post.publish(kNoon + kDay + 60); }) == said);
  CHECK_THROWS_AS(post.publish(kNoon + kDay + 60), cli::RolledBack);
  CHECK(post.state().signed_size == 256);
  const auto evidence = cli::read_file(post.office.folder().file("evidence/rollback-512.note"));
  CHECK(parse_note(as_text(evidence)).ok());

  SECTION("the next log goes on from there, and witnesses agree") {
    REQUIRE(post.store().next_log(operator_actor(), kNoon + kDay + 120).ok());
    const Bundle bundle = post.publish(kNoon + kDay + 180);
    CHECK(post.state().number == 2);
    CHECK(post.seen(0, 2) == post.state().size);
    CHECK(post.seen(0, 1) == 512);
    CHECK(bundle.newest_cosignature() == kNoon + kDay + 180);
    CHECK(bundle.head().version == 3);
  }
  SECTION("also where all but one witness are away") {
    post.office.witnesses().be(0, Mood::dead);
    post.office.witnesses().be(1, Mood::dead);
    CHECK(error_of([&] { post.publish(kNoon + kDay + 60); }) == said);
  }
  SECTION("where nobody answers nothing is signed either") {
    post.office.witnesses().be(Mood::dead);
    CHECK(error_of([&] { post.publish(kNoon + kDay + 60); }) ==
          "refusing to publish: 0 of 3 witnesses answered, too few to know that this register is "
          "the newest");
    CHECK(post.state().signed_size == 256);
  }
  SECTION("a witness that boasts without proof stops nobody") {
    REQUIRE(post.store().next_log(operator_actor(), kNoon + kDay + 120).ok());
    post.office.witnesses().be(2, Mood::boastful);
    CHECK(post.publish(kNoon + kDay + 180).head().version == 3);
  }
}

TEST_CASE("a register from before the next log is found out by it", "[log-14][restore]") {
  Post post;
  post.publish(kNoon);
  post.copy();
  REQUIRE(post.store().next_log(operator_actor(), kNoon + 60).ok());
  post.publish(kNoon + 120);
  REQUIRE(post.seen(0, 2) == 256);
  post.put_back();
  CHECK(error_of([&] { post.publish(kNoon + 180); }) ==
        "restored from a backup? witnesses have seen log 2, the store is at log 1");
}

TEST_CASE("a witness that has lost its memory doesn't vouch for a register", "[log-14]") {
  Post post;
  post.publish(kNoon);
  post.reopen();
  for (const std::size_t row : {0U, 1U}) {
    audit::WitnessedLog log = *post.office.witnesses().kept(row, post.keeper->origin(1));
    log.size = 0;
    log.root = sha256(Bytes{});
    log.note.clear();
    post.office.witnesses().keep(row, log);
  }
  CHECK(error_of([&] { post.publish(kNoon + 60); }).find("refusing to publish: 1 of 3") == 0);
}

TEST_CASE("publishing that was killed goes on with the head that is in the log", "[publish]") {
  Post post;
  const Bundle first = post.publish(kNoon);
  const auto before = cli::read_file(post.office.folder().bundle_file());
  const Bundle second = post.publish(kNoon + 60);
  const auto decided = cli::read_file(post.office.folder().bundle_file());
  SECTION("killed before the head was in the log") {
    auto other = decided;
    other[other.size() / 2] ^= 1;  // a head that no log has
    cli::write_file_atomic(post.office.folder().next_bundle_file(), other);
    CHECK(post.publish(kNoon + 120).head().previous == second.head_hash());
  }
  SECTION("killed behind it") {
    cli::write_file_atomic(post.office.folder().bundle_file(), before);
    cli::write_file_atomic(post.office.folder().next_bundle_file(), decided);
    const Bundle third = post.publish(kNoon + 120);
    CHECK(third.head().version == 3);
    CHECK(third.head().previous == second.head_hash());
  }
  CHECK_FALSE(cli::exists(post.office.folder().next_bundle_file()));
}

TEST_CASE("a site has every file of the log, and only new ones are written", "[site]") {
  Post post;
  post.publish(kNoon);
  const std::string site = post.office.folder().file("site");
  cli::write_log(site, post.store());
  const std::string log = site + "/log/1/";
  for (const char* name :
       {"checkpoint", "tile/0/000", "tile/entries/000", "tile/1/000.p/1", "header/0"}) {
    INFO(name);
    CHECK(cli::exists(log + name));
  }
  const auto first = fs::last_write_time(log + "tile/0/000");
  post.publish(kNoon + 2 * kDay);
  cli::write_file_atomic(log + "tile/0/001", as_bytes("cut"));  // as a crash leaves one
  cli::write_log(site, post.store());
  CHECK(fs::last_write_time(log + "tile/0/000") == first);
  CHECK(fs::file_size(log + "tile/0/001") == 8192);
  const auto checkpoint = cli::read_file(log + "checkpoint");
  CHECK(checkpoint == *post.store().read(1, "checkpoint"));
  const auto paths = post.store().paths(1, 0, post.state().size);
  REQUIRE(paths.ok());
  for (const std::string& path : *paths) {
    INFO(path);
    CHECK(cli::read_file(log + path) == *post.store().read(1, path));
  }
}

TEST_CASE("an issuer for training is its own witness, by all of a witness's rules", "[specimen]") {
  Post post(RootKind::specimen);
  CHECK(cli::publish(*post.keeper, kNoon).newest_cosignature() == kNoon);
  CHECK(cli::publish(*post.keeper, kNoon + kDay).newest_cosignature() == kNoon + kDay);
  post.copy();
  cli::publish(*post.keeper, kNoon + 2 * kDay);
  post.put_back();
  CHECK_THROWS_AS(cli::publish(*post.keeper, kNoon + 2 * kDay + 60), cli::RolledBack);
  // A backup leaves its memory out, and then it agrees.
  fs::remove_all(post.office.folder().file("specimen-witness"));
  post.reopen();
  CHECK_NOTHROW(cli::publish(*post.keeper, kNoon + 2 * kDay + 60));
}

TEST_CASE("cosignatures that are carried by hand count like others", "[log-14][carried]") {
  Post post;
  post.publish(kNoon);
  post.office.witnesses().be(Mood::refusing);
  CHECK_NOTHROW(post.publish(kNoon + kDay));
  const auto view = cli::look_at_log(post.office.folder(), *post.service, kNoon + kDay);
  CHECK_FALSE(view.quorum);
  CHECK(error_of([&] { post.keeper->accept("not a line\n", kNoon + kDay); }) ==
        "these are no signature lines");
  CHECK(view.late_since(kNoon + kDay) == 0);
}

}  // namespace
}  // namespace whit
