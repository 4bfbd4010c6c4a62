// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/audit/follow_commands.h"

namespace whit::cli {

void add_follow(CommandLine& line) {
  const auto init = std::make_shared<InitOptions>();
  CLI::App& begin =
      line.command(line.program.app(), "init", "pin a log: its keys, its witnesses, its place",
                   [&line, init] { return run_init(line.common, *init); });
  begin.add_option("place", init->where, "URL or folder, instead of what the file says");
  begin.add_option("--trust", init->trust, "trust file of the issuer");
  begin.add_option("--policy", init->policy, "or a tlog-policy file with a log line");
  begin.add_option("--url", init->where, "the same as place");
  begin.add_option("--bundle", init->bundle, "bundle file, where the place has none");
  begin.add_option("--ca-file", init->ca_file, "more certificate authorities (PEM)");

  const auto sync = std::make_shared<SyncOptions>();
  CLI::App& take = line.command(line.program.app(), "sync", "take over what is new, and verify it",
                                [&line, sync] { return run_sync(line.common, *sync); });
  take.add_option("--from", sync->from, "folder or URL of a mirror, instead of the pinned place");
  take.add_flag("--full", sync->full, "fetch and verify everything again");
  take.add_option("--ca-file", sync->ca_file, "more certificate authorities (PEM)");

  const auto check = std::make_shared<CheckOptions>();
  CLI::App& judge = line.command(line.program.app(), "check", "judge what was taken over",
                                 [&line, check] { return run_check(line.common, *check); });
  judge.add_flag("--full", check->full, "judge everything again");
  judge.add_option("--served", check->served, "head or bundle that a checker was given")
      ->allow_extra_args(false);
  judge
      .add_option("--people", check->people,
                  "FACT=N: at most N people can hold it; more blind tokens are a finding")
      ->allow_extra_args(false);
  judge.add_flag("--new", check->only_new, "say and count only what no run before found");
}

}  // namespace whit::cli
