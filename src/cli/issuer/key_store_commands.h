// SPDX-License-Identifier: Apache-2.0
// key store: where an issuer's keys are made from now on.
#pragma once

#include <optional>
#include <string>

#include "cli/common/message.h"
#include "cli/issuer/hsm_store.h"
#include "cli/issuer/session.h"

namespace whit::cli {

struct HsmOptions {
  std::string module, token;  // empty: as hsm.json has them
  std::optional<int> pin_fd;  // asked at the terminal without one
  bool give_up_keys = false;  // forget keys that the token doesn't have
};

// HsmSetup is a token that was tried with its PIN.
struct HsmSetup {
  HsmConfig config;
  SecretBuffer pin;
};
// try_hsm reads the PIN and tries it once; a Failure where that doesn't do. Nothing is written.
HsmSetup try_hsm(const std::string& folder, const HsmOptions& options, Hsm::Risk risk);
// These three go into the journal and may need a second person, as all that is done to keys.
Exit key_store_hsm(const Common& common, const HsmOptions& options, Rng& rng);
Exit key_store_file(const Common& common, Rng& rng);
Exit key_store_pin(const Common& common, const HsmOptions& options, Rng& rng);
// key_store_show needs neither passphrase nor PIN; Exit::no where the token lacks a key.
Exit key_store_show(const Common& common);

}  // namespace whit::cli
