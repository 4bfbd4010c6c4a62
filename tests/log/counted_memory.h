// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace whit::test {

// memory_taken is how many bytes this program has asked for so far, whether given back or not.
std::size_t memory_taken() noexcept;

}  // namespace whit::test
