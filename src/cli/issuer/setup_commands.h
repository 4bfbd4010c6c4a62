// SPDX-License-Identifier: Apache-2.0
// root, init, key, catalogue and trust: what is done before the first person comes.
#pragma once

#include <string>
#include <vector>

#include "cli/common/message.h"
#include "cli/issuer/key_store_commands.h"
#include "cli/issuer/root.h"
#include "cli/issuer/session.h"

namespace whit::cli {

struct RootNewOptions {
  std::string out = "root.key", iss;
  RootKind kind = RootKind::earnest;
};
Exit root_new(const Common& common, const RootNewOptions& options, Rng& rng);

// RootSucceedOptions: the next root's key file, who announced it, and where the new root goes.
struct RootSucceedOptions {
  std::string next, announced, out;
};
Exit root_succeed(const Common& common, const RootSucceedOptions& options, Rng& rng);
// root_words says the six words of a root's or next root's key file.
Exit root_words(const Common& common, const std::string& file);

struct CertifyOptions {
  std::vector<std::string> requests;  // files, or folders of *.whit-request
  std::string root = "root.key", out = "certs";
  Day days = 366;
};
Exit root_certify(const Common& common, const CertifyOptions& options);

struct InitOptions {
  IssuerName name;
  std::string policy_file;
  bool specimen = false;  // root, certificate and all in one go, for training
  HsmOptions hsm;         // empty: keys are files
};
Exit init(const Console& console, const Common& common, InitOptions options, Rng& rng);

enum class Output : std::uint8_t { text, json };

// catalogue_apply takes a new catalogue. What it has less than the one before is dealt no more from
// now on, and still shown until its last token is dead (spec/withdrawal.md, section 7).
Exit catalogue_apply(const Common& common, const std::string& file);
Exit catalogue_show(const Common& common, Output output);
Exit write_trust(const Common& common, const std::string& out);

// setup_card writes the card that sets a checker up: as text, or as .png or .svg with its code.
// An empty preset leaves the choice to the checker.
Exit setup_card(const Common& common, const std::string& preset, const std::string& out);

}  // namespace whit::cli
