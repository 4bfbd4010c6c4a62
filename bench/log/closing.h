// SPDX-License-Identifier: Apache-2.0
// Epochs closed in a store on the disk, as an issuer does at night.
#pragma once

#include <memory>
#include <string>

#include "log/rows.h"

namespace whit::bench {

// close_epoch makes a register in `folder`, puts `tokens` of one day on its waiting list, closes
// the day and signs the tree, and adds to the rows that end in `suffix`, such as "1e4":
//   "take_"      processor time for a token to be put on the list, in ns
//   "close_"     processor time for a token to be moved into the tree, in ns
//   "token_"     both together
//   "seconds_"   the close, by the clock on the wall
//   "megabytes_" the file afterwards
void close_epoch(const std::string& folder, std::size_t tokens, const std::string& suffix,
                 Rows& rows);

}  // namespace whit::bench
