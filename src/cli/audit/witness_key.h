// SPDX-License-Identifier: Apache-2.0
// The key of a witness: KEY, sealed under a passphrase with the name in its label, and KEY.vkey,
// which everybody may read.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crypto/rng.h"
#include "log/sign.h"

namespace whit::cli {

// make_witness_key writes both files and gives the public key; a Failure where one is there.
NoteKey make_witness_key(const std::string& file, const std::string& name,
                         const SecretBuffer& passphrase, Rng& rng);

// read_witness_vkey is what KEY.vkey says.
NoteKey read_witness_vkey(const std::string& file);

// WitnessKey is the key, opened.
struct WitnessKey {
  std::unique_ptr<const SigningKey> secret;
  NoteSigner signer;
};
// PassphraseSource is where its passphrase comes from: a descriptor, a credential of systemd, or
// else the terminal.
struct PassphraseSource {
  std::optional<int> fd;
  std::string credential;
};
// open_witness_key is a Failure where the two files don't belong together.
WitnessKey open_witness_key(const std::string& file, const PassphraseSource& source);

// policy_line is this witness as a line of a tlog-policy.
std::string policy_line(const NoteKey& key, const std::string& url);

}  // namespace whit::cli
