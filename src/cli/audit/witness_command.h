// SPDX-License-Identifier: Apache-2.0
// witness new, show, serve and cosign: somebody else's log is followed, and its checkpoints are
// cosigned as long as each continues the one before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/audit/command_line.h"
#include "cli/audit/witness_key.h"
#include "cli/common/listen.h"
#include "crypto/rng.h"

namespace whit::cli {

struct WitnessNewOptions {
  std::string out = "witness.key", name, url;
  std::optional<int> passphrase_fd;
};
Exit witness_new(const Common& common, const WitnessNewOptions& options, Rng& rng);

struct WitnessShowOptions {
  std::string key = "witness.key", state;
};
Exit witness_show(const Common& common, const WitnessShowOptions& options);

struct WitnessOptions {
  std::string key = "witness.key", state, policy;
  std::vector<std::string> logs;  // keys
  PassphraseSource passphrase;
};
// witness_cosign reads a request on standard input and answers with a line on standard output.
Exit witness_cosign(const Console& console, const Common& common, const WitnessOptions& options);

struct WitnessServeOptions {
  WitnessOptions witness;
  ListenOptions listen;
};
Exit witness_serve(const Console& console, const Common& common,
                   const WitnessServeOptions& options);

}  // namespace whit::cli
