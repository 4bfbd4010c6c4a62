// SPDX-License-Identifier: Apache-2.0
// In a file of its own, so that no compiler sees malloc and delete meet.
#include "log/counted_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> taken{0};
}

void* operator new(std::size_t size) {
  taken += size;
  if (void* out = std::malloc(size == 0 ? 1 : size)) return out;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace whit::test {

std::size_t memory_taken() noexcept { return taken; }

}  // namespace whit::test
