// SPDX-License-Identifier: Apache-2.0
// log and epoch: what is done to the log by hand. Spec: spec/log.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/common/message.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {

// log_status tells how the log stands and what each witness said last. It asks nobody.
Exit log_status(const Common& common, Output output, Rng& rng);

// log_next closes the log for ever and begins the next one: after a restore, when witnesses have
// seen more than the store has. It asks them, is an act of the role keys, and goes on to a number
// that none of them has seen.
Exit log_next(const Console& console, const Common& common, Rng& rng);

// AskOptions is what is carried to a witness that has no address.
struct AskOptions {
  std::string out;                    // file, or -
  std::string witness;                // its name in the policy; empty: any
  std::optional<std::uint64_t> from;  // size that it saw last; absent: as it is known here
};
// log_ask writes the request about the newest checkpoint, and log_answer takes what the witness
// made of it: its line.
Exit log_ask(const Common& common, const AskOptions& options, Rng& rng);
Exit log_answer(const Common& common, const std::string& file, Rng& rng);

struct EpochOptions {
  bool control = false;  // an epoch without tokens too
  bool today = false;    // the day that is under way: for training alone
};
Exit epoch_close(const Common& common, const EpochOptions& options, Rng& rng);

}  // namespace whit::cli
