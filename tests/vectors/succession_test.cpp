// SPDX-License-Identifier: Apache-2.0
// spec/vectors/succession: one bundle in the place of another, and the root that is trusted then.
#include "trust/succession.h"

#include <catch2/catch.hpp>

#include "base/hex.h"
#include "vectors/vectors.h"

namespace whit {
namespace {

using test::ByteVector;
using test::Case;

Result<PublicKey> replace(const TrustFile& trust, Bytes installed, Bytes file, UnixTime now) {
  if (installed.empty()) {
    WHIT_TRY(const Bundle fresh, Bundle::open(file, trust));
    if (fresh.head().expires <= now) return Errc::bad_times;
    return fresh.root();
  }
  const auto old = Bundle::open(installed, trust);
  REQUIRE(old.ok());
  WHIT_TRY(const TrustFile under, follow_root(standing_of(*old), trust, file));
  WHIT_TRY(const Bundle fresh, Bundle::open(file, under));
  WHIT_CHECK(follows(standing_of(*old), fresh));
  // What is known from the head alone has to say the same.
  const auto parts = parse_bundle_file(installed);
  const auto standing = read_standing(parts->head, trust.root);
  REQUIRE(standing.ok());
  CHECK(follows(*standing, fresh).ok());
  if (fresh.head().expires <= now) return Errc::bad_times;
  return fresh.root();
}

TEST_CASE("vectors: succession", "[vectors]") {
  for (Case& item : test::load("succession")) {
    INFO(item.path());
    const auto trust = parse_trust_file(item.file("trust"));
    REQUIRE(trust.ok());
    const ByteVector installed = item.file("installed"), file = item.file("bundle");
    const auto root = replace(*trust, installed, file, item.at("at").get<UnixTime>());
    CHECK((root ? hex::encode(root->view()) : "refused") == item.text("expect"));
    CHECK(item.unread().empty());
  }
}

}  // namespace
}  // namespace whit
