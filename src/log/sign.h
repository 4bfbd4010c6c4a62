// SPDX-License-Identifier: Apache-2.0
// Signing notes: for logs and witnesses, and no part of the verifier.
#pragma once

#include "crypto/signer.h"
#include "log/note.h"

namespace whit {

// NoteSigner signs under one name. The key outlives it.
struct NoteSigner {
  NoteKey key;
  const Signer* secret = nullptr;
};
// make_note_signer names the public half of `secret`; bad_character where `name` can't name a key.
Result<NoteSigner> make_note_signer(std::string_view name, NoteKeyType type, const Signer& secret);

// sign_note is the log's line below `text`; the signer's type is ed25519. Both fail as Signer::sign
// does.
Result<NoteSignature> sign_note(std::string_view text, const NoteSigner& signer);
// cosign_note is a witness's line below `text`, seen at `time` > 0; its type is cosignature.
Result<NoteSignature> cosign_note(std::string_view text, UnixTime time, const NoteSigner& signer);

}  // namespace whit
