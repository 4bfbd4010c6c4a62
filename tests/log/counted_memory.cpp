// SPDX-License-Identifier: Apache-2.0
// In a file of its own, so that no compiler sees malloc and delete meet. A sanitizer has its own
// operators, and counts for us.
#include "log/counted_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define WHIT_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define WHIT_SANITIZED 1
#endif
#endif

namespace {
std::atomic<std::size_t> taken{0};
}

#ifdef WHIT_SANITIZED
#include <sanitizer/allocator_interface.h>

namespace {

void count(const volatile void* /*memory*/, std::size_t size) { taken += size; }
void count_nothing(const volatile void* /*memory*/) {}

[[maybe_unused]] const int installed =
    __sanitizer_install_malloc_and_free_hooks(count, count_nothing);

}  // namespace
#else
void* operator new(std::size_t size) {
  taken += size;
  if (void* out = std::malloc(size == 0 ? 1 : size)) return out;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace whit::test {

std::size_t memory_taken() noexcept { return taken; }

}  // namespace whit::test
