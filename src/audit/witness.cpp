// SPDX-License-Identifier: Apache-2.0
#include "audit/witness.h"

#include <algorithm>

#include "log/merkle.h"
#include "log/text.h"

namespace whit::audit {
namespace {

Judged refuse(int status, std::string_view why) {
  Judged out;
  out.status = status;
  out.body = std::string(why) + "\n";
  return out;
}

// conflict tells a client where this witness stands, so that it can come again with that proof.
Judged conflict(std::uint64_t size) {
  Judged out = refuse(409, logtext::decimal(size));
  out.content_type = kSizeMediaType;
  return out;
}

bool is_line_of(const NoteSignature& line, const NoteKey& key) {
  return line.id == key.id && line.name == key.name;
}

// Claimed is a checkpoint as it was read. A tree of no leaves with a root of its own is no
// checkpoint, but there are answers that come before the one to that.
struct Claimed {
  Checkpoint checkpoint;
  bool impossible = false;
};

Result<Claimed> read_claim(std::string_view text) {
  auto checkpoint = parse_checkpoint(text);
  if (checkpoint) return Claimed{*std::move(checkpoint), false};
  std::string_view rest = text;
  WHIT_TRY(const std::string_view origin, logtext::line(rest));
  WHIT_TRY(const std::string_view size, logtext::line(rest));
  WHIT_TRY(const std::string_view root, logtext::line(rest));
  if (size != "0" || !logtext::parse_hash(root)) return checkpoint.error();
  const std::string mended = std::string(origin) + "\n0\n" + logtext::encode(empty_root()) + "\n";
  WHIT_TRY(Checkpoint of_nothing, parse_checkpoint(mended + std::string(rest)));
  return Claimed{std::move(of_nothing), true};
}

// continues tells whether the tree of `now` begins with all that `log` has cosigned.
bool continues(const WitnessedLog& log, const Checkpoint& now, const std::vector<Hash>& proof) {
  if (log.size == 0) return proof.empty();
  return verify_consistency(log.size, now.size, log.root, now.root, proof);
}

// kept is what is written down: the log's own lines and ours, and nobody else's.
std::string kept(const Note& note, const std::vector<NoteKey>& keys, const NoteSignature& own) {
  Note out{note.text, {}};
  for (const NoteSignature& line : note.signatures) {
    const auto is_ours = [&line](const NoteKey& key) { return is_line_of(line, key); };
    if (std::any_of(keys.begin(), keys.end(), is_ours)) out.signatures.push_back(line);
  }
  out.signatures.push_back(own);
  return format(out);
}

Judged cosigned(const WitnessedLog& log, const Note& note, const Checkpoint& checkpoint,
                const NoteSigner& signer, UnixTime now) {
  const auto line = cosign_note(note.text, now, signer);
  if (!line) return refuse(500, "this witness can't sign");
  Judged out;
  out.status = 200;
  out.body = format(*line);
  out.next = {log.origin, log.keys, checkpoint.size, checkpoint.root, kept(note, log.keys, *line)};
  return out;
}

}  // namespace

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  constexpr std::string_view kOld = "old ";
  if (body.size() > kMaxAddCheckpoint) return Errc::too_large;
  AddCheckpoint out;
  WHIT_TRY(const std::string_view first, logtext::line(body));
  if (first.substr(0, kOld.size()) != kOld) return Errc::no_prefix;
  WHIT_TRY(out.old_size, logtext::parse_decimal(first.substr(kOld.size())));
  for (;;) {
    WHIT_TRY(const std::string_view line, logtext::line(body));
    if (line.empty()) break;
    if (out.proof.size() == kMaxWitnessProof) return Errc::too_large;
    WHIT_TRY(const Hash hash, logtext::parse_hash(line));
    out.proof.push_back(hash);
  }
  if (body.empty()) return Errc::truncated;
  if (body.size() > kMaxNoteSize) return Errc::too_large;
  out.note = body;
  return out;
}

std::string format(const AddCheckpoint& request) {
  std::string out = "old " + logtext::decimal(request.old_size) + "\n";
  for (const Hash& hash : request.proof) out += logtext::encode(hash) + "\n";
  return out + "\n" + request.note;
}

std::string_view origin_of(const AddCheckpoint& request) noexcept {
  std::string_view rest = request.note;
  const auto line = logtext::line(rest);
  return line ? *line : std::string_view{};
}

Judged judge(const WitnessedLog* log, const AddCheckpoint& request, const NoteSigner& signer,
             UnixTime now) {
  if (now == 0 || now > kMaxTreeSize) return refuse(500, "this witness has no time to sign");
  const auto note = parse_note(request.note);
  if (!note) return refuse(400, "not a signed note");
  const auto claim = read_claim(note->text);
  if (!claim) return refuse(400, "not a checkpoint");
  if (log == nullptr || claim->checkpoint.origin != log->origin) return refuse(404, "unknown log");
  if (!is_signed_by(*note, log->keys)) return refuse(403, "not signed by this log's key");
  const Checkpoint& checkpoint = claim->checkpoint;
  if (request.old_size > checkpoint.size) return refuse(400, "the old size is the larger one");
  if (request.old_size != log->size) return conflict(log->size);
  if (claim->impossible) return refuse(422, "a tree of no leaves has another root");
  if (!continues(*log, checkpoint, request.proof)) {
    return refuse(422, "the proof doesn't lead from the old tree to this one");
  }
  return cosigned(*log, *note, checkpoint, signer, now);
}

}  // namespace whit::audit
