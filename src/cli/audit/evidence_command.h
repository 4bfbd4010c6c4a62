// SPDX-License-Identifier: Apache-2.0
// Reading evidence, on any machine: what a file proves, and on whose signatures that rests.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/command_line.h"

namespace whit::cli {

struct EvidenceOptions {
  std::string file;
  std::vector<std::string> keys;  // of the log, as text
  std::string policy, trust;      // files whose keys the reader believes
};

Exit run_evidence_verify(const Common& common, const EvidenceOptions& options);
Exit run_evidence_show(const Common& common, const EvidenceOptions& options);

}  // namespace whit::cli
