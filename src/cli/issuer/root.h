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

// make_root writes FILE, FILE.next (the key that follows, for another safe) and FILE.facts.
RootFacts make_root(const std::string& key_file, const std::string& iss, RootKind kind,
                    const SecretBuffer& passphrase, Rng& rng);

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
