// SPDX-License-Identifier: Apache-2.0
#include "serve/witness_client.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "audit/witness.h"
#include "base/hex.h"
#include "crypto/hash.h"
#include "log/merkle.h"
#include "log/text.h"
#include "serve/http_client.h"

namespace whit {
namespace {

using Clock = std::chrono::steady_clock;

// What a thread that was hung up on may take to end; one that is still looking up a name is left
// behind, with all that it needs.
constexpr std::chrono::milliseconds kGrace{500};

std::string monitoring_path(std::string_view origin) {
  return "/" + hex::encode(sha256(as_bytes(origin)).view()) + "/checkpoint";
}

// Question is what all witnesses are asked, as their threads share it.
struct Question {
  std::string origin;
  std::vector<NoteKey> log_keys;
  std::string note;                      // to be cosigned; empty where only the newest is asked for
  std::string text;                      // of `note`
  std::optional<Checkpoint> checkpoint;  // in it
  UnixTime now = 0;

  std::mutex guard;
  std::condition_variable changed;
  bool over = false;
  const Consistency* consistency = nullptr;  // not to be called when it is over

  // proof asks the caller, while there still is one.
  std::vector<Hash> proof(std::uint64_t from) {
    const std::lock_guard lock(guard);
    if (over || consistency == nullptr || !*consistency) return {};
    if (from == 0 || from == checkpoint->size) return {};
    return (*consistency)(from);
  }
};

// Asked is one witness, and after `done` what it said.
struct Asked {
  NoteKey key;
  HttpClient client;
  WitnessReply reply;
  bool done = false;
};

HttpLimits http_limits(const WitnessLimits& limits) {
  return {limits.connect_seconds, limits.total_seconds, limits.total_seconds, kMaxNoteSize};
}

WitnessReply failed(const HttpReply& reply) {
  WitnessReply out;
  out.answer = WitnessAnswer::unreachable;
  if (reply.failure == HttpFailure::too_large) out.answer = WitnessAnswer::wrong;
  if (reply.failure != HttpFailure::none) return out;
  out.answer = reply.status == 404 ? WitnessAnswer::unknown : WitnessAnswer::refused;
  return out;
}

// Newest is a checkpoint that log and witness have signed.
struct Newest {
  Checkpoint checkpoint;
  UnixTime time = 0;
};

std::optional<Newest> check_newest(const Question& question, const NoteKey& witness,
                                   std::string_view text) {
  const auto note = parse_note(text);
  if (!note) return std::nullopt;
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint || checkpoint->origin != question.origin) return std::nullopt;
  bool by_log = false;
  for (const NoteKey& key : question.log_keys) {
    const NoteCheck check = check_note(*note, key).check;
    if (check == NoteCheck::bad) return std::nullopt;
    by_log = by_log || check == NoteCheck::good;
  }
  const Signed seen = check_note(*note, witness);
  if (!by_log || seen.check != NoteCheck::good) return std::nullopt;
  return Newest{*std::move(checkpoint), seen.time};
}

WitnessReply fetch_newest(Asked& asked, const Question& question) {
  const HttpReply reply = asked.client.get(monitoring_path(question.origin));
  if (!reply.ok()) return failed(reply);
  WitnessReply out;
  const auto newest = check_newest(question, asked.key, as_text(reply.body));
  out.answer = newest ? WitnessAnswer::good : WitnessAnswer::wrong;
  if (!newest) return out;
  out.size = newest->checkpoint.size;
  out.time = newest->time;
  out.note = as_text(reply.body);
  return out;
}

// contradicts tells whether a witness's newest tree isn't part of the one submitted.
bool contradicts(Question& question, const Checkpoint& newest) {
  const Checkpoint& ours = *question.checkpoint;
  if (newest.size > ours.size) return true;
  if (newest.size == 0) return false;
  std::vector<Hash> proof;
  if (newest.size < ours.size) proof = question.proof(newest.size);
  return !verify_consistency(newest.size, ours.size, newest.root, ours.root, proof);
}

// disputed looks for the evidence when a witness says that it can't follow.
WitnessReply disputed(Asked& asked, Question& question, std::uint64_t claimed) {
  WitnessReply out;
  out.answer = claimed > question.checkpoint->size ? WitnessAnswer::ahead : WitnessAnswer::refused;
  out.size = claimed;
  const WitnessReply newest = fetch_newest(asked, question);
  if (newest.answer != WitnessAnswer::good) return out;
  const auto proven = check_newest(question, asked.key, newest.note);
  if (!proven || !contradicts(question, proven->checkpoint)) return out;
  out.answer = WitnessAnswer::ahead;
  out.size = std::max(claimed, newest.size);
  out.note = newest.note;
  return out;
}

// cosigned takes the witness's line out of an answer, if it is what it should be.
WitnessReply cosigned(const Asked& asked, const Question& question, std::string_view body) {
  WitnessReply out;
  out.answer = WitnessAnswer::wrong;
  const auto note = parse_note(question.text + "\n" + std::string(body));
  // An empty line in the answer would move the text's end.
  if (!note || note->text != question.text) return out;
  const Signed seen = check_note(*note, asked.key);
  if (seen.check != NoteCheck::good || seen.time > question.now + kWitnessClockSlack) return out;
  for (const NoteSignature& line : note->signatures) {
    const Signed one = check_note(Note{note->text, {line}}, asked.key);
    if (one.check == NoteCheck::good && one.time == seen.time) out.line = line;
  }
  out.answer = WitnessAnswer::good;
  out.time = seen.time;
  out.size = question.checkpoint->size;
  return out;
}

std::optional<std::uint64_t> size_in(const HttpReply& reply) {
  std::string_view rest = as_text(reply.body);
  const auto line = logtext::line(rest);
  if (!line || !rest.empty()) return std::nullopt;
  const auto size = logtext::parse_decimal(*line);
  return size ? std::optional(*size) : std::nullopt;
}

HttpReply submit(Asked& asked, const audit::AddCheckpoint& request) {
  const std::string body = audit::format(request);
  return asked.client.post("/add-checkpoint", "text/plain; charset=utf-8", as_bytes(body));
}

// submit_twice guesses first that the witness has seen this very tree: when nothing is new that is
// so, and else the answer says where it stands.
WitnessReply submit_twice(Asked& asked, Question& question) {
  const std::uint64_t size = question.checkpoint->size;
  HttpReply reply = submit(asked, {size, {}, question.note});
  std::uint64_t stands_at = size;
  if (reply.failure == HttpFailure::none && reply.status == 409) {
    const auto told = size_in(reply);
    if (!told) return failed(reply);
    stands_at = *told;
    if (stands_at > size) return disputed(asked, question, stands_at);
    reply = submit(asked, {stands_at, question.proof(stands_at), question.note});
  }
  if (reply.ok()) return cosigned(asked, question, as_text(reply.body));
  const bool again = reply.failure == HttpFailure::none && reply.status == 409;
  if (again) stands_at = size_in(reply).value_or(stands_at);
  if (again || reply.status == 422) return disputed(asked, question, stands_at);
  return failed(reply);
}

using Everybody = std::vector<std::unique_ptr<Asked>>;

// Round is one witness asked by a thread of its own. The thread shares what it needs, for it may
// outlive the call.
struct Round {
  std::shared_ptr<Question> question;
  std::shared_ptr<Everybody> asked;

  void run(std::size_t row) const {
    Asked& one = *(*asked)[row];
    WitnessReply reply =
        question->checkpoint ? submit_twice(one, *question) : fetch_newest(one, *question);
    const std::lock_guard lock(question->guard);
    one.reply = std::move(reply);
    one.done = true;
    question->changed.notify_all();
  }
  // wait gives up at `deadline`; true if all have answered.
  bool wait(Clock::time_point deadline) const {
    std::unique_lock lock(question->guard);
    return question->changed.wait_until(lock, deadline, [this] {
      return std::all_of(asked->begin(), asked->end(), [](const auto& one) { return one->done; });
    });
  }
  void hang_up() const {
    {
      const std::lock_guard lock(question->guard);
      question->over = true;
    }
    for (const auto& one : *asked) one->client.cancel();
  }
  bool is_done(std::size_t row) const {
    const std::lock_guard lock(question->guard);
    return (*asked)[row]->done;
  }
};

void start(const Round& round, std::vector<std::thread>& threads) {
  for (std::size_t row = 0; row < round.asked->size(); ++row) {
    try {
      threads.emplace_back([round, row] { round.run(row); });
    } catch (const std::system_error&) {  // no thread to be had: as good as no answer
      const std::lock_guard lock(round.question->guard);
      (*round.asked)[row]->done = true;
      threads.emplace_back();
    }
  }
}

std::vector<WitnessReply> ask_all(const WitnessPolicy& policy, std::shared_ptr<Question> question,
                                  const WitnessLimits& limits) {
  const auto deadline = Clock::now() + std::chrono::seconds(limits.total_seconds);
  const Round round{std::move(question), std::make_shared<Everybody>()};
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < policy.witnesses.size(); ++row) {
    const auto& [name, key, url] = policy.witnesses[row];
    if (url.empty()) continue;
    HttpClient client(url, http_limits(limits), limits.ca_file);
    WitnessReply silent;
    silent.answer = WitnessAnswer::unreachable;
    round.asked->push_back(std::make_unique<Asked>(Asked{key, std::move(client), silent, false}));
    rows.push_back(row);
  }
  std::vector<std::thread> threads;
  start(round, threads);
  if (!round.wait(deadline)) {
    round.hang_up();
    (void)round.wait(Clock::now() + kGrace);
  }
  std::vector<WitnessReply> out(policy.witnesses.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!threads[i].joinable()) {
      out[rows[i]].answer = WitnessAnswer::unreachable;
    } else if (round.is_done(i)) {
      threads[i].join();
      out[rows[i]] = std::move((*round.asked)[i]->reply);
    } else {
      threads[i].detach();
      out[rows[i]].answer = WitnessAnswer::unreachable;
    }
  }
  return out;
}

}  // namespace

std::vector<WitnessReply> cosign(const WitnessPolicy& policy, const std::string& note,
                                 const std::vector<NoteKey>& log_keys,
                                 const Consistency& consistency, UnixTime now,
                                 const WitnessLimits& limits) {
  auto question = std::make_shared<Question>();
  const auto parsed = parse_note(note);
  if (!parsed) return std::vector<WitnessReply>(policy.witnesses.size());
  auto checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) return std::vector<WitnessReply>(policy.witnesses.size());
  question->origin = checkpoint->origin;
  question->log_keys = log_keys;
  question->note = note;
  question->text = parsed->text;
  question->checkpoint = *std::move(checkpoint);
  question->now = now;
  question->consistency = &consistency;
  return ask_all(policy, std::move(question), limits);
}

std::vector<WitnessReply> ask_newest(const WitnessPolicy& policy, std::string_view origin,
                                     const std::vector<NoteKey>& log_keys,
                                     const WitnessLimits& limits) {
  auto question = std::make_shared<Question>();
  question->origin = origin;
  question->log_keys = log_keys;
  return ask_all(policy, std::move(question), limits);
}

}  // namespace whit
