// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/sources.h"

#include "cli/verify/gate/camera.h"
#include "cli/verify/gate/folder.h"
#include "cli/verify/gate/serial.h"

namespace whit::cli::gate {

std::vector<std::unique_ptr<Source>> open_sources(const GateOptions& options) {
  std::vector<std::unique_ptr<Source>> out;
  if (!options.serial.empty())
    out.push_back(std::make_unique<Serial>(options.serial, options.baud));
  if (!options.folder.empty()) out.push_back(std::make_unique<Folder>(options.folder));
  if (!options.camera.empty()) out.push_back(std::make_unique<Camera>(options.camera));
  return out;
}

}  // namespace whit::cli::gate
