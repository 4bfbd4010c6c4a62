// SPDX-License-Identifier: Apache-2.0
// whit-audit: follows an issuance log, judges all of it, and keeps proof of what is wrong.
#include <CLI/CLI.hpp>

#include "cli/audit/command_line.h"

int main(int argc, char** argv) {
  using namespace whit::cli;
  try {
    Program program("whit-audit", "follows an issuance log and judges all of it");
    CommandLine line{program, {}};
    CLI::App& app = program.app();
    app.add_option("--dir", line.common.dir,
                   "folder of this auditor (default: ~/.local/share/whit/audit)");
    app.add_option("--at", line.common.at, "time to take for now, instead of the clock's");
    app.add_flag("--json", line.common.json, "one JSON object");
    add_follow(line);
    add_findings(line);
    add_watch(line);
    add_proofs(line);
    add_entries(line);
    add_witness(line);
    return program.run(argc, argv);
  } catch (...) {  // before the program could catch anything itself: memory, nothing else
    return 3;
  }
}
