// SPDX-License-Identifier: Apache-2.0
// Reading what save.cpp wrote, in every version that there was.
#include "wallet/load_reader.h"
#include "wallet/save.h"

namespace whit::wallet {
namespace {

constexpr std::size_t kInverseSize = 256;

// Loader reads the public part, and takes the secrets as they are due.
class Loader : private LoadReader {
 public:
  Loader(std::uint64_t version, Bytes public_part, Bytes secrets)
      : LoadReader(public_part, secrets), version_(version) {}

  Result<Wallet> read() {
    Wallet wallet;
    WHIT_CHECK(in_.expect_array(3));
    WHIT_CHECK(each(wallet.accounts, [this] { return read_account(); }));
    WHIT_CHECK(each(wallet.enrolling, [this] { return read_enrolling(); }));
    WHIT_CHECK(each(wallet.history, [this] { return read_event(); }));
    WHIT_CHECK(in_.expect_end());
    if (!secrets_.empty()) return in_.fail(Errc::trailing);
    return wallet;
  }

 private:
  Result<Account> read_account() {
    WHIT_TRY(SigningKey collection, key());
    WHIT_CHECK(in_.expect_array(version_ == 1 ? 11 : version_ < 4 ? 13 : 14));
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
    if (version_ >= 4) WHIT_CHECK(read_blind(account.blind));
    return account;
  }

  Status read_blind(BlindState& blind) {
    WHIT_CHECK(in_.expect_array(6));
    WHIT_TRY(blind.minute.day, number<Day>());
    WHIT_TRY(blind.minute.at, in_.uint());
    WHIT_TRY(blind.asked, number<Day>());
    WHIT_CHECK(each(blind.failures, [this] { return read_failure(); }));
    WHIT_CHECK(each(blind.seen, [this] { return read_modulus(); }));
    WHIT_CHECK(each(blind.counts, [this] { return read_count(); }));
    return {};
  }

  Result<CrowdCount> read_count() {
    CrowdCount count;
    WHIT_CHECK(in_.expect_array(3));
    WHIT_TRY(count.vct, number<Vct>());
    WHIT_TRY(count.day, number<Day>());
    WHIT_TRY(count.entries, in_.uint());
    return count;
  }

  Result<BlindFailure> read_failure() {
    BlindFailure failure;
    WHIT_CHECK(in_.expect_array(7));
    WHIT_TRY(failure.when, in_.uint());
    WHIT_TRY(failure.vct, number<Vct>());
    WHIT_TRY(failure.day, number<Day>());
    WHIT_TRY(failure.modulus, in_.fixed<RsaModulus>());
    WHIT_TRY(failure.blinded, in_.fixed<BlindBytes>());
    WHIT_TRY(failure.answer, in_.fixed<BlindBytes>());
    WHIT_TRY(failure.key_list, bytes());
    return failure;
  }

  Result<SeenModulus> read_modulus() {
    SeenModulus seen;
    WHIT_CHECK(in_.expect_array(3));
    WHIT_TRY(seen.modulus, in_.fixed<Hash>());
    WHIT_TRY(seen.vct, number<Vct>());
    WHIT_TRY(seen.day, number<Day>());
    return seen;
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
    Set set{Kind::revocable, 0, std::move(holder), {}, 0, {}};
    WHIT_CHECK(in_.expect_array(version_ < 4 ? 4 : 5));
    if (version_ >= 4) {
      WHIT_TRY(set.kind, kind());
    }
    WHIT_TRY(set.day, number<Day>());
    WHIT_TRY(set.shown, in_.uint());
    WHIT_TRY(set.answered, in_.fixed<Hash>());
    WHIT_CHECK(each(set.tokens, [this, &set] { return read_held(set.kind); }));
    if (set.kind == Kind::blind && set.tokens.size() != 1) return in_.fail(Errc::mixed_set);
    return set;
  }

  // One of the two kinds that a phone shows.
  Result<Kind> kind() {
    WHIT_TRY(const std::uint64_t kind, in_.uint(1, 2));
    return static_cast<Kind>(kind);
  }

  Result<Held> read_held(Kind kind) {
    Held held;
    WHIT_CHECK(in_.expect_array(version_ < 3 ? 2 : version_ < 4 ? 5 : 6));
    WHIT_TRY(held.vct, number<Vct>());
    WHIT_TRY(held.encoded, bytes());
    WHIT_CHECK(check_token(held, kind));
    if (version_ < 3) return held;
    WHIT_TRY(held.first, number<Day>());
    WHIT_TRY(held.last, number<Day>());
    WHIT_TRY(const std::uint64_t state, in_.uint(0, 2));
    held.log = static_cast<LogState>(state);
    if (version_ >= 4) {
      WHIT_TRY(held.commitment, in_.fixed<Hash>());
    }
    return held;
  }

  Status check_token(const Held& held, Kind kind) {
    WHIT_TRY(const Token token, parse_token(held.encoded));
    if (token.vct != held.vct || token.kind != kind) return in_.fail(Errc::mixed_set);
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
    WHIT_CHECK(in_.expect_array(version_ < 3 ? 2 : version_ < 4 ? 3 : 4));
    WHIT_TRY(pending.body, bytes());
    WHIT_TRY(const std::uint64_t count, in_.uint());
    for (std::uint64_t i = 0; i < count; ++i) {
      WHIT_TRY(SigningKey one, key());
      pending.keys.push_back(std::move(one));
    }
    if (version_ < 3) return pending;
    WHIT_TRY(pending.made, number<Day>());
    if (version_ < 4) return pending;
    WHIT_CHECK(each(pending.blind, [this] { return read_row(); }));
    WHIT_CHECK(check_rows(pending));
    return pending;
  }

  Result<BlindRow> read_row() {
    BlindRow row;
    WHIT_CHECK(in_.expect_array(4));
    WHIT_TRY(row.vct, number<Vct>());
    WHIT_TRY(row.day, number<Day>());
    WHIT_TRY(row.modulus, in_.fixed<RsaModulus>());
    WHIT_TRY(const std::uint64_t count, in_.uint());
    for (std::uint64_t i = 0; i < count; ++i) {
      WHIT_TRY(SigningKey holder, key());
      WHIT_TRY(const Bytes inverse, secret(kInverseSize));
      row.messages.push_back({std::move(holder), SecretBuffer::copy_of(inverse)});
    }
    return row;
  }

  // The messages are those of the body, in its order.
  Status check_rows(const Pending& pending) {
    if (pending.blind.empty()) return {};
    WHIT_TRY(const Collect collect, parse_collect(pending.body));
    bool same = collect.blind.size() == pending.blind.size();
    for (std::size_t i = 0; same && i < pending.blind.size(); ++i) {
      const BlindAsk& ask = collect.blind[i];
      const BlindRow& row = pending.blind[i];
      same = ask.vct == row.vct && ask.day == row.day && ask.messages.size() == row.messages.size();
    }
    if (!same) return in_.fail(Errc::mixed_set);
    return {};
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
    WHIT_CHECK(in_.expect_array(version_ < 4 ? 5 : 6));
    WHIT_TRY(event.when, in_.uint());
    WHIT_TRY(event.iss, text());
    WHIT_TRY(const std::uint64_t mode, in_.uint(0, 4));
    event.mode = static_cast<Mode>(mode);
    WHIT_TRY(event.name, text());
    WHIT_CHECK(each(event.facts, [this] { return number<Vct>(); }));
    event.kind = Kind::revocable;
    if (version_ >= 4) {
      WHIT_TRY(event.kind, kind());
    }
    return event;
  }

  std::uint64_t version_;
};

}  // namespace

Result<Wallet> load(Bytes saved) {
  cbor::Reader in(saved);
  WHIT_CHECK(in.expect_array(3));
  WHIT_TRY(const std::uint64_t version, in.uint());
  if (version == 0 || version > kSaveVersion) return in.fail(Errc::unknown_prefix);
  WHIT_TRY(const Bytes public_part, in.bytes());
  WHIT_TRY(const Bytes secrets, in.bytes());
  WHIT_CHECK(in.expect_end());
  return Loader(version, public_part, secrets).read();
}

}  // namespace whit::wallet
