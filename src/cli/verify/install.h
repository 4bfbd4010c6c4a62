// SPDX-License-Identifier: Apache-2.0
// Putting a newer bundle in the place of the old one. Spec: spec/trust.md, section 7.
#pragma once

#include <optional>
#include <string>

#include "cli/verify/data.h"

namespace whit::cli {

// bundle_issuer is the issuer that `file` names, before anything of it is believed.
std::string bundle_issuer(Bytes file);

// install opens `file` under the trust of `iss`, holds it against what is installed, and puts it in
// its place. It returns what was done in a line; a refusal is a Failure, and the old bundle stays.
std::string install(const DataFolder& folder, const std::string& iss, Bytes file, UnixTime now);

// installed is the bundle of `iss`, if there is one that opens.
std::optional<Bundle> installed(const DataFolder& folder, const std::string& iss);

}  // namespace whit::cli
