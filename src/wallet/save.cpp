// SPDX-License-Identifier: Apache-2.0
#include "wallet/save.h"

#include <algorithm>
#include <limits>

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
    for (const Held& held : set.tokens) out_.array(2).uint(held.vct).bytes(held.encoded);
  }

  void write(const Pending& pending) {
    out_.array(2).bytes(pending.body).uint(pending.keys.size());
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

// Loader reads the public part, and takes the seeds as they are due.
class Loader {
 public:
  Loader(std::uint64_t version, Bytes public_part, Bytes seeds)
      : version_(version), in_(public_part), seeds_(seeds) {}

  Result<Wallet> read() {
    Wallet wallet;
    WHIT_CHECK(in_.expect_array(3));
    WHIT_CHECK(each(wallet.accounts, [this] { return read_account(); }));
    WHIT_CHECK(each(wallet.enrolling, [this] { return read_enrolling(); }));
    WHIT_CHECK(each(wallet.history, [this] { return read_event(); }));
    WHIT_CHECK(in_.expect_end());
    if (!seeds_.empty()) return in_.fail(Errc::trailing);
    return wallet;
  }

 private:
  template <class T, class Read>
  Status each(std::vector<T>& list, Read read_one) {
    WHIT_TRY(const std::size_t count, in_.array());
    for (std::size_t i = 0; i < count; ++i) {
      WHIT_TRY(T item, read_one());
      list.push_back(std::move(item));
    }
    return {};
  }

  template <class T>
  Result<T> number() {
    WHIT_TRY(const std::uint64_t value, in_.uint(0, std::numeric_limits<T>::max()));
    return static_cast<T>(value);
  }

  Result<ByteVector> bytes() {
    WHIT_TRY(const Bytes view, in_.bytes());
    return ByteVector(view.begin(), view.end());
  }

  Result<std::string> text() {
    WHIT_TRY(const std::string_view view, in_.text());
    return std::string(view);
  }

  Result<SigningKey> key() {
    if (seeds_.size() < SigningKey::kSeedSize) return in_.fail(Errc::truncated);
    const auto seed = seeds_.first<SigningKey::kSeedSize>();
    seeds_ = seeds_.subspan(SigningKey::kSeedSize);
    return SigningKey::from_seed(seed);
  }

  Result<Account> read_account() {
    WHIT_TRY(SigningKey collection, key());
    WHIT_CHECK(in_.expect_array(version_ == 1 ? 11 : 13));
    WHIT_TRY(const Bytes trust_bytes, in_.bytes());
    WHIT_TRY(TrustFile trust, parse_trust_file(trust_bytes));
    Account account(std::move(trust), std::move(collection));
    WHIT_TRY(account.id, in_.fixed<CollectionId>());
    WHIT_TRY(account.seq, in_.uint());
    WHIT_TRY(account.clock_offset, in_.integer());
    WHIT_TRY(account.synced, in_.uint());
    WHIT_CHECK(each(account.facts, [this] { return read_fact(); }));
    WHIT_CHECK(each(account.sets, [this] { return read_set(); }));
    WHIT_CHECK(each(account.seen, [this] { return read_seen(); }));
    std::vector<Pending> pending;
    WHIT_CHECK(each(pending, [this] { return read_pending(); }));
    if (!pending.empty()) account.pending = std::move(pending.front());
    WHIT_CHECK(read_news(account.news));
    if (version_ == 1) return account;
    WHIT_CHECK(each(account.notices, [this] { return read_notice(); }));
    WHIT_TRY(account.ended, in_.uint());
    return account;
  }

  Result<NoticeRow> read_notice() {
    NoticeRow row;
    WHIT_CHECK(in_.expect_array(6));
    WHIT_TRY(row.vct, number<Vct>());
    WHIT_TRY(row.arrived, number<Day>());
    WHIT_TRY(row.time, in_.uint());
    WHIT_TRY(const std::uint64_t state, in_.uint(0, 2));
    row.state = static_cast<NoticeState>(state);
    WHIT_TRY(const std::uint64_t received, in_.uint(0, 1));
    row.received = received == 1;
    WHIT_TRY(row.body, bytes());
    return row;
  }

  Status read_news(News& news) {
    WHIT_TRY(news.head, bytes());
    WHIT_CHECK(in_.expect_array(6));
    WHIT_TRY(news.version, in_.uint());
    WHIT_TRY(news.hash, in_.fixed<Hash>());
    WHIT_TRY(news.manifest_sequence, in_.uint());
    WHIT_TRY(news.key_list_sequence, in_.uint());
    WHIT_TRY(news.issued, in_.uint());
    WHIT_TRY(news.expires, in_.uint());
    return {};
  }

  Result<FactRow> read_fact() {
    FactRow row;
    WHIT_CHECK(in_.expect_array(4));
    WHIT_TRY(row.vct, number<Vct>());
    WHIT_TRY(const std::uint64_t state, in_.uint(0, 4));
    row.state = static_cast<FactState>(state);
    WHIT_TRY(row.asked_through, number<Day>());
    WHIT_TRY(row.since, in_.uint());
    return row;
  }

  Result<Set> read_set() {
    WHIT_TRY(SigningKey holder, key());
    Set set{0, std::move(holder), {}, 0, {}};
    WHIT_CHECK(in_.expect_array(4));
    WHIT_TRY(set.day, number<Day>());
    WHIT_TRY(set.shown, in_.uint());
    WHIT_TRY(set.answered, in_.fixed<Hash>());
    WHIT_CHECK(each(set.tokens, [this] { return read_held(); }));
    return set;
  }

  Result<Held> read_held() {
    Held held;
    WHIT_CHECK(in_.expect_array(2));
    WHIT_TRY(held.vct, number<Vct>());
    WHIT_TRY(held.encoded, bytes());
    WHIT_CHECK(check_token(held));
    return held;
  }

  Status check_token(const Held& held) {
    WHIT_TRY(const Token token, parse_token(held.encoded));
    if (token.vct != held.vct || token.kind != Kind::revocable) return in_.fail(Errc::mixed_set);
    return {};
  }

  Result<SeenHandle> read_seen() {
    SeenHandle seen;
    WHIT_CHECK(in_.expect_array(2));
    WHIT_TRY(seen.day, number<Day>());
    WHIT_TRY(seen.handle, in_.fixed<Handle>());
    return seen;
  }

  Result<Pending> read_pending() {
    Pending pending;
    WHIT_CHECK(in_.expect_array(2));
    WHIT_TRY(pending.body, bytes());
    WHIT_TRY(const std::uint64_t count, in_.uint());
    for (std::uint64_t i = 0; i < count; ++i) {
      WHIT_TRY(SigningKey one, key());
      pending.keys.push_back(std::move(one));
    }
    return pending;
  }

  Result<Enrolling> read_enrolling() {
    WHIT_TRY(SigningKey collection, key());
    WHIT_CHECK(in_.expect_array(2));
    WHIT_TRY(std::string iss, text());
    WHIT_TRY(const UnixTime time, in_.uint());
    return Enrolling{std::move(iss), std::move(collection), time};
  }

  Result<Event> read_event() {
    Event event;
    WHIT_CHECK(in_.expect_array(5));
    WHIT_TRY(event.when, in_.uint());
    WHIT_TRY(event.iss, text());
    WHIT_TRY(const std::uint64_t mode, in_.uint(0, 4));
    event.mode = static_cast<Mode>(mode);
    WHIT_TRY(event.name, text());
    WHIT_CHECK(each(event.facts, [this] { return number<Vct>(); }));
    return event;
  }

  std::uint64_t version_;
  cbor::Reader in_;
  Bytes seeds_;
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

Result<Wallet> load(Bytes saved) {
  cbor::Reader in(saved);
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(const std::uint64_t version, in.uint());
  if (version != 1 && version != kSaveVersion) return in.fail(Errc::unknown_prefix);
  WHIT_TRY(const Bytes public_part, in.bytes());
  WHIT_TRY(const Bytes seeds, in.bytes());
  WHIT_CHECK(in.expect_end());
  return Loader(version, public_part, seeds).read();
}

}  // namespace whit::wallet
