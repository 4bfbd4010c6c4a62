// SPDX-License-Identifier: Apache-2.0
#include "store/accounts.h"

#include <catch2/catch.hpp>

namespace whit::test {

void Accounts::keep(const std::string& login, SecretBuffer secret) {
  secrets_[login] = std::move(secret);
}

Actor Accounts::add(const std::string& login, std::uint8_t roles, UnixTime now) {
  const SecretBuffer password = password_of(login);
  NewAccount account;
  account.login = login;
  account.roles = roles;
  account.password = &password;
  auto secret = staff_.add(operator_actor(), account, now);
  REQUIRE(secret.ok());
  keep(login, std::move(*secret));
  const auto accounts = staff_.list();
  REQUIRE(accounts.ok());
  for (const Account& found : *accounts) {
    if (found.login == login) return {found.id, login, roles, {}};
  }
  FAIL("the account isn't listed");
  return {};
}

std::string Accounts::code(const std::string& login, UnixTime now) const {
  return totp_code(secrets_.at(login), now / kTotpSeconds);
}

Result<Actor> Accounts::sign_in(const std::string& login, UnixTime now) {
  return staff_.sign_in(login, password_of(login), code(login, now), now);
}

}  // namespace whit::test
