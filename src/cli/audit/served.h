// SPDX-License-Identifier: Apache-2.0
// Heads that somebody was given, kept until a check holds them against what the log names.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/state.h"

namespace whit::cli {

// keep_served puts a signed head into the folder, once; nothing where it is none.
void keep_served(const StateFolder& folder, Bytes signed_head);

// checkpoint_in is the signed checkpoint in a file that somebody gives: the file itself, or the one
// that a head or a bundle carries.
std::string checkpoint_in(Bytes file);

// take_served_files keeps the heads in `files`, each a head or a whole bundle, as a checker or a
// wallet got them. A Failure for what the issuer hasn't signed: nobody can blame it for that.
void take_served_files(const StateFolder& folder, const Pinned& pinned,
                       const std::vector<std::string>& files);

}  // namespace whit::cli
