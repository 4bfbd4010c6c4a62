// SPDX-License-Identifier: Apache-2.0
// What shows that an issuer told two stories: the signed heads themselves, kept for others to see.
// Spec: spec/trust.md, 7.4.
#pragma once

#include <string>

#include "cli/verify/data.h"

namespace whit::cli {

inline constexpr std::size_t kMostEvidence = 64;  // files

// keep_fork writes the heads of two bundles of `iss` that contradict each other into the folder
// evidence/ of `folder`, for its owner alone, and gives that folder. They are on the disk when it
// returns. What is there already stays, and beyond kMostEvidence nothing is added. Empty where they
// can't be kept: the refusal is more important.
std::string keep_fork(const DataFolder& folder, const std::string& iss, Bytes one, Bytes other);

}  // namespace whit::cli
