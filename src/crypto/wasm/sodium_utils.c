/* SPDX-License-Identifier: Apache-2.0
 *
 * What libsodium's checks need of its utils.c, which itself needs an operating system. What they
 * compare and wipe is public: a verifier has no secrets.
 */
#include <sodium/core.h>
#include <sodium/utils.h>
#include <string.h>

void sodium_memzero(void* const memory, const size_t size) { memset(memory, 0, size); }

int sodium_memcmp(const void* const a, const void* const b, size_t size) {
  return memcmp(a, b, size) == 0 ? 0 : -1;
}

int sodium_is_zero(const unsigned char* bytes, const size_t size) {
  unsigned char any = 0;
  for (size_t i = 0; i < size; ++i) any |= bytes[i];
  return any == 0;
}

void sodium_misuse(void) { __builtin_trap(); }
