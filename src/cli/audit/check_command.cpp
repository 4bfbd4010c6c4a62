// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/audit/audit_run.h"
#include "cli/audit/evidence_store.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/follow_commands.h"
#include "cli/audit/judged_note.h"
#include "cli/audit/ledger.h"
#include "cli/audit/served.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "log/path.h"

namespace whit::cli {
namespace {

using audit::Finding;

constexpr std::uint64_t kCrowd = 50;     // holders of a group below which it is told
constexpr std::size_t kSmallCrowds = 5;  // of them that are named

// LogSummary is what is said of one log.
struct LogSummary {
  std::uint64_t number = 0, size = 0, fresh = 0, earlier = 0;
  UnixTime last_check = 0;
  std::size_t agree = 0, witnesses = 0;
};

// Crowd is a group of an epoch with few tokens in it.
struct Crowd {
  std::uint64_t epoch = 0, tokens = 0;
  Vct vct = 0;
};

// Checked is the whole answer.
struct Checked {
  std::vector<LogSummary> logs;
  audit::Totals totals;
  std::uint64_t epochs_with_crowd = 0, epochs_known = 0;
  std::vector<Crowd> small;
  std::vector<Reported> reported;

  bool any(std::initializer_list<Finding> of) const {
    return std::any_of(reported.begin(), reported.end(), [&](const Reported& each) {
      return std::find(of.begin(), of.end(), each.finding) != of.end();
    });
  }
};

// earlier_checkpoints is how many of those seen before are the front of this tree.
std::uint64_t earlier_checkpoints(CopiedLog& log, std::vector<Reported>& reported) {
  std::uint64_t out = 0;
  for (const auto& [size, notes] : log.seen) {
    if (size == 0 || size >= log.followed.size) continue;
    const auto note = parse_note(notes.newest);
    const auto checkpoint = note ? parse_checkpoint(note->text) : Errc::not_found;
    const auto root = log.reader->root_at(size);
    if (!root) damaged_copy(log, root.error());
    if (checkpoint && checkpoint->root == *root) {
      ++out;
    } else {
      reported.push_back({Finding::fork, log.followed.number, "size " + std::to_string(size)});
    }
  }
  return out;
}

LogSummary summary_of(CopiedLog& log, const Pinned& pinned, const Positions& before, UnixTime now,
                      std::vector<Reported>& reported) {
  LogSummary out;
  out.number = log.followed.number;
  out.size = log.followed.size;
  const auto position = before.find(out.number);
  out.fresh = out.size - (position == before.end() ? 0 : position->second);
  out.earlier = earlier_checkpoints(log, reported);
  const auto note = log.files->get(kCheckpointPath, kMaxNoteSize);
  if (!note) return out;
  const WitnessPolicy policy = pinned.policy();
  const JudgedNote judged = judge_note(as_text(*note), pinned.keys_of(out.number), policy, now);
  out.agree = judged.witnesses;
  out.witnesses = policy.witnesses.size();
  return out;
}

void count_crowds(const audit::ReplayState& state, Checked& out) {
  std::map<std::uint64_t, bool> epochs;
  for (const audit::IssuedRow& row : state.issued) {
    if (!row.pads_known) continue;
    const std::uint64_t tokens = row.entries - row.pads;
    bool& crowd = epochs.emplace(row.epoch, true).first->second;
    if (tokens >= kCrowd) continue;
    crowd = false;
    out.small.push_back({row.epoch, tokens, row.vct});
  }
  out.epochs_known = epochs.size();
  for (const auto& [epoch, crowd] : epochs) out.epochs_with_crowd += crowd ? 1 : 0;
}

Reported reported_of(const audit::Found& found) {
  Reported out;
  out.finding = found.finding;
  out.log = found.log;
  out.where = "epoch " + std::to_string(found.epoch);
  if (found.index != 0) out.where += ", entry " + std::to_string(found.index);
  out.detail = found.detail;
  return out;
}

std::string line_of(const LogSummary& log, UnixTime last) {
  std::string out = "log " + std::to_string(log.number) + ": size " + grouped(log.size);
  if (last != 0) out += " (+" + grouped(log.fresh) + " since " + format_time(last) + ")";
  out += ", consistent with " + counted(log.earlier, "earlier checkpoint");
  return out + ", seen by " + std::to_string(log.agree) + " of " +
         counted(log.witnesses, "witness");
}

// good_lines says what holds; what doesn't is among the findings.
void good_lines(const Checked& checked) {
  const audit::Totals& totals = checked.totals;
  std::string epochs = counted(totals.epochs, "epoch");
  if (!checked.any({Finding::unsorted, Finding::not_padded, Finding::bad_nulls, Finding::bad_entry,
                    Finding::wrong_size, Finding::wrong_header})) {
    epochs += " sorted and padded";
  }
  if (checked.epochs_known != 0) {
    epochs += ", crowd of at least " + std::to_string(kCrowd) + " in " +
              grouped(checked.epochs_with_crowd) + " of " + grouped(checked.epochs_known) +
              " whose pads are known";
  }
  print(epochs);
  std::string facts = grouped(totals.tokens) + " tokens with pads";
  if (!checked.any({Finding::wrong_counts})) facts += ", counts = headers";
  facts += "; " + counted(totals.keys, "key");
  if (!checked.any({Finding::unknown_key, Finding::late_key, Finding::missing_key_list})) {
    facts += ", each logged before use";
  }
  facts += "; " + counted(totals.heads, "bundle") + " logged";
  if (totals.heads != 0) {
    facts += ", versions " + grouped(totals.first_version) + "-" + grouped(totals.last_version);
    if (!checked.any({Finding::head_gap, Finding::two_heads, Finding::broken_head_chain,
                      Finding::missing_head, Finding::bad_head})) {
      facts += " without a gap";
    }
  }
  print(facts);
}

void say(const Checked& checked, UnixTime last, const std::vector<Reported>& shown) {
  for (const LogSummary& log : checked.logs) print(line_of(log, last));
  good_lines(checked);
  for (std::size_t i = 0; i < std::min(kSmallCrowds, checked.small.size()); ++i) {
    const Crowd& crowd = checked.small[i];
    print("note: epoch " + grouped(crowd.epoch) + ": " + counted(crowd.tokens, "token") +
          " of fact " + std::to_string(crowd.vct) + " (allowed, a small crowd)");
  }
  if (checked.small.size() > kSmallCrowds) {
    print("note: and " + counted(checked.small.size() - kSmallCrowds, "more small crowd"));
  }
  for (const Reported& each : shown) print(line_of(each));
}

void say_json(const Checked& checked, const std::vector<Reported>& shown) {
  using Json = nlohmann::json;
  Json logs = Json::array(), found = Json::array(), crowds = Json::array();
  for (const LogSummary& log : checked.logs) {
    logs.push_back({{"log", log.number},
                    {"size", log.size},
                    {"new", log.fresh},
                    {"earlier_checkpoints", log.earlier},
                    {"witnesses_agree", log.agree},
                    {"witnesses", log.witnesses}});
  }
  for (const Crowd& crowd : checked.small) {
    crowds.push_back({{"epoch", crowd.epoch}, {"fact", crowd.vct}, {"tokens", crowd.tokens}});
  }
  for (const Reported& each : shown) found.push_back(json_of(each));
  const audit::Totals& totals = checked.totals;
  print(Json{{"logs", logs},
             {"epochs", totals.epochs},
             {"tokens", totals.tokens},
             {"known_pads", totals.pads},
             {"keys", totals.keys},
             {"live_keys", totals.live_keys},
             {"bundles", totals.heads},
             {"first_version", totals.first_version},
             {"last_version", totals.last_version},
             {"epochs_with_known_pads", checked.epochs_known},
             {"epochs_with_crowd", checked.epochs_with_crowd},
             {"small_crowds", crowds},
             {"findings", found}}
            .dump());
}

// add_gaps adds the files that are missing and that no epoch speaks of.
void add_gaps(const std::vector<CopiedLog>& logs, std::vector<Reported>& reported) {
  for (const CopiedLog& log : logs) {
    for (const Gap& gap : log.followed.gaps) {
      const bool named = std::any_of(reported.begin(), reported.end(), [&](const Reported& each) {
        return each.finding == gap.finding && each.log == log.followed.number;
      });
      if (!named) reported.push_back({gap.finding, log.followed.number, gap.path});
    }
  }
}

// add_standing adds what a sync or a comparison proved: a log that forked once has forked. It
// counts until somebody moves the evidence away.
void add_standing(const StateFolder& folder, std::vector<Reported>& reported) {
  for (const std::string& name : folder.files_in("evidence")) {
    for (const Finding finding : {Finding::fork, Finding::split_view, Finding::unlogged}) {
      const std::string front = std::string(audit::name(finding)) + "-";
      if (name.compare(0, front.size(), front) != 0) continue;
      // "unlogged-1" is of this finding, "unlogged-head-1" isn't.
      if (name.find_first_of("0123456789") != front.size()) continue;
      Reported standing{finding, 0, "evidence/" + name};
      standing.evidence = folder.file("evidence/" + name);
      reported.push_back(standing);
    }
  }
}

// When the last check was, in a file of its own.
UnixTime last_check(const StateFolder& folder) {
  const std::string path = folder.file("checked");
  if (!exists(path)) return 0;
  return parse_time(std::string(as_text(read_file(path, 64)))).value_or(0);
}

}  // namespace

std::vector<Reported> check_copies(const StateFolder& folder, Copies& copies, Judged& judged,
                                   UnixTime now, const PeopleWords& people) {
  replay_copies(folder, copies, judged);
  std::vector<audit::Found> found = judged.replay.found();
  for (audit::Found& late : judged.replay.overdue(now)) found.push_back(std::move(late));
  std::vector<Reported> out;
  for (const audit::Found& each : found) out.push_back(reported_of(each));
  Ledger ledger(folder);
  prove_findings(folder, ledger, desk_here(judged, copies), found, out);
  add_quota(folder, ledger, copies, judged, people, out);
  add_gaps(copies.logs(), out);
  add_standing(folder, out);
  ledger.record(out, now);
  return out;
}

Exit run_check(const Common& common, const CheckOptions& options) {
  const StateFolder folder(common.folder());
  const Pinned pinned = folder.pinned();
  const FolderLock lock(folder.path());
  take_served_files(folder, pinned, options.served);
  Copies copies(folder, pinned);
  Judged judged = judged_before(folder, pinned);
  const Positions positions = judged.positions;
  if (options.full) judged = Judged{audit::Replay(pinned.trust), {}, {}};
  const UnixTime now = common.now();
  const UnixTime last = last_check(folder);
  Checked checked;
  for (CopiedLog& log : copies.logs()) {
    checked.logs.push_back(summary_of(log, pinned, positions, now, checked.reported));
  }
  auto found = check_copies(folder, copies, judged, now, options.people);
  checked.reported.insert(checked.reported.end(), found.begin(), found.end());
  checked.totals = judged.replay.totals();
  count_crowds(judged.replay.state(), checked);
  write_file_atomic(folder.file("checked"), as_bytes(std::to_string(now)));
  std::vector<Reported> shown;
  for (const Reported& each : checked.reported) {
    if (!options.only_new || each.is_new) shown.push_back(each);
  }
  common.json ? say_json(checked, shown) : say(checked, last, shown);
  return worst(shown);
}

}  // namespace whit::cli
