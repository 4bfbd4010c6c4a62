// SPDX-License-Identifier: Apache-2.0
#include "log/sign.h"

#include "log/merkle.h"

namespace whit {

Result<NoteSigner> make_note_signer(std::string_view name, NoteKeyType type, const Signer& secret) {
  WHIT_TRY(NoteKey key, make_note_key(name, type, secret.public_key()));
  return NoteSigner{std::move(key), &secret};
}

Result<NoteSignature> sign_note(std::string_view text, const NoteSigner& signer) {
  if (signer.key.type != NoteKeyType::ed25519) __builtin_trap();
  WHIT_TRY(const Signature signature, signer.secret->sign(as_bytes(text)));
  return NoteSignature{
      signer.key.name, signer.key.id, {signature.bytes.begin(), signature.bytes.end()}};
}

Result<NoteSignature> cosign_note(std::string_view text, UnixTime time, const NoteSigner& signer) {
  if (signer.key.type != NoteKeyType::cosignature) __builtin_trap();
  if (time == 0 || time > kMaxTreeSize) __builtin_trap();
  WHIT_TRY(const Signature signature, signer.secret->sign(as_bytes(cosigned_message(time, text))));
  NoteSignature out{signer.key.name, signer.key.id, {}};
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    out.signature.push_back(static_cast<std::uint8_t>(time >> (shift - 8)));
  }
  out.signature.insert(out.signature.end(), signature.bytes.begin(), signature.bytes.end());
  return out;
}

}  // namespace whit
