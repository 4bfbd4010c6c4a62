// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/commands.h"

int main(int argc, char** argv) {
  try {
    whit::start_crypto();
    whit::SystemRng rng;
    return whit::cli::run_issuer(argc, argv, rng);
  } catch (...) {  // before the program could catch anything itself: memory, nothing else
    return 3;
  }
}
