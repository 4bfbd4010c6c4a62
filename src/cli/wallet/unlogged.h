// SPDX-License-Identifier: Apache-2.0
// Evidence that codes of this wallet aren't in the public log.
#pragma once

#include <string>
#include <vector>

#include "cli/wallet/safe.h"
#include "wallet/logged.h"

namespace whit::cli {

// Kept is the evidence in the wallet's folder.
struct Kept {
  std::vector<std::string> files;  // one for each code that misses a token, of some codes
  std::string trouble;             // why there is none yet for some, else empty
};

// keep_evidence writes the files, and again at each sync: the more days are over, the more they
// show. What can't be made again stays. Each file holds one token of a code, the headers of
// all days on which it could have been logged, its two neighbours in each of their epochs, and the
// checkpoint that witnesses saw. Making it tells the log's server near which leaf one looks.
Kept keep_evidence(const Safe& safe, const wallet::Account& account, const wallet::ProvenLog& log,
                   const wallet::LogFilesOf& files);
// kept_evidence is what was written before and is still about codes in the wallet.
Kept kept_evidence(const Safe& safe, const wallet::Account& account);

}  // namespace whit::cli
