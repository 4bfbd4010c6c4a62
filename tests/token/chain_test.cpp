// SPDX-License-Identifier: Apache-2.0
#include "status/chain.h"

#include <catch2/catch.hpp>
#include <set>

#include "crypto/hash.h"

namespace whit {
namespace {

const Seed kSeed = Seed::from(sha256(as_bytes("a chain")).view().first(16));

TEST_CASE("no two days and no two places of a chain share a handle", "[chain-2]") {
  std::set<Handle> seen;
  for (Day day = 0; day < 60; ++day) {
    const HandleKey key(ratchet_by(kSeed, day));
    for (std::uint64_t i = 0; i < 8; ++i) CHECK(seen.insert(key.handle(i)).second);
  }
}

TEST_CASE("the index of a handle is little endian over eight bytes", "[chain-2]") {
  const HandleKey key(kSeed);
  CHECK_FALSE(key.handle(1) == key.handle(std::uint64_t{1} << 56));
  CHECK_FALSE(key.handle(256) == key.handle(1));
}

}  // namespace
}  // namespace whit
