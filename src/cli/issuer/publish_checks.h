// SPDX-License-Identifier: Apache-2.0
// What is refused, or said loudly, before a bundle is given out: whatever would leave checkers
// without one that they take. Spec: spec/trust.md, sections 6 and 7.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/issuer/catalogue_file.h"
#include "cli/issuer/folder.h"
#include "whit/bundle.h"

namespace whit::cli {

// refuse_publishing throws the Failure "refusing to publish: WHY".
[[noreturn]] void refuse_publishing(const std::string& why, const std::string& hint = "");

// BundleBefore is the newest bundle of a folder as the next one has to know it. Whether it still
// opens doesn't matter: it may be from before bundles carried proofs.
struct BundleBefore {
  Head head;
  Hash hash;  // of the head's payload
  ByteVector signed_head;
};
std::optional<BundleBefore> bundle_before(const Folder& folder);

// refuse_vanished comes before anything is signed: a preset that checkers may be asking is gone,
// and not in `dropped`.
void refuse_vanished(const Catalogue& catalogue, const std::optional<BundleBefore>& before,
                     const std::vector<std::string>& dropped);

// refuse_other_root comes before anything is signed: a manifest that no checker would take after
// the one before. `root` is the root that signed it.
void refuse_other_root(Bytes signed_manifest, const PublicKey& root,
                       const std::optional<BundleBefore>& before);

// refuse_too_large refuses a bundle of `size` bytes that no checker reads; `withdrawn` of them are
// its segments'.
void refuse_too_large(std::size_t size, std::size_t withdrawn);

// refuse_stranding judges the whole: dates that leave a gap, or parts that don't follow the bundle
// before.
void refuse_stranding(const Bundle& fresh, const std::optional<BundleBefore>& before);

// Caution is what was published all the same, and has to be looked at.
struct Caution {
  std::string sentence, command;
};
// cautions are those of a bundle of `size` bytes that has just been published.
std::vector<Caution> cautions(const Folder& folder, const Bundle& fresh, std::size_t size,
                              const std::optional<BundleBefore>& before);

}  // namespace whit::cli
