// SPDX-License-Identifier: Apache-2.0
// Which sources a gate has, by its options.
#pragma once

#include <memory>
#include <vector>

#include "cli/verify/gate/source.h"
#include "cli/verify/options.h"

namespace whit::cli::gate {

// open_sources is all that were asked for besides the keyboard: a serial line, a folder, a camera.
std::vector<std::unique_ptr<Source>> open_sources(const GateOptions& options);

}  // namespace whit::cli::gate
