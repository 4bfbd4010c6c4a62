// SPDX-License-Identifier: Apache-2.0
// In a browser's wallet all memory that C++ gives back is wiped: containers hold messages, PINs and
// codes, and the module's memory is one long array that stays.
#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#include "crypto/secret.h"

#if defined(__wasm__)  // elsewhere this file is only compiled
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  whit::wipe({static_cast<std::uint8_t*>(memory), malloc_usable_size(memory)});
  std::free(memory);
}
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }
#endif
