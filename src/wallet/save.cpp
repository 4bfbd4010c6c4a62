// SPDX-License-Identifier: Apache-2.0
#include "wallet/save.h"

#include <algorithm>

#include "base/cbor_writer.h"

namespace whit::wallet {
namespace {

constexpr InsecureAccess kAccess{};

// Secret is one of the two kinds of secret there are, by where it lies.
struct Secret {
  const SigningKey* key = nullptr;
  const SecretBuffer* inverse = nullptr;
  std::size_t size() const { return key != nullptr ? SigningKey::kSeedSize : inverse->size(); }
};

// Saver writes the public part and notes, in order, which secrets belong to it.
class Saver {
 public:
  void write(const Wallet& wallet) {
    out_.array(3).array(wallet.accounts.size());
    for (const Account& account : wallet.accounts) write(account);
    out_.array(wallet.enrolling.size());
    for (const Enrolling& enrolling : wallet.enrolling) {
      out_.array(2).text(enrolling.iss).uint(enrolling.time);
      add(enrolling.collection);
    }
    out_.array(wallet.history.size());
    for (const Event& event : wallet.history) write(event);
  }
  const ByteVector& view() const { return out_.view(); }
  const std::vector<Secret>& secrets() const { return secrets_; }

 private:
  void write(const Account& account) {
    add(account.collection);
    out_.array(14).bytes(encode(account.trust)).bytes(account.id.view()).uint(account.seq);
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
    write(account.blind);
  }

  void write(const BlindState& blind) {
    out_.array(6).uint(blind.minute.day).uint(blind.minute.at).uint(blind.asked);
    out_.array(blind.failures.size());
    for (const BlindFailure& failure : blind.failures) {
      out_.array(7).uint(failure.when).uint(failure.vct).uint(failure.day);
      out_.bytes(failure.modulus.view()).bytes(failure.blinded.view());
      out_.bytes(failure.answer.view()).bytes(failure.key_list);
    }
    out_.array(blind.seen.size());
    for (const SeenModulus& seen : blind.seen) {
      out_.array(3).bytes(seen.modulus.view()).uint(seen.vct).uint(seen.day);
    }
    out_.array(blind.counts.size());
    for (const CrowdCount& count : blind.counts) {
      out_.array(3).uint(count.vct).uint(count.day).uint(count.entries);
    }
  }

  void write(const NoticeRow& row) {
    out_.array(6).uint(row.vct).uint(row.arrived).uint(row.time);
    out_.uint(static_cast<std::uint8_t>(row.state)).uint(row.received ? 1 : 0).bytes(row.body);
  }

  void write(const Set& set) {
    add(set.key);
    out_.array(5)
        .uint(static_cast<std::uint8_t>(set.kind))
        .uint(set.day)
        .uint(set.shown)
        .bytes(set.answered.view());
    out_.array(set.tokens.size());
    for (const Held& held : set.tokens) {
      out_.array(6).uint(held.vct).bytes(held.encoded).uint(held.first).uint(held.last);
      out_.uint(static_cast<std::uint8_t>(held.log)).bytes(held.commitment.view());
    }
  }

  void write(const Pending& pending) {
    out_.array(4).bytes(pending.body).uint(pending.keys.size()).uint(pending.made);
    for (const SigningKey& key : pending.keys) add(key);
    out_.array(pending.blind.size());
    for (const BlindRow& row : pending.blind) write(row);
  }

  void write(const BlindRow& row) {
    out_.array(4).uint(row.vct).uint(row.day).bytes(row.modulus.view()).uint(row.messages.size());
    for (const BlindMessage& message : row.messages) {
      add(message.key);
      secrets_.push_back({nullptr, &message.inverse});
    }
  }

  void write(const Event& event) {
    out_.array(6).uint(event.when).text(event.iss).uint(static_cast<std::uint8_t>(event.mode));
    out_.text(event.name).array(event.facts.size());
    for (const Vct vct : event.facts) out_.uint(vct);
    out_.uint(static_cast<std::uint8_t>(event.kind));
  }

  void add(const SigningKey& key) { secrets_.push_back({&key, nullptr}); }

  cbor::Writer out_;
  std::vector<Secret> secrets_;
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
  std::size_t size = 0;
  for (const Secret& secret : saver.secrets()) size += secret.size();
  cbor::Writer front;
  front.array(3).uint(kSaveVersion).bytes(saver.view());
  const cbor::EncodedHead secrets_head = cbor::encode_head(cbor::Major::bytes, size);

  SecretBuffer out(front.view().size() + secrets_head.size + size);
  std::span<std::uint8_t> room = out.expose_writable(kAccess);
  append(room, front.view());
  append(room, secrets_head.view());
  for (const Secret& secret : saver.secrets()) {
    if (secret.key != nullptr) append(room, secret.key->seed(kAccess).expose(kAccess));
    if (secret.inverse != nullptr) append(room, secret.inverse->expose(kAccess));
  }
  return out;
}

}  // namespace whit::wallet
