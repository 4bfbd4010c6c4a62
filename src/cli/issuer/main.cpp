// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/commands.h"

int main(int argc, char** argv) {
  whit::start_crypto();
  whit::SystemRng rng;
  return whit::cli::run_issuer(argc, argv, rng);
}
