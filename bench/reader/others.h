// SPDX-License-Identifier: Apache-2.0
// What is measured beside plain pictures.
#pragma once

#include "reader/readers.h"

namespace whit::bench {

// measure_pairs takes two codes in one picture: both are to be seen, and neither is to be taken
// for the only one.
void measure_pairs(const Candidate& reader, unsigned count);
// measure_changed takes codes in a mirror, and light on dark.
void measure_changed(const Candidate& reader, unsigned count);
// measure_large takes pictures of 12 and 40 megapixels, with a code and without.
void measure_large(const Candidate& reader);

}  // namespace whit::bench
