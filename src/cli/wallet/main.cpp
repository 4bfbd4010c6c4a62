// SPDX-License-Identifier: Apache-2.0
// whit-wallet: the holder's program.
#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/wallet/options.h"
#include "crypto/rng.h"

namespace whit::cli {

std::string WalletOptions::folder() const { return dir.empty() ? data_folder("wallet") : dir; }

UnixTime WalletOptions::now() const {
  if (at.empty()) return system_now();
  const auto time = parse_time(at);
  if (!time) throw Failure("--at " + printable(at) + " is not a time", "2027-02-12T14:00:00Z");
  return *time;
}

namespace {

int run(int argc, char** argv) {
  start_crypto();
  Program program("whit-wallet", "Collects facts about you and shows one at a time");
  WalletOptions options(program.console());
  CLI::App& app = program.app();
  app.fallthrough();
  app.add_option("--dir", options.dir, "the wallet's folder");
  app.add_option("--at", options.at, "the time to work at, instead of the clock");
  app.add_option("--passphrase-fd", options.passphrase_fd,
                 "read the passphrase from this file descriptor");
  app.add_option("--passphrase-credential", options.passphrase_credential,
                 "read the passphrase from this credential of systemd");
  app.add_option("--ca-file", options.ca_file, "more certificate authorities (PEM)");
  app.add_flag("--json", options.json, "answer in JSON");
  add_accept(program, options);
  add_list(program, options);
  add_show(program, options);
  add_answer(program, options);
  add_history(program, options);
  add_sync(program, options);
  add_notice(program, options);
  add_stop(program, options);
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    command->fallthrough();
  }
  return program.run(argc, argv);
}

}  // namespace
}  // namespace whit::cli

int main(int argc, char** argv) {
  try {
    return whit::cli::run(argc, argv);
  } catch (...) {  // before run_program could catch anything: memory, or a wrong option of ours
    return static_cast<int>(whit::cli::Exit::could_not_work);
  }
}
