// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/sync.h"

#include "base/hex.h"
#include "cli/audit/evidence_store.h"
#include "cli/audit/served.h"
#include "cli/audit/trusted_keys.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "log/path.h"

namespace whit::cli {

using audit::Finding;

Sync::Sync(const StateFolder& folder, Pinned pinned, SyncOptions options, UnixTime now)
    : folder_(folder),
      pinned_(std::move(pinned)),
      policy_(pinned_.policy()),
      options_(std::move(options)),
      now_(now),
      place_(options_.from.empty() ? pinned_.place : find_place(options_.from, options_.ca_file)) {}

void Sync::report(Finding finding, const std::string& where, const std::string& detail,
                  const std::string& evidence) {
  result_.reported.push_back({finding, number_, where, detail, evidence});
}

void Sync::stop(Finding finding, const std::string& detail, const std::string& evidence) {
  const bool fork = finding == Finding::fork;  // each of them is a finding of its own
  report(finding, fork ? detail : "", fork ? "" : detail, evidence);
  throw Stopped{};
}

// stop_forked keeps both checkpoints, and what shows that they contradict each other, first. The
// larger tree of the two can be read in `source`.
void Sync::stop_forked(const std::string& text, LogSource& source, std::uint64_t size,
                       const Hash& root, const std::string& detail) {
  const auto own = mirror_->get(kCheckpointPath, kMaxNoteSize);
  if (!own)
    throw Failure(mirror_->folder() + "/checkpoint: " + std::string(sentence(own.error().code)));
  const std::string mine(as_text(*own));
  const bool fresh_is_larger = size != log_->size;
  TileReader tree(source, size, root);
  const auto evidence =
      audit::fork_evidence(Finding::fork, fresh_is_larger ? mine : text,
                           fresh_is_larger ? text : mine, tree, keys_known(pinned_, log_->number));
  const Reported reported{Finding::fork, log_->number, "", detail};
  stop(Finding::fork, detail,
       keep_evidence(folder_, Finding::fork,
                     evidence ? *evidence : audit::testimony(found_of(reported))));
}

void Sync::stop_at(const TileReader& reader, const Error& error) {
  const bool entries = reader.culprit().rfind("tile/entries/", 0) == 0;
  Finding finding = entries ? Finding::corrupt_entries : Finding::corrupt_tile;
  if (error.code == Errc::not_found) finding = Finding::missing_tile;
  const bool came = error.code == Errc::not_found || error.code == Errc::corrupt_tile;
  if (!came) finding = Finding::unreachable;
  report(finding, reader.culprit(), upstream_->trouble());
  throw Stopped{};
}

void Sync::keep_refused(const std::string& name, Bytes content) const {
  make_folder(folder_.file("refused"));
  const std::string hash = hex::encode(sha256(content).view()).substr(0, 16);
  write_file_atomic(folder_.file("refused/" + name + "-" + hash), content);
}

// take_served keeps the head of the bundle that is served now, whose manifest names the log's keys.
void Sync::take_served() {
  if (place_.site.empty()) return;
  const auto head = served_head(place_.site, options_.ca_file);
  if (!head) return;  // a mirror needn't have it
  if (pinned_.trust) {
    const auto keys = follow_roots(folder_, *head, *pinned_.trust);
    if (keys && add_keys(pinned_.keys, *keys)) folder_.write(pinned_);
  }
  keep_served(folder_, *head);
}

SyncResult Sync::run() {
  std::vector<Followed> logs = folder_.followed();
  take_served();
  for (std::size_t i = 0;; ++i) {
    if (i == logs.size()) {
      Followed next;
      next.number = i + 1;
      next.epochs = i == 0 ? 0 : logs.back().epochs;
      logs.push_back(next);
    }
    const bool known = logs[i].synced != 0;
    epochs_before_ = i == 0 ? 0 : logs[i - 1].epochs;
    bool there = false;
    try {
      there = follow(logs[i]);
    } catch (const Stopped&) {
      const bool silent = result_.reported.back().finding == Finding::unreachable;
      there = !silent || i + 1 < logs.size();
    }
    if (logs[i].synced == 0) {  // there is no such log, or nothing of it could be believed
      logs.pop_back();
      if (!known) break;
    }
    folder_.write(logs);
    if (!there) break;
  }
  // A log that another one follows is closed: nobody sees it any more.
  number_ = logs.empty() ? 0 : logs.back().number;
  if (!stale_.empty()) report(Finding::stale, "", stale_);
  return std::move(result_);
}

std::string Sync::fetch_checkpoint() {
  const auto raw = upstream_->get("checkpoint", kMaxNoteSize);
  if (raw) return std::string(as_text(*raw));
  if (raw.error().code == Errc::too_large) stop(Finding::bad_log_signature, "it is too large");
  const bool missed = log_->synced != 0 || log_->number == 1;
  if (missed || raw.error().code != Errc::not_found) {
    stop(Finding::unreachable, "checkpoint: " + upstream_->trouble());
  }
  return {};
}

// open is false where log 2 or a later one has no folder yet.
bool Sync::open(const std::string& prefix) {
  const bool url = prefix.find("://") != prefix.npos;
  if (!url && log_->number > 1 && log_->synced == 0 && !exists(prefix)) return false;
  upstream_ = open_log_source(prefix, options_.ca_file);
  mirror_ = std::make_unique<FolderFiles>(folder_.mirror(log_->number));
  return true;
}

bool Sync::follow(Followed& log) {
  Followed work = log;  // nothing counts before all of it is here
  log_ = &work;
  number_ = log.number;
  starts_.clear();
  const std::string prefix = place_.prefix(log.number);
  if (prefix.empty()) return false;
  if (!open(prefix)) return false;
  const std::string text = fetch_checkpoint();
  if (text.empty()) return false;
  stale_.clear();
  const JudgedNote note = judge_note(text, pinned_.keys_of(log.number), policy_, now_);
  if (!note.believed()) {
    keep_refused("checkpoint-" + std::to_string(log.number), as_bytes(text));
    // Whoever saw it, a log that signs another tree of a size that is here has forked.
    const bool comparable = note.finding == Finding::no_quorum && log_->synced != 0 &&
                            note.cosigned.checkpoint.size <= log_->size;
    if (comparable) compare_smaller(note, text);
    stop(note.finding, note.detail);
  }
  if (note.finding == Finding::stale) stale_ = note.detail;
  SyncStep step{log.number, log.size, log.size, log.epochs, log.epochs, note.newest};
  compare(note, text);
  const Checkpoint& checkpoint = note.cosigned.checkpoint;
  if (options_.full) work.epochs = epochs_before_;
  if (checkpoint.size > log.size || options_.full) take_tree(checkpoint);
  take_epochs();
  retry_gaps();
  believe(note, text);
  log = work;
  step.size = log.size;
  step.epochs = step.epochs_before;  // not of `log`: numbers may have gone back
  for (const EpochStart& start : starts_) step.epochs += start.index >= step.before ? 1 : 0;
  result_.steps.push_back(step);
  return true;
}

void Sync::compare(const JudgedNote& note, const std::string& text) {
  if (log_->synced == 0) return;
  const Checkpoint& fresh = note.cosigned.checkpoint;
  if (fresh.size <= log_->size) return compare_smaller(note, text);
  compare_larger(note, text);
}

// compare_smaller: a tree that isn't larger has to be the front of the one that is here.
void Sync::compare_smaller(const JudgedNote& note, const std::string& text) {
  const Checkpoint& fresh = note.cosigned.checkpoint;
  TileReader reader(*mirror_, log_->size, log_->root);
  const auto root = fresh.size == 0 ? Result<Hash>(empty_root()) : reader.root_at(fresh.size);
  if (!root) {
    throw Failure(mirror_->folder() + "/" + reader.culprit() + ": the copy is damaged",
                  "whit-audit sync --full");
  }
  if (*root != fresh.root) {
    keep_refused("checkpoint-" + std::to_string(log_->number), as_bytes(text));
    stop_forked(text, *mirror_, log_->size, log_->root,
                "two trees of size " + std::to_string(fresh.size));
  }
  if (fresh.size == log_->size) return;
  const std::string detail =
      std::to_string(fresh.size) + " after " + std::to_string(log_->size) + " was seen";
  const auto own = mirror_->get(kCheckpointPath, kMaxNoteSize);
  const auto evidence = own ? audit::fork_evidence(Finding::shrunk, std::string(as_text(*own)),
                                                   text, reader, keys_known(pinned_, log_->number))
                            : Result<Evidence>(own.error());
  if (!evidence) stop(Finding::shrunk, detail);
  keep_refused("checkpoint-" + std::to_string(log_->number), as_bytes(text));
  stop(Finding::shrunk, detail, keep_evidence(folder_, Finding::shrunk, *evidence));
}

// compare_larger asks the log alone: the copy can't tell anything about a tree that may be another.
void Sync::compare_larger(const JudgedNote& note, const std::string& text) {
  if (log_->size == 0) return;
  const Checkpoint& fresh = note.cosigned.checkpoint;
  TileReader reader(*upstream_, fresh.size, fresh.root);
  const auto root = reader.root_at(log_->size);
  if (!root) {
    keep_refused("checkpoint-" + std::to_string(log_->number), as_bytes(text));
    stop_at(reader, root.error());
  }
  if (*root == log_->root) return;
  keep_refused("checkpoint-" + std::to_string(log_->number), as_bytes(text));
  stop_forked(text, *upstream_, fresh.size, fresh.root,
              "the tree of size " + std::to_string(fresh.size) + " doesn't continue that of size " +
                  std::to_string(log_->size));
}

void Sync::believe(const JudgedNote& note, const std::string& text) {
  const Checkpoint& fresh = note.cosigned.checkpoint;
  mirror_->flush();
  folder_.add_seen(log_->number, fresh.size, text);
  mirror_->put("checkpoint", as_bytes(text));
  mirror_->flush();
  log_->size = fresh.size;
  log_->root = fresh.root;
  log_->synced = now_;
}

}  // namespace whit::cli
