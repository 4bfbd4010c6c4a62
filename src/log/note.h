// SPDX-License-Identifier: Apache-2.0
// Signed notes (C2SP signed-note) and witness cosignatures (C2SP tlog-cosignature), by Ed25519.
// Spec: spec/log.md, section 9. Signing stands apart, in log/sign.h.
//
// A note looks like this:
//
//   example.com/log
//   256
//   nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=
//
//   <em dash> example.com/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/...
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"

namespace whit {

inline constexpr std::size_t kMaxNoteSize = 1000000;    // bytes
inline constexpr std::size_t kMaxNoteSignatures = 100;  // lines

using NoteKeyId = Fixed<struct NoteKeyIdTag, 4>;

// NoteKeyType is what a key signs: the note itself, or the note seen at a time.
enum class NoteKeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

// NoteKey is a public key by its name, as in `example.com/foo+530d903a+AekyeR...`.
struct NoteKey {
  std::string name;
  NoteKeyType type{};
  PublicKey key;
  NoteKeyId id;  // of name, type and key
};
// make_note_key computes the id; bad_character where `name` can't name a key.
Result<NoteKey> make_note_key(std::string_view name, NoteKeyType type, const PublicKey& key);
// parse_note_key takes the text form. wrong_algorithm for every type that isn't one of ours.
Result<NoteKey> parse_note_key(std::string_view text);
std::string format(const NoteKey& key);

// NoteSignature is one line below a note: who, and what follows the key id.
struct NoteSignature {
  std::string name;
  NoteKeyId id;
  std::vector<std::uint8_t> signature;
};
std::string format(const NoteSignature& signature);

// Note is a text, which ends in a newline, and the signatures below it; none of them checked.
struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;
};
// parse_note refuses what is longer, or has more signatures, than the limits above.
Result<Note> parse_note(std::string_view note);
std::string format(const Note& note);

// NoteCheck is what the lines of one key say.
enum class NoteCheck : std::uint8_t {
  absent,  // no line of this name and id
  bad,     // a line of this name and id that isn't the key's signature
  good
};

// Signed is the answer about one key, and for a cosignature the newest time it gives.
struct Signed {
  NoteCheck check = NoteCheck::absent;
  UnixTime time = 0;
};
// check_note looks at every line of `key`; one bad line makes all of them bad.
Signed check_note(const Note& note, const NoteKey& key);
// is_signed_by tells whether one of `keys` signed well and none of them badly.
bool is_signed_by(const Note& note, const std::vector<NoteKey>& keys);

// cosigned_message is what a witness signs at `time`: two lines in front of the note's text.
std::string cosigned_message(UnixTime time, std::string_view text);

}  // namespace whit
