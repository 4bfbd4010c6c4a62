// SPDX-License-Identifier: Apache-2.0
// What a picture was, to the gate and to the person before it. No name of a file is in it.
#pragma once

#include <string>

#include "cli/qr/read.h"
#include "cli/verify/gate/source.h"

namespace whit::cli::gate {

// picture_words says a `result` that is not found: "2 codes in the picture; show one".
std::string picture_words(const PictureResult& result);

// scan_of is what to hand on of a picture that was there at `end`.
Scan scan_of(const PictureResult& result, Clock::time_point end);

}  // namespace whit::cli::gate
