// SPDX-License-Identifier: Apache-2.0
#include "store/desk_office.h"

#include <catch2/catch.hpp>

namespace whit::test {
namespace {

Actor actor(std::string login, Role role) {
  Actor out;
  out.account = 1 + static_cast<std::int64_t>(role);
  out.login = std::move(login);
  out.roles = static_cast<std::uint8_t>(role);
  return out;
}

}  // namespace

Issuing desk_issuing() {
  Issuing out = make_issuing();
  CatalogueFact fact = out.catalogue[2];
  fact.vct = kEmployed;
  fact.slug = kEmployedBy;
  fact.value_list = {"ALDER", "BIRCH"};
  out.catalogue.push_back(fact);
  out.keys.tokens[0].facts.push_back(kEmployed);
  return out;
}

Value text_value(std::string_view text) {
  Value out;
  out.type = Value::Type::text;
  out.text = Text<16>::from(text);
  return out;
}

Actor desk_clerk() { return actor("clerk", Role::desk); }
Actor registrar() { return actor("registrar", Role::registrar); }
Actor keeper() { return actor("keeper", Role::keys); }

Actor employer(std::string_view value) {
  Actor out = actor("employer", Role::employer);
  out.employer = text_value(value);
  return out;
}

void DeskOffice::import(const std::string& lines) {
  const ImportSummary done = Office::import("subject,fact,value,from,until\n" + lines);
  REQUIRE(done.refused == 0);
}

std::vector<JournalLine> DeskOffice::journal(std::string_view act) {
  auto database = Database::open(path(), Database::Access::read_only);
  REQUIRE(database.ok());
  auto lines = read_journal(*database, 0, 1000);
  REQUIRE(lines.ok());
  std::vector<JournalLine> out;
  for (JournalLine& line : *lines) {
    if (act.empty() || line.act == act) out.push_back(std::move(line));
  }
  return out;
}

}  // namespace whit::test
