// SPDX-License-Identifier: Apache-2.0
// The epoch header that commits to the key list in force (spec/log.md, section 5). This version
// writes control epochs, which hold nothing else; the tree over them and the tokens is to come.
#pragma once

#include <optional>

#include "cli/issuer/publish.h"

namespace whit::cli {

// header_for is the newest header if it commits to `key_list`, else the next one, which is written
// first. It names the head that was published `before`.
ByteVector header_for(const Folder& folder, Bytes key_list,
                      const std::optional<PublishedFile>& before, Day today);

}  // namespace whit::cli
