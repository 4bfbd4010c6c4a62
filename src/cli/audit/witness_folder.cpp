// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/witness_folder.h"

#include <algorithm>

#include "base/hex.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "log/merkle.h"
#include "log/policy.h"
#include "log/text.h"

namespace whit::cli {
namespace {

constexpr std::string_view kSuffix = ".checkpoint";

std::string hex_of(std::string_view origin) { return hex::encode(sha256(as_bytes(origin)).view()); }

// first_text is the checkpoint of a log of which nothing was cosigned yet.
std::string first_text(const std::string& origin) {
  return format(Checkpoint{origin, 0, empty_root(), {}});
}

bool same(const NoteKey& a, const NoteKey& b) { return a.name == b.name && a.id == b.id; }

bool has_key(const audit::WitnessedLog& log, const NoteKey& key) {
  return std::any_of(log.keys.begin(), log.keys.end(),
                     [&key](const NoteKey& one) { return same(one, key); });
}

audit::WitnessedLog empty_log(const NoteKey& key) { return {key.name, {key}, 0, empty_root(), ""}; }

}  // namespace

WitnessFolder::WitnessFolder(const std::string& path, const NoteKey& own, Use use)
    : path_(path), own_(own) {
  if (use == Use::sign) {
    make_folder(path);
    lock_ = std::make_unique<FolderLock>(path);
  }
  read_logs();
}

std::string WitnessFolder::file(std::string_view origin) const {
  return path_ + "/" + hex_of(origin) + std::string(kSuffix);
}

void WitnessFolder::read_logs() {
  const std::string logs = path_ + "/logs";
  if (!exists(logs)) return;
  const auto bytes = read_file(logs);
  std::string_view rest = as_text(bytes);
  while (!rest.empty()) {
    const auto line = logtext::line(rest);
    const auto key = line ? parse_note_key(*line) : Result<NoteKey>(Errc::truncated);
    if (!key) throw Failure(printable(logs) + ": damaged");
    auto& one = all_[key->name];
    if (one) {
      one->log.keys.push_back(*key);
      continue;
    }
    one = std::make_unique<One>();
    one->log = empty_log(*key);
    by_hash_[hex_of(key->name)] = one.get();
  }
  for (const auto& [origin, one] : all_) read_checkpoint(one->log);
}

void WitnessFolder::read_checkpoint(audit::WitnessedLog& log) const {
  const std::string path = file(log.origin);
  if (!exists(path)) {
    throw Failure(printable(path) + ": missing, and " + printable(log.origin) + " isn't new",
                  "put it back; a witness that starts again from nothing could cosign a fork");
  }
  const auto bytes = read_file(path, kMaxNoteSize);
  if (as_text(bytes) == first_text(log.origin)) return;
  const auto note = parse_note(as_text(bytes));
  const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(Errc::truncated);
  const bool ours = checkpoint && checkpoint->origin == log.origin &&
                    check_note(*note, own_).check == NoteCheck::good;
  if (!ours) {
    throw Failure(printable(path) + ": not cosigned by " + printable(own_.name) + ", or damaged",
                  "each witness key has a state folder of its own");
  }
  log.size = checkpoint->size;
  log.root = checkpoint->root;
  log.note = as_text(bytes);
}

void WitnessFolder::write_logs() const {
  std::string text;
  for (const auto& [origin, one] : all_) {
    for (const NoteKey& key : one->log.keys) text += format(key) + "\n";
  }
  write_file_atomic(path_ + "/logs", as_bytes(text));
}

bool WitnessFolder::know(const NoteKey& log) {
  if (log.type != NoteKeyType::ed25519) {
    throw Failure(printable(log.name) + ": that is the key of a witness, not of a log");
  }
  const std::lock_guard lock(guard_);
  auto& one = all_[log.name];
  if (one) {
    const std::lock_guard inner(one->guard);
    if (has_key(one->log, log)) return false;
    one->log.keys.push_back(log);
  } else {
    // Of a start that was cut short nothing but an empty state can be there.
    const bool there = exists(file(log.name));
    if (there && as_text(read_file(file(log.name), kMaxNoteSize)) != first_text(log.name)) {
      throw Failure(printable(file(log.name)) + ": there, but " + printable(path_) +
                    "/logs doesn't name its log");
    }
    one = std::make_unique<One>();
    one->log = empty_log(log);
    by_hash_[hex_of(log.name)] = one.get();
    write_file_atomic(file(log.name), as_bytes(first_text(log.name)));
  }
  write_logs();
  return true;
}

std::vector<audit::WitnessedLog> WitnessFolder::logs() const {
  const std::lock_guard lock(guard_);
  std::vector<audit::WitnessedLog> out;
  for (const auto& [origin, one] : all_) {
    const std::lock_guard inner(one->guard);
    out.push_back(one->log);
  }
  return out;
}

WitnessFolder::One* WitnessFolder::find(std::string_view origin) const {
  const std::lock_guard lock(guard_);
  const auto found = all_.find(origin);
  return found == all_.end() ? nullptr : found->second.get();
}

audit::Judged WitnessFolder::decide(std::string_view origin, const Decision& decision) {
  One* const one = find(origin);
  if (one == nullptr) return decision(nullptr);
  const std::lock_guard lock(one->guard);
  audit::Judged judged = decision(&one->log);
  if (judged.status != 200) return judged;
  try {
    write_file_atomic(file(origin), as_bytes(judged.next.note));
  } catch (const Failure& failure) {
    if (on_failure) on_failure(failure.error());
    audit::Judged out;
    out.status = 503;
    out.body = "this witness can't keep what it would sign\n";
    return out;
  }
  one->log = judged.next;
  return judged;
}

std::optional<std::string> WitnessFolder::newest(const Hash& origin) {
  One* one = nullptr;
  {
    const std::lock_guard lock(guard_);
    const auto found = by_hash_.find(hex::encode(origin.view()));
    if (found != by_hash_.end()) one = found->second;
  }
  if (one == nullptr) return std::nullopt;
  const std::lock_guard lock(one->guard);
  return one->log.note.empty() ? std::nullopt : std::optional(one->log.note);
}

std::vector<NoteKey> logs_of_policy(const std::string& file) {
  const auto policy = parse_witness_policy(as_text(read_file(file, kMegabyte)));
  if (!policy) {
    throw Failure(printable(file) + ":" + std::to_string(policy.error().offset) +
                  ": no line of a policy");
  }
  std::vector<NoteKey> out;
  for (const WitnessPolicy::Log& log : policy->logs) out.push_back(log.key);
  if (out.empty()) throw Failure(printable(file) + ": no `log` line");
  return out;
}

NoteKey parse_log_key(const std::string& text) {
  auto key = parse_note_key(text);
  if (!key) {
    throw Failure("--log " + printable(text) + ": not the key of a log",
                  "name+8 hexadecimal digits+Base64, as a `log` line has it");
  }
  return *std::move(key);
}

}  // namespace whit::cli
