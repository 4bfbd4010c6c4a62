// SPDX-License-Identifier: Apache-2.0
// Which bundle may take the place of which: spec/trust.md, 7.4 and section 10, rule by rule.
#include "trust/succession.h"

#include <catch2/catch.hpp>
#include <limits>

#include "crypto/hash.h"
#include "trust/forge.h"

namespace whit {
namespace {

using test::Forge;
using test::seeded_key;

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

Hash announced(std::string_view name) { return sha256(seeded_key(name).public_key().view()); }

// Office is an issuer whose bundles follow each other, as long as nobody meddles.
struct Office : Forge {
  TrustFile trust = world.trust();

  Office() {
    manifest.sequence = list.sequence = 5;
    manifest.next_root = announced("second root");
  }

  Bundle bundle() {
    commit();
    auto out = Bundle::open(file(), trust);
    REQUIRE(out.ok());
    return *std::move(out);
  }
  Standing standing() { return standing_of(bundle()); }

  // sign_with gives the bundle key, or the keys key, to another one.
  void give_bundle_key(std::string_view name) {
    publisher = seeded_key(name);
    manifest.keys[1].key = publisher.public_key();
  }
  void give_keys_key(std::string_view name) {
    keys = seeded_key(name);
    manifest.keys[0].key = keys.public_key();
  }
  // turn_to makes another root sign, as a successor has to.
  void turn_to(std::string_view name) {
    root = seeded_key(name);
    manifest.root = trust.root = root.public_key();
    manifest.next_root = announced("third root");
  }
};

Errc follows(const Standing& old, Office& fresh) {
  const Status status = whit::follows(old, fresh.bundle());
  return status.ok() ? Errc{} : status.error().code;
}

TEST_CASE("the same bundle again, the next one and a later one follow", "[trust-7.4]") {
  Office office;
  const Standing old = office.standing();
  CHECK(follows(old, office) == Errc{});
  office.head.version = 8;
  office.head.previous = old.head_hash;
  CHECK(follows(old, office) == Errc{});
  office.head.version = 9;
  office.head.previous = {};
  CHECK(follows(old, office) == Errc{});
  office.head.version = kLargest;
  CHECK(follows(old, office) == Errc{});
}

TEST_CASE("nothing follows that is older", "[trust-7.4]") {
  Office version, manifest, list;
  const Standing old = version.standing();
  version.head.version = 6;
  CHECK(follows(old, version) == Errc::older_version);
  manifest.head.version = list.head.version = 9;
  manifest.manifest.sequence = 4;
  CHECK(follows(old, manifest) == Errc::older_manifest);
  list.list.sequence = 4;
  CHECK(follows(old, list) == Errc::older_key_list);
}

TEST_CASE("two heads of one place are a fork", "[trust-7.4]") {
  Office same, next;
  const Standing old = same.standing();
  same.head.next_update += 1;
  CHECK(follows(old, same) == Errc::version_conflict);
  next.head.version = 8;
  CHECK(follows(old, next) == Errc::broken_chain);
}

TEST_CASE("an issuer's bundle is no other's, and training stays training", "[trust-7.4]") {
  Office office;
  Standing old = office.standing();
  office.head.version = 9;
  office.manifest.specimen = true;
  CHECK(follows(old, office) == Errc::other_training);
  old.specimen = true;
  CHECK(follows(old, office) == Errc{});
  office.manifest.specimen = false;
  CHECK(follows(old, office) == Errc::other_training);
  old.iss = "tax";
  CHECK(follows(old, office) == Errc::other_issuer);
}

TEST_CASE("a root names its successor once", "[trust-10]") {
  Office office;
  const Standing old = office.standing();
  office.manifest.sequence = office.head.version = kLargest;
  office.manifest.next_root = announced("the thief's root");
  CHECK(follows(old, office) == Errc::other_successor);
}

TEST_CASE("the announced root follows, at any sequence", "[trust-10]") {
  Office office;
  const Standing old = office.standing();
  office.head.version = 9;
  office.turn_to("second root");
  CHECK(follows(old, office) == Errc{});
  office.manifest.sequence = 0;  // the root before may have been a thief's, and its numbers with it
  CHECK(follows(old, office) == Errc{});
  // Its service keys are the same, so the rest of the rules hold.
  office.head.version = 6;
  CHECK(follows(old, office) == Errc::older_version);
}

TEST_CASE("a root can't be skipped, taken back or made up", "[trust-10]") {
  Office office;
  const Standing first = office.standing();
  office.head.version = 9;
  office.turn_to("third root");
  CHECK(follows(first, office) == Errc::unannounced_root);
  office.turn_to("second root");
  const Standing second = office.standing();
  Office late;
  late.head.version = 10;
  late.manifest.sequence = 9;
  CHECK(follows(second, late) == Errc::unannounced_root);
  late.turn_to("the thief's root");
  CHECK(follows(second, late) == Errc::unannounced_root);
}

TEST_CASE("a dropped bundle key takes its versions with it", "[trust-7.4]") {
  Office thief;
  thief.head.version = kLargest;
  const Standing old = thief.standing();

  Office office;
  office.give_bundle_key("spare bundle key");
  CHECK(follows(old, office) == Errc::older_version);  // the manifest isn't a newer one
  office.manifest.sequence = 6;
  CHECK(follows(old, office) == Errc{});
  // What the newer manifest still lists counts, for its use alone.
  office.manifest.keys.push_back(office.manifest.keys[1]);
  office.manifest.keys.back().key = old.head_key;
  CHECK(follows(old, office) == Errc::older_version);
  office.manifest.keys.back().use = Use::log;
  CHECK(follows(old, office) == Errc{});
  // The key list's numbers are those of another key.
  office.list.sequence = 4;
  CHECK(follows(old, office) == Errc::older_key_list);
}

TEST_CASE("a dropped keys key takes the lists' sequence with it", "[trust-7.4]") {
  Office thief;
  thief.list.sequence = kLargest;
  const Standing old = thief.standing();

  Office office;
  office.head.version = 9;
  office.give_keys_key("spare keys key");
  CHECK(follows(old, office) == Errc::older_key_list);
  office.manifest.sequence = 6;
  CHECK(follows(old, office) == Errc{});
  office.head.version = 6;
  CHECK(follows(old, office) == Errc::older_version);
}

TEST_CASE("a standing is the same from the head alone", "[trust-10]") {
  Office office;
  const Standing opened = office.standing();
  const auto read = read_standing(office.signed_head(), office.trust.root);
  REQUIRE(read.ok());
  CHECK(read->iss == opened.iss);
  CHECK(read->root == opened.root);
  CHECK(read->next_root == opened.next_root);
  CHECK(read->manifest_sequence == 5);
  CHECK(read->key_list_sequence == 5);
  CHECK(read->version == opened.version);
  CHECK(read->head_hash == opened.head_hash);
  CHECK(read->head_key == seeded_key("bundle").public_key());
  CHECK(read->list_key == seeded_key("keys").public_key());
  CHECK_FALSE(read_standing({}, office.trust.root).ok());
}

// Where follow_root leads from the office's first root.
struct Way {
  Office before, after;
  Way() {
    after.head.version = 9;
    after.manifest.sequence = 6;
  }
  Result<TrustFile> lead() {
    after.commit();
    return lead_as_it_is();
  }
  Result<TrustFile> lead_as_it_is() {
    return follow_root(before.standing(), before.trust, after.file());
  }
  Errc refusal() {
    const auto led = lead();
    return led ? Errc{} : led.error().code;
  }
};

TEST_CASE("the announced root's bundle gives the trust file that opens it", "[trust-10]") {
  Way way;
  way.after.turn_to("second root");
  const auto led = way.lead();
  REQUIRE(led.ok());
  CHECK(led->root == seeded_key("second root").public_key());
  CHECK(led->iss == way.before.trust.iss);
  CHECK(led->url == way.before.trust.url);
  CHECK(led->origin == way.before.trust.origin);
  CHECK(led->policy == way.before.trust.policy);
  CHECK(Bundle::open(way.after.file(), *led).ok());
  CHECK(Bundle::open(way.after.file(), way.before.trust).error().code == Errc::wrong_root);
}

TEST_CASE("a bundle of the same root leads nowhere", "[trust-10]") {
  Way way;
  const auto led = way.lead();
  REQUIRE(led.ok());
  CHECK(led->root == way.before.trust.root);
  way.after.manifest.root = way.before.trust.root;  // as a root that succeeded another says
  CHECK(way.lead()->root == way.before.trust.root);
}

TEST_CASE("no other root is followed", "[trust-10]") {
  Way skipping, silent, lying, forged, foreign;
  skipping.after.turn_to("third root");
  CHECK(skipping.refusal() == Errc::unannounced_root);

  silent.after.turn_to("second root");
  silent.after.manifest.root.reset();
  CHECK(silent.refusal() == Errc::wrong_root);

  // Another root that names the announced one as itself, in its own name and in that one's.
  lying.after.turn_to("the thief's root");
  lying.after.manifest.root = seeded_key("second root").public_key();
  CHECK(lying.refusal() == Errc::false_root);
  forged.after.turn_to("second root");
  forged.after.commit();
  forged.after.head.manifest.back() ^= 1;
  CHECK(forged.lead_as_it_is().error().code == Errc::bad_signature);

  foreign.after.turn_to("second root");
  foreign.after.manifest.iss = "tax";
  CHECK(foreign.refusal() == Errc::other_issuer);
  CHECK_FALSE(follow_root(foreign.before.standing(), foreign.before.trust, {}).ok());
}

TEST_CASE("a root that states another one as itself opens nowhere", "[trust-7]") {
  Forge forge;
  forge.manifest.root = forge.root.public_key();
  CHECK(forge.opens() == Errc{});
  forge.manifest.root = seeded_key("second root").public_key();
  CHECK(forge.opens() == Errc::false_root);
}

}  // namespace
}  // namespace whit
