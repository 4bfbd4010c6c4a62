/* SPDX-License-Identifier: Apache-2.0
 *
 * What libsodium's signatures and our guarded memory need of its utils.c, which itself needs an
 * operating system. WebAssembly has no pages to guard or lock: what is left is wiping.
 */
#include <sodium/core.h>
#include <sodium/utils.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void sodium_memzero(void* const memory, const size_t size) {
  if (size != 0) memset(memory, 0, size);
  __asm__ volatile("" : : "r"(memory) : "memory"); /* for all the compiler knows, it is read here */
}

int sodium_memcmp(const void* const a, const void* const b, size_t size) {
  const volatile unsigned char *one = a, *other = b;
  unsigned char difference = 0;
  for (size_t i = 0; i < size; ++i) difference |= one[i] ^ other[i];
  return difference == 0 ? 0 : -1;
}

int sodium_is_zero(const unsigned char* bytes, const size_t size) {
  volatile unsigned char any = 0;
  for (size_t i = 0; i < size; ++i) any |= bytes[i];
  return any == 0;
}

/* The size stands in front, for sodium_free to know how much to wipe. */
enum { FRONT = 16 };

void* sodium_malloc(const size_t size) {
  if (size > SIZE_MAX - FRONT) return NULL;
  unsigned char* const memory = malloc(FRONT + size);
  if (memory == NULL) return NULL;
  memcpy(memory, &size, sizeof size);
  return memory + FRONT;
}

void sodium_free(void* memory) {
  if (memory == NULL) return;
  unsigned char* const front = (unsigned char*)memory - FRONT;
  size_t size;
  memcpy(&size, front, sizeof size);
  sodium_memzero(memory, size);
  free(front);
}

void sodium_misuse(void) { __builtin_trap(); }
