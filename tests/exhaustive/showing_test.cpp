// SPDX-License-Identifier: Apache-2.0
// Every truncation and every single damaged bit or character of every kind of showing is refused.
#include <catch2/catch.hpp>

#include "support/samples.h"

namespace whit {
namespace {

using test::Sample;

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// A blind_world and its samples, made once: what follows only reads them.
struct Stage {
  test::BlindSigner signer;
  test::World world = test::blind_world(signer);
  std::vector<Sample> samples = test::samples(world, signer);
};

const Stage& stage() {
  static const Stage made;
  return made;
}

bool is_refused(const Sample& sample, Bytes showing) {
  const Verdict verdict = sample.check(stage().world, showing);
  return verdict != Verdict::valid && verdict != Verdict::document_not_compared;
}

int accepted_flips(const Sample& sample, ByteVector bytes) {
  int out = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
    bytes[bit / 8] ^= mask;
    if (!is_refused(sample, bytes)) ++out;
    bytes[bit / 8] ^= mask;
  }
  return out;
}

int accepted_truncations(const Sample& sample, Bytes bytes) {
  int out = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (!is_refused(sample, bytes.first(size))) ++out;
    if (!is_refused(sample, bytes.last(size))) ++out;
  }
  return out;
}

// Each character of a text replaced by every `step`-th other one of the alphabet.
int accepted_replacements(const Sample& sample, std::string text, std::size_t step) {
  int out = 0;
  for (char& c : text) {
    const char was = c;
    const std::size_t place = kAlphabet.find(was);
    for (std::size_t by = 1; by < kAlphabet.size(); by += step) {
      c = kAlphabet[(place + by) % kAlphabet.size()];
      if (!is_refused(sample, as_bytes(text))) ++out;
    }
    c = was;
  }
  return out;
}

// The samples of one mode, each as it is and damaged in every way.
void damage(std::string_view mode) {
  int found = 0;
  for (const Sample& sample : stage().samples) {
    if (sample.name.substr(0, mode.size()) != mode) continue;
    ++found;
    INFO(sample.name);
    const std::string text = sample.text();
    REQUIRE(sample.check(stage().world, sample.cbor) == sample.verdict);
    REQUIRE(sample.check(stage().world, as_bytes(text)) == sample.verdict);
    CHECK(accepted_flips(sample, sample.cbor) == 0);
    CHECK(accepted_truncations(sample, sample.cbor) == 0);
    CHECK(accepted_truncations(sample, as_bytes(text)) == 0);
    CHECK(accepted_replacements(sample, text, 22) == 0);
  }
  CHECK(found > 0);
}

TEST_CASE("a damaged one-way code is never accepted", "[token-2][verify-6]") { damage("one-way"); }
TEST_CASE("a damaged posted code is never accepted", "[token-2][verify-6]") { damage("posted"); }
TEST_CASE("a damaged answer to a challenge is never accepted", "[token-2][verify-6]") {
  damage("challenge");
}
TEST_CASE("a damaged paper code is never accepted", "[token-2][verify-5]") { damage("paper"); }

TEST_CASE("no other character in any place of a code is accepted", "[token-8]") {
  for (const Sample& sample : stage().samples) {
    if (sample.name != "one-way, 1 fact" && sample.name != "paper") continue;
    INFO(sample.name);
    CHECK(accepted_replacements(sample, sample.text(), 1) == 0);
  }
}

TEST_CASE("a damaged token that nobody asked for is refused too", "[verify-4]") {
  for (Sample sample : stage().samples) {
    if (sample.name != "one-way, 4 facts") continue;
    sample.policy = stage().world.policy("gate");
    REQUIRE(sample.check(stage().world, sample.cbor) == Verdict::valid);
    CHECK(accepted_flips(sample, sample.cbor) == 0);
  }
}

}  // namespace
}  // namespace whit
