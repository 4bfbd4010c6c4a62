// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/audit/evidence_command.h"
#include "cli/audit/find_command.h"

namespace whit::cli {
namespace {

void add_find(CommandLine& line) {
  const auto find = std::make_shared<FindOptions>();
  CLI::App& app = line.command(line.program.app(), "find", "look tokens up in the copy",
                               [&line, find] { return run_find(line.common, *find); });
  app.add_option("tokens", find->tokens, "files with tokens: text, CBOR, PNG or JPEG");
  app.add_option("--queue", find->queue, "hashes that whit-verify check --keep-hashes kept");
  app.add_option("--seen", find->seen, "day on which the tokens were seen (default: today)");
}

void add_evidence(CommandLine& line) {
  CLI::App& evidence = line.group("evidence", "read evidence, on any machine");
  const auto options = std::make_shared<EvidenceOptions>();
  CLI::App& verify =
      line.command(evidence, "verify", "say what a file proves, from its bytes alone",
                   [&line, options] { return run_evidence_verify(line.common, *options); });
  verify.add_option("--vkey", options->keys, "key of the log that you trust")
      ->allow_extra_args(false);
  verify.add_option("--policy", options->policy, "or a tlog-policy file");
  verify.add_option("--trust", options->trust, "or a trust file");
  CLI::App& show = line.command(evidence, "show", "list what is in a file", [&line, options] {
    return run_evidence_show(line.common, *options);
  });
  for (CLI::App* each : {&verify, &show}) {
    each->add_option("file", options->file, "*.whit-evidence")->required();
  }
}

}  // namespace

void add_findings(CommandLine& line) {
  add_find(line);
  add_evidence(line);
}

}  // namespace whit::cli
