// SPDX-License-Identifier: Apache-2.0
// Which bundle may take the place of which: for everybody who keeps one, a checker or a wallet.
// Pure functions of what is at hand and what came. Spec: spec/trust.md, 7.4 and section 10.
#pragma once

#include <cstdint>
#include <string>

#include "whit/bundle.h"
#include "whit/result.h"
#include "whit/trust.h"

namespace whit {

// Standing is what a newer bundle is held against: all that the one at hand has committed to.
struct Standing {
  std::string iss;
  PublicKey root;
  Hash next_root;  // SHA-256 of the root that `root` announced as the next
  bool specimen = false;
  std::uint64_t manifest_sequence = 0, key_list_sequence = 0, version = 0;
  Hash head_hash;
  PublicKey head_key, list_key;  // the service keys that signed the head and its key list
};

// standing_of is that of a bundle that opened.
Standing standing_of(const Bundle& bundle);

// read_standing is the same from the head alone, of a bundle that opened before under `root`. It
// checks no signature: `head` comes from where only believed heads are kept.
Result<Standing> read_standing(Bytes head, const PublicKey& root);

// follows tells whether `fresh` may take the place of the bundle at hand. The same one again may.
// It may be under the next root, if it was opened with the trust file of follow_root. A refusal is
// one of other_issuer, unannounced_root, other_training, other_successor, older_manifest,
// older_version, version_conflict (a fork: keep both), broken_chain (a fork) and older_key_list, in
// this order. Whether `fresh` has expired is the caller's to say.
Status follows(const Standing& old, const Bundle& fresh);

// follow_root is the trust file to open `file` with, a bundle's one-file form: `trust` itself where
// its own root signed the bundle's manifest or might have, and `trust` with the next root, and
// nothing else changed, where the root that `old` announced did. It is not to be kept before the
// bundle has opened under it and follows() has agreed. Errors: other_issuer; unannounced_root for a
// root that `old` didn't announce; wrong_root for a root that doesn't say which it is; false_root,
// bad_signature; or what makes `file` no bundle.
Result<TrustFile> follow_root(const Standing& old, const TrustFile& trust, Bytes file);

}  // namespace whit
