// SPDX-License-Identifier: Apache-2.0
// What the issuance log costs: its tree in memory, epochs closed in a store on the disk, and an
// audit of the files that are published.
//
//     log_bench [--slices N] [--large]
//
//     --slices N   slices of the tree (9); epochs have fewer, the larger the fewer
//     --large      an epoch of 10,000,000 tokens and nothing else, which takes minutes
//
// Prints one JSON object: for each row its slices, taken in turns.
#include <stdlib.h>

#include <cstring>
#include <filesystem>

#include "crypto/rng.h"
#include "log/auditing.h"
#include "log/closing.h"
#include "log/rows.h"
#include "log/tree.h"

namespace whit::bench {
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
      give_up("usage: log_bench [--slices N] [--large]");
    }
  }
  return out;
}

// A folder that goes at the end, also when something can't go on.
std::string folder_of_this_run;
void remove_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_of_this_run, ignored);
}
void make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "whit-log-XXXXXX").string();
  must(::mkdtemp(name.data()) != nullptr, "make a folder");
  folder_of_this_run = name;
  std::atexit(remove_folder);
}

void run(const Options& options) {
  Rows rows;
  make_folder();
  if (options.large) {
    close_epoch(folder_of_this_run, 10000000, "1e7", rows);
    return rows.print();
  }
  Tree tree;
  const PublishedLog published(folder_of_this_run);
  for (int i = 0; i < options.slices; ++i) {
    tree.slice(rows);
    close_epoch(folder_of_this_run, 10000, "1e4", rows);
    if (i % 2 == 0) published.audit(rows);
    if (i % 3 == 0) close_epoch(folder_of_this_run, 100000, "1e5", rows);
    if (i % 5 == 0) close_epoch(folder_of_this_run, 1000000, "1e6", rows);
  }
  rows.print();
}

}  // namespace
}  // namespace whit::bench

int main(int argc, char** argv) {
  whit::start_crypto();
  whit::bench::run(whit::bench::parse(argc, argv));
  return 0;
}
