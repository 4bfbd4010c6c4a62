// SPDX-License-Identifier: Apache-2.0
// The interlock: what witnesses have seen, before anything is signed.
#include <algorithm>
#include <thread>

#include "cli/common/files.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/session.h"

namespace whit::cli {
namespace {

bool knows(const WitnessReply& reply) {
  return reply.answer == WitnessAnswer::good && reply.size != 0 && !reply.note.empty();
}

bool has_root(std::string_view text, const Hash& root) {
  const auto note = parse_note(text);
  const auto tree = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  return tree && tree->root == root;
}

Hash root_in(const std::string& text) {
  const auto note = parse_note(text);
  const auto tree = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (!tree) throw Failure("the log has a damaged checkpoint", "whit-issuer doctor");
  return tree->root;
}

std::string sentence_of(const Interlock& interlock) {
  const std::string begin = "restored from a backup? witnesses have seen ";
  if (interlock.number != 0) {
    return begin + "log " + std::to_string(interlock.number) + ", the store is at log " +
           std::to_string(interlock.number - 1);
  }
  if (interlock.seen <= interlock.has) {
    return begin + "another log of size " + with_commas(interlock.seen) + " than the store has";
  }
  return begin + "size " + with_commas(interlock.seen) + ", the store has " +
         with_commas(interlock.has);
}

}  // namespace

RolledBack::RolledBack(const Interlock& interlock)
    : Failure(sentence_of(interlock), "whit-issuer log next, or restore a newer backup") {}

std::string deaf_sentence(const Interlock& interlock) {
  return std::to_string(interlock.answered) + " of " + std::to_string(interlock.of) +
         " witnesses answered, too few to know that this register is the newest";
}

std::string LogKeeper::keep_evidence(const WitnessReply& reply) const {
  make_folder(folder_.file("evidence"));
  const std::string name = "evidence/rollback-" + std::to_string(reply.size) + ".note";
  write_file_atomic(folder_.file(name), as_bytes(reply.note));
  return name;
}

// Every checkpoint was durable here before a witness saw it. One that isn't here was signed by a
// store that knew more, or by a copy.
const WitnessReply* LogKeeper::ahead_of(const std::vector<WitnessReply>& replies,
                                        const LogState& now) {
  const WitnessReply* out = nullptr;
  for (const WitnessReply& reply : replies) {
    if (!knows(reply)) continue;
    const auto ours = store_.checkpoint(reply.size);
    const bool here = reply.size <= now.signed_size && ours && has_root(reply.note, root_in(*ours));
    if (!here && (out == nullptr || reply.size > out->size)) out = &reply;
  }
  return out;
}

// A witness that cosigned once and says that it never saw this log has lost its memory, and its
// word is worth nothing. The one for training goes with its folder.
std::vector<bool> LogKeeper::heard(const std::vector<WitnessReply>& replies, const LogState& now) {
  std::vector<bool> out;
  const std::vector<UnixTime> cosigned = cosigners();
  for (std::size_t row = 0; row < replies.size(); ++row) {
    const WitnessAnswer answer = replies[row].answer;
    const bool forgot = cosigned[row] != 0 && !witnesses_.is_own(row);
    out.push_back(answer == WitnessAnswer::good || (answer == WitnessAnswer::unknown && !forgot) ||
                  (!witnesses_.is_asked(row) && !now.restored));
  }
  return out;
}

// note_ahead keeps what they said, so that `doctor` shows it too.
void LogKeeper::note_ahead(std::vector<WitnessReply> replies, const WitnessReply* ahead,
                           UnixTime now) {
  for (WitnessReply& reply : replies) {
    reply.time = 0;  // a line of some time ago isn't news
    if (ahead != nullptr && reply.note == ahead->note) reply.answer = WitnessAnswer::ahead;
  }
  note_answers(replies, 0, now);
}

Interlock LogKeeper::ask(UnixTime now) {
  const LogState here = state();
  Interlock out;
  out.has = here.signed_size;
  out.of = witnesses_.policy().witnesses.size();
  if (agreed()) {
    out.state = Interlock::State::fine;
    out.answered = out.of;
    return out;
  }
  const std::uint64_t first = number();
  // A store from before `log next` looks whole by its own log, so that the next is asked for too.
  std::vector<WitnessReply> later;
  std::thread beside([&, keys = kept_log_keys(folder_, vault_, origin(first + 1))] {
    try {
      later = witnesses_.newest(origin(first + 1), keys);
    } catch (const std::exception&) {
      later.clear();
    }
  });
  std::vector<WitnessReply> replies;
  try {
    replies = witnesses_.newest(origin(first), kept_log_keys(folder_, vault_, origin(first)));
  } catch (...) {
    beside.join();
    throw;
  }
  beside.join();
  const auto next = std::find_if(later.begin(), later.end(), knows);
  const WitnessReply* ahead = next != later.end() ? &*next : ahead_of(replies, here);
  note_ahead(replies, ahead_of(replies, here), now);
  if (ahead != nullptr) {
    out.state = Interlock::State::ahead;
    out.number = next != later.end() ? first + 1 : 0;
    out.seen = ahead->size;
    out.evidence = keep_evidence(*ahead);
    return out;
  }
  std::vector<UnixTime> seen;
  for (const bool one : heard(replies, here)) {
    seen.push_back(one ? 1 : 0);
    out.answered += one ? 1U : 0U;
  }
  if (!meets_quorum(witnesses_.policy(), seen)) return out;
  if (here.restored) must(store_.vouch(), "can't go on after a restore");
  agreed_ = first;
  out.state = Interlock::State::fine;
  return out;
}

}  // namespace whit::cli
