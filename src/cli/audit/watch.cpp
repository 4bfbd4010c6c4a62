// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/watch.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <map>

#include "cli/audit/findings_text.h"
#include "cli/audit/follow_commands.h"
#include "cli/audit/gossip.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"

namespace whit::cli {
namespace {

volatile std::sig_atomic_t stopped = 0;

void stop(int) { stopped = 1; }

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = stop;  // without SA_RESTART: it wakes the sleep
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

void sleep_until(UnixTime wake) {
  while (stopped == 0 && system_now() < wake) {
    timespec left{1, 0};
    nanosleep(&left, nullptr);
  }
}

// Round is what one turn gave.
struct Round {
  std::vector<Reported> reported;
  std::vector<SyncStep> steps;
  std::size_t agree = 0, asked = 0;
  audit::Totals totals;
  bool worked = false;
};

void add(std::vector<Reported>& out, std::vector<Reported> more) {
  for (Reported& each : more) out.push_back(std::move(each));
}

Round turn(const StateFolder& folder, const WatchOptions& options, UnixTime now) {
  Round out;
  const FolderLock lock(folder.path());
  SyncOptions syncing;
  syncing.ca_file = options.ca_file;
  SyncResult synced = Sync(folder, folder.pinned(), syncing, now).run();
  keep_testimonies(folder, synced.reported, now);
  out.steps = synced.steps;
  add(out.reported, std::move(synced.reported));
  if (folder.followed().empty()) return out;
  const Pinned pinned = folder.pinned();
  Copies copies(folder, pinned);
  Judged judged = judged_before(folder, pinned);
  add(out.reported, check_copies(folder, copies, judged, now));
  out.totals = judged.replay.totals();
  GossipOptions asking;
  asking.ca_file = options.ca_file;
  Gossip heard = gossip(folder, pinned, asking, now);
  out.agree = heard.agree;
  out.asked = heard.told.size();
  add(out.reported, std::move(heard.reported));
  out.worked = true;
  return out;
}

// run_hook runs a command of the shell, with the finding in its environment.
void run_hook(const std::string& hook, const Reported& each, const Console& console) {
  std::vector<std::string> extra = {
      "WHIT_FINDING=" + std::string(audit::name(each.finding)),
      "WHIT_CLASS=" + std::to_string(static_cast<int>(audit::class_of(each.finding))),
      "WHIT_LOG=" + std::to_string(each.log),
      "WHIT_WHERE=" + printable(each.where),
      "WHIT_LINE=" + line_of(each),
      "WHIT_EVIDENCE=" + each.evidence};
  std::vector<char*> environment;
  for (char** at = environ; *at != nullptr; ++at) environment.push_back(*at);
  for (std::string& text : extra) environment.push_back(text.data());
  environment.push_back(nullptr);
  std::string shell = "/bin/sh", c = "-c", command = hook;
  char* arguments[] = {shell.data(), c.data(), command.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, shell.c_str(), nullptr, nullptr, arguments, environment.data()) != 0) {
    return console.warning("the hook can't be run");
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) console.warning("the hook failed");
}

std::string metric(const std::string& name, const std::string& labels, std::uint64_t value) {
  return "whit_audit_" + name + labels + " " + std::to_string(value) + "\n";
}

void write_metrics(const std::string& path, const Round& round, UnixTime now, bool worked) {
  std::string out = metric("up", "", worked ? 1 : 0) + metric("last_run_seconds", "", now);
  for (const SyncStep& step : round.steps) {
    const std::string log = "{log=\"" + std::to_string(step.number) + "\"}";
    out += metric("log_size", log, step.size);
    if (step.newest != 0) {
      out += metric("cosignature_age_seconds", log, now > step.newest ? now - step.newest : 0);
    }
  }
  out += metric("witnesses_agree", "", round.agree) + metric("witnesses", "", round.asked);
  out += metric("epochs", "", round.totals.epochs) + metric("tokens", "", round.totals.tokens);
  std::map<std::string, std::uint64_t> counts;
  for (const Reported& each : round.reported) ++counts[std::string(audit::name(each.finding))];
  out += metric("findings", "", round.reported.size());
  for (const auto& [name, count] : counts) {
    out += metric("finding", "{name=\"" + name + "\"}", count);
  }
  write_file_atomic(path, as_bytes(out));
}

}  // namespace

Exit run_watch(const Common& common, const Console& console, const WatchOptions& options) {
  const auto interval = parse_duration(options.interval);
  if (!interval || *interval == 0) {
    throw Failure("--interval " + printable(options.interval) + " is no duration", "90s, 1h, 1d");
  }
  const StateFolder folder(common.folder());
  (void)folder.pinned();
  catch_signals();
  Exit out = Exit::yes;
  for (std::uint64_t round = 1; stopped == 0; ++round) {
    const UnixTime now = common.now(), begun = system_now();
    Round heard;
    bool worked = true;
    try {
      heard = turn(folder, options, now);
      out = worst(heard.reported);
    } catch (const Failure& failure) {
      console.error(failure.error(), failure.hint());
      worked = false;
      out = Exit::could_not_work;
    }
    for (const Reported& each : heard.reported) {
      if (!each.is_new) continue;
      print(line_of(each));
      flush_output();
      if (!options.hook.empty()) run_hook(options.hook, each, console);
    }
    if (!options.metrics.empty()) write_metrics(options.metrics, heard, now, worked);
    if (round == options.rounds) return out;
    sleep_until(begun + *interval);
  }
  return Exit::yes;
}

}  // namespace whit::cli
