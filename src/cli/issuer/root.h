// SPDX-License-Identifier: Apache-2.0
// The root of an issuer: made and used on a machine that is never connected, once a year.
// Spec: spec/trust.md, section 3.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/folder.h"
#include "crypto/rng.h"
#include "crypto/secret.h"

namespace whit::cli {

// RootFacts lies beside the root key, as FILE.facts: what the next certificate has to know.
struct RootFacts {
  std::string iss;
  PublicKey root;
  Hash next_root;              // SHA-256 of the key that follows
  std::uint64_t sequence = 0;  // of the newest manifest
  bool specimen = false;       // also in the key file's label, so that it can't be changed here
  bool succeeded = false;      // another root: its manifests carry its own key (field 7)
};
RootFacts read_root_facts(const std::string& key_file);

// KeyRequest is what an issuer asks its root to certify. For each use the first key is the one to
// begin with, the others are spares.
struct KeyRequest {
  std::string iss;
  std::vector<std::pair<Use, PublicKey>> keys;
};
Result<KeyRequest> parse_key_request(Bytes cbor);
ByteVector encode(const KeyRequest& request);

enum class RootKind : std::uint8_t { earnest, specimen };

// MadeRoot is a new root, and its successor's public half, whose six words the protocol of the
// ceremony should have.
struct MadeRoot {
  RootFacts facts;
  PublicKey next;
};

// make_root writes FILE, FILE.next (the key that follows, for another safe) and FILE.facts.
MadeRoot make_root(const std::string& key_file, const std::string& iss, RootKind kind,
                   const SecretBuffer& passphrase, Rng& rng);

// succeed_root makes the key in `next_file` the root of what `announced` tells: the facts beside
// the old root's key file, or an issuer's certificate, so that nothing of the old root has to be at
// hand. It writes FILE, FILE.next (a new key, for another safe) and FILE.facts, which goes on with
// the sequence. A Failure where that key isn't the one that the old root announced.
MadeRoot succeed_root(const std::string& next_file, const std::string& announced,
                      const std::string& key_file, const SecretBuffer& passphrase, Rng& rng);

// root_of is the public half of a root's key file, or of a next root's.
PublicKey root_of(const std::string& key_file, const SecretBuffer& passphrase);

// CertifyTerms is how long the manifest and its service keys are good.
struct CertifyTerms {
  Day first = 0, days = 366;
};

// certify signs a manifest of all keys of `requests`, with a sequence above the last one, which
// it then records in FILE.facts. A Failure for requests of several issuers, or of a key twice.
Certificate certify(const std::string& key_file, const std::vector<KeyRequest>& requests,
                    const CertifyTerms& terms, const SecretBuffer& passphrase);

// check_certificate gives the manifest of `certificate`, whose signature is checked under its own
// root; whether that root is the right one, six words tell.
Result<RootManifest> check_certificate(const Certificate& certificate);

}  // namespace whit::cli
