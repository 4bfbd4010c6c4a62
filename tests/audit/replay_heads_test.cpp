// SPDX-License-Identifier: Apache-2.0
// Heads: what the replay says of bundles that headers name.
#include <catch2/catch.hpp>

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "log/path.h"
#include "support/small_log.h"
#include "support/world.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

using test::SmallLog;
using Names = std::vector<std::string>;
constexpr Day kFirst = SmallLog::kFirst;

// found_head is what is found when the third head is as `change` says.
Names found_head(const std::function<void(Head&)>& change, bool trusted = true) {
  SmallLog log;
  log.start();
  log.day(20);
  log.before_head = change;
  log.day(20);
  log.before_head = nullptr;
  log.close(log.today(), {});
  return log.found(trusted);
}

TEST_CASE("versions run without a gap, each naming the one before", "[audit]") {
  CHECK(found_head([](Head&) {}) == Names{});
  CHECK(found_head([](Head& head) { head.version += 1; }) == Names{"head-gap"});
  CHECK(found_head([](Head& head) { head.version -= 1; }) == Names{"two-heads"});
  CHECK(found_head([](Head& head) { head.previous.bytes[0] ^= 1; }) == Names{"broken-head-chain"});
}

TEST_CASE("a head carries keys that its header commits to", "[audit]") {
  CHECK(found_head([](Head& head) { head.key_list[20] ^= 1; })[0] != "");
  const Names other = found_head([](Head& head) {
    KeyList list{"dlo", 9, {}, {}};
    head.key_list = sign_part(encode(list), registry::kTypKeyList, test::seeded_key("keys"));
  });
  CHECK(other == Names{"uncommitted-keys"});
  const Names header = found_head(
      [](Head& head) {
        EpochHeader other_header = *parse_epoch_header(head.epoch_header);
        other_header.number += 1;
        head.epoch_header = encode(other_header);
      },
      false);
  CHECK(header == Names{"uncommitted-keys"});
}

TEST_CASE("a head's signatures are looked at where the root is known", "[audit]") {
  const auto by_another = [](Head& head) {
    RootManifest manifest = {"dlo", 1, {}, kFirst + 400, {}, false};
    manifest.keys = {{Use::bundle, test::seeded_key("bundle").public_key(), kFirst, kFirst + 9}};
    head.manifest =
        sign_part(encode(manifest), registry::kTypManifest, test::seeded_key("not the root"));
  };
  CHECK(found_head(by_another)[0] == "bad-head");
  const auto ended = [](Head& head) {
    head.issued += 401 * kSecondsPerDay;
    head.next_update += 401 * kSecondsPerDay;
    head.expires += 401 * kSecondsPerDay;
  };
  CHECK(found_head(ended)[0] == "bad-head");
}

// Signer signs a head's manifest as a root that announces another one.
struct Signer {
  std::string root, next;
  bool succeeded = false;
  std::uint64_t sequence = 1;

  void operator()(Head& head) const {
    auto manifest =
        parse_manifest(parse_signed(head.manifest, registry::kTypManifest)->sign1.payload);
    REQUIRE(manifest.ok());
    const SigningKey key = test::seeded_key(root);
    manifest->sequence = sequence;
    manifest->next_root = sha256(test::seeded_key(next).public_key().view());
    manifest->root.reset();
    if (succeeded) manifest->root = key.public_key();
    head.manifest = sign_part(encode(*manifest), registry::kTypManifest, key);
  }
};

// found_over is what is found in a log whose heads are signed by one after the other.
Names found_over(const std::vector<Signer>& signers, std::string_view trusted = "root") {
  SmallLog log;
  log.before_head = signers[0];
  log.start();
  for (std::size_t i = 1; i < signers.size(); ++i) {
    log.before_head = signers[i];
    log.day(20);
  }
  log.close(log.today(), {});
  TrustFile trust = log.trust();
  trust.root = test::seeded_key(trusted).public_key();
  Replay replay(trust);
  log.replay(replay);
  Names out;
  for (const auto& found : replay.found()) out.emplace_back(name(found.finding));
  return out;
}

TEST_CASE("an auditor follows the roots that the log shows", "[audit][trust-10]") {
  const Signer first{"root", "second"}, second{"second", "third", true}, third{"third", "x", true};
  CHECK(found_over({first, first, second, second}) == Names{});
  CHECK(found_over({first, second, third, third}) == Names{});
  CHECK(found_over({first, third}) == Names{"other-root"});        // one was skipped
  CHECK(found_over({first, second, first}) == Names{"bad-head"});  // the old one is over
  Signer silent = second;
  silent.succeeded = false;
  CHECK(found_over({first, silent}) == Names{"bad-head"});
}

TEST_CASE("a root that names another successor is found", "[audit][trust-10]") {
  const Signer first{"root", "second"}, turned{"root", "thief", false, 9};
  CHECK(found_over({first, turned}) == Names{"other-root"});
  // The thief's own root isn't followed either, and the announced one still is.
  CHECK(found_over({first, turned, {"thief", "x", true}}) == Names{"other-root", "other-root"});
  CHECK(found_over({first, turned, {"second", "third", true}}) == Names{"other-root"});
}

TEST_CASE("the root before the trust file's announces it", "[audit][trust-10]") {
  const Signer first{"root", "second"}, second{"second", "third", true}, other{"root", "y"};
  CHECK(found_over({first, first, second, second}, "second") == Names{});
  CHECK(found_over({other, second}, "second") == Names{"bad-head"});
  CHECK(found_over({first, second, first}, "second") == Names{"bad-head"});
}

TEST_CASE("a head that isn't there, or isn't one", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  log.day(20);
  const Hash second = parse_epoch_header(log.epochs[2].header)->heads.at(0);
  const std::string path = object_path(kHeadFolder, second);
  const ByteVector good = log.files.at(path);
  log.files.erase(path);
  CHECK(log.found() == Names{"missing-head"});
  log.close(log.today(), {});
  CHECK(log.found() == Names{"missing-head"});  // the gap that it leaves is no second finding
  log.files[path] = good;
  log.files[path].resize(100);
  CHECK(log.found() == Names{"bad-head"});
}

TEST_CASE("a head without the quorum's cosignatures", "[audit]") {
  const auto cut = [](Head& head) { head.log_proof.resize(head.log_proof.rfind("\xe2\x80\x94")); };
  CHECK(found_head(cut) == Names{"no-quorum"});
  CHECK(found_head([](Head& head) { head.log_proof.clear(); }) == Names{"no-quorum"});
}

TEST_CASE("a head that carries a checkpoint of another tree is a fork", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  log.before_head = [&](Head& head) {
    const std::string note = log.checkpoint_of(log.size(), Hash{}, head.issued);
    head.log_proof = head.log_proof.substr(0, head.log_proof.find("\n\n") + 2) + note;
  };
  log.publish(midnight(log.today()) + 4000);
  log.before_head = nullptr;
  log.day(20);
  log.close(log.today(), {});
  const Names found = log.found();
  CHECK(std::find(found.begin(), found.end(), "fork") != found.end());
}

TEST_CASE("heads that headers don't name in time", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  Replay replay(log.trust());
  log.replay(replay);
  log.publish(midnight(log.today()) + 4000);
  const ByteVector hidden = log.heads.back();
  REQUIRE(replay.served(hidden).ok());
  REQUIRE(replay.served(log.heads.front()).ok());
  CHECK(replay.overdue(midnight(log.today() + 2) + 3 * 3600 - 1).size() == 1);  // a missing day
  CHECK(replay.overdue(midnight(log.today() + 2) + 3 * 3600).size() == 2);
  log.draft = [](EpochDraft& d) { d.heads.clear(); };
  log.close(log.today(), {});
  log.close(log.today() + 1, {});
  log.replay(replay);
  CHECK(replay.found().empty());
  log.close(log.today() + 2, {});
  log.replay(replay);
  REQUIRE(replay.found().size() == 1);
  CHECK(replay.found()[0].finding == Finding::unlogged_head);
}

TEST_CASE("a version that was served with other content", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  log.day(20);
  Replay replay(log.trust());
  log.replay(replay);
  const auto part = parse_signed(log.heads[0], registry::kTypHead);
  Head head = *parse_head(part->sign1.payload);
  head.next_update += 1;
  const ByteVector other = sign_part(encode(head), registry::kTypHead, log.bundle_key);
  REQUIRE(replay.served(other).ok());
  REQUIRE(replay.found().size() == 1);
  CHECK(replay.found()[0].finding == Finding::two_heads);
}

TEST_CASE("a late epoch shows by the heads that came without it", "[audit]") {
  SmallLog log;
  log.start();
  log.day(20);
  log.publish(midnight(log.today() + 1) + 4 * 3600);  // the day is over since four hours
  log.close(log.today(), {});
  CHECK(log.found() == Names{"late-epoch"});
}

TEST_CASE("withdrawn seeds are counted once", "[audit]") {
  SmallLog log;
  log.start();
  cbor::Writer segment;
  const ByteVector seeds(48, 7);
  ByteVector three = seeds;
  three[16] = 8, three[32] = 9;
  segment.array(1).array(2).uint(SmallLog::kPermit).bytes(three);
  const ByteVector file = segment.take();
  log.files[object_path(kSegmentFolder, sha256(file))] = file;
  log.before_head = [&](Head& head) {
    head.segments = {{Kind::revocable, kFirst + 1, sha256(file), file.size()}};
  };
  log.day(20);
  log.day(20);
  log.close(log.today(), {});
  CHECK(log.found() == Names{});
  Replay replay(log.trust());
  log.replay(replay);
  CHECK(replay.totals().withdrawn_seeds == 3);
  REQUIRE(replay.state().withdrawn.size() == 1);
  CHECK(replay.state().withdrawn[0].version == 2);
  log.files.erase(object_path(kSegmentFolder, sha256(file)));
  CHECK(log.found() == Names{"missing-segment"});
  log.files[object_path(kSegmentFolder, sha256(file))] = {0x80};
  CHECK(log.found() == Names{"bad-segment"});
}

}  // namespace
}  // namespace whit::audit
