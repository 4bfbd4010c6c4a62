// SPDX-License-Identifier: Apache-2.0
// Looking tokens up in whole downloaded epochs: nobody is asked, so nobody learns who was where.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/command_line.h"
#include "whit/bytes.h"

namespace whit::cli {

struct FindOptions {
  std::vector<std::string> tokens;  // files
  std::string queue;                // of a checker: lines `<leaf hash> <expiry day>`
  std::string seen;                 // the day on which the tokens were seen; today if empty
};

// Sought is a leaf that should be in the log.
struct Sought {
  Hash leaf;
  Day expiry = 0;
  Day seen = 0;                     // a UTC day on which somebody had the token
  std::vector<std::uint8_t> token;  // where it is at hand: then its absence can be proven
};
// read_queue takes what `whit-verify check --keep-hashes` writes (spec/verify.md, section 13): days
// as remarks, and below each day leaf hashes with their expiry days. Lines before any day are of
// `today`. A Failure names the line that isn't one.
std::vector<Sought> read_queue(const std::string& path, Day today);

Exit run_find(const Common& common, const FindOptions& options);

}  // namespace whit::cli
