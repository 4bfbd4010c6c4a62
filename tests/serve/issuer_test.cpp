// SPDX-License-Identifier: Apache-2.0
// whit-issuer's own work: roots, keys made ahead, catalogue files and publishing.
#include <catch2/catch.hpp>
#include <functional>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/service_keys.h"
#include "crypto/hash.h"
#include "log/entry.h"
#include "serve/issuer_folder.h"

namespace whit {
namespace {

using cli::Failure;
using cli::RootKind;
using test::IssuerFolder;
using test::kNoon;

constexpr Seconds kDay = kSecondsPerDay;

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
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

std::string catalogue_error(const std::string& from, const std::string& to) {
  return error_of([&] { cli::parse_catalogue(catalogue_with(from, to), "c.json"); });
}

TEST_CASE("a first bundle opens, and commits to its key list by a log header", "[issuer]") {
  IssuerFolder office(RootKind::specimen);
  const Bundle bundle = office.publish(kNoon);
  const Head& head = bundle.head();
  CHECK(bundle.specimen());
  CHECK(head.version == 1);
  CHECK(head.previous == Hash{});
  CHECK(head.catalogue.size() == 9);
  CHECK(head.presets.size() == 4);
  CHECK(bundle.newest_cosignature() == kNoon);
  CHECK_FALSE(bundle.carries_withdrawals());
  const auto header = parse_epoch_header(head.epoch_header);
  REQUIRE(header.ok());
  CHECK(header->number == 0);
  CHECK(header->key_list == sha256(head.key_list));
}

TEST_CASE("each bundle follows the last, and the header with the days and the keys", "[issuer]") {
  IssuerFolder office(RootKind::earnest);
  const Bundle first = office.publish(kNoon);
  const Bundle second = office.publish(kNoon + 3600);
  CHECK(second.head().version == 2);
  CHECK(second.head().previous == first.head_hash());
  CHECK(second.head().key_list == first.head().key_list);
  CHECK(second.head().epoch_header == first.head().epoch_header);
  const Bundle later = office.publish(kNoon + 7 * kDay);
  CHECK(later.key_list().sequence == 2);
  const auto header = parse_epoch_header(later.head().epoch_header);
  REQUIRE(header.ok());
  CHECK(header->number == 7);  // that of the last of seven days: it has the new key list too
  CHECK(header->day == day_of(kNoon) + 6);
  CHECK(header->key_list == sha256(later.head().key_list));
  const auto service = office.service();
  const auto day = parse_epoch_header(*LogStore(*service).header(1));
  CHECK(day->day == day_of(kNoon));
  CHECK(day->previous == sha256(first.head().epoch_header));
  CHECK(day->heads == std::vector<Hash>{first.head_hash(), second.head_hash()});
}

TEST_CASE("every day that a token can be asked for has one live key, all year", "[issuer]") {
  IssuerFolder office(RootKind::earnest);
  for (UnixTime now = kNoon; now < kNoon + 300 * kDay; now += 9 * kDay) {
    const Bundle bundle = office.publish(now);
    const Day last = day_of(bundle.head().expires) + 14 + 1;
    for (Day day = day_of(now) + 1; day <= last; ++day) {
      CHECK(bundle.live_key(Kind::revocable, 65001, day) != nullptr);
    }
  }
}

TEST_CASE("a token key is destroyed when the last day that it can sign for begins", "[issuer]") {
  IssuerFolder office(RootKind::earnest);
  const Bundle first = office.publish(kNoon);
  const auto signers = [&](const KeyList& list) {
    return cli::issuing_of(list, {}, office.vault(), day_of(kNoon)).signers.size();
  };
  const std::size_t made = first.key_list().tokens.size();
  CHECK(signers(first.key_list()) == made);
  const Day last = first.key_list().tokens.front().last;
  office.publish(midnight(last) - 1);
  CHECK(signers(first.key_list()) == made);
  office.publish(midnight(last));
  CHECK(signers(first.key_list()) == made - 1);
}

TEST_CASE("a new fact gets keys for the weeks that are covered already", "[issuer]") {
  IssuerFolder office(RootKind::earnest);
  const std::string all = test::plain_catalogue();
  office.apply(catalogue_with("\"vct\": 65008, \"slug\": \"age-over-18\"",
                              "\"vct\": 65010, \"slug\": \"age-over-16\""));
  office.publish(kNoon);
  office.apply(all);
  const Bundle bundle = office.publish(kNoon + 1);
  CHECK(bundle.live_key(Kind::revocable, 65008, day_of(kNoon) + 1) != nullptr);
  CHECK(bundle.live_key(Kind::revocable, 65001, day_of(kNoon) + 1) != nullptr);
}

TEST_CASE("what would strand checkers is not published", "[issuer]") {
  IssuerFolder office(RootKind::earnest);
  const Bundle before = office.publish(kNoon);
  CHECK(error_of([&] { office.publish(kNoon - 1); }) ==
        "refusing to publish: the clock is 1 s behind the last bundle");
  CHECK(error_of([&] { office.publish(kNoon + 400 * kDay); }).find("refusing to publish: no key") ==
        0);
  CHECK(cli::published(office.folder())->bundle.head_hash() == before.head_hash());
}

TEST_CASE("a certificate of another root, issuer or of older date is not installed", "[issuer]") {
  IssuerFolder office(RootKind::earnest), stranger(RootKind::earnest, 8);
  const auto old = office.certify(day_of(kNoon));
  const auto fresh = office.certify(day_of(kNoon));
  CHECK(cli::install_certificate(office.folder(), fresh).sequence == 3);
  CHECK(error_of([&] { cli::install_certificate(office.folder(), old); }) ==
        "certificate 2 is older than the one installed, 3");
  const auto foreign = stranger.certify(day_of(kNoon));
  CHECK(error_of([&] { cli::install_certificate(office.folder(), foreign); }) ==
        "this certificate is of another root than the one installed, and not of the next root "
        "which that one announced");
  auto damaged = fresh;
  damaged.manifest[40] ^= 1;
  CHECK_FALSE(error_of([&] { cli::install_certificate(office.folder(), damaged); }).empty());
}

TEST_CASE("a specimen root can't be made one in earnest by a change to its file", "[issuer]") {
  IssuerFolder office(RootKind::specimen);
  const std::string facts = office.root_key() + ".facts";
  auto bytes = cli::read_file(facts);
  REQUIRE(bytes.back() == 0xf5);  // specimen: true
  bytes.back() = 0xf4;
  cli::write_file_atomic(facts, bytes);
  CHECK(error_of([&] { office.certify(day_of(kNoon)); }).find("wrong passphrase") == 0);
}

TEST_CASE("secrets are private, sealed by name, and gone once destroyed", "[issuer]") {
  IssuerFolder office(RootKind::specimen);
  const cli::Vault& vault = office.vault();
  const std::string key = office.folder().file("keys/register.box");
  CHECK_THROWS_AS(cli::Vault::open(office.folder().path(), SecretBuffer::copy_of(as_bytes("x"))),
                  Failure);
  cli::write_file_atomic(office.folder().file("keys/other.box"), cli::read_file(key),
                         cli::Access::owner);
  CHECK_THROWS_AS(vault.get("other"), Failure);
  cli::write_file_atomic(key, cli::read_file(key), cli::Access::everybody);
  CHECK(error_of([&] { (void)vault.get("register"); }).find("mode 0644, want 0600") !=
        std::string::npos);
  cli::write_file_atomic(key, cli::read_file(key), cli::Access::owner);
  vault.destroy("register");
  CHECK_FALSE(vault.has("register"));
}

TEST_CASE("a catalogue's mistakes are named with their place", "[issuer]") {
  CHECK(catalogue_error("\"one-way\"", "\"oneway\"") ==
        "c.json: facts[0] work-permit-valid: modes: no such thing: oneway (one-way, posted, "
        "challenge)");
  CHECK(catalogue_error("\"per_day\"", "\"perday\"") ==
        "c.json: facts[0] work-permit-valid: no such field: perday (did you mean per_day?)");
  CHECK(catalogue_error("65002", "65001") ==
        "c.json: facts: work-permit-until has the vct or slug of work-permit-valid");
  CHECK(catalogue_error("[202601, 203512]", "[203512, 202601]") ==
        "c.json: facts[1] work-permit-until: values: the lowest is above the highest");
  CHECK(catalogue_error("\"horizon\": 14", "\"horizon\": 61") ==
        "c.json: facts[0] work-permit-valid: horizon: want a whole number from 1 to 60");
  CHECK(catalogue_error("[\"tax-current\"]", "[\"tax-curent\"]") ==
        "c.json: presets[1] tax: facts: no such fact: tax-curent");
  CHECK(catalogue_error("\"presets\": [", "\"presets\": [,").find("c.json: line 52: not JSON") ==
        0);
  CHECK(
      catalogue_error("\"max_age\": 259200", "\"max_age\": 299").find("presets[0] gate: max_age") !=
      std::string::npos);
}

TEST_CASE("an answer's largest size is that of the longest values", "[issuer]") {
  const auto demo = cli::parse_catalogue(test::plain_catalogue(), "demo");
  const Preset& gate = demo.presets[0];
  REQUIRE(gate.slug == "gate");
  // 246 bytes one-way, and what a nonce and a name of 32 characters take.
  CHECK(cli::largest_answer("dlo", demo, gate) == 246 + 18 + 2 + 31 + 1);
  Preset five = demo.presets[2];
  five.facts = {65001, 65002, 65003, 65005};
  CHECK(cli::largest_answer("dlo", demo, five) == 0);
}

}  // namespace
}  // namespace whit
