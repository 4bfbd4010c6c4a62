// SPDX-License-Identifier: Apache-2.0
// A key list in its parts, for who has to say what makes it void. Spec: spec/trust.md, section 4.
#pragma once

#include "whit/trust.h"

namespace whit {

// read_key_rows reads what parse_key_list() reads, and lets pass what 4.3 and 4.4 forbid.
Result<KeyList> read_key_rows(Bytes payload);

// has_equal_kids and has_two_live are what makes a list void: 4.4 and 4.3.
bool has_equal_kids(const KeyList& list);
bool has_two_live(const KeyList& list);

}  // namespace whit
