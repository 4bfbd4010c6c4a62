// SPDX-License-Identifier: Apache-2.0
#include "log/proof.h"

#include "base/base64.h"
#include "log/merkle.h"
#include "log/text.h"

namespace whit {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ", kIndex = "index ";
constexpr std::size_t kMaxPath = 63;

bool starts_with(std::string_view text, std::string_view with) noexcept {
  return text.substr(0, with.size()) == with;
}

Result<std::vector<Hash>> read_path(std::string_view& rest) {
  std::vector<Hash> out;
  for (;;) {
    WHIT_TRY(const std::string_view line, logtext::line(rest));
    if (line.empty()) return out;
    if (out.size() == kMaxPath) return Errc::too_large;
    WHIT_TRY(const Hash hash, logtext::parse_hash(line));
    out.push_back(hash);
  }
}

}  // namespace

Result<LogProof> parse_log_proof(std::string_view text) {
  LogProof out;
  if (text.size() > kMaxNoteSize) return Errc::too_large;
  WHIT_TRY(std::string_view line, logtext::line(text));
  if (line != kFirstLine) return Errc::no_prefix;
  WHIT_TRY(line, logtext::line(text));
  if (starts_with(line, kExtra)) {
    WHIT_TRY(out.extra, base64::decode(line.substr(kExtra.size())));
    if (out.extra.empty()) return Errc::wrong_length;  // no line says the same
    WHIT_TRY(line, logtext::line(text));
  }
  if (!starts_with(line, kIndex)) return Errc::wrong_label;
  WHIT_TRY(out.index, logtext::parse_decimal(line.substr(kIndex.size())));
  WHIT_TRY(out.path, read_path(text));
  WHIT_TRY(out.note, parse_note(text));
  return out;
}

std::string format(const LogProof& proof) {
  std::string out = std::string(kFirstLine) + "\n";
  if (!proof.extra.empty()) out += std::string(kExtra) + base64::encode(proof.extra) + "\n";
  out += std::string(kIndex) + logtext::decimal(proof.index) + "\n";
  for (const Hash& hash : proof.path) out += logtext::encode(hash) + "\n";
  return out + "\n" + format(proof.note);
}

Result<CosignedCheckpoint> check_checkpoint(const Note& note, const std::vector<NoteKey>& log_keys,
                                            const WitnessPolicy& policy) {
  CosignedCheckpoint out;
  WHIT_TRY(out.checkpoint, parse_checkpoint(note.text));
  bool signed_by_log = false;
  for (const NoteKey& key : log_keys) {
    if (key.name != out.checkpoint.origin || key.type != NoteKeyType::ed25519) continue;
    const Signed found = check_note(note, key);
    if (found.check == NoteCheck::bad) return Errc::bad_signature;
    signed_by_log = signed_by_log || found.check == NoteCheck::good;
  }
  if (!signed_by_log) return Errc::unknown_key;
  for (const WitnessPolicy::Witness& witness : policy.witnesses) {
    const Signed found = check_note(note, witness.key);
    if (found.check == NoteCheck::bad) return Errc::bad_signature;
    out.seen.push_back(found.time);
  }
  return out;
}

Result<CosignedCheckpoint> verify_log_proof(const LogProof& proof, const Hash& leaf,
                                            const std::vector<NoteKey>& log_keys,
                                            const WitnessPolicy& policy) {
  WHIT_TRY(CosignedCheckpoint out, check_checkpoint(proof.note, log_keys, policy));
  if (!meets_quorum(policy, out.seen)) return Errc::no_quorum;
  const Checkpoint& tree = out.checkpoint;
  if (!verify_inclusion(leaf, proof.index, tree.size, proof.path, tree.root)) {
    return Errc::unproven_log;
  }
  return out;
}

}  // namespace whit
