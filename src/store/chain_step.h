// SPDX-License-Identifier: Apache-2.0
// Moving a chain to a later day.
#pragma once

#include "issue/person.h"

namespace whit {

// step_to makes `chain` stand at expiry day `day`; nothing leads back, and what was dealt for the
// days between is forgotten. It does nothing to a chain that stands there or later.
void step_to(Chain& chain, Day day);

}  // namespace whit
