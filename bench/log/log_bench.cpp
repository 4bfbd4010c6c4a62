// SPDX-License-Identifier: Apache-2.0
// What the issuance log costs: its tree in memory, and epochs closed in a store on the disk.
//
//     log_bench [--slices N] [--large]
//
// Prints one JSON object: for each row its slices, taken in turns.
#include <cstring>

#include "crypto/rng.h"
#include "log/rows.h"
#include "log/tree.h"

namespace {

struct Options {
  int slices = 9;
  bool large = false;
};

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--large") {
      out.large = true;
    } else if (word == "--slices" && i + 1 < argc) {
      out.slices = std::atoi(argv[++i]);
    } else {
      whit::bench::give_up("log_bench [--slices N] [--large]");
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  whit::start_crypto();
  whit::bench::Rows rows;
  whit::bench::Tree tree;
  for (int i = 0; i < options.slices; ++i) tree.slice(rows);
  rows.print();
  return 0;
}
