// SPDX-License-Identifier: Apache-2.0
// Service keys that were given up before the root's next manifest: retired-keys.json in the folder,
// public. Their secrets are destroyed; what they have signed stays this issuer's word.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/folder.h"

namespace whit::cli {

struct RetiredKey {
  Use use{};
  PublicKey key;
  UnixTime time = 0;
  std::string reason;
  bool replaced = false;  // what the spare signed in its place is published
};

// read_retired are all that ever were, oldest first; a Failure where the file is damaged.
std::vector<RetiredKey> read_retired(const Folder& folder);
void write_retired(const Folder& folder, const std::vector<RetiredKey>& keys);

bool is_retired(const std::vector<RetiredKey>& keys, const PublicKey& key);

}  // namespace whit::cli
