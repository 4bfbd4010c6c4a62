// SPDX-License-Identifier: Apache-2.0
#include "log/note.h"

#include "base/base64.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "log/merkle.h"
#include "log/text.h"

namespace whit {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kTimeSize = 8;

NoteKeyId id_of(std::string_view name, NoteKeyType type, const PublicKey& key) noexcept {
  const std::uint8_t between[] = {'\n', static_cast<std::uint8_t>(type)};
  const Hash hash = sha256({as_bytes(name), Bytes(between), key.view()});
  return NoteKeyId::from(hash.view().first(NoteKeyId::kSize));
}

bool is_note_text(std::string_view text) noexcept {
  const auto is_control = [](char c) { return static_cast<std::uint8_t>(c) < 0x20 && c != '\n'; };
  return is_utf8(as_bytes(text)) && std::none_of(text.begin(), text.end(), is_control);
}

Result<NoteSignature> parse_signature(std::string_view line) {
  NoteSignature out;
  if (line.substr(0, kDash.size()) != kDash) return Errc::no_prefix;
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return Errc::truncated;
  out.name = line.substr(0, space);
  if (!logtext::is_key_name(out.name)) return Errc::bad_character;
  WHIT_TRY(const auto blob, base64::decode(line.substr(space + 1)));
  if (blob.size() <= NoteKeyId::kSize) return Errc::wrong_length;
  out.id = NoteKeyId::from(Bytes(blob).first(NoteKeyId::kSize));
  out.signature.assign(blob.begin() + NoteKeyId::kSize, blob.end());
  return out;
}

UnixTime read_time(Bytes bytes) noexcept {
  UnixTime out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8 | byte;
  return out;
}

// One line of `key`: good or bad, and when.
Signed check_line(const Note& note, const NoteKey& key, Bytes signature) {
  constexpr Signed kBad{NoteCheck::bad, 0};
  if (key.type == NoteKeyType::ed25519) {
    const bool fits = signature.size() == Signature::kSize;
    if (!fits || !verify(key.key, Signature::from(signature), as_bytes(note.text))) return kBad;
    return {NoteCheck::good, 0};
  }
  if (signature.size() != kTimeSize + Signature::kSize) return kBad;
  const UnixTime time = read_time(signature.first(kTimeSize));
  if (time == 0 || time > kMaxTreeSize) return kBad;
  const std::string message = cosigned_message(time, note.text);
  if (!verify(key.key, Signature::from(signature.subspan(kTimeSize)), as_bytes(message))) {
    return kBad;
  }
  return {NoteCheck::good, time};
}

}  // namespace

Result<NoteKey> make_note_key(std::string_view name, NoteKeyType type, const PublicKey& key) {
  if (!logtext::is_key_name(name)) return Errc::bad_character;
  return NoteKey{std::string(name), type, key, id_of(name, type, key)};
}

Result<NoteKey> parse_note_key(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return Errc::truncated;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return Errc::truncated;
  WHIT_TRY(const auto id, hex::decode(text.substr(first + 1, second - first - 1)));
  WHIT_TRY(const auto blob, base64::decode(text.substr(second + 1)));
  if (id.size() != NoteKeyId::kSize || blob.empty()) return Errc::wrong_length;
  if (blob[0] != 0x01 && blob[0] != 0x04) return Errc::wrong_algorithm;
  if (blob.size() != 1 + PublicKey::kSize) return Errc::wrong_length;
  WHIT_TRY(NoteKey out, make_note_key(text.substr(0, first), static_cast<NoteKeyType>(blob[0]),
                                      PublicKey::from(Bytes(blob).subspan(1))));
  if (!equal(out.id.view(), id)) return Errc::out_of_range;
  return out;
}

std::string format(const NoteKey& key) {
  std::vector<std::uint8_t> blob = {static_cast<std::uint8_t>(key.type)};
  blob.insert(blob.end(), key.key.bytes.begin(), key.key.bytes.end());
  return key.name + "+" + hex::encode(key.id.view()) + "+" + base64::encode(blob);
}

std::string format(const NoteSignature& signature) {
  std::vector<std::uint8_t> blob(signature.id.bytes.begin(), signature.id.bytes.end());
  blob.insert(blob.end(), signature.signature.begin(), signature.signature.end());
  return std::string(kDash) + signature.name + " " + base64::encode(blob) + "\n";
}

Result<Note> parse_note(std::string_view note) {
  if (note.size() > kMaxNoteSize) return Errc::too_large;
  if (!is_note_text(note)) return Errc::bad_character;
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) return Errc::truncated;
  Note out;
  out.text = note.substr(0, split + 1);
  std::string_view rest = note.substr(split + 2);
  if (rest.empty()) return Errc::truncated;
  while (!rest.empty()) {
    if (out.signatures.size() == kMaxNoteSignatures) return Errc::too_large;
    WHIT_TRY(const std::string_view line, logtext::line(rest));
    WHIT_TRY(NoteSignature signature, parse_signature(line));
    out.signatures.push_back(std::move(signature));
  }
  return out;
}

std::string format(const Note& note) {
  std::string out = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) out += format(signature);
  return out;
}

Signed check_note(const Note& note, const NoteKey& key) {
  Signed out;
  for (const NoteSignature& line : note.signatures) {
    if (!(line.id == key.id) || line.name != key.name) continue;
    const Signed found = check_line(note, key, line.signature);
    if (found.check == NoteCheck::bad) return found;
    out = {NoteCheck::good, std::max(out.time, found.time)};
  }
  return out;
}

bool is_signed_by(const Note& note, const std::vector<NoteKey>& keys) {
  bool good = false;
  for (const NoteKey& key : keys) {
    const NoteCheck check = check_note(note, key).check;
    if (check == NoteCheck::bad) return false;
    good = good || check == NoteCheck::good;
  }
  return good;
}

std::string cosigned_message(UnixTime time, std::string_view text) {
  return "cosignature/v1\ntime " + logtext::decimal(time) + "\n" + std::string(text);
}

}  // namespace whit
