// SPDX-License-Identifier: Apache-2.0
#include "log/epoch.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"

namespace whit {
namespace {

constexpr Day kToday = 20862;
const Hash kPad = sha256(as_bytes("pad key"));
const PadKey kPadKey(kPad.bytes);

EntryBytes entry(EntryKind kind, Vct vct, int i) {
  const KeyId kid = KeyId::from(sha256(as_bytes("key " + std::to_string(vct))).view().first(4));
  return encode(Entry{kind, vct, kid, kToday, sha256(as_bytes("token " + std::to_string(i)))});
}

EpochDraft draft(int permits, int taxes) {
  EpochDraft out;
  out.number = 3;
  out.day = kToday;
  out.index = 512;
  out.key_list = sha256(as_bytes("list"));
  out.previous = sha256(as_bytes("header 2"));
  for (int i = 0; i < permits; ++i) out.entries.push_back(entry(EntryKind::revocable, 65001, i));
  for (int i = 0; i < taxes; ++i) out.entries.push_back(entry(EntryKind::blind, 65005, 1000 + i));
  return out;
}

struct Log {
  EpochHeader header;
  std::vector<std::uint8_t> bytes;
  std::vector<EntryBytes> entries;
  explicit Log(EpochDraft from) {
    Epoch epoch = *build_epoch(std::move(from), kPadKey);
    header = epoch.header;
    bytes = epoch.header_bytes;
    for (const Leaf& leaf : epoch.leaves) entries.push_back(leaf.entry);
  }
  EpochFault fault() const { return check_epoch(header, bytes, entries); }
  // reseal makes the header's bytes and its entry follow a changed header.
  void reseal() {
    bytes = encode(header);
    entries[0] = encode(header_entry(header.day, bytes));
  }
};

TEST_CASE("what is built passes, whatever its size", "[log-5]") {
  for (const int permits : {0, 1, 63, 64, 65, 128, 191, 192, 255, 256, 1000}) {
    for (const int taxes : {0, 1, 64}) {
      const Log log(draft(permits, taxes));
      INFO(permits << " and " << taxes);
      CHECK(log.fault() == EpochFault::none);
      const std::uint64_t padded = (std::uint64_t(permits) + 63) / 64 * 64 + (taxes > 0 ? 64 : 0);
      CHECK(log.header.entries == padded);
      CHECK(log.entries.size() == (padded + 1 + 255) / 256 * 256);
      CHECK(*size_after(log.header) == 512 + log.entries.size());
    }
  }
}

TEST_CASE("a control epoch is its header and 255 nulls", "[log-5]") {
  const Log log(draft(0, 0));
  REQUIRE(log.entries.size() == 256);
  CHECK(log.entries[0][0] == 3);
  for (std::size_t i = 1; i < 256; ++i) CHECK(log.entries[i] == null_entry());
  EntryBytes null{};
  null[1] = 1;
  CHECK(null_entry() == null);
}

TEST_CASE("pads are counted by the key that is revealed later", "[log-4]") {
  const Log log(draft(100, 1));
  REQUIRE(log.header.counts.size() == 2);
  CHECK(log.header.counts[0].entries == 128);
  CHECK(log.header.counts[1].entries == 64);
  CHECK(count_pads(log.header, log.entries, kPadKey) == std::vector<std::uint64_t>{28, 63});
  const Hash other = sha256(as_bytes("another key"));
  CHECK(count_pads(log.header, log.entries, PadKey(other.bytes)) ==
        std::vector<std::uint64_t>{0, 0});
  const Log full(draft(64, 0));
  CHECK(count_pads(full.header, full.entries, kPadKey) == std::vector<std::uint64_t>{0});
}

TEST_CASE("pads run on from group to group", "[log-4]") {
  const Log log(draft(63, 63));
  const EntryBytes second = pad_entry(entry(EntryKind::blind, 65005, 0), kPadKey, 1);
  CHECK(std::find(log.entries.begin(), log.entries.end(), second) != log.entries.end());
}

TEST_CASE("the order of what was signed is gone", "[log-5]") {
  EpochDraft one = draft(100, 20), two = draft(100, 20);
  std::reverse(two.entries.begin(), two.entries.end());
  CHECK(Log(std::move(one)).entries == Log(std::move(two)).entries);
}

TEST_CASE("a signature that stands twice is not closed over", "[log-5]") {
  EpochDraft twice = draft(10, 0);
  twice.entries.push_back(twice.entries[4]);
  const auto epoch = build_epoch(std::move(twice), kPadKey);
  REQUIRE_FALSE(epoch.ok());
  CHECK(epoch.error().code == Errc::not_ascending);
}

TEST_CASE("every fraud in an epoch has its name", "[log-5]") {
  const Log good(draft(100, 20));
  Log log = good;
  log.entries.pop_back();
  CHECK(log.fault() == EpochFault::wrong_size);
  log = good;
  log.entries.resize(log.entries.size() + 256, null_entry());
  CHECK(log.fault() == EpochFault::wrong_size);
  log = good;
  log.entries[0] = log.entries[1];
  CHECK(log.fault() == EpochFault::wrong_header);
  log = good;
  ++log.header.day;
  log.bytes = encode(log.header);
  CHECK(log.fault() == EpochFault::wrong_header);
  log = good;
  std::swap(log.entries[3], log.entries[4]);
  CHECK(log.fault() == EpochFault::unsorted);
  log = good;
  log.entries[4] = log.entries[3];
  CHECK(log.fault() == EpochFault::unsorted);
  log = good;
  log.entries.back() = entry(EntryKind::revocable, 65001, 1);
  CHECK(log.fault() == EpochFault::bad_nulls);
  log = good;
  log.header.counts[0].entries += 1;
  log.reseal();
  CHECK(log.fault() == EpochFault::wrong_counts);
  log = good;
  std::swap(log.header.counts[0], log.header.counts[1]);
  log.reseal();
  CHECK(log.fault() == EpochFault::wrong_counts);
  log = good;
  log.header.counts.pop_back();
  log.reseal();
  CHECK(log.fault() == EpochFault::wrong_counts);
  log = good;
  log.header.entries -= 1;
  log.reseal();
  CHECK(log.fault() == EpochFault::not_padded);
  for (const auto& [at, value] : {std::pair{0, 0}, {0, 3}, {0, 4}, {1, 2}, {2, 0}, {8, 1}}) {
    log = good;
    log.entries[5][static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
    CHECK(log.fault() == EpochFault::bad_entry);
  }
}

TEST_CASE("a header follows the one before, in number, hash, place and day", "[log-5]") {
  const Log first(draft(100, 20));
  EpochHeader next;
  next.number = 4;
  next.day = kToday;
  next.index = 768;
  next.previous = sha256(first.bytes);
  CHECK(follows(first.header, first.bytes, next));
  for (int field = 0; field < 4; ++field) {
    EpochHeader wrong = next;
    if (field == 0) wrong.number = 5;
    if (field == 1) wrong.day = kToday - 1;
    if (field == 2) wrong.index = 1024;
    if (field == 3) wrong.previous = Hash{};
    CHECK_FALSE(follows(first.header, first.bytes, wrong));
  }
}

TEST_CASE("no header makes a log longer than logs can be", "[log-5]") {
  EpochHeader header;
  header.index = 256;
  header.entries = 255;
  CHECK(*size_after(header) == 512);
  header.entries = 256;
  CHECK(*size_after(header) == 768);
  header.entries = ~std::uint64_t{0};
  CHECK_FALSE(size_after(header).ok());
  header.entries = 0;
  header.index = (std::uint64_t{1} << 63) - 256;
  CHECK_FALSE(size_after(header).ok());
  header.index = ~std::uint64_t{0};
  CHECK_FALSE(size_after(header).ok());
}

}  // namespace
}  // namespace whit
