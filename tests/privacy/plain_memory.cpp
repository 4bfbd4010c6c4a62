// SPDX-License-Identifier: Apache-2.0
// Guarded memory takes pages of its own for each key, and Linux gives a process some 16,000 of
// those. Ten thousand wallets have hundreds of thousands, of people that don't exist: here a key
// lies in plain memory. The linker finds these two before libsodium's.
#include <cstdlib>

extern "C" {
void* sodium_malloc(std::size_t size);
void* sodium_malloc(std::size_t size) { return std::malloc(size + 1); }
void sodium_free(void* memory);
void sodium_free(void* memory) { std::free(memory); }
}
