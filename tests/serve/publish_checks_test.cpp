// SPDX-License-Identifier: Apache-2.0
// What an issuer doesn't publish, because checkers would be left without data that they take; and
// what it says loudly and publishes all the same.
#include "cli/issuer/publish_checks.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/log_keeper.h"
#include "crypto/hash.h"
#include "serve/issuer_folder.h"
#include "trust/forge.h"
#include "trust/limits.h"

namespace whit {
namespace {

using cli::BundleBefore;
using cli::Caution;
using cli::Failure;
using cli::RootKind;
using test::IssuerFolder;
using test::kNoon;

constexpr Seconds kHour = 3600;

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    CHECK_FALSE(failure.hint().empty());
    return failure.error();
  }
  return "";
}

std::string catalogue_with(const std::string& from, const std::string& to) {
  std::string text = test::plain_catalogue();
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

Bundle publish(IssuerFolder& office, UnixTime now, const std::vector<std::string>& dropped) {
  office.at(now);
  const auto service = office.service();
  cli::LogKeeper log(office.folder(), office.vault(), *service, office.rng);
  return cli::publish(log, now, ClockRule::doubt, dropped);
}

std::vector<std::string> sentences(const std::vector<Caution>& cautions) {
  std::vector<std::string> out;
  for (const Caution& caution : cautions) {
    CHECK_FALSE(caution.command.empty());
    out.push_back(caution.sentence);
  }
  return out;
}

// loud is what is said of `bundle` when it follows what `office` had published.
std::vector<std::string> loud(const IssuerFolder& office, const Bundle& bundle,
                              const std::optional<BundleBefore>& before) {
  return sentences(cli::cautions(office.folder(), bundle, 1000, before));
}

TEST_CASE("a preset that checkers may ask is not dropped unless it is named", "[publish]") {
  IssuerFolder office(RootKind::earnest);
  office.publish(kNoon);
  office.apply(catalogue_with("\"slug\": \"hire\"", "\"slug\": \"hiring\""));
  CHECK(error_of([&] { office.publish(kNoon + kHour); }) ==
        "refusing to publish: preset hire is gone; no checker that asks it could check");
  CHECK(error_of([&] { publish(office, kNoon + kHour, {"gate"}); }) != "");
  const auto stands = cli::published(office.folder());
  REQUIRE(stands);
  CHECK(stands->bundle.head().version == 1);
  CHECK(stands->bundle.find_preset("hire") != nullptr);
  const Bundle named = publish(office, kNoon + kHour, {"hire"});
  CHECK(named.head().version == 2);
  CHECK(named.find_preset("hire") == nullptr);
  CHECK(office.publish(kNoon + 2 * kHour).head().version == 3);  // it is gone by now
}

TEST_CASE("a preset that changes is published, and said loudly", "[publish]") {
  IssuerFolder office(RootKind::earnest);
  const Bundle first = office.publish(kNoon);
  const auto before = cli::bundle_before(office.folder());
  REQUIRE(before);
  CHECK(before->hash == first.head_hash());
  CHECK(loud(office, first, before).empty());
  const auto after = [&](const std::string& from, const std::string& to) {
    IssuerFolder other(RootKind::earnest);
    other.apply(catalogue_with(from, to));
    return loud(other, other.publish(kNoon), before);
  };
  const std::string gate = "\"max_age\": 259200";
  CHECK(after(gate, "\"max_age\": 604800") ==
        std::vector<std::string>{"preset gate lets more through than before"});
  CHECK(after(gate, "\"max_age\": 86400") ==
        std::vector<std::string>{"preset gate is narrower than before"});
  const auto short_lived = after(gate, "\"max_age\": 600");
  REQUIRE(short_lived.size() == 2);
  CHECK(short_lived[0] ==
        "preset gate wants data of at most 10 min, and a bundle comes every 60 min");
}

TEST_CASE("the last day of the certificate is published, and that it is the last", "[publish]") {
  IssuerFolder office(RootKind::earnest);
  const Bundle first = office.publish(kNoon);
  const UnixTime last = midnight(first.manifest().ends) - kHour;
  CHECK(loud(office, office.publish(last - kHour), std::nullopt).empty());
  const Bundle bundle = office.publish(last);
  const auto said = loud(office, bundle, std::nullopt);
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("the root's certificate ends on 24 Nov 2027; the next bundle, due 24 Nov 2027 "
                     "00:00, cannot be published") == 0);
  CHECK(error_of([&] { office.publish(last + kHour); }).find("refusing to publish: no key for") ==
        0);
  CHECK(cli::published(office.folder())->bundle.head_hash() == bundle.head_hash());
}

// before_of is the bundle that `forge` makes, as the one before.
BundleBefore before_of(test::Forge& forge) {
  forge.commit();
  const ByteVector head = forge.signed_head();
  return {forge.head, sha256(encode(forge.head)), head};
}

using Change = std::function<void(test::Forge&)>;

// root_error is what is said of a certificate that isn't quite that of `before`.
std::string root_error(const BundleBefore& before, const Change& change) {
  test::Forge forge;
  forge.manifest.next_root = sha256(test::seeded_key("next root").public_key().view());
  change(forge);
  const ByteVector manifest = sign_part(encode(forge.manifest), registry::kTypManifest, forge.root);
  return error_of([&] { cli::refuse_other_root(manifest, forge.root.public_key(), before); });
}

TEST_CASE("a certificate that no checker would take next is not published", "[publish]") {
  test::Forge forge;
  forge.manifest.next_root = sha256(test::seeded_key("next root").public_key().view());
  const BundleBefore before = before_of(forge);
  CHECK(root_error(before, [](test::Forge&) {}).empty());
  CHECK(root_error(before,
                   [](test::Forge& each) {
                     each.manifest.next_root =
                         sha256(test::seeded_key("thief").public_key().view());
                     each.manifest.sequence += 1;
                   }) ==
        "refusing to publish: the certificate announces another next root than the bundle before");
  CHECK(root_error(before, [](test::Forge& each) {
          each.manifest.sequence -= 1;
        }).find("is older than the published") != std::string::npos);
  CHECK(root_error(before, [](test::Forge& each) {
          each.manifest.ends += 1;
        }).find("was published before") != std::string::npos);
  CHECK(root_error(before, [](test::Forge& each) {
          each.root = test::seeded_key("next root");
        }).empty());
  CHECK(root_error(before, [](test::Forge& each) { each.root = test::seeded_key("thief"); }) ==
        "refusing to publish: the root that certified these keys is not the one that was "
        "announced");
}

// stranding_error is what is said of the bundle after `before`, with a change.
std::string stranding_error(const BundleBefore& before, const Change& change) {
  test::Forge forge;
  forge.head.version = before.head.version + 1;
  forge.head.previous = before.hash;
  change(forge);
  forge.commit();
  const auto bundle = Bundle::open(forge.file(), forge.world.trust());
  REQUIRE(bundle.ok());
  return error_of([&] { cli::refuse_stranding(*bundle, before); });
}

TEST_CASE("a bundle that no checker would take after the one before is not published",
          "[publish]") {
  test::Forge forge;
  const BundleBefore before = before_of(forge);
  const std::string never = "refusing to publish: no checker would take it after v";
  CHECK(stranding_error(before, [](test::Forge&) {}).empty());
  CHECK(stranding_error(before, [](test::Forge& each) {
          each.head.previous = Hash{};
        }).find(never) == 0);
  CHECK(stranding_error(before, [](test::Forge& each) { each.head.version -= 2; }).find(never) ==
        0);
  CHECK(stranding_error(before, [](test::Forge& each) {
          each.list.tokens.front().last += 1;
        }).find("another key list") != std::string::npos);
  CHECK(stranding_error(before, [](test::Forge& each) {
          each.list.tokens.front().last += 1;
          each.list.sequence += 1;
        }).empty());
  CHECK(stranding_error(before, [](test::Forge& each) {
          each.head.next_update = each.head.expires;
        }).find("before the next one comes") != std::string::npos);
}

TEST_CASE("a bundle that nobody reads is not published, and it is said by how much", "[publish]") {
  CHECK(error_of([] { cli::refuse_too_large(kMaxBundle, kMaxBundle - 100000); }).empty());
  CHECK(error_of([] { cli::refuse_too_large(kMaxBundle + 1600, 15840000); }) ==
        "refusing to publish: it would have 16,001,600 bytes with about 990,000 withdrawn facts, "
        "decoys among them; checkers read 16,000,000, so 100 are too many");
}

}  // namespace
}  // namespace whit
