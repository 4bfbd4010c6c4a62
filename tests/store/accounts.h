// SPDX-License-Identifier: Apache-2.0
// An office with staff who know their passwords and hold their TOTP secrets.
#pragma once

#include <map>

#include "crypto/totp.h"
#include "store/office.h"
#include "store/staff.h"

namespace whit::test {

inline constexpr std::uint8_t kRegisterRole = 1, kDeskRole = 2, kKeysRole = 4, kEmployerRole = 8;

inline SecretBuffer secret_of(std::string_view text) {
  return SecretBuffer::copy_of(as_bytes(text));
}

class Accounts {
 public:
  explicit Accounts(IssuerService& service) : staff_(service) {}

  StaffOffice& staff() { return staff_; }

  // add makes an account whose password is its login and " password", on the operator's word.
  Actor add(const std::string& login, std::uint8_t roles, UnixTime now = kNoon);
  // sign_in tries an account's password and the code of `now`.
  Result<Actor> sign_in(const std::string& login, UnixTime now);
  std::string code(const std::string& login, UnixTime now) const;
  void keep(const std::string& login, SecretBuffer secret);

  static SecretBuffer password_of(const std::string& login) {
    return secret_of(login + " password");
  }

 private:
  StaffOffice staff_;
  std::map<std::string, SecretBuffer> secrets_;
};

}  // namespace whit::test
