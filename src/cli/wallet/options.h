// SPDX-License-Identifier: Apache-2.0
// What every command of whit-wallet takes.
#pragma once

#include <optional>
#include <string>

#include "cli/common/program.h"
#include "whit/time.h"

namespace whit::cli {

enum class Format : std::uint8_t { text, json };

struct WalletOptions {
  explicit WalletOptions(const Console& where) : console(where) {}

  const Console& console;
  std::string dir;  // empty: the usual one
  std::string at;   // empty: the clock
  std::string ca_file;
  std::optional<int> passphrase_fd;
  std::string passphrase_credential;  // of systemd, else empty
  bool json = false;

  Format format() const noexcept { return json ? Format::json : Format::text; }
  std::string folder() const;
  // now is --at, or the clock. A time that isn't one is a Failure.
  UnixTime now() const;
};

// Each adds one command.
void add_accept(Program& program, WalletOptions& options);
void add_list(Program& program, WalletOptions& options);
void add_show(Program& program, WalletOptions& options);
void add_answer(Program& program, WalletOptions& options);
void add_history(Program& program, WalletOptions& options);
void add_sync(Program& program, WalletOptions& options);
void add_notice(Program& program, WalletOptions& options);
void add_stop(Program& program, WalletOptions& options);

}  // namespace whit::cli
