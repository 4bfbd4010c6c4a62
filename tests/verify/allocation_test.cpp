// SPDX-License-Identifier: Apache-2.0
// verify() allocates nothing on its way to a yes, but for the tables of withdrawn handles that the
// first check of a fact and day makes, and once in each thread that checks blind tokens. The hook
// stands in the place of the C library's allocator for this whole program, so that it sees whoever
// asks, libsodium and operator new too. OpenSSL, which allocates for each hash and each RSA check,
// is counted apart.
#include <openssl/crypto.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <utility>

#include "support/samples.h"

namespace {

// Only of this thread, and only while somebody counts.
thread_local bool counting = false;
thread_local int allocations = 0;

void note() {
  if (counting) ++allocations;
}

}  // namespace

// glibc's allocator under its other names; these symbols come before its own.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) {
  note();
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  note();
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  note();
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  note();
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  note();
  *out = __libc_memalign(alignment, size);
  return *out != nullptr ? 0 : 12;
}
}

namespace {

thread_local int openssl_allocations = 0;

void* openssl_malloc(std::size_t size, const char*, int) {
  if (counting) ++openssl_allocations;
  return __libc_malloc(size);
}
void* openssl_realloc(void* memory, std::size_t size, const char*, int) {
  if (counting) ++openssl_allocations;
  return __libc_realloc(memory, size);
}
void openssl_free(void* memory, const char*, int) { std::free(memory); }

// Only before its first allocation does OpenSSL take another allocator.
const int kTaken = CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free);

}  // namespace

namespace whit {
namespace {

// What `work` allocates, and what OpenSSL does below it.
struct Count {
  int own = 0, openssl = 0;
};

template <class Work>
Count count_allocations(Work work) {
  allocations = openssl_allocations = 0;
  counting = true;
  work();
  counting = false;
  return {allocations, openssl_allocations};
}

Count count_check(const test::World& world, const test::Sample& sample, Bytes showing) {
  Report report;
  const auto check = [&] {
    report = verify(showing, &world.bundle(), sample.policy, sample.context);
  };
  const Count out = count_allocations(check);
  CHECK(report.verdict == sample.verdict);
  return out;
}

TEST_CASE("the hook sees new, malloc and OpenSSL", "[verify-2]") {
  REQUIRE(kTaken == 1);
  CHECK(count_allocations([] { ::operator delete(::operator new(1)); }).own == 1);
  void* volatile kept = nullptr;
  const auto with_malloc = [&] {
    kept = std::malloc(1);
    std::free(kept);
  };
  CHECK(count_allocations(with_malloc).own == 1);
  CHECK(count_allocations([&] { kept = std::realloc(std::calloc(1, 1), 2); }).own == 2);
  std::free(kept);
  const auto with_openssl = [&] {
    kept = OPENSSL_malloc(1);
    OPENSSL_free(kept);
  };
  CHECK(count_allocations(with_openssl).openssl == 1);
}

TEST_CASE("a check that says yes allocates nothing", "[verify-2]") {
  const test::BlindSigner signer;
  const test::World world = test::blind_world(signer);
  int checked = 0, of_the_thread = 1;  // OpenSSL's key stays with the thread that checked by it
  for (const test::Sample& sample : test::samples(world, signer)) {
    INFO(sample.name);
    const bool blind = sample.name.find("blind") != std::string::npos;
    const std::string text = sample.text();
    for (const Bytes showing : {Bytes(sample.cbor), as_bytes(text)}) {
      const Count count = count_check(world, sample, showing);
      CHECK(count.own == (blind ? std::exchange(of_the_thread, 0) : 0));
      CHECK((count.openssl == 0 || blind));  // its arithmetic
      ++checked;
    }
  }
  CHECK(checked == 42);
}

TEST_CASE("looking through withdrawals allocates once for a fact and day", "[verify-2]") {
  test::Options options;
  options.withdrawals = {
      {Kind::revocable, test::World::kToday, test::kPermit, {Seed{{1}}, Seed{{2}}}}};
  const test::World world(options);
  const ByteVector cbor = world.show({test::kPermit});
  Context context;
  context.now = world.now;
  const test::Sample sample{"", {}, cbor, world.policy("gate"), context, Verdict::valid};
  const Count first = count_check(world, sample, cbor);
  CHECK(first.own == 3);     // the table, its seeds and its handles
  CHECK(first.openssl > 0);  // its hashes: or nothing was looked through
  for (int again = 0; again < 3; ++again) {
    const Count count = count_check(world, sample, cbor);
    CHECK(count.own == 0);
    CHECK(count.openssl == 0);
  }
}

}  // namespace
}  // namespace whit
