// SPDX-License-Identifier: Apache-2.0
#include "wallet/save.h"

#include <algorithm>

#include "base/cbor_writer.h"

namespace whit::wallet {
namespace {

constexpr InsecureAccess kAccess{};

// Saver writes the public part and notes, in order, whose seeds belong to it.
class Saver {
 public:
  void write(const Wallet& wallet) {
    out_.array(3).array(wallet.accounts.size());
    for (const Account& account : wallet.accounts) write(account);
    out_.array(wallet.enrolling.size());
    for (const Enrolling& enrolling : wallet.enrolling) {
      out_.array(2).text(enrolling.iss).uint(enrolling.time);
      keys_.push_back(&enrolling.collection);
    }
    out_.array(wallet.history.size());
    for (const Event& event : wallet.history) write(event);
  }
  const ByteVector& view() const { return out_.view(); }
  const std::vector<const SigningKey*>& keys() const { return keys_; }

 private:
  void write(const Account& account) {
    keys_.push_back(&account.collection);
    out_.array(13).bytes(encode(account.trust)).bytes(account.id.view()).uint(account.seq);
    out_.integer(account.clock_offset).uint(account.synced);
    out_.array(account.facts.size());
    for (const FactRow& row : account.facts) {
      out_.array(4).uint(row.vct).uint(static_cast<std::uint8_t>(row.state));
      out_.uint(row.asked_through).uint(row.since);
    }
    out_.array(account.sets.size());
    for (const Set& set : account.sets) write(set);
    out_.array(account.seen.size());
    for (const SeenHandle& seen : account.seen) {
      out_.array(2).uint(seen.day).bytes(seen.handle.view());
    }
    out_.array(account.pending ? 1 : 0);
    if (account.pending) write(*account.pending);
    const News& news = account.news;
    out_.bytes(news.head);
    out_.array(6).uint(news.version).bytes(news.hash.view()).uint(news.manifest_sequence);
    out_.uint(news.key_list_sequence).uint(news.issued).uint(news.expires);
    out_.array(account.notices.size());
    for (const NoticeRow& row : account.notices) write(row);
    out_.uint(account.ended);
  }

  void write(const NoticeRow& row) {
    out_.array(6).uint(row.vct).uint(row.arrived).uint(row.time);
    out_.uint(static_cast<std::uint8_t>(row.state)).uint(row.received ? 1 : 0).bytes(row.body);
  }

  void write(const Set& set) {
    keys_.push_back(&set.key);
    out_.array(4).uint(set.day).uint(set.shown).bytes(set.answered.view());
    out_.array(set.tokens.size());
    for (const Held& held : set.tokens) {
      out_.array(5).uint(held.vct).bytes(held.encoded).uint(held.first).uint(held.last);
      out_.uint(static_cast<std::uint8_t>(held.log));
    }
  }

  void write(const Pending& pending) {
    out_.array(3).bytes(pending.body).uint(pending.keys.size()).uint(pending.made);
    for (const SigningKey& key : pending.keys) keys_.push_back(&key);
  }

  void write(const Event& event) {
    out_.array(5).uint(event.when).text(event.iss).uint(static_cast<std::uint8_t>(event.mode));
    out_.text(event.name).array(event.facts.size());
    for (const Vct vct : event.facts) out_.uint(vct);
  }

  cbor::Writer out_;
  std::vector<const SigningKey*> keys_;
};

// append copies `part` to the front of `room` and moves `room` behind it.
void append(std::span<std::uint8_t>& room, Bytes part) {
  std::copy(part.begin(), part.end(), room.begin());
  room = room.subspan(part.size());
}

}  // namespace

SecretBuffer save(const Wallet& wallet) {
  Saver saver;
  saver.write(wallet);
  const std::size_t seeds = saver.keys().size() * SigningKey::kSeedSize;
  cbor::Writer front;
  front.array(3).uint(kSaveVersion).bytes(saver.view());
  const cbor::EncodedHead seeds_head = cbor::encode_head(cbor::Major::bytes, seeds);

  SecretBuffer out(front.view().size() + seeds_head.size + seeds);
  std::span<std::uint8_t> room = out.expose_writable(kAccess);
  append(room, front.view());
  append(room, seeds_head.view());
  for (const SigningKey* key : saver.keys()) append(room, key->seed(kAccess).expose(kAccess));
  return out;
}

}  // namespace whit::wallet
