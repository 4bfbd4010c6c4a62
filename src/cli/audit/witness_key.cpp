// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/witness_key.h"

#include <algorithm>

#include "cli/common/files.h"
#include "cli/common/key_file.h"
#include "cli/common/message.h"
#include "cli/common/passphrase.h"

namespace whit::cli {
namespace {

std::string vkey_file(const std::string& file) { return file + ".vkey"; }

// Labels of key files are ASCII (spec/keyfile.md, 2.4), so names of witnesses are too.
bool is_ascii(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::string label_of(std::string_view name) { return "whit witness " + std::string(name); }

}  // namespace

NoteKey make_witness_key(const std::string& file, const std::string& name,
                         const SecretBuffer& passphrase, Rng& rng) {
  const SigningKey secret = SigningKey::generate(rng);
  const auto key = make_note_key(name, NoteKeyType::cosignature, secret.public_key());
  if (!key || !is_ascii(name)) {
    throw Failure("--name must be ASCII without spaces and +", "--name witness.example");
  }
  write_key_file(file, secret.seed(InsecureAccess{}), passphrase, label_of(name), rng);
  const std::string line = format(*key) + "\n";
  write_file_atomic(vkey_file(file), as_bytes(line));
  return *key;
}

NoteKey read_witness_vkey(const std::string& file) {
  const auto bytes = read_file(vkey_file(file), kMegabyte);
  std::string_view text = as_text(bytes);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  auto key = parse_note_key(text);
  if (!key || key->type != NoteKeyType::cosignature) {
    throw Failure(printable(vkey_file(file)) + ": not a witness's key");
  }
  return *std::move(key);
}

WitnessKey open_witness_key(const std::string& file, const PassphraseSource& source) {
  const NoteKey shown = read_witness_vkey(file);
  const std::string prompt = "passphrase for " + printable(file);
  const auto passphrase = source.credential.empty() ? read_passphrase(source.fd, prompt)
                                                    : read_credential(source.credential, prompt);
  auto secret = std::make_unique<const SigningKey>(
      key_of_seed(read_key_file(file, passphrase, label_of(shown.name))));
  auto signer = make_note_signer(shown.name, NoteKeyType::cosignature, *secret);
  if (!signer || !(signer->key.key == shown.key)) {
    throw Failure(printable(vkey_file(file)) + ": belongs to another key");
  }
  return {std::move(secret), *std::move(signer)};
}

std::string policy_line(const NoteKey& key, const std::string& url) {
  return "witness " + key.name + " " + format(key) + " " + url;
}

}  // namespace whit::cli
