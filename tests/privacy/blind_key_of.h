// SPDX-License-Identifier: Apache-2.0
// A key for blind tokens from a name: the same town has the same keys.
#pragma once

#include <memory>
#include <string>

#include "crypto/blind_rsa.h"

namespace whit::privacy {

std::shared_ptr<const BlindSigningKey> blind_key_of(const std::string& name);

}  // namespace whit::privacy
