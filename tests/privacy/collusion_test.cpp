// SPDX-License-Identifier: Apache-2.0
// An adversary who has the issuer's books as well: what he must find, and what he must not.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "privacy/blind_key_of.h"
#include "privacy/dossier.h"
#include "privacy/lineup.h"
#include "privacy/town.h"

using namespace whit;
using namespace whit::privacy;

namespace {

struct Records {
  explicit Records(Broken broken) {
    Orders orders;
    orders.people = 22;
    orders.days = 8;
    orders.collude = true;
    orders.broken = broken;
    Town town(orders);
    town.live([](std::uint64_t, std::uint64_t) {});
    sights = read_sights(town.evidence());
    books = town.books();
    truth = town.truth();
  }
  std::vector<Sight> sights;
  Books books;
  Truth truth;
};

const Records& records() {
  static const Records out(Broken::none);  // for all cases, as it takes seconds
  return out;
}

Row row_of(const std::vector<Row>& rows, std::string_view attack, std::string_view where = "") {
  for (const Row& row : rows) {
    if (row.attack == attack && (where.empty() || row.where == where)) return row;
  }
  FAIL("no such row");
  return {};
}

std::size_t blind_row(const std::vector<Sight>& sights) {
  for (std::size_t row = 0; row < sights.size(); ++row) {
    if (sights[row].kind == Kind::blind) return row;
  }
  FAIL("nothing blind was shown");
  return 0;
}

}  // namespace

TEST_CASE("with the issuer's books revocable codes are traced as admitted, and blind ones not",
          "[privacy]") {
  const Records& town = records();
  const auto rows = judge_books(town.sights, town.books, town.truth);
  for (const Row& row : rows) {
    INFO(row.attack << ", " << row.where);
    CHECK_FALSE(is_bad(row.ruling));
  }
  const Row today = row_of(rows, "register", "on the day itself");
  const Row tomorrow = row_of(rows, "register", "after midnight");
  CHECK(today.ruling == Ruling::as_allowed);
  CHECK(tomorrow.ruling == Ruling::as_allowed);
  CHECK(today.found > tomorrow.found);
  CHECK(tomorrow.found > 10);
  const Row pairs = row_of(rows, "every pair fits");
  CHECK(pairs.found == static_cast<double>(pairs.pairs));
  CHECK(pairs.pairs > 500);
}

TEST_CASE("a wallet that is broken in blinding is caught by name", "[privacy]") {
  const std::pair<Broken, std::vector<std::string_view>> wallets[] = {
      {Broken::one_blinding, {"same factor"}},
      {Broken::message_twice, {"holder key", "signature", "salt"}},
      {Broken::one_salt, {"salt"}}};
  for (const auto& [broken, names] : wallets) {
    const Records town(broken);
    const auto rows = judge_books(town.sights, town.books, town.truth);
    for (const Row& row : rows) {
      INFO(static_cast<int>(broken) << ", " << row.attack << ", " << row.where);
      const bool by_name = std::find(names.begin(), names.end(), row.attack) != names.end();
      if (row.where == "blind, anywhere" && row.attack != "point R") {
        CHECK((row.ruling == Ruling::linked) == by_name);
      }
    }
  }
}

TEST_CASE("seeds that the register should not have any more, or lacks, are noticed", "[privacy]") {
  const Records& town = records();
  Books books = town.books;
  SECTION("yesterday's seeds, kept after midnight") {
    for (Register::Chain& chain : books.morning.chains) ++chain.day;  // as if they were of today
    const auto rows = judge_books(town.sights, books, town.truth);
    CHECK(is_bad(row_of(rows, "register", "after midnight").ruling));
  }
  SECTION("seeds of somebody else") {
    std::swap(books.evening.chains.front().seed, books.evening.chains.back().seed);
    const auto rows = judge_books(town.sights, books, town.truth);
    CHECK(is_bad(row_of(rows, "register", "on the day itself").ruling));
  }
}

TEST_CASE("a blind token's bytes in the register or a request are found", "[privacy]") {
  const Records& town = records();
  Books books = town.books;
  const Sight& sight = town.sights[blind_row(town.sights)];
  ByteVector& cells = books.last.cells;
  const auto middle = cells.begin() + static_cast<std::ptrdiff_t>(cells.size() / 2 + 3);
  SECTION("its holder key, hashed") {
    const Hash hash = sha256({sight.holder.view()});
    cells.insert(middle, hash.bytes.begin(), hash.bytes.begin() + 16);
  }
  SECTION("its signature") { cells.insert(middle, sight.rsa.begin(), sight.rsa.end()); }
  const auto rows = judge_books(town.sights, books, town.truth);
  const Row row = row_of(rows, "issuer's books");
  CHECK(row.ruling == Ruling::linked);
  CHECK(row.found == 1);
}

TEST_CASE("an answer that fits one request alone is noticed", "[privacy]") {
  const Records& town = records();
  Books books = town.books;
  for (Exchange& one : books.collects) {
    Collect asked = *parse_collect(one.request);
    if (asked.blind.empty()) continue;
    BlindBytes& message = asked.blind.front().messages.front();
    message.bytes[100] ^= 1;  // another request than the one that was answered
    one.request = sign_collect(asked, SigningKey::from_seed(Hash{}.bytes));
  }
  const auto rows = judge_books(town.sights, books, town.truth);
  CHECK(row_of(rows, "every pair fits").ruling == Ruling::linked);
}

TEST_CASE("salt, factor and encoded message come out of a token and its request", "[privacy]") {
  const auto key = blind_key_of("a test");
  const Ring ring(*key);
  SeededRng rng(5), again(5);
  const ByteVector message(200, 7);
  const auto blinded = rsabssa::blind(key->modulus(), message, rng);
  const auto answer = key->blind_sign(blinded->request.view());
  const auto token = rsabssa::finalize(key->modulus(), message, answer->view(), blinded->inverse);
  REQUIRE(token.ok());
  const Wide encoded = ring.opened(token->view());
  Salt salt;
  again.fill(salt);
  CHECK(salt_of(encoded) == salt);
  const Wide factor = ring.product(ring.inverse_factor(token->view()), answer->view());
  const Wide power = ring.opened(factor);
  CHECK(ring.product(ring.factor(power), encoded) == blinded->request.bytes);
  const Wide inverse = ring.product(ring.inverse_factor(answer->view()), token->view());
  CHECK(equal(inverse, blinded->inverse.expose(InsecureAccess{})));
  CHECK(ring.symbols(ring.product(ring.factor(factor), factor)) == 3);  // a square
}

TEST_CASE("a suspicion that knows is told from chance", "[privacy]") {
  const auto scored = [](double right) {
    std::vector<Scored> out;
    for (std::size_t i = 0; i < 200; ++i) {
      out.push_back({i, {0.5, 0.5, 0.5, right}, {false, false, false, true}});
    }
    return rule(out, 200).ruling;
  };
  CHECK(scored(0.5) == Ruling::chance);
  CHECK(scored(0.6) == Ruling::linked);
  CHECK(scored(0.4) == Ruling::linked);
}
