// SPDX-License-Identifier: Apache-2.0
// Tokens of others: well-formed CWTs and SD-CWTs that aren't ours must not be taken for ours.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "support/world.h"
#include "whit/token.h"

namespace whit {
namespace {

ByteVector read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST_CASE("the SD-CWT draft's examples are refused: other algorithms, redacted claims") {
  const std::string folder = WHIT_SHARED_VECTORS "/sd-cwt/examples/";
  const test::World world;
  int seen = 0;
  for (const char* name :
       {"issuer_cwt", "nested_issuer_cwt", "nested_cwt", "decoy", "kbt", "nested_kbt"}) {
    const ByteVector bytes = read(folder + name + ".cbor");
    if (bytes.empty()) continue;
    INFO(name);
    CHECK_FALSE(parse_presentation(bytes).ok());
    CHECK_FALSE(parse_token(bytes).ok());
    CHECK_FALSE(parse_paper(bytes).ok());
    CHECK(world.check(bytes).verdict == Verdict::malformed);
    ++seen;
  }
  if (seen == 0) WARN("skipped: the SD-CWT examples are not here");
}

}  // namespace
}  // namespace whit
