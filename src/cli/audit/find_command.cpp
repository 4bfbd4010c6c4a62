// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/find_command.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hex.h"
#include "cli/audit/audit_run.h"
#include "cli/audit/evidence_store.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/token_file.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/progress.h"
#include "log/find.h"

namespace whit::cli {
namespace {

using audit::Finding;

// Answers is what became of all that was sought.
struct Answers {
  std::size_t logged = 0, blind = 0;
  std::vector<Sought> absent, not_due;
  std::set<std::uint64_t> epochs;  // that were looked through
};

// closed_until is the newest day whose epoch certainly stands in the copy. An epoch without tokens
// may be a control epoch of a day that isn't over.
Day closed_until(const audit::ReplayState& state) {
  Day out = 0;
  for (const audit::EpochRow& row : state.epochs) {
    out = std::max(out, row.entries > 0 ? row.day : row.day - 1);
  }
  return out;
}

class Lookup {
 public:
  Lookup(const audit::ReplayState& state, Copies& copies) : copies_(copies) {
    for (const audit::IssuedRow& row : state.issued) epochs_of_[row.expires].insert(row.epoch);
    for (const audit::EpochRow& row : state.epochs) rows_[row.number] = &row;
    closed_ = closed_until(state);
  }

  void find(const Sought& sought, Answers& out) {
    for (const std::uint64_t number : epochs_of_[sought.expiry]) {
      // Who had it on that day had it from an epoch of that day, or of the next (spec 15.2).
      if (rows_.at(number)->day > sought.seen + 1) continue;
      out.epochs.insert(number);
      if (is_in(*rows_.at(number), sought.leaf)) {
        ++out.logged;
        return;
      }
    }
    const bool due = closed_ >= std::min(sought.seen + 1, sought.expiry);
    (due ? out.absent : out.not_due).push_back(sought);
  }

 private:
  bool is_in(const audit::EpochRow& epoch, const Hash& leaf) {
    CopiedLog* const log = copies_.find(epoch.log);
    if (log == nullptr) return false;
    const LeafRange leaves = [&](std::uint64_t begin, std::uint64_t end) {
      return log->reader->leaves(begin, end);
    };
    const auto place = find_leaf(leaves, epoch.begin + 1, epoch.begin + 1 + epoch.entries, leaf);
    if (!place) damaged_copy(*log, place.error());
    return place->found;
  }

  Copies& copies_;
  std::map<Day, std::set<std::uint64_t>> epochs_of_;
  std::map<std::uint64_t, const audit::EpochRow*> rows_;
  Day closed_ = 0;
};

Day day_seen(const FindOptions& options, UnixTime now) {
  if (options.seen.empty()) return day_of(now);
  const auto day = parse_time(options.seen);
  if (!day) throw Failure("--seen " + printable(options.seen) + " is no day", "2027-02-12");
  return day_of(*day);
}

std::vector<Sought> sought_of(const FindOptions& options, UnixTime now, Answers& answers) {
  const Day seen = day_seen(options, now);
  std::vector<Sought> out;
  if (!options.queue.empty()) out = read_queue(options.queue, seen);
  for (const std::string& file : options.tokens) {
    const ReadTokens read = read_tokens(file);
    for (const Token& token : read.tokens) {
      if (token.kind == Kind::blind) {
        ++answers.blind;
        continue;
      }
      Sought sought;
      sought.leaf = leaf_hash(encode(entry_of(token)));
      sought.expiry = token.day;
      sought.seen = std::min(seen, token.day);
      sought.token.assign(token.encoded.begin(), token.encoded.end());
      out.push_back(std::move(sought));
    }
  }
  // Neighbours lie in one tile.
  std::sort(out.begin(), out.end(), [](const Sought& a, const Sought& b) {
    return a.expiry != b.expiry ? a.expiry < b.expiry : a.leaf < b.leaf;
  });
  return out;
}

// keep_absent writes evidence for each: proof where the token is at hand, else what was seen.
std::vector<Reported> keep_absent(const StateFolder& folder, const Answers& answers,
                                  const audit::Desk& desk) {
  std::vector<Reported> out;
  for (const Sought& sought : answers.absent) {
    Reported each{Finding::unlogged};
    each.detail = "expiry day " + format_date(midnight(sought.expiry));
    auto evidence = sought.token.empty() ? Result<Evidence>(Errc::not_found)
                                         : audit::unlogged_evidence(sought.token, desk);
    audit::Found found = found_of(each);
    found.detail = each.detail + ", leaf " + hex::encode(sought.leaf.view());
    each.evidence =
        keep_evidence(folder, Finding::unlogged, evidence ? *evidence : audit::testimony(found));
    out.push_back(each);
  }
  return out;
}

void say(const Answers& answers, std::size_t all, const std::vector<Reported>& absent) {
  std::string line = grouped(all) + " looked up in " + counted(answers.epochs.size(), "epoch") +
                     ": " + grouped(answers.logged) + " logged";
  if (!answers.not_due.empty()) line += ", " + grouped(answers.not_due.size()) + " not yet due";
  if (!absent.empty()) line += ", " + grouped(absent.size()) + " NOT logged";
  if (absent.size() == 1) line += " -> " + printable(absent.front().evidence);
  print(line);
  for (const Reported& each : absent) {
    if (absent.size() > 1) print("NOT logged -> " + printable(each.evidence));
  }
  if (answers.blind != 0) {
    print("note: " + counted(answers.blind, "blind token") +
          " left out: their entries can't be computed");
  }
}

}  // namespace

Exit run_find(const Common& common, const FindOptions& options) {
  if (options.tokens.empty() && options.queue.empty()) {
    throw Failure("what is sought?", "files with tokens, or --queue FILE");
  }
  const StateFolder folder(common.folder());
  const Pinned pinned = folder.pinned();
  const FolderLock lock(folder.path());
  Answers answers;
  const std::vector<Sought> all = sought_of(options, common.now(), answers);
  Copies copies(folder, pinned);
  Judged judged = judged_before(folder, pinned);
  replay_copies(folder, copies, judged);
  Lookup lookup(judged.replay.state(), copies);
  {
    Progress progress("look up", all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      lookup.find(all[i], answers);
      progress.at(i);
    }
  }
  std::vector<Reported> absent = keep_absent(folder, answers, desk_here(judged, copies));
  if (!common.json) {
    say(answers, all.size(), absent);
    return worst(absent);
  }
  nlohmann::json files = nlohmann::json::array();
  for (const Reported& each : absent) files.push_back(each.evidence);
  print(nlohmann::json{{"sought", all.size()},
                       {"epochs", answers.epochs.size()},
                       {"logged", answers.logged},
                       {"not_due", answers.not_due.size()},
                       {"not_logged", absent.size()},
                       {"blind", answers.blind},
                       {"evidence", files}}
            .dump());
  return worst(absent);
}

}  // namespace whit::cli
