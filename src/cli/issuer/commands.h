// SPDX-License-Identifier: Apache-2.0
// The command line of whit-issuer.
#pragma once

#include "crypto/rng.h"

namespace whit::cli {

// run_issuer reads the command line, does the one thing it says, and returns main()'s result.
int run_issuer(int argc, char** argv, Rng& rng);

}  // namespace whit::cli
