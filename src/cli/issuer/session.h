// SPDX-License-Identifier: Apache-2.0
// What every command begins with: the folder, the time, the passphrase, the register.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/issuer/folder.h"
#include "cli/issuer/vault.h"
#include "store/service.h"

namespace whit::cli {

// Common are the options that all commands share.
struct Common {
  std::string dir = "whit-issuer-data";
  std::optional<int> passphrase_fd;
  std::string passphrase_credential;  // name of a systemd credential to read it from
  std::string at;                     // empty: the machine's clock
  std::string as;  // account that runs the command, see actor.h; empty: the operator
  std::optional<int> password_fd;  // its password and six digits, then what else is asked
};

// now_of is --at, or the clock.
UnixTime now_of(const Common& common);

// read_vault_passphrase takes it from --passphrase-fd, from --passphrase-credential, or asks.
SecretBuffer read_vault_passphrase(const Common& common);

// open_vault reads the passphrase; a Failure where init was never run.
Vault open_vault(const Common& common);

inline constexpr std::string_view kRegisterKey = "register";  // its name in the vault

// open_service is a Failure with a sentence for each reason that there is no register.
std::unique_ptr<IssuerService> open_service(const Folder& folder, Issuing issuing,
                                            SecretBuffer register_key, Rng& rng);
// The same for work that deals nothing.
std::unique_ptr<IssuerService> open_service(const Folder& folder, SecretBuffer register_key,
                                            Rng& rng);

// with_commas is "41,880,320".
std::string with_commas(std::uint64_t number);

}  // namespace whit::cli
