// SPDX-License-Identifier: Apache-2.0
// UTF-8 as RFC 3629 has it.
#pragma once

#include "whit/bytes.h"

namespace whit {

// is_utf8 tells whether `bytes` is well-formed: no overlong form, no surrogate, nothing above
// U+10FFFF.
bool is_utf8(Bytes bytes) noexcept;

}  // namespace whit
