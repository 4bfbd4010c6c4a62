// SPDX-License-Identifier: Apache-2.0
#include "trust/words.h"

#include <catch2/catch.hpp>
#include <set>

#include "base/hex.h"
#include "crypto/hash.h"

using namespace whit;

TEST_CASE("the word list is the published one, byte for byte", "[trust][words]") {
  std::string file;
  for (std::size_t i = 0; i < kWordCount; ++i) file.append(word(i)).append("\n");
  CHECK(hex::encode(sha256(as_bytes(file)).view()) ==
        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
}

TEST_CASE("the words ascend and differ in their first four letters", "[trust][words]") {
  std::set<std::string_view> heads;
  for (std::size_t i = 0; i < kWordCount; ++i) {
    heads.insert(word(i).substr(0, 4));
    if (i > 0) CHECK(word(i - 1) < word(i));
  }
  CHECK(heads.size() == kWordCount);
}

TEST_CASE("six words spell the first 66 bits of the root key's hash", "[trust][words]") {
  PublicKey root;
  for (std::size_t i = 0; i < 32; ++i) root.bytes[i] = static_cast<std::uint8_t>(i);
  // SHA-256("whit/root/v1" 00 00..1f), its first 66 bits computed apart in Python.
  CHECK(six_words(root) == "hawk marriage abuse chase gold test");
}

TEST_CASE("typed words are the same in any case and spacing, and not otherwise", "[trust][words]") {
  CHECK(same_words("  Coral LADDER\tpepper ", "coral ladder pepper"));
  CHECK_FALSE(same_words("coral ladder", "coral ladder pepper"));
  CHECK_FALSE(same_words("coral ladder pepper otter", "coral ladder pepper"));
  CHECK_FALSE(same_words("coral laddr pepper", "coral ladder pepper"));
  CHECK_FALSE(same_words("", "coral ladder pepper"));
}
