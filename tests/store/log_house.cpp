// SPDX-License-Identifier: Apache-2.0
#include "store/log_house.h"

#include <catch2/catch.hpp>
#include <map>

#include "crypto/hash.h"
#include "log/merkle.h"
#include "store/log_rows.h"

namespace whit::test {
namespace {

const SigningKey& long_lived(std::uint8_t number) {
  static std::map<std::uint8_t, std::shared_ptr<const SigningKey>> keys;
  auto& key = keys[number];
  if (!key) key = key_of(number);
  return *key;
}

ByteVector file(LogStore& log, std::uint64_t number, const std::string& path) {
  INFO(path);
  auto content = log.read(number, path);
  REQUIRE(content.ok());
  return std::move(*content);
}

}  // namespace

Hash hash_from(std::uint64_t number) { return sha256(as_bytes(std::to_string(number))); }

std::vector<EntryBytes> tokens_from(std::size_t first, std::size_t count, Day day) {
  static constexpr Vct kFacts[] = {kPermit, kTax, kVisa};
  std::vector<EntryBytes> out;
  for (std::size_t i = first; i < first + count; ++i) {
    Entry entry;
    entry.kind = EntryKind::revocable;
    entry.vct = kFacts[i % 3];
    entry.kid = KeyId{{1, 2, 3, 4}};
    entry.day = day + 1 + static_cast<Day>(i % 2);
    entry.commitment = hash_from(i);
    out.push_back(encode(entry));
  }
  return out;
}

void write_tokens(const std::string& path, const std::vector<EntryBytes>& tokens, UnixTime now) {
  auto database = Database::open(path, Database::Access::read_write);
  REQUIRE(database.ok());
  REQUIRE(database->execute("BEGIN IMMEDIATE").ok());
  REQUIRE(write_leaves(*database, tokens, now).ok());
  REQUIRE(database->execute("COMMIT").ok());
}

EpochOrder order_of(Day day) {
  return {day, false, sha256(as_bytes("key list")), hash_from(1000000 + day)};
}

EpochOrder control_of(Day day) { return {day, true, sha256(as_bytes("key list")), Hash{}}; }

NoteSigner signer_of(std::uint8_t number, std::string_view origin) {
  auto signer = make_note_signer(origin, NoteKeyType::ed25519, long_lived(number));
  REQUIRE(signer.ok());
  return std::move(*signer);
}

NoteSignature cosigned(const std::string& note, std::uint8_t witness, UnixTime time) {
  const auto signer = make_note_signer("w" + std::to_string(witness) + ".example",
                                       NoteKeyType::cosignature, long_lived(witness));
  REQUIRE(signer.ok());
  const auto parsed = parse_note(note);
  REQUIRE(parsed.ok());
  return *cosign_note(parsed->text, time, *signer);
}

WholeLog::WholeLog(LogStore log, std::uint64_t number, std::uint64_t leaves) : size(leaves) {
  TileBuilder tiles;
  CompactTree tree;
  for (std::uint64_t i = 0; i < size / kTileWidth; ++i) {
    const ByteVector bundle = file(log, number, path({TileId::kEntries, i, kTileWidth}));
    const auto parsed = parse_entry_bundle(bundle, kTileWidth);
    REQUIRE(parsed.ok());
    for (const Bytes entry : *parsed) {
      REQUIRE(entry.size() == kEntrySize);
      std::copy(entry.begin(), entry.end(), entries.emplace_back().begin());
      tiles.append(leaf_hash(entries.back()));
      tree.append(leaf_hash(entries.back()));
    }
  }
  root = tree.root();
  std::vector<Tile> all = tiles.take_full();
  for (Tile& tile : tiles.partial()) all.push_back(std::move(tile));
  for (const Tile& tile : all) REQUIRE(file(log, number, path(tile.id)) == tile.content);
  const auto listed = log.paths(number, 0, size);
  REQUIRE(listed.ok());
  for (const std::string& name : *listed) {
    if (name.rfind("header/", 0) != 0) continue;
    header_bytes.push_back(file(log, number, name));
    auto header = parse_epoch_header(header_bytes.back());
    REQUIRE(header.ok());
    headers.push_back(std::move(*header));
  }
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    REQUIRE(headers[i].index == at);
    const auto end = size_after(headers[i]);
    REQUIRE(end.ok());
    REQUIRE(*end <= size);
    const auto own = std::span(entries).subspan(at, *end - at);
    REQUIRE(check_epoch(headers[i], header_bytes[i], own) == EpochFault::none);
    if (i > 0) REQUIRE(follows(headers[i - 1], header_bytes[i - 1], headers[i]));
    at = *end;
  }
  REQUIRE(at == size);
}

std::set<EntryBytes> WholeLog::tokens_in(std::size_t i, const Hash& key) const {
  const EpochHeader& header = headers.at(i);
  std::set<EntryBytes> out;
  for (std::uint64_t k = 1; k <= header.entries; ++k) out.insert(entries[header.index + k]);
  REQUIRE(out.size() == header.entries);
  const auto end = size_after(header);
  const auto pads =
      count_pads(header, std::span(entries).subspan(header.index, *end - header.index), key.bytes);
  std::uint32_t number = 0;
  for (std::size_t row = 0; row < pads.size(); ++row) {
    const EpochHeader::Count& group = header.counts[row];
    const EntryBytes like = encode(Entry{group.kind, group.vct, group.kid, group.day, Hash{}});
    for (std::uint64_t k = 0; k < pads[row]; ++k) out.erase(pad_entry(like, key.bytes, number++));
  }
  return out;
}

void LogHouse::must(const Status& status) {
  INFO((status.ok() ? std::string_view() : name(status.error().code)));
  REQUIRE(status.ok());
}

LogState LogHouse::state() {
  const auto state = log().state();
  REQUIRE(state.ok());
  return *state;
}

std::string LogHouse::sign() {
  const auto note = log().sign_checkpoint(signer_of());
  REQUIRE(note.ok());
  return *note;
}

WholeLog LogHouse::check() {
  const LogState now = state();
  WholeLog out(log(), now.number, now.size);
  REQUIRE(out.root == now.root);
  return out;
}

void LogHouse::again() {
  office_.close();
  office_.open();
}

}  // namespace whit::test
