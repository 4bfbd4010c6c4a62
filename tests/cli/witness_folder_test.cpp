// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/witness_folder.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "cli/common/message.h"
#include "log/merkle.h"
#include "log/seeded.h"

namespace whit::cli {
namespace {

using test::seeded;
namespace fs = std::filesystem;

const std::string kOrigin = "log.example/1";

struct Fixture {
  fs::path path = fs::temp_directory_path() / ("whit-witness-" + std::to_string(::getpid()));
  SigningKey own_key = seeded("own"), log_key = seeded("log");
  NoteSigner own = *make_note_signer("w.example", NoteKeyType::cosignature, own_key);
  NoteSigner log = *make_note_signer(kOrigin, NoteKeyType::ed25519, log_key);

  Fixture() { fs::remove_all(path); }
  ~Fixture() { fs::remove_all(path); }

  WitnessFolder open() { return {path.string(), own.key, WitnessFolder::Use::sign}; }
  // ask submits a tree of one leaf to a witness that has seen nothing, or that tree.
  audit::Judged ask(WitnessFolder& folder, std::uint64_t old) {
    CompactTree tree;
    tree.append(sha256(as_bytes("leaf")));
    const std::string text = format(Checkpoint{kOrigin, 1, tree.root(), {}});
    const audit::AddCheckpoint request{old, {}, format(Note{text, {*sign_note(text, log)}})};
    return folder.decide(kOrigin, [&](const audit::WitnessedLog* known) {
      return audit::judge(known, request, own, 1800000000);
    });
  }
};

TEST_CASE("what was cosigned stands there after a new start", "[cli][witness]") {
  Fixture fixture;
  {
    auto folder = fixture.open();
    CHECK(fixture.ask(folder, 0).status == 404);
    CHECK(folder.know(fixture.log.key));
    CHECK_FALSE(folder.know(fixture.log.key));
    CHECK_FALSE(folder.newest(sha256(as_bytes(kOrigin))).has_value());
    CHECK(fixture.ask(folder, 0).status == 200);
  }
  auto folder = fixture.open();
  REQUIRE(folder.logs().size() == 1);
  CHECK(folder.logs()[0].size == 1);
  CHECK(fixture.ask(folder, 0).status == 409);
  CHECK(fixture.ask(folder, 1).status == 200);
  CHECK(folder.newest(sha256(as_bytes(kOrigin))).has_value());
}

TEST_CASE("what can't be kept isn't signed", "[cli][witness]") {
  Fixture fixture;
  auto folder = fixture.open();
  folder.know(fixture.log.key);
  std::string told;
  folder.on_failure = [&told](std::string_view error) { told = error; };
  fs::rename(fixture.path, fixture.path.string() + ".away");
  const audit::Judged judged = fixture.ask(folder, 0);
  CHECK(judged.status == 503);
  CHECK(judged.body.find("w.example") == std::string::npos);  // no line of ours in it
  CHECK_FALSE(told.empty());
  CHECK(folder.logs()[0].size == 0);
  fs::rename(fixture.path.string() + ".away", fixture.path);
  CHECK(fixture.ask(folder, 0).status == 200);
}

TEST_CASE("a start that was cut short can be done again", "[cli][witness]") {
  Fixture fixture;
  { fixture.open().know(fixture.log.key); }
  fs::remove(fixture.path / "logs");
  {
    auto folder = fixture.open();
    CHECK(folder.know(fixture.log.key));
    CHECK(fixture.ask(folder, 0).status == 200);
  }
  // Now there is something to forget.
  fs::remove(fixture.path / "logs");
  auto folder = fixture.open();
  CHECK_THROWS_AS(folder.know(fixture.log.key), Failure);
}

TEST_CASE("two keys of one log are both known", "[cli][witness]") {
  Fixture fixture;
  const SigningKey next = seeded("next");
  const auto second = make_note_signer(kOrigin, NoteKeyType::ed25519, next);
  { fixture.open().know(fixture.log.key); }
  { CHECK(fixture.open().know(second->key)); }
  auto folder = fixture.open();
  REQUIRE(folder.logs().size() == 1);
  CHECK(folder.logs()[0].keys.size() == 2);
}

}  // namespace
}  // namespace whit::cli
