// SPDX-License-Identifier: Apache-2.0
// What is signed: durable state, one root a size, and nothing after a restore.
#include <catch2/catch.hpp>
#include <filesystem>

#include "log/checkpoint.h"
#include "store/database.h"
#include "store/log_house.h"
#include "store/log_rows.h"

using namespace whit;
using namespace whit::test;

namespace {

std::string text_of(const Result<ByteVector>& file) {
  REQUIRE(file.ok());
  return {file->begin(), file->end()};
}

void change(LogHouse& house, const char* sql) {
  house.office().close();
  auto database = Database::open(house.office().path(), Database::Access::read_write);
  REQUIRE(database->execute(sql).ok());
  house.office().open();
}

}  // namespace

TEST_CASE("a checkpoint is of the committed tree, and the same note each time", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  const std::string note = house.sign();
  const auto parsed = parse_note(note);
  REQUIRE(parsed.ok());
  CHECK(check_note(*parsed, signer_of().key).check == NoteCheck::good);
  const auto checkpoint = parse_checkpoint(parsed->text);
  REQUIRE(checkpoint.ok());
  CHECK(checkpoint->origin == kOrigin);
  CHECK(checkpoint->size == 256);
  CHECK(checkpoint->root == house.state().root);
  CHECK(house.state().signed_size == 256);
  CHECK(house.sign() == note);
  house.again();
  CHECK(house.sign() == note);
  CHECK(*house.log().checkpoint(256) == note);
  CHECK(code_of(house.log().checkpoint(512)) == Errc::not_found);
  CHECK(code_of(house.log().checkpoint(0)) == Errc::not_found);
}

TEST_CASE("a log key that comes later signs the same tree, and another origin is refused",
          "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  const std::string note = house.sign();
  CHECK(code_of(house.log().sign_checkpoint(signer_of(40, "other.example/1"))) == Errc::refused);
  const auto later = house.log().sign_checkpoint(signer_of(41));
  REQUIRE(later.ok());
  const auto parsed = parse_note(*later);
  REQUIRE(parsed.ok());
  CHECK(parsed->text == parse_note(note)->text);
  CHECK(check_note(*parsed, signer_of(40).key).check == NoteCheck::good);
  CHECK(check_note(*parsed, signer_of(41).key).check == NoteCheck::good);
  CHECK(house.sign() == *later);
  house.close(order_of(kToday));
  CHECK(code_of(house.log().sign_checkpoint(signer_of(40, "other.example/1"))) == Errc::refused);
  CHECK(house.state().signed_size == 256);
  CHECK(house.log().sign_checkpoint(signer_of(41)).ok());
}

TEST_CASE("a tree that doesn't continue the last one signed is not signed", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  house.sign();
  house.close(order_of(kToday));
  change(house, "UPDATE tile SET content = randomblob(64) WHERE level = 1");
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::corrupt_tile);
  CHECK(house.state().signed_size == 256);
  change(house, "DELETE FROM tile WHERE level = 1");
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::corrupt_tile);
  CHECK(code_of(house.log().state()) == Errc::corrupt_tile);
}

TEST_CASE("cosignatures: one line a key, the newest, below the log's own", "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  const std::string note = house.sign();
  CHECK(code_of(house.log().add_cosignatures(512, {cosigned(note, 1, 5)})) == Errc::not_found);
  REQUIRE(house.log().add_cosignatures(256, {cosigned(note, 1, 100), cosigned(note, 2, 100)}).ok());
  REQUIRE(house.log().add_cosignatures(256, {cosigned(note, 1, 200), cosigned(note, 2, 50)}).ok());
  REQUIRE(house.log().add_cosignatures(256, {}).ok());
  const std::string expected =
      note + format(cosigned(note, 1, 200)) + format(cosigned(note, 2, 100));
  CHECK(*house.log().checkpoint(256) == expected);
  CHECK(house.sign() == note);  // what the log signed is as it was
  NoteSignature cut = cosigned(note, 3, 100);
  cut.signature.pop_back();
  CHECK(code_of(house.log().add_cosignatures(256, {cosigned(note, 3, 7), cut})) ==
        Errc::wrong_length);
  CHECK(*house.log().checkpoint(256) == expected);
  // As many as a note may have, and not one more.
  std::vector<NoteSignature> many;
  for (std::size_t i = 3; i < kMaxNoteSignatures; ++i) {
    many.push_back({"w" + std::to_string(i + 1000), NoteKeyId{{1, 2, 3, 4}},
                    std::vector<std::uint8_t>(72, static_cast<std::uint8_t>(1))});
  }
  REQUIRE(house.log().add_cosignatures(256, many).ok());
  CHECK(parse_note(*house.log().checkpoint(256))->signatures.size() == kMaxNoteSignatures);
  CHECK(code_of(house.log().add_cosignatures(256, {cosigned(note, 3, 7)})) == Errc::too_large);
  CHECK(parse_note(*house.log().checkpoint(256)).ok());
}

TEST_CASE("the checkpoint that is offered is one that was signed, and never a smaller one",
          "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  CHECK(code_of(house.log().offer(256)) == Errc::not_found);
  const std::string first = house.sign();
  CHECK(code_of(house.log().read(1, "checkpoint")) == Errc::not_found);
  REQUIRE(house.log().offer(256).ok());
  CHECK(text_of(house.log().read(1, "checkpoint")) == first);
  house.close(order_of(kToday));
  CHECK(code_of(house.log().offer(512)) == Errc::not_found);
  const std::string second = house.sign();
  CHECK(text_of(house.log().read(1, "checkpoint")) == first);
  REQUIRE(house.log().add_cosignatures(512, {cosigned(second, 1, 100)}).ok());
  REQUIRE(house.log().offer(512).ok());
  REQUIRE(house.log().offer(512).ok());
  CHECK(code_of(house.log().offer(256)) == Errc::refused);
  CHECK(text_of(house.log().read(1, "checkpoint")) == second + format(cosigned(second, 1, 100)));
  house.again();
  CHECK(text_of(house.log().read(1, "checkpoint")) == *house.log().checkpoint(512));
}

TEST_CASE("a store that was put back from a copy signs nothing until somebody vouches for it",
          "[log]") {
  LogHouse house;
  house.close(control_of(kToday));
  const std::string note = house.sign();
  REQUIRE(house.office().service().restored(operator_actor(), {}, kNoon).ok());
  CHECK(house.state().restored);
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::refused);
  house.again();
  house.close(order_of(kToday));
  CHECK(house.state().restored);
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::refused);
  CHECK(house.state().signed_size == 256);
  CHECK(*house.log().checkpoint(256) == note);
  REQUIRE(house.log().vouch().ok());
  CHECK_FALSE(house.state().restored);
  house.sign();
  CHECK(house.state().signed_size == 512);
}

TEST_CASE("a copy made in the middle of an epoch is put back, finished and vouched for", "[log]") {
  LogHouse house;
  const std::string path = house.office().path(), copy = path + "-copy";
  house.close(control_of(kToday));
  const std::string note = house.sign();
  REQUIRE(house.log().offer(256).ok());
  house.write(tokens_from(0, 300));
  {
    auto database = Database::open(path, Database::Access::read_write);
    REQUIRE(begin_epoch(*database, order_of(kToday)).ok());
  }
  REQUIRE(house.office().service().copy_to(copy).ok());
  REQUIRE(house.log().finish().ok());
  const std::string signed_ = house.sign();
  house.office().close();
  std::filesystem::rename(copy, path);
  for (const char* tail : {"-wal", "-shm"}) std::filesystem::remove(path + tail);
  house.office().open();
  REQUIRE(house.office().service().restored(operator_actor(), {}, kNoon).ok());
  CHECK(house.state().closing);
  CHECK(*house.log().checkpoint(256) == note);
  REQUIRE(house.log().finish().ok());
  CHECK(code_of(house.log().sign_checkpoint(signer_of())) == Errc::refused);
  CHECK(house.state().signed_size == 256);
  // What was begun ends as it did before, so that the note is the same byte for byte.
  REQUIRE(house.log().vouch().ok());
  CHECK(house.sign() == signed_);
}
