/* SPDX-License-Identifier: Apache-2.0
 *
 * What OpenSSL's BIGNUM needs of the rest of OpenSSL: memory, which is wiped wherever it may hold a
 * number, and a queue of errors that nobody reads here.
 */
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef OPENSSL_SMALL_FOOTPRINT
#error "BIGNUM would multiply by Karatsuba's way, which branches by the numbers"
#endif

void OPENSSL_cleanse(void* memory, size_t size) {
  if (size != 0) memset(memory, 0, size);
  __asm__ volatile("" : : "r"(memory) : "memory"); /* for all the compiler knows, it is read here */
}

void* CRYPTO_malloc(size_t size, const char* file, int line) {
  (void)file, (void)line;
  return size == 0 ? NULL : malloc(size);
}

void* CRYPTO_zalloc(size_t size, const char* file, int line) {
  void* const memory = CRYPTO_malloc(size, file, line);
  if (memory != NULL) memset(memory, 0, size);
  return memory;
}

void CRYPTO_free(void* memory, const char* file, int line) {
  (void)file, (void)line;
  free(memory);
}

void CRYPTO_clear_free(void* memory, size_t size, const char* file, int line) {
  if (memory == NULL) return;
  OPENSSL_cleanse(memory, size);
  CRYPTO_free(memory, file, line);
}

/* There is one kind of memory here. */
void* CRYPTO_secure_zalloc(size_t size, const char* file, int line) {
  return CRYPTO_zalloc(size, file, line);
}

void CRYPTO_secure_clear_free(void* memory, size_t size, const char* file, int line) {
  CRYPTO_clear_free(memory, size, file, line);
}

void ERR_new(void) {}
void ERR_set_debug(const char* file, int line, const char* function) {
  (void)file, (void)line, (void)function;
}
void ERR_set_error(int library, int reason, const char* format, ...) {
  (void)library, (void)reason, (void)format;
}
int ERR_set_mark(void) { return 1; }
int ERR_pop_to_mark(void) { return 1; }
