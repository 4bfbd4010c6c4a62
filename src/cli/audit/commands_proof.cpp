// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/audit/proof_commands.h"

namespace whit::cli {
namespace {

void add_keys_options(CLI::App& app, WhichLog& which) {
  app.add_option("--vkey", which.keys, "key of the log: name+id+base64; may be given again")
      ->allow_extra_args(false);
  app.add_option("--policy", which.policy, "tlog-policy file: witnesses, and the log's key");
}

void add_which(CLI::App& app, WhichLog& which) {
  add_keys_options(app, which);
  app.add_option("--number", which.number, "log 1, 2, ... of the own copy (default: the newest)");
  app.add_option("--ca-file", which.ca_file, "more certificate authorities (PEM)");
}

}  // namespace

void add_proofs(CommandLine& line) {
  const auto fsck = std::make_shared<FsckOptions>();
  CLI::App& all = line.command(line.program.app(), "fsck",
                               "check every file of any C2SP log, or of the own copy",
                               [&line, fsck] { return run_fsck(line.common, *fsck); });
  all.add_option("log", fsck->which.where, "folder or URL (default: the own copy)");
  add_which(all, fsck->which);

  const auto prove = std::make_shared<ProveOptions>();
  CLI::App& make =
      line.command(line.program.app(), "prove", "write a proof that an entry is in a log",
                   [&line, prove] { return run_prove(line.common, *prove); });
  make.add_option("what", prove->what, "index of the entry, or a file with a token");
  make.add_option("--leaf", prove->leaf, "or its leaf hash");
  make.add_option("--log", prove->which.where, "folder or URL of any log (default: the own copy)");
  make.add_option("-o,--out", prove->out, "*.tlog-proof, or - for standard output");
  add_which(make, prove->which);

  const auto verify = std::make_shared<VerifyProofOptions>();
  CLI::App& check =
      line.command(line.program.app(), "verify-proof", "check a proof, offline",
                   [&line, verify] { return run_verify_proof(line.common, *verify); });
  check.add_option("proof", verify->proof, "*.tlog-proof")->required();
  check.add_option("--entry", verify->entry, "the entry itself, as a file");
  check.add_option("--token", verify->token, "or a token whose entry it is");
  check.add_option("--leaf", verify->leaf, "or its leaf hash");
  add_keys_options(check, verify->which);
}

}  // namespace whit::cli
