// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/audit/witness_command.h"

namespace whit::cli {
namespace {

void add_key(CLI::App& app, std::string& key) {
  app.add_option("-k,--key", key, "the witness's key file")->capture_default_str();
}

void add_passphrase(CLI::App& app, std::optional<int>& fd) {
  app.add_option("--passphrase-fd", fd, "read the passphrase from this file descriptor")
      ->check(CLI::NonNegativeNumber);
}

void add_options(CLI::App& app, WitnessOptions& options) {
  add_key(app, options.key);
  app.add_option("--state", options.state, "folder with what was cosigned; made if need be")
      ->required();
  app.add_option("--log", options.logs, "key of a log to know from now on");
  app.add_option("--policy", options.policy, "file whose `log` lines are such keys");
  add_passphrase(app, options.passphrase.fd);
  app.add_option("--passphrase-credential", options.passphrase.credential,
                 "systemd credential to read the passphrase from");
}

void add_keys(CommandLine& line, CLI::App& group) {
  const auto rng = std::make_shared<SystemRng>();
  const auto fresh = std::make_shared<WitnessNewOptions>();
  CLI::App& make = line.command(group, "new", "make a witness's key", [&line, rng, fresh] {
    return witness_new(line.common, *fresh, *rng);
  });
  make.add_option("-o,--out", fresh->out, "file")->capture_default_str();
  make.add_option("--name", fresh->name, "of the key, as a URL without its scheme")->required();
  make.add_option("--url", fresh->url, "where it will be reached");
  add_passphrase(make, fresh->passphrase_fd);
  const auto shown = std::make_shared<WitnessShowOptions>();
  CLI::App& show = line.command(group, "show", "say the public key, and what was cosigned",
                                [&line, shown] { return witness_show(line.common, *shown); });
  add_key(show, shown->key);
  show.add_option("--state", shown->state, "folder with what was cosigned");
}

}  // namespace

void add_witness(CommandLine& line) {
  CLI::App& group = line.group("witness", "cosign checkpoints of somebody else's log");
  add_keys(line, group);
  const auto one = std::make_shared<WitnessOptions>();
  CLI::App& cosign = line.command(
      group, "cosign", "answer one request from standard input, on a machine without a network",
      [&line, one] { return witness_cosign(line.program.console(), line.common, *one); });
  add_options(cosign, *one);
  const auto many = std::make_shared<WitnessServeOptions>();
  CLI::App& serve = line.command(group, "serve", "answer requests over HTTP", [&line, many] {
    return witness_serve(line.program.console(), line.common, *many);
  });
  add_options(serve, many->witness);
  serve.add_option("--listen", many->listen.address, "HOST:PORT; port 0 takes any free one")
      ->required();
  serve.add_option("--tls-cert", many->listen.certificate, "PEM file");
  serve.add_option("--tls-key", many->listen.key, "PEM file");
}

}  // namespace whit::cli
