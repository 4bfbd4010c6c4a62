// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/audit/follow_commands.h"
#include "cli/audit/gossip.h"
#include "cli/audit/report.h"
#include "cli/audit/watch.h"

namespace whit::cli {
namespace {

void add_report(CommandLine& line) {
  const auto report = std::make_shared<ReportOptions>();
  CLI::App& app =
      line.command(line.program.app(), "report", "write down what the log says in numbers",
                   [&line, report] { return run_report(line.common, *report); });
  app.add_option("--by", report->by, "fact, key, day or week")->capture_default_str();
  app.add_option("--min-cell", report->min_cell, "smaller numbers are suppressed")
      ->capture_default_str();
  app.add_option("--format", report->format, "html, csv, json or md (default: as -o ends)");
  app.add_option("--people", report->people,
                 "FACT=N: at most N people can hold it; more blind tokens are a finding")
      ->allow_extra_args(false);
  app.add_option("-o,--out", report->out, "file, or - for standard output");
}

void add_gossip(CommandLine& line) {
  const auto gossip = std::make_shared<GossipOptions>();
  for (const char* name : {"gossip", "compare"}) {
    CLI::App& app =
        line.command(line.program.app(), name, "compare with what witnesses and others were shown",
                     [&line, gossip] { return run_gossip(line.common, *gossip); });
    app.add_option(
           "--peer", gossip->peers,
           "checkpoint of another auditor, or head or bundle of a checker; may be given again")
        ->allow_extra_args(false);
    app.add_option("--ca-file", gossip->ca_file, "more certificate authorities (PEM)");
  }
}

}  // namespace

void add_watch(CommandLine& line) {
  add_report(line);
  add_gossip(line);
  const auto watch = std::make_shared<WatchOptions>();
  CLI::App& app = line.command(
      line.program.app(), "watch", "sync, check and gossip again and again",
      [&line, watch] { return run_watch(line.common, line.program.console(), *watch); });
  app.add_option("--interval", watch->interval, "such as 10min, 1h")->capture_default_str();
  app.add_option("--exec", watch->hook,
                 "command for each new finding; see WHIT_* in doc/auditing.md");
  app.add_option("--metrics", watch->metrics, "file for Prometheus, written anew each time");
  app.add_option("--rounds", watch->rounds, "end after so many (default: never)");
  app.add_option("--ca-file", watch->ca_file, "more certificate authorities (PEM)");
}

}  // namespace whit::cli
