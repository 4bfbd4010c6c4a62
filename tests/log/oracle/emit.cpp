// SPDX-License-Identifier: Apache-2.0
// Writes two logs into a folder, for a program of somebody else's to check: one of epochs, one of
// 70,000 entries whose last tiles are partial.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "log/checkpoint.h"
#include "log/epoch.h"
#include "log/path.h"
#include "log/proof.h"
#include "log/seeded.h"
#include "log/tile.h"

namespace whit {
namespace {

using test::seeded;
constexpr UnixTime kTime = 1800000000;

void write(const std::filesystem::path& path, Bytes content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(content.data()),
            static_cast<std::streamsize>(content.size()));
}

struct Signers {
  SigningKey log_key = seeded("oracle log"), a_key = seeded("oracle a"), b_key = seeded("oracle b");
  NoteSigner log = *make_note_signer("log.example/oracle/1", NoteKeyType::ed25519, log_key);
  NoteSigner a = *make_note_signer("a.example", NoteKeyType::cosignature, a_key);
  NoteSigner b = *make_note_signer("b.example", NoteKeyType::cosignature, b_key);
};

// Everything that a folder gets to hold.
class Log {
 public:
  explicit Log(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void append(const EntryBytes& entry) {
    leaves_.push_back(leaf_hash(entry));
    tiles_.append(leaves_.back());
    tree_.append(leaves_.back());
    roots_.push_back(tree_.root());
    append_entry(bundle_, entry);
    if (leaves_.size() % kTileWidth == 0) write_bundle();
  }

  void publish(const Signers& who) {
    if (!bundle_.empty()) write_bundle();
    for (const Tile& tile : tiles_.take_full()) write(folder_ / path(tile.id), tile.content);
    for (const Tile& tile : tiles_.partial()) write(folder_ / path(tile.id), tile.content);
    note_.text = format(Checkpoint{who.log.key.name, size(), tiles_.root(), {}});
    note_.signatures = {*sign_note(note_.text, who.log), *cosign_note(note_.text, kTime, who.a),
                        *cosign_note(note_.text, kTime + 1, who.b)};
    write(folder_ / "checkpoint", as_bytes(format(note_)));
    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{255},
                                      std::uint64_t{256}, std::uint64_t{65535}, size() - 1}) {
      const LogProof proof{{}, index, prove(*plan_inclusion(index, size())), note_};
      write(folder_ / (std::to_string(index) + ".tlog-proof"), as_bytes(format(proof)));
    }
    write(folder_ / "consistency", as_bytes(consistency()));
  }

 private:
  std::uint64_t size() const { return leaves_.size(); }

  void write_bundle() {
    const std::uint64_t last = leaves_.size() - 1;
    const auto width = static_cast<unsigned>(last % kTileWidth) + 1;
    write(folder_ / path({TileId::kEntries, last / kTileWidth, width}), bundle_);
    bundle_.clear();
  }

  std::vector<Hash> prove(const ProofPlan& plan) const {
    std::vector<Hash> hashes;
    for (const Node& node : plan.nodes) {
      CompactTree part;
      const std::uint64_t count = std::uint64_t{1} << node.level;
      for (std::uint64_t i = 0; i < count; ++i) part.append(leaves_[node.index * count + i]);
      hashes.push_back(part.root());
    }
    return assemble(plan, hashes);
  }

  // A line for each old size: that, its root, the proof.
  std::string consistency() const {
    std::string out;
    for (std::uint64_t old = 1; old <= size(); old = old * 3 / 2 + 1) {
      out += std::to_string(old) + " " + text_of(roots_[old - 1]);
      for (const Hash& hash : prove(*plan_consistency(old, size()))) out += " " + text_of(hash);
      out += "\n";
    }
    return out;
  }

  static std::string text_of(const Hash& hash) {
    std::string out = format(Checkpoint{"x", 1, hash, {}});
    return out.substr(4, out.size() - 5);
  }

  std::filesystem::path folder_;
  std::vector<Hash> leaves_, roots_;
  TileBuilder tiles_;
  CompactTree tree_;
  std::vector<std::uint8_t> bundle_;
  Note note_;
};

EntryBytes entry(std::uint64_t i) {
  Entry out{EntryKind::revocable, static_cast<Vct>(65001 + i % 3), KeyId{}, 20000, Hash{}};
  out.commitment = sha256(as_bytes("oracle " + std::to_string(i)));
  return encode(out);
}

void write_epochs(const std::filesystem::path& folder, const Signers& who) {
  Log log(folder);
  EpochDraft draft;
  const Hash pad_key = sha256(as_bytes("oracle pads"));
  for (const std::uint64_t count : {0U, 1000U, 64U, 66000U}) {
    draft.day = 19999;
    for (std::uint64_t i = 0; i < count; ++i) draft.entries.push_back(entry(draft.index + i));
    const auto epoch = build_epoch(draft, PadKey(pad_key.bytes));
    for (const Leaf& leaf : epoch->leaves) log.append(leaf.entry);
    write(folder / header_path(draft.number), epoch->header_bytes);
    draft.number += 1;
    draft.index = *size_after(epoch->header);
    draft.previous = sha256(epoch->header_bytes);
    draft.entries.clear();
  }
  log.publish(who);
}

void write_ragged(const std::filesystem::path& folder, const Signers& who) {
  Log log(folder);
  for (std::uint64_t i = 0; i < 70000; ++i) log.append(entry(i));
  log.publish(who);
}

}  // namespace
}  // namespace whit

int main(int argc, char** argv) {
  if (argc != 2) return 3;
  const std::filesystem::path folder = argv[1];
  const whit::Signers who;
  const std::string keys = whit::format(who.log.key) + "\n" + whit::format(who.a.key) + "\n" +
                           whit::format(who.b.key) + "\n";
  for (const char* name : {"epochs", "ragged"}) {
    whit::write(folder / name / "keys", whit::as_bytes(keys));
  }
  whit::write_epochs(folder / "epochs", who);
  whit::write_ragged(folder / "ragged", who);
  return 0;
}
