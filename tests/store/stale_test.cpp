// SPDX-License-Identifier: Apache-2.0
// A dealing is decided without a lock; what changed meanwhile must stop it.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "status/chain.h"
#include "store/connections.h"
#include "store/office.h"
#include "store/tables.h"

using namespace whit;
using namespace whit::test;

namespace {

// Desk holds a wallet's person and a dealing for them that isn't written yet.
struct Desk {
  Desk() : wallet(1) {
    office.import(register_of(1));
    wallet = office.enrol("P-1", 1);
    office.close();
    auto opened = Connections::open(office.path(), "dlo");
    REQUIRE(opened.ok());
    connections = std::move(*opened);
  }

  Person person() {
    auto found =
        connections->read([this](Database& database) { return read_person(database, wallet.id); });
    REQUIRE(found.ok());
    return std::move(found->person);
  }
  Dealing dealing(const Person& of, Day day) {
    const ByteVector body = wallet.ask({kPermit}, {day}, 1);
    auto out = deal(office.issuing(), of, *parse_collect(body), kNoon, rng);
    REQUIRE(out.ok());
    out->request = sha256(body);
    return std::move(*out);
  }
  Written write(const Person& of, const Dealing& what) {
    Written written = Written::done;
    const Status status = connections->writer().run([&](Database& database) -> Status {
      WHIT_TRY(written, write_dealing(database, of, what, kNoon));
      return written == Written::stale ? Status(Errc::refused) : Status();
    });
    CHECK(status.ok() == (written == Written::done));
    return written;
  }
  std::uint64_t leaves() { return connections->read(read_figures)->leaves; }

  Office office;
  Wallet wallet;
  SeededRng rng{9};
  std::unique_ptr<Connections> connections;
};

}  // namespace

TEST_CASE("a dealing isn't written when the person's facts changed since it was decided") {
  Desk desk;
  const Person person = desk.person();
  const Dealing dealing = desk.dealing(person, kToday + 1);
  REQUIRE(desk.connections->writer()
              .run([&](Database& db) { return raise_revision(db, person.subject); })
              .ok());
  CHECK(desk.write(person, dealing) == Written::stale);
  CHECK(desk.leaves() == 0);
}

TEST_CASE("a dealing isn't written when another request of this wallet came before it") {
  Desk desk;
  const Person person = desk.person();
  const Dealing one = desk.dealing(person, kToday + 1);
  desk.wallet.seq = 0;
  const Dealing other = desk.dealing(person, kToday + 1);
  CHECK(desk.write(person, one) == Written::done);
  CHECK(desk.write(person, other) == Written::stale);
  CHECK(desk.leaves() == 1);
  CHECK(desk.person().chains.at(0).dealt == std::vector<std::uint8_t>{1});
}

TEST_CASE("a chain that starts while midnight passes is written where all others stand") {
  Desk desk;
  const Person person = desk.person();
  const Dealing dead = desk.dealing(person, kToday + 1);
  desk.wallet.seq = 0;
  const Dealing alive = desk.dealing(person, kToday + 3);
  REQUIRE(desk.connections->writer()
              .run([&](Database& db) { return write_swept(db, kToday + 2); })
              .ok());
  CHECK(desk.write(person, dead) == Written::stale);
  CHECK(desk.write(person, alive) == Written::done);
  const Chain chain = desk.person().chains.at(0);
  CHECK(chain.day == kToday + 2);
  CHECK(chain.seed == ratchet(alive.new_chains.at(0).seed));
  CHECK(chain.dealt == std::vector<std::uint8_t>{0, 1});
}

TEST_CASE("what midnight moved while a dealing was made is counted at its new place") {
  Desk desk;
  Person person = desk.person();
  REQUIRE(desk.write(person, desk.dealing(person, kToday + 3)) == Written::done);
  person = desk.person();
  const Dealing next = desk.dealing(person, kToday + 3);
  REQUIRE(desk.connections->writer()
              .run([&](Database& db) -> Status {
                WHIT_TRY(const auto last, sweep_chains(db, 0, kToday + 2, 100));
                return last ? Status() : Status(Errc::not_found);
              })
              .ok());
  CHECK(desk.write(person, next) == Written::done);
  CHECK(desk.person().chains.at(0).dealt == std::vector<std::uint8_t>{0, 2});
}
