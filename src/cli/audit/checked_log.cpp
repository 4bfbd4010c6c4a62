// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/checked_log.h"

#include "cli/audit/mirror.h"
#include "cli/audit/state.h"
#include "cli/common/files.h"
#include "cli/common/log_source.h"
#include "cli/common/message.h"
#include "log/path.h"

namespace whit::cli {
namespace {

constexpr std::size_t kPolicyLimit = 65536;

std::string checkpoint_of(OpenLog& source, const std::string& name) {
  const auto raw = source.get(kCheckpointPath, kMaxNoteSize);
  if (raw) return std::string(as_text(*raw));
  if (raw.error().code == Errc::too_large) {
    throw Failure(name + ": the checkpoint is larger than 1 MB", "",
                  exit_of(audit::Class::corrupt));
  }
  throw Failure(name + ": checkpoint: " + source.trouble(), "", exit_of(audit::Class::network));
}

CheckedLog own_copy(const WhichLog& which, const Common& common) {
  const StateFolder folder(common.folder());
  const Pinned pinned = folder.pinned();
  const auto followed = folder.followed();
  if (followed.empty()) throw Failure("nothing was taken over yet", "whit-audit sync");
  const std::uint64_t number = which.number == 0 ? followed.back().number : which.number;
  if (number > followed.size()) {
    throw Failure("there is no copy of log " + std::to_string(number), "whit-audit sync");
  }
  CheckedLog out;
  out.name = folder.mirror(number);
  auto source = open_log_source(out.name);
  out.note = checkpoint_of(*source, printable(out.name));
  out.source = std::move(source);
  out.keys = pinned.keys_of(number);
  out.policy = pinned.policy();
  return out;
}

CheckedLog named_log(const WhichLog& which) {
  CheckedLog out;
  out.name = which.where;
  auto source = open_log_source(which.where, which.ca_file);
  out.note = checkpoint_of(*source, printable(which.where));
  out.source = std::move(source);
  out.keys = keys_in(which.keys);
  if (which.policy.empty()) return out;
  out.policy = read_policy(which.policy);
  if (!out.keys.empty()) return out;
  for (const WitnessPolicy::Log& log : out.policy.logs) out.keys.push_back(log.key);
  return out;
}

// keep_of_origin drops the keys of other logs that a policy names.
void keep_of_origin(CheckedLog& log) {
  const JudgedNote said = unchecked_note(log.note);
  std::vector<NoteKey> mine;
  for (const NoteKey& key : log.keys) {
    if (key.name == said.cosigned.checkpoint.origin) mine.push_back(key);
  }
  if (!mine.empty()) log.keys = std::move(mine);
}

}  // namespace

WitnessPolicy read_policy(const std::string& file) {
  const auto bytes = read_file(file, kPolicyLimit);
  auto out = parse_witness_policy(as_text(bytes));
  if (out) return *std::move(out);
  throw Failure(printable(file) + ": line " + std::to_string(out.error().offset) + ": " +
                std::string(sentence(out.error().code)));
}

std::vector<NoteKey> keys_in(const std::vector<std::string>& texts) {
  std::vector<NoteKey> out;
  for (const std::string& text : texts) {
    auto key = parse_note_key(text);
    if (!key) {
      throw Failure(printable(text) + " is no key", "like example.com/log+33d7b496+AeHTW4Q...");
    }
    out.push_back(*std::move(key));
  }
  return out;
}

JudgedNote unchecked_note(std::string_view text) {
  JudgedNote out;
  out.finding = audit::Finding::bad_log_signature;
  const auto note = parse_note(text);
  if (!note) return out;
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return out;
  out.finding = audit::Finding::none;
  out.cosigned.checkpoint = *std::move(checkpoint);
  return out;
}

CheckedLog open_checked_log(const WhichLog& which, const Common& common) {
  CheckedLog out = which.where.empty() ? own_copy(which, common) : named_log(which);
  if (out.keys.empty()) {
    out.judged = unchecked_note(out.note);
  } else {
    keep_of_origin(out);
    out.judged = judge_note(out.note, out.keys, out.policy, common.now());
  }
  return out;
}

}  // namespace whit::cli
