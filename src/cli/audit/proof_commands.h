// SPDX-License-Identifier: Apache-2.0
// What works on any C2SP tlog-tiles log: checking all of its files, making a proof, checking one.
#pragma once

#include <optional>
#include <string>

#include "cli/audit/checked_log.h"

namespace whit::cli {

struct FsckOptions {
  WhichLog which;
};

struct ProveOptions {
  WhichLog which;
  std::string what;  // an index, or a file with a token
  std::string leaf;  // leaf hash
  std::string out = "-";
};

struct VerifyProofOptions {
  WhichLog which;  // its keys and policy
  std::string proof;
  std::string entry, leaf, token;  // one of these says what is proven
};

Exit run_fsck(const Common& common, const FsckOptions& options);
Exit run_prove(const Common& common, const ProveOptions& options);
Exit run_verify_proof(const Common& common, const VerifyProofOptions& options);

}  // namespace whit::cli
