// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cli/audit/evidence_store.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/follow_commands.h"
#include "cli/audit/ledger.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"

namespace whit::cli {
namespace {

std::string line_of(const SyncStep& step) {
  std::string out = "log " + std::to_string(step.number) + ": size " + grouped(step.size);
  if (step.before != 0 && step.size == step.before) out += " (nothing new)";
  if (step.size > step.before) out += " (+" + grouped(step.size - step.before) + ")";
  out += ", " + counted(step.epochs - step.epochs_before, "new epoch");
  if (step.newest != 0) out += ", last seen by a witness " + format_time(step.newest);
  return out;
}

nlohmann::json json_of(const SyncStep& step) {
  return {{"log", step.number},
          {"before", step.before},
          {"size", step.size},
          {"new_epochs", step.epochs - step.epochs_before},
          {"witnessed", step.newest}};
}

void say_json(const SyncResult& result) {
  nlohmann::json logs = nlohmann::json::array(), found = nlohmann::json::array();
  for (const SyncStep& step : result.steps) logs.push_back(json_of(step));
  for (const Reported& each : result.reported) found.push_back(json_of(each));
  print(nlohmann::json{{"logs", logs}, {"findings", found}}.dump());
}

}  // namespace

void keep_testimonies(const StateFolder& folder, std::vector<Reported>& reported, UnixTime now) {
  Ledger ledger(folder);
  for (Reported& each : reported) {
    const bool nothing_came = audit::class_of(each.finding) == audit::Class::network ||
                              each.finding == audit::Finding::stale;
    if (nothing_came || !each.evidence.empty() || ledger.knows(each)) continue;
    each.evidence = keep_evidence(folder, each.finding, audit::testimony(found_of(each)));
  }
  ledger.record(reported, now);
}

Exit run_sync(const Common& common, const SyncOptions& options) {
  const StateFolder folder(common.folder());
  Pinned pinned = folder.pinned();
  const FolderLock lock(folder.path());
  SyncResult result = Sync(folder, std::move(pinned), options, common.now()).run();
  keep_testimonies(folder, result.reported, common.now());
  if (common.json) {
    say_json(result);
  } else {
    for (const SyncStep& step : result.steps) print(line_of(step));
    for (const Reported& each : result.reported) print(line_of(each));
  }
  return worst(result.reported);
}

}  // namespace whit::cli
