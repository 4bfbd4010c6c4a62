// SPDX-License-Identifier: Apache-2.0
// Checkpoints, their cosignatures, and the newest header that enough witnesses have seen.
#include <algorithm>

#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/session.h"
#include "log/epoch.h"
#include "log/merkle.h"
#include "verify/log_proof.h"

namespace whit::cli {
namespace {

constexpr Day kLookBack = 4;           // days: an older cosignature proves nothing any more
constexpr Seconds kNewestLine = 3600;  // a later one is of a clock that is wrong

Note parsed(const std::string& text) { return must(parse_note(text), "has a damaged checkpoint"); }

}  // namespace

void LogKeeper::note_answers(const std::vector<WitnessReply>& replies, std::uint64_t size,
                             UnixTime now) {
  std::vector<WitnessNews> news = read_witness_news(folder_, witnesses_.policy());
  for (std::size_t row = 0; row < replies.size() && row < news.size(); ++row) {
    if (!witnesses_.is_asked(row)) continue;
    news[row].asked = now;
    news[row].answer = answer_name(replies[row].answer);
    if (replies[row].time == 0) continue;
    news[row].cosigned = replies[row].time;
    news[row].size = size;
  }
  write_witness_news(folder_, news);
}

void LogKeeper::sign(UnixTime now) {
  if (!agreed() || state().size == 0) return;
  const LogState here = state();
  const RootManifest manifest = installed_manifest(folder_);
  const auto key = service_key(folder_, vault_, manifest, Use::log, day_of(now));
  const auto signer = make_note_signer(origin(here.number), NoteKeyType::ed25519, *key);
  if (!signer) throw Failure("the log's origin can't name a key", "see origin in issuer.json");
  const std::string note = must(store_.sign_checkpoint(*signer), "can't be signed");
  const auto consistency = [&](std::uint64_t from) {
    const auto proof = store_.consistency(from, here.size);
    return proof ? *proof : std::vector<Hash>{};
  };
  const auto replies = witnesses_.cosign(note, kept_log_keys(folder_, vault_, origin(here.number)),
                                         consistency, now);
  std::vector<NoteSignature> lines;
  for (const WitnessReply& reply : replies) {
    if (reply.answer == WitnessAnswer::good) lines.push_back(reply.line);
  }
  must(store_.add_cosignatures(here.size, lines), "can't keep cosignatures");
  note_answers(replies, here.size, now);
  for (const WitnessReply& reply : replies) {
    // Only what this log's own key has signed says so; all else is one witness's word.
    if (reply.answer != WitnessAnswer::ahead || reply.note.empty()) continue;
    agreed_ = 0;
    throw RolledBack(
        {Interlock::State::ahead, 0, 0, 0, reply.size, here.size, keep_evidence(reply)});
  }
  if (meets_quorum(witnesses_.policy(), cosigners())) {
    must(store_.offer(here.size), "can't be offered");
  }
}

std::vector<UnixTime> LogKeeper::cosigners() {
  const WitnessPolicy& policy = witnesses_.policy();
  std::vector<UnixTime> out(policy.witnesses.size(), 0);
  const auto text = store_.checkpoint(state().signed_size);
  if (!text) return out;
  const Note note = parsed(*text);
  for (std::size_t row = 0; row < out.size(); ++row) {
    const Signed line = check_note(note, policy.witnesses[row].key);
    if (line.check == NoteCheck::good) out[row] = line.time;
  }
  return out;
}

std::optional<ProvenHeader> LogKeeper::proof_of(const ByteVector& bytes, const EpochHeader& header,
                                                UnixTime now) {
  const auto size = size_after(header);
  const auto note = size ? store_.checkpoint(*size) : Result<std::string>(size.error());
  if (!note) return std::nullopt;  // an epoch that another followed at once
  LogProof proof;
  proof.index = header.index;
  proof.path = must(store_.prove(header.index, *size), "has no proof of a header");
  proof.note = parsed(*note);
  Head head;  // as far as it matters here
  head.issued = now;
  head.epoch_header = bytes;
  head.log_proof = format(proof);
  const auto seen = verify_head_proof(head, header, installed_manifest(folder_), folder_.trust());
  if (!seen) return std::nullopt;
  ProvenHeader out{bytes, {}, head.log_proof, *seen, *size};
  const std::string path = "key-list/" + hex::encode(header.key_list.view());
  out.key_list = must(store_.read(number(), path), "has lost a key list");
  return out;
}

std::optional<ProvenHeader> LogKeeper::proven(UnixTime now) {
  const LogState here = state();
  if (here.size == 0) return std::nullopt;  // headers of the log before don't count
  for (std::uint64_t next = here.epochs; next > 0; --next) {
    const auto bytes = must(store_.header(next - 1), "has lost a header");
    const auto header = must(parse_epoch_header(bytes), "has a damaged header");
    if (auto out = proof_of(bytes, header, now)) return out;
    if (header.index == 0 || header.day + kLookBack < day_of(now)) break;
  }
  return std::nullopt;
}

std::size_t LogKeeper::accept(std::string_view lines, UnixTime now) {
  const LogState here = state();
  const Note note = parsed(must(store_.checkpoint(here.signed_size), "has no checkpoint"));
  const auto carried = parse_note(note.text + "\n" + std::string(lines));
  if (!carried) throw Failure("these are no signature lines", "what the witness has written");
  const WitnessPolicy& policy = witnesses_.policy();
  std::vector<UnixTime> seen(policy.witnesses.size(), 0);
  std::vector<NoteSignature> good;
  for (std::size_t row = 0; row < seen.size(); ++row) {
    const WitnessPolicy::Witness& witness = policy.witnesses[row];
    const Signed line = check_note(*carried, witness.key);
    if (line.check == NoteCheck::absent) continue;
    if (line.check == NoteCheck::bad) {
      throw Failure("the line of " + printable(witness.name) + " doesn't sign checkpoint " +
                        with_commas(here.signed_size),
                    "whit-issuer log ask writes what it has to sign");
    }
    if (line.time > now + kNewestLine) {
      throw Failure("the line of " + printable(witness.name) + " is of a time to come",
                    "look at the clocks of both machines");
    }
    seen[row] = line.time;
    for (const NoteSignature& one : carried->signatures) {
      if (one.name == witness.key.name && one.id == witness.key.id) good.push_back(one);
    }
  }
  must(store_.add_cosignatures(here.signed_size, good), "can't keep cosignatures");
  // Whoever signed now would have refused had it seen anything newer.
  if (here.restored && meets_quorum(policy, seen)) must(store_.vouch(), "can't go on");
  if (meets_quorum(policy, cosigners())) must(store_.offer(here.signed_size), "can't be offered");
  note_lines(seen, here.signed_size);
  return good.size();
}

void LogKeeper::note_lines(const std::vector<UnixTime>& seen, std::uint64_t size) {
  std::vector<WitnessNews> news = read_witness_news(folder_, witnesses_.policy());
  for (std::size_t row = 0; row < seen.size() && row < news.size(); ++row) {
    if (seen[row] <= news[row].cosigned) continue;
    news[row].cosigned = seen[row];
    news[row].size = size;
  }
  write_witness_news(folder_, news);
}

}  // namespace whit::cli
