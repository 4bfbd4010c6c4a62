// SPDX-License-Identifier: Apache-2.0
// SHA-256 of what comes in pieces.
#pragma once

#include <sodium/crypto_hash_sha256.h>

#include "whit/bytes.h"

namespace whit {

class Hasher {
 public:
  Hasher() noexcept;
  void add(Bytes piece) noexcept;
  // finish is the SHA-256 of all that was added. Afterwards the hasher is of no use.
  Hash finish() noexcept;

 private:
  crypto_hash_sha256_state state_{};
};

}  // namespace whit
