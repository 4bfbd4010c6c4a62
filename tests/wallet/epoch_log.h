// SPDX-License-Identifier: Apache-2.0
// A log for a wallet to look its tokens up in.
#pragma once

#include <catch2/catch.hpp>

#include "log/epoch.h"
#include "log/log_files.h"
#include "log/sign.h"
#include "wallet/logged.h"
#include "wallet/office.h"

namespace whit::test {

constexpr Day kDay = World::kToday;
constexpr UnixTime kNextMorning = midnight(kDay + 1) + wallet::kPromised;

inline EntryBytes entry_of(const wallet::Held& held) {
  return encode(whit::entry_of(*parse_token(held.encoded)));
}

// EpochLog is a log that grows by epochs, with the files that a wallet reads.
struct EpochLog {
  LogFiles source;
  TileBuilder tiles;
  Epoch newest;
  std::uint64_t number = 0;
  Hash previous;

  void close(Day day, std::vector<EntryBytes> entries = {}) {
    EpochDraft draft;
    draft.number = number++;
    draft.day = day;
    draft.index = tiles.size();
    draft.previous = previous;
    draft.entries = std::move(entries);
    const std::array<std::uint8_t, 32> pad_key{1};
    auto epoch = build_epoch(std::move(draft), pad_key);
    REQUIRE(epoch.ok());
    newest = std::move(*epoch);
    for (const Leaf& leaf : newest.leaves) tiles.append(leaf.hash);
    for (Tile& tile : tiles.take_full()) source.files[path(tile.id)] = tile.content;
    for (Tile& tile : tiles.partial()) source.files[path(tile.id)] = tile.content;
    source.files["header/" + std::to_string(newest.header.number)] = newest.header_bytes;
    previous = sha256(newest.header_bytes);
  }

  wallet::ProvenLog proven(UnixTime cosigned) const {
    wallet::ProvenLog out;
    out.number = 1;
    out.tree = {"log.dlo.example/1", tiles.size(), tiles.root(), {}};
    out.header = newest.header;
    out.header_bytes = newest.header_bytes;
    out.cosigned = cosigned;
    return out;
  }
};

// Full is a wallet with tokens of today, and what the log should have.
struct Full {
  World world;
  Holder holder{world};
  EpochLog log, next;
  LogFiles none;
  SeededRng rng{5};

  Full() {
    REQUIRE(holder.sync() > 50);
    log.close(kDay - 1);
  }
  std::vector<wallet::Held*> tokens() {
    std::vector<wallet::Held*> out;
    for (wallet::Set& set : holder.account().sets) {
      for (wallet::Held& held : set.tokens) out.push_back(&held);
    }
    return out;
  }
  std::vector<EntryBytes> entries(std::size_t from = 0) {
    std::vector<EntryBytes> out;
    for (const wallet::Held* held : tokens()) out.push_back(entry_of(*held));
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(from));
    return out;
  }
  wallet::LogCheck check(UnixTime cosigned) { return check(log.proven(cosigned)); }
  wallet::LogCheck check(const wallet::ProvenLog& proven) {
    const auto files = [this](std::uint64_t number) -> LogSource& {
      if (number == 1) return log.source;
      return number == 2 ? next.source : none;
    };
    return check_logged(holder.account(), proven, files, rng);
  }
  // leave closes log 1 with a checkpoint of its tree, and begins log 2 behind `last`.
  void leave(const EpochHeader& last, Bytes header, int witnesses = 2) {
    Note note{format(Checkpoint{"log.dlo.example/1", log.tiles.size(), log.tiles.root(), {}}), {}};
    const auto signer = [](std::string_view name, NoteKeyType type, const SigningKey& key) {
      return *make_note_signer(name, type, key);
    };
    const auto kind = NoteKeyType::cosignature;
    note.signatures = {
        *sign_note(note.text, signer("log.dlo.example/1", NoteKeyType::ed25519, world.log)),
        *cosign_note(note.text, kNextMorning, signer("w1", kind, world.witness)),
        *cosign_note(note.text, kNextMorning, signer("w2", kind, world.second_witness))};
    note.signatures.resize(static_cast<std::size_t>(1 + witnesses));
    const std::string text = format(note);
    log.source.files["checkpoint"].assign(text.begin(), text.end());
    next.number = last.number + 1;
    next.previous = sha256(header);
  }
  wallet::ProvenLog proven_next(UnixTime cosigned) const {
    wallet::ProvenLog out = next.proven(cosigned);
    out.number = 2;
    out.keys = {test::seeded_key("another log key").public_key(), world.log.public_key()};
    return out;
  }
  std::size_t count(wallet::LogState state) {
    std::size_t out = 0;
    for (const wallet::Held* held : tokens()) out += held->log == state ? 1 : 0;
    return out;
  }
};

// Entries that somebody else collected.
inline std::vector<EntryBytes> strangers(std::uint32_t count) {
  std::vector<EntryBytes> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    Entry entry;
    entry.kind = EntryKind::revocable;
    entry.vct = kPermit;
    entry.day = kDay + 1;
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&i), 4, entry.commitment.bytes.begin());
    out.push_back(encode(entry));
  }
  return out;
}

}  // namespace whit::test
