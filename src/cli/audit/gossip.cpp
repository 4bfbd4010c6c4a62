// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/gossip.h"

#include <nlohmann/json.hpp>

#include "cli/audit/evidence_store.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/follow_commands.h"
#include "cli/audit/served.h"
#include "cli/common/files.h"
#include "cli/common/log_source.h"
#include "log/path.h"
#include "serve/witness_client.h"
#include "trust/limits.h"

namespace whit::cli {
namespace {

using audit::Finding;

// Comparing is one log, its copy, and where more of it can be read.
class Comparing {
 public:
  Comparing(const StateFolder& folder, const Pinned& pinned, CopiedLog& log, std::string ca_file,
            Gossip& out)
      : folder_(folder), pinned_(pinned), log_(log), ca_file_(std::move(ca_file)), out_(out) {}

  // compare holds a checkpoint that somebody has against the copy, and against the others.
  void compare(const std::string& who, const std::string& text) {
    const JudgedNote note =
        judge_note(text, pinned_.keys_of(log_.followed.number), WitnessPolicy{}, 0);
    if (!note.believed()) return tell(who, std::string(audit::sentence(note.finding)));
    const Checkpoint& theirs = note.cosigned.checkpoint;
    if (theirs.size > log_.followed.size) return compare_larger(who, text, theirs);
    const auto root =
        theirs.size == 0 ? Result<Hash>(empty_root()) : log_.reader->root_at(theirs.size);
    if (!root) damaged_copy(log_, root.error());
    if (*root != theirs.root) return split(who, text, own(), *log_.reader, theirs.size);
    ++out_.agree;
    tell(who, theirs.size == log_.followed.size
                  ? "has the same tree"
                  : "has " + grouped(theirs.size) + ", the front of this tree");
  }

  void tell(const std::string& who, const std::string& what) { out_.told.push_back({who, what}); }

 private:
  // A larger tree is read from the log itself, which has to show the one that the other one saw.
  void compare_larger(const std::string& who, const std::string& text, const Checkpoint& theirs) {
    const std::string saw = "has seen " + grouped(theirs.size);
    try {
      const auto source = open_log_source(pinned_.place.prefix(log_.followed.number), ca_file_);
      TileReader tree(*source, theirs.size, theirs.root);
      if (log_.followed.size == 0) return tell(who, saw);
      const auto root = tree.root_at(log_.followed.size);
      if (!root && root.error().code == Errc::corrupt_tile) return hidden(who, saw);
      if (!root) return tell(who, saw + "; the log doesn't show that tree now");
      if (*root != log_.followed.root) return split(who, own(), text, tree, theirs.size);
    } catch (const Failure& failure) {
      return tell(who, saw + "; " + failure.error());
    }
    ++out_.agree;
    tell(who, saw + ", which continues this tree: sync");
  }

  // The log shows others a tree whose tiles it doesn't show here. Only they can prove more.
  void hidden(const std::string& who, const std::string& saw) {
    tell(who, saw + ", and the log's tiles are of another tree");
    Reported each{Finding::split_view, log_.followed.number, who};
    each.detail = saw + ", and the log's tiles here don't lead to its root";
    out_.reported.push_back(each);
  }

  void split(const std::string& who, const std::string& mine, const std::string& other,
             TileReader& tree, std::uint64_t size) {
    Reported each{Finding::split_view, log_.followed.number, who};
    each.detail = "another tree of size " + grouped(size);
    const auto evidence = audit::fork_evidence(Finding::split_view, mine, other, tree,
                                               keys_known(pinned_, log_.followed.number));
    each.evidence = keep_evidence(folder_, Finding::split_view,
                                  evidence ? *evidence : audit::testimony(found_of(each)));
    out_.reported.push_back(each);
    tell(who, each.detail);
  }

  std::string own() const {
    const auto note = log_.files->get(kCheckpointPath, kMaxNoteSize);
    return note ? std::string(as_text(*note)) : std::string();
  }

  const StateFolder& folder_;
  const Pinned& pinned_;
  CopiedLog& log_;
  std::string ca_file_;
  Gossip& out_;
};

std::string what_of(const WitnessReply& reply) {
  switch (reply.answer) {
    case WitnessAnswer::none:
      return "not asked: the policy gives no URL";
    case WitnessAnswer::unreachable:
      return "no answer";
    case WitnessAnswer::refused:
      return "refuses";
    case WitnessAnswer::unknown:
      return "does not know this log";
    default:
      return "answers nonsense";
  }
}

}  // namespace

Gossip gossip(const StateFolder& folder, const Pinned& pinned, const GossipOptions& options,
              UnixTime now) {
  Copies copies(folder, pinned);
  CopiedLog& log = copies.logs().back();
  Gossip out;
  out.number = log.followed.number;
  out.size = log.followed.size;
  Comparing comparing(folder, pinned, log, options.ca_file, out);
  const WitnessPolicy policy = pinned.policy();
  WitnessLimits limits;
  limits.ca_file = options.ca_file;
  const auto replies =
      ask_newest(policy, pinned.origin_of(out.number), pinned.keys_of(out.number), limits);
  for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
    const std::string who = "witness " + printable(policy.witnesses[i].name);
    if (replies[i].answer == WitnessAnswer::good) {
      comparing.compare(who, replies[i].note);
      continue;
    }
    comparing.tell(who, what_of(replies[i]));
    if (replies[i].answer == WitnessAnswer::unreachable) {
      out.reported.push_back({Finding::unreachable, out.number, who});
    }
  }
  for (const std::string& peer : options.peers) {
    comparing.compare(printable(peer), checkpoint_in(read_file(peer, kMaxBundle)));
  }
  keep_testimonies(folder, out.reported, now);
  return out;
}

Exit run_gossip(const Common& common, const GossipOptions& options) {
  const StateFolder folder(common.folder());
  const Pinned pinned = folder.pinned();
  const FolderLock lock(folder.path());
  const Gossip out = gossip(folder, pinned, options, common.now());
  if (common.json) {
    nlohmann::json told = nlohmann::json::object(), found = nlohmann::json::array();
    for (const Told& each : out.told) told[each.who] = each.what;
    for (const Reported& each : out.reported) found.push_back(json_of(each));
    print(nlohmann::json{{"log", out.number},
                         {"size", out.size},
                         {"agree", out.agree},
                         {"told", told},
                         {"findings", found}}
              .dump());
    return worst(out.reported);
  }
  print("log " + std::to_string(out.number) + ": size " + grouped(out.size) + "; " +
        std::to_string(out.agree) + " of " + std::to_string(out.told.size()) + " agree");
  for (const Told& each : out.told) print(each.who + ": " + printable(each.what));
  for (const Reported& each : out.reported) {
    if (each.finding == Finding::split_view) {
      print("SPLIT VIEW: " + printable(each.where) + ": " + printable(each.detail));
    }
    print(line_of(each));
  }
  return worst(out.reported);
}

}  // namespace whit::cli
