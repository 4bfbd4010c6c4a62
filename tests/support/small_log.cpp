// SPDX-License-Identifier: Apache-2.0
#include "support/small_log.h"

#include <algorithm>

#include "crypto/hash.h"
#include "log/path.h"
#include "log/proof.h"
#include "support/world.h"
#include "token/registry.h"

namespace whit::test {
namespace {

constexpr Day kHorizon = 14;

CatalogueFact fact(Vct vct, std::string slug) {
  CatalogueFact out;
  out.vct = vct;
  out.slug = std::move(slug);
  out.kinds = 5;
  out.modes = 7;
  out.horizon = kHorizon;
  out.per_day = 2;
  out.paper_life = 60;
  out.labels = {{"en", out.slug}};
  return out;
}

Preset gate() {
  Preset out;
  out.slug = "gate";
  out.facts = {SmallLog::kPermit};
  out.kinds = 5;
  out.modes = 7;
  out.max_age = 72 * 3600;
  out.answer_time = 86400;
  out.labels = {{"en", "gate"}};
  return out;
}

Hash pad_key(std::uint64_t epoch) { return sha256(as_bytes("pad key " + std::to_string(epoch))); }

}  // namespace

SmallLog::SmallLog() : SmallLog(Options{}) {}

SmallLog::SmallLog(const Options& options)
    : root_key(seeded_key("root")),
      keys_key(seeded_key("keys")),
      bundle_key(seeded_key("bundle")),
      log_secret(seeded_key("log")),
      token_key(seeded_key("token")),
      paper_key(seeded_key("paper")),
      options_(options) {
  for (std::size_t i = 0; i < options.witnesses; ++i) {
    witness_keys.push_back(seeded_key("witness " + std::to_string(i)));
  }
  list_ = {"dlo", 0, {}, {}};
  const std::vector<Vct> facts = {kPermit, kTax};
  list_.tokens = {
      {Kind::revocable, facts, kFirst, kFirst + 200, token_key.public_key(), KeyState::live},
      {Kind::paper, facts, kFirst, kFirst + 200, paper_key.public_key(), KeyState::live}};
}

KeyId SmallLog::kid() const { return key_id(token_key.public_key()); }

std::string SmallLog::origin() const { return "log.dlo.example/" + std::to_string(number_); }

NoteKey SmallLog::log_key() const {
  return *make_note_key(origin(), NoteKeyType::ed25519, log_secret.public_key());
}

TrustFile SmallLog::trust() const {
  std::string policy, members;
  for (std::size_t i = 0; i < witness_keys.size(); ++i) {
    const std::string name = "w" + std::to_string(i);
    const auto key =
        make_note_key(name + ".example", NoteKeyType::cosignature, witness_keys[i].public_key());
    policy += "witness " + name + " " + format(*key) + "\n";
    members += " " + name;
  }
  policy += "group all all" + members + "\nquorum all\n";
  return {"dlo", root_key.public_key(), "https://dlo.example", "log.dlo.example/", policy};
}

void SmallLog::use_list(KeyList list) {
  list_ = std::move(list);
  ++list_.sequence;
  signed_list_ = sign_part(encode(list_), registry::kTypKeyList, keys_key);
  files[object_path(kKeyListFolder, sha256(signed_list_))] = signed_list_;
}

void SmallLog::start() {
  use_list(list_);
  close(kFirst, {});
  publish(midnight(kFirst) + 43200);
}

void SmallLog::day(int permits) {
  close(today_, tokens(permits, today_ + 3));
  ++today_;
  publish(midnight(today_) + 600);
}

void SmallLog::next_log() {
  closed_[number_] = leaves_;
  leaves_.clear();
  ++number_;
}

void SmallLog::close(Day day, std::vector<EntryBytes> entries) {
  EpochDraft out;
  out.number = next_number_++;
  out.day = day;
  out.index = leaves_.size();
  out.key_list = sha256(signed_list_);
  if (!epochs.empty()) out.previous = sha256(epochs.back().header);
  out.heads = std::move(heads_since_);
  heads_since_.clear();
  for (const Written& old : epochs) {
    const EpochHeader header = *parse_epoch_header(old.header);
    const Day newest = parse_epoch_header(epochs.back().header)->day;
    if (header.entries == 0 || header.day + 60 > day || header.day + 60 <= newest) continue;
    const Hash key = pad_key(header.number);
    const auto pads = count_pads(header, old.entries, PadKey(key.bytes));
    const bool any = std::any_of(pads.begin(), pads.end(), [](auto count) { return count > 0; });
    out.pad_keys.emplace_back(header.number, any ? key : Hash{});
  }
  out.entries = std::move(entries);
  if (draft) draft(out);
  const Hash key = pad_key(out.number);
  Epoch epoch = *build_epoch(std::move(out), PadKey(key.bytes));
  if (built) built(epoch);
  Written written{number_, leaves_.size(), epoch.header_bytes, {}, {}};
  for (const Leaf& leaf : epoch.leaves) {
    written.entries.push_back(leaf.entry);
    written.leaves.push_back(leaf.hash);
    leaves_.push_back(leaf.hash);
  }
  files[header_path(epoch.header.number)] = epoch.header_bytes;
  epochs.push_back(std::move(written));
}

void SmallLog::publish(UnixTime time) {
  RootManifest manifest{"dlo", 1, {}, kFirst + 400, {}, options_.specimen};
  const Day first = kFirst - 30, last = kFirst + 300;
  manifest.keys = {{Use::keys, keys_key.public_key(), first, last},
                   {Use::bundle, bundle_key.public_key(), first, last},
                   {Use::log, log_secret.public_key(), first, last}};
  Head head;
  head.iss = "dlo";
  head.version = ++version_;
  head.issued = time;
  head.next_update = time + 3600;
  head.expires = time + 13 * kSecondsPerDay;
  head.previous = last_head_;
  head.manifest = sign_part(encode(manifest), registry::kTypManifest, root_key);
  head.key_list = signed_list_;
  head.epoch_header = epochs.back().header;
  LogProof proof;
  proof.index = epochs.back().begin;
  const ProofPlan plan = *plan_inclusion(proof.index, leaves_.size());
  std::vector<Hash> nodes;
  for (const Node& one : plan.nodes) nodes.push_back(node(one));
  proof.path = assemble(plan, nodes);
  proof.note = *parse_note(checkpoint(time));
  head.log_proof = format(proof);
  head.catalogue = {fact(kPermit, "work-permit-valid"), fact(kTax, "tax-current")};
  head.presets = {gate()};
  if (before_head) before_head(head);
  const ByteVector payload = encode(head);
  heads.push_back(sign_part(payload, registry::kTypHead, bundle_key));
  last_head_ = sha256(payload);
  files[object_path(kHeadFolder, last_head_)] = heads.back();
  heads_since_.push_back(last_head_);
}

std::vector<EntryBytes> SmallLog::tokens(int count, Day expires) {
  return tokens(count, expires, EntryKind::revocable, kPermit, kid());
}

std::vector<EntryBytes> SmallLog::tokens(int count, Day expires, EntryKind kind, Vct vct,
                                         const KeyId& kid) {
  std::vector<EntryBytes> out;
  for (int i = 0; i < count; ++i) {
    const Hash commitment = sha256(as_bytes("token " + std::to_string(counter_++)));
    out.push_back(encode(Entry{kind, vct, kid, expires, commitment}));
  }
  return out;
}

ByteVector SmallLog::token(Day expires, Vct vct) {
  TokenClaims claims;
  claims.iss = "dlo";
  claims.day = expires;
  const Hash random = sha256(as_bytes("handle " + std::to_string(counter_++)));
  claims.handle = Handle::from(random.view().first(8));
  claims.holder = seeded_key("holder").public_key();
  claims.vct = vct;
  const Unsigned unsigned_token = build_revocable(claims, kid());
  return unsigned_token.with(token_key.sign(unsigned_token.to_be_signed()).view());
}

Hash SmallLog::node(const Node& wanted) const {
  if (wanted.level == 0) return leaves_[static_cast<std::size_t>(wanted.index)];
  return node_hash(node({wanted.level - 1, 2 * wanted.index}),
                   node({wanted.level - 1, 2 * wanted.index + 1}));
}

Hash SmallLog::root_of(std::uint64_t first) const {
  CompactTree tree;
  for (std::uint64_t i = 0; i < first; ++i) tree.append(leaves_[static_cast<std::size_t>(i)]);
  return tree.root();
}

Hash SmallLog::root() const { return root_of(leaves_.size()); }

std::string SmallLog::checkpoint(UnixTime time) const {
  return checkpoint_of(leaves_.size(), root(), time);
}

std::string SmallLog::checkpoint_of(std::uint64_t size, const Hash& root, UnixTime time) const {
  Note note;
  note.text = format(Checkpoint{origin(), size, root, {}});
  note.signatures.push_back(
      *sign_note(note.text, *make_note_signer(origin(), NoteKeyType::ed25519, log_secret)));
  for (std::size_t i = 0; i < witness_keys.size(); ++i) {
    const std::string name = "w" + std::to_string(i) + ".example";
    const auto signer = make_note_signer(name, NoteKeyType::cosignature, witness_keys[i]);
    note.signatures.push_back(*cosign_note(note.text, time, *signer));
  }
  return format(note);
}

Result<ByteVector> SmallLog::file(std::uint64_t, std::string_view path, std::size_t limit) {
  const auto found = files.find(std::string(path));
  if (found == files.end()) return Errc::not_found;
  if (found->second.size() > limit) return Errc::too_large;
  return found->second;
}

Result<std::vector<Hash>> SmallLog::leaves(std::uint64_t log, std::uint64_t begin,
                                           std::uint64_t end) {
  const std::vector<Hash>& from = log == number_ ? leaves_ : closed_[log];
  if (begin > end || end > from.size()) return Errc::out_of_range;
  return std::vector<Hash>(from.begin() + static_cast<std::ptrdiff_t>(begin),
                           from.begin() + static_cast<std::ptrdiff_t>(end));
}

Result<ByteVector> SmallLog::get(std::string_view path, std::size_t limit) {
  const auto tile = parse_tile_path(path);
  if (!tile) return file(number_, path, limit);
  ByteVector out;
  if (tile->level == TileId::kEntries) {
    for (const Written& epoch : epochs) {
      if (epoch.log != number_) continue;
      for (std::size_t i = 0; i < epoch.entries.size(); ++i) {
        if ((epoch.begin + i) / kTileWidth == tile->index) append_entry(out, epoch.entries[i]);
      }
    }
  } else {
    for (unsigned i = 0; i < tile->width; ++i) {
      const Node one{tile->level * kTileHeight, tile->index * kTileWidth + i};
      if ((one.index + 1) << one.level > leaves_.size()) return Errc::not_found;
      const Hash hash = node(one);
      out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
    }
  }
  if (out.empty()) return Errc::not_found;
  if (out.size() > limit) return Errc::too_large;
  return out;
}

void SmallLog::replay(audit::Replay& replay) {
  std::size_t done = replay.state().epochs.size();
  for (; done < epochs.size(); ++done) {
    const Written& epoch = epochs[done];
    audit::EpochFront front;
    front.log = epoch.log;
    front.begin = epoch.begin;
    front.first = epoch.entries.at(0);
    front.header = epoch.header;
    if (!replay.begin(front, *this).ok()) __builtin_trap();
    replay.add(epoch.entries, epoch.leaves);
    replay.end(*this);
  }
}

std::vector<std::string> SmallLog::found(bool trusted) {
  audit::Replay whole(trusted ? std::optional(trust()) : std::nullopt);
  replay(whole);
  std::vector<std::string> out;
  for (const audit::Found& one : whole.found()) {
    const std::string name(audit::name(one.finding));
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

}  // namespace whit::test
