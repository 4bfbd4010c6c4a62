// SPDX-License-Identifier: Apache-2.0
// Files of a log that were made to hurt who reads them. Each is refused, and takes no more memory
// than a few times its own size, however large a thing it says to be.
#include <catch2/catch.hpp>

#include "audit/witness.h"
#include "log/counted_memory.h"
#include "log/evidence.h"
#include "log/log_files.h"
#include "log/policy.h"
#include "log/proof.h"
#include "log/range.h"
#include "log/seeded.h"
#include "log/tile_reader.h"

namespace whit {
namespace {

// Takes what `act` gives, and tells whether it asked for `most` bytes at most, all taken together.
template <class Act>
auto within(std::size_t most, const Act& act) {
  const std::size_t before = test::memory_taken();
  auto out = act();
  const std::size_t more = test::memory_taken() - before;
  CHECK(more <= most);
  return out;
}

constexpr std::string_view kDash = "\xe2\x80\x94 ";
const std::string kText = "log.example/1\n256\nnND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=\n";
const std::string kHash = "nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=\n";

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string signed_by(std::size_t count) {
  const SigningKey key = test::seeded("hostile");
  const auto signer = make_note_signer("log.example/1", NoteKeyType::ed25519, key);
  return kText + "\n" + repeated(format(*sign_note(kText, *signer)), count);
}

TEST_CASE("a checkpoint with ten thousand signatures is refused", "[log-9]") {
  const std::string most = signed_by(kMaxNoteSignatures);
  REQUIRE(parse_note(most).ok());
  for (const std::size_t count : {kMaxNoteSignatures + 1, std::size_t{7000}, std::size_t{10000}}) {
    const std::string note = signed_by(count);
    INFO(count << " in " << note.size() << " bytes");
    const auto read = within(100000, [&] { return parse_note(note); });
    CHECK(read.error().code == Errc::too_large);
  }
  const std::string empty_lines = kText + "\n" + repeated("\n", 900000);
  CHECK_FALSE(within(4000000, [&] { return parse_note(empty_lines); }).ok());
  const std::string dashes = kText + "\n" + repeated(std::string(kDash) + "a b\n", 100000);
  CHECK_FALSE(within(4000000, [&] { return parse_note(dashes); }).ok());
}

TEST_CASE("a size that no tree has is refused in each of the texts", "[log-10]") {
  const std::string sizes[] = {"9223372036854775808",
                               "18446744073709551615",
                               "18446744073709551616",
                               "99999999999999999999",
                               "-1",
                               "+1",
                               "1e3",
                               "0x10",
                               " 1",
                               "1 ",
                               "",
                               "00",
                               "01",
                               std::string(100000, '9')};
  for (const std::string& size : sizes) {
    INFO(size.substr(0, 30));
    CHECK_FALSE(parse_checkpoint("log.example/1\n" + size + "\n" + kHash).ok());
    CHECK_FALSE(
        parse_log_proof("c2sp.org/tlog-proof@v1\nindex " + size + "\n\n" + signed_by(1)).ok());
    CHECK_FALSE(audit::parse_add_checkpoint("old " + size + "\n\n" + signed_by(1)).ok());
    CHECK_FALSE(parse_tile_path("tile/" + size + "/000").ok());
    CHECK_FALSE(parse_tile_path("tile/0/000.p/" + size).ok());
  }
  const auto largest = parse_checkpoint("log.example/1\n9223372036854775807\n" + kHash);
  REQUIRE(largest.ok());
  test::LogFiles none;
  TileReader reader(none, largest->size, largest->root);
  const auto read = [&] { return reader.entries(0, largest->size); };
  CHECK_FALSE(within(10000000, read).ok());
  CHECK_FALSE(TileBuilder::restore(largest->size, {}).ok());
  CHECK_FALSE(CompactTree::restore(largest->size, {}).ok());
}

TEST_CASE("a proof of a million lines is refused at its first too many", "[log-12]") {
  const std::string front = "c2sp.org/tlog-proof@v1\nindex 0\n";
  const std::string fits = front + repeated(kHash, 63) + "\n" + signed_by(1);
  REQUIRE(parse_log_proof(fits).ok());
  for (const std::size_t lines : {std::size_t{64}, std::size_t{20000}, std::size_t{1000000}}) {
    const std::string proof = front + repeated(kHash, lines) + "\n" + signed_by(1);
    CHECK_FALSE(within(100000, [&] { return parse_log_proof(proof); }).ok());
    const std::string asked = "old 0\n" + repeated(kHash, lines) + "\n" + signed_by(1);
    CHECK_FALSE(within(100000, [&] { return audit::parse_add_checkpoint(asked); }).ok());
  }
  const std::string extra = "c2sp.org/tlog-proof@v1\nextra " + std::string(4000000, 'A') + "\n";
  CHECK_FALSE(within(100000, [&] { return parse_log_proof(extra); }).ok());
}

TEST_CASE("a policy of a million lines is refused", "[log-11]") {
  const std::string lines = repeated("quorum none\n", 1000000), spaces(1000000, ' ');
  CHECK_FALSE(within(100000, [&] { return parse_witness_policy(lines); }).ok());
  CHECK_FALSE(within(100000, [&] { return parse_witness_policy(spaces); }).ok());
}

TEST_CASE("a bundle doesn't get memory for entries that it doesn't have", "[log-8]") {
  const std::vector<std::uint8_t> zeros(16000000), ones(16000000, 0xff);
  for (const unsigned width : {1U, 255U, 256U}) {
    CHECK_FALSE(within(20000, [&] { return parse_entry_bundle(zeros, width); }).ok());
    CHECK_FALSE(within(20000, [&] { return parse_entry_bundle(ones, width); }).ok());
    CHECK_FALSE(within(20000, [&] { return parse_entry_bundle({}, width); }).ok());
  }
}

TEST_CASE("a header and evidence that say to be large get no memory for it", "[log-5]") {
  // Heads: an array of 2^32 - 1, or of 2^63; then the same for every place of a good header.
  EpochHeader good;
  good.day = 20779;
  good.heads.resize(2);
  good.counts.push_back({EntryKind::revocable, 65001, KeyId{}, 20780, 64});
  const auto bytes = encode(good);
  REQUIRE(parse_epoch_header(bytes).ok());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const unsigned type : {0x00U, 0x40U, 0x60U, 0x80U, 0xa0U}) {
      auto changed = std::vector<std::uint8_t>(bytes.begin(), bytes.begin() + long(at));
      changed.push_back(static_cast<std::uint8_t>(type | 0x1b));
      changed.insert(changed.end(), 8, 0x7f);
      changed.insert(changed.end(), bytes.begin() + long(at), bytes.end());
      CHECK_FALSE(within(100000, [&] { return parse_epoch_header(changed); }).ok());
      CHECK_FALSE(within(100000, [&] { return parse_evidence(changed); }).ok());
    }
  }
}

TEST_CASE("a server that gives too much, too little or another thing costs one file's memory",
          "[log-8]") {
  test::GrownLog log;
  log.grow(70000);
  const std::vector<std::uint8_t> flood(20000000);
  for (const char* path : {"tile/0/000", "tile/1/000", "tile/2/000.p/1", "tile/entries/000"}) {
    test::LogFiles source = log.source;
    source.files[path] = flood;
    TileReader reader(source, 70000, log.tiles.root());
    const auto read = [&] { return reader.entries(0, 256); };
    const auto entries = within(1000000, read);
    CHECK(entries.error().code == Errc::corrupt_tile);
    CHECK(reader.culprit() == path);
  }
}

TEST_CASE("runs of leaves that overflow are refused", "[log-7]") {
  const std::vector<Hash> leaves(3), proof(124);
  const std::uint64_t most = ~std::uint64_t{0};
  for (const std::uint64_t begin : {std::uint64_t{0}, kMaxTreeSize - 3, kMaxTreeSize, most - 2}) {
    for (const std::uint64_t size : {std::uint64_t{3}, kMaxTreeSize, kMaxTreeSize + 1, most}) {
      CHECK_FALSE(verify_range(leaves, begin, size, proof, Hash{}));
      CHECK_FALSE(verify_inclusion(leaves[0], begin, size, proof, Hash{}));
      CHECK_FALSE(verify_consistency(begin, size, Hash{}, leaves[0], proof));
    }
  }
}

}  // namespace
}  // namespace whit
