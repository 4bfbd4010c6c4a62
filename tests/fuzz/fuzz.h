// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets share: an entry point that takes Bytes, and a property that must hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "whit/bytes.h"

namespace whit::fuzz {

using ByteVector = std::vector<std::uint8_t>;

// run is the target: it reads `input` and calls must for what has to be true of it.
void run(Bytes input);

// must ends the program where a property doesn't hold, which the fuzzer reports as a crash.
inline void must(bool holds) {
  if (!holds) __builtin_trap();
}

// same_again: what `parse` takes, `encode` writes back byte for byte.
template <auto parse, class Encode>
void same_again(Bytes input, Encode encode) {
  if (const auto read = parse(input)) must(equal(encode(*read), input));
}

}  // namespace whit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  whit::fuzz::run({data, size});
  return 0;
}
