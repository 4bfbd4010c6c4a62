// SPDX-License-Identifier: Apache-2.0
// A bundle whose signed parts can be changed before they are signed.
#pragma once

#include <utility>

#include "support/world.h"
#include "token/registry.h"

namespace whit::test {

// Forge is a world whose signed parts can be changed before they are signed.
struct Forge {
  World world;
  RootManifest manifest = parts(world).first;
  KeyList list = parts(world).second;
  Head head = world.head();
  SigningKey root = seeded_key("root"), keys = seeded_key("keys");
  SigningKey publisher = seeded_key("bundle");

  static std::pair<RootManifest, KeyList> parts(const World& world) {
    return {world.bundle().manifest(), world.bundle().key_list()};
  }

  // commit puts manifest and key list into the head, and proves the list.
  void commit() {
    head.manifest = sign_part(encode(manifest), registry::kTypManifest, root);
    head.key_list = sign_part(encode(list), registry::kTypKeyList, keys);
    world.prove(head);
  }
  // opens is 0 for a bundle that opens, or the error.
  Errc opens() {
    commit();
    return opens_as_it_is();
  }
  Errc opens_as_it_is() const {
    const auto bundle = Bundle::open(file(), world.trust());
    return bundle ? Errc{} : bundle.error().code;
  }
  // signed_head and file are of the head as it is.
  ByteVector signed_head() const { return sign_part(encode(head), registry::kTypHead, publisher); }
  ByteVector file() const { return encode_bundle_file(signed_head(), {}); }
};

}  // namespace whit::test
