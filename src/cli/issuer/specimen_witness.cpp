// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/specimen_witness.h"

#include "audit/witness.h"
#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "log/merkle.h"

namespace whit::cli {
namespace {

constexpr std::string_view kKey = "witness-training";
constexpr int kGood = 200;

// seen_in is what the witness knows of a log, from the note that it kept.
audit::WitnessedLog seen_in(const std::string& file, const std::string& origin) {
  audit::WitnessedLog out;
  out.origin = origin;
  out.root = empty_root();
  if (!exists(file)) return out;
  out.note = as_text(read_file(file));
  const auto note = parse_note(out.note);
  const auto tree = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (!tree || tree->origin != origin) throw Failure(printable(file) + ": damaged", "remove it");
  out.size = tree->size;
  out.root = tree->root;
  return out;
}

// take_line moves the line of `key` out of the note that the witness has signed.
void take_line(const std::string& signed_note, const NoteKey& key, WitnessReply& out) {
  const auto note = parse_note(signed_note);
  if (!note) return;
  out.time = check_note(*note, key).time;
  for (const NoteSignature& line : note->signatures) {
    if (line.name == key.name && line.id == key.id) out.line = line;
  }
  out.answer = out.time == 0 ? WitnessAnswer::wrong : WitnessAnswer::good;
}

}  // namespace

std::string make_specimen_witness(const Vault& vault, const std::string& origin, Rng& rng) {
  const SigningKey key = SigningKey::generate(rng);
  const auto named = make_note_key(origin + "training", NoteKeyType::cosignature, key.public_key());
  if (!named) throw Failure("--origin can't name a witness", "--origin log.labour.example/");
  vault.put(kKey, key.seed(InsecureAccess{}), rng);
  return "witness training " + format(*named) + "\nquorum training\n";
}

std::optional<std::size_t> SpecimenWitness::row_in(const WitnessPolicy& policy,
                                                   const Vault& vault) {
  if (!vault.has(kKey)) return std::nullopt;
  const PublicKey key = vault.signing_key(kKey).public_key();
  for (std::size_t row = 0; row < policy.witnesses.size(); ++row) {
    if (policy.witnesses[row].key.key == key) return row;
  }
  return std::nullopt;
}

std::string SpecimenWitness::file(const std::string& origin) const {
  return folder_.file("specimen-witness") + "/" + hex::encode(sha256(as_bytes(origin)).view());
}

WitnessReply SpecimenWitness::cosign(const std::string& note, const std::vector<NoteKey>& log_keys,
                                     const Consistency& consistency, UnixTime now) const {
  WitnessReply out;
  out.answer = WitnessAnswer::refused;
  audit::AddCheckpoint request{0, {}, note};
  const std::string origin(audit::origin_of(request));
  const auto parsed = parse_note(note);
  const auto tree = parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
  if (!tree || origin.empty()) return out;
  audit::WitnessedLog log = seen_in(file(origin), origin);
  log.keys = log_keys;
  out.size = log.size;
  if (log.size > tree->size || (log.size == tree->size && !(log.root == tree->root))) {
    out.answer = WitnessAnswer::ahead;
    out.note = log.note;
    return out;
  }
  request.old_size = log.size;
  if (log.size != 0 && log.size < tree->size) request.proof = consistency(log.size);
  const SigningKey key = vault_.signing_key(kKey);
  const auto signer = make_note_signer(key_.name, NoteKeyType::cosignature, key);
  if (!signer) return out;
  const audit::Judged judged = audit::judge(&log, request, *signer, now);
  if (judged.status != kGood) return out;
  make_folder(folder_.file("specimen-witness"));
  write_file_atomic(file(origin), as_bytes(judged.next.note));  // before anybody sees the line
  take_line(judged.next.note, key_, out);
  return out;
}

WitnessReply SpecimenWitness::newest(const std::string& origin) const {
  WitnessReply out;
  const audit::WitnessedLog log = seen_in(file(origin), origin);
  out.answer = log.note.empty() ? WitnessAnswer::unknown : WitnessAnswer::good;
  out.size = log.size;
  out.note = log.note;
  return out;
}

}  // namespace whit::cli
