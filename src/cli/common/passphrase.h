// SPDX-License-Identifier: Apache-2.0
// Secrets that a person types, or that a service manager hands in: never in argv or environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.h"

namespace whit::cli {

inline constexpr std::size_t kLongestSecret = 1024;  // bytes

// Typing tells whether a new secret is asked for twice. Only a terminal asks twice.
enum class Typing : std::uint8_t { once, twice };

// read_passphrase reads one line of file descriptor `fd` if there is one (--passphrase-fd N; a
// second call reads the next line), else asks at the terminal without echo. The line end is not
// part of it. Empty, too long, typed differently, or no terminal: a Failure, whose hint for the
// last is `option`.
SecretBuffer read_passphrase(std::optional<int> fd, std::string_view prompt,
                             Typing typing = Typing::once,
                             std::string_view option = "--passphrase-fd N");

// read_credential reads it from the credential `name` that systemd handed in (LoadCredential=).
SecretBuffer read_credential(const std::string& name, std::string_view prompt);

}  // namespace whit::cli
