// SPDX-License-Identifier: Apache-2.0
#include "wallet/take_blind.h"

#include <algorithm>
#include <iterator>

#include "crypto/blind_rsa.h"
#include "crypto/hash.h"
#include "token/build.h"

namespace whit::wallet {
namespace {

// is_live tells whether a row's messages were blinded for what is now the live key.
bool is_live(const BlindRow& row, const Bundle& bundle) {
  const auto& keys = bundle.key_list().blind;
  return std::any_of(keys.begin(), keys.end(), [&row](const BlindKey& key) {
    return key.vct == row.vct && key.day == row.day && key.state == KeyState::live &&
           key.modulus == row.modulus;
  });
}

// Opener opens the rows of one answer.
class Opener {
 public:
  Opener(const Account& account, const Collect& request, const Bundle& bundle, UnixTime now)
      : account_(account), request_(request), bundle_(bundle), now_(now) {}

  Status open(const BlindAsk& answer) {
    const auto& rows = account_.pending->blind;
    const auto row = std::find_if(rows.begin(), rows.end(), [&answer](const BlindRow& one) {
      return one.vct == answer.vct && one.day == answer.day;
    });
    if (row == rows.end() || answer.messages.size() != row->messages.size()) return Errc::refused;
    const auto place = static_cast<std::size_t>(row - rows.begin());
    if (std::find(seen_.begin(), seen_.end(), place) != seen_.end()) return Errc::refused;
    seen_.push_back(place);
    // Pending and its body are written together: load checks that they fit.
    if (is_live(*row, bundle_)) open_row(place, answer);
    return {};
  }

  Harvest take() { return std::move(harvest_); }

 private:
  // Of a row all tokens are taken, or none.
  void open_row(std::size_t place, const BlindAsk& answer) {
    const BlindRow& row = account_.pending->blind[place];
    const BlindAsk& asked = request_.blind[place];
    std::vector<Harvest::One> tokens;
    for (std::size_t i = 0; i < row.messages.size(); ++i) {
      auto encoded = open_one(row, row.messages[i], answer.messages[i]);
      if (!encoded.ok()) {
        harvest_.failures.push_back({now_, row.vct, row.day, row.modulus, asked.messages[i],
                                     answer.messages[i], bundle_.head().key_list});
        return;
      }
      tokens.push_back({place, i, std::move(*encoded), blind_commitment(asked.messages[i])});
    }
    std::move(tokens.begin(), tokens.end(), std::back_inserter(harvest_.tokens));
  }

  Result<ByteVector> open_one(const BlindRow& row, const BlindMessage& message,
                              const BlindBytes& answer) const {
    TokenClaims claims;
    claims.iss = account_.trust.iss;
    claims.day = row.day;
    claims.holder = message.key.public_key();
    claims.vct = row.vct;
    const Unsigned token = build_blind(claims, key_id(row.modulus));
    const ByteVector signed_part = token.to_be_signed();
    // finalize checks the signature as any verifier would.
    WHIT_TRY(const RsaSignature signature,
             rsabssa::finalize(row.modulus, signed_part, answer.view(), message.inverse));
    ByteVector encoded = token.with(signature.view());
    WHIT_CHECK(parse_token(encoded));
    return encoded;
  }

  const Account& account_;
  const Collect& request_;
  const Bundle& bundle_;
  UnixTime now_;
  std::vector<std::size_t> seen_;
  Harvest harvest_;
};

}  // namespace

Result<Harvest> open_blind(const Account& account, const Collect& request, const Collected& answer,
                           const Bundle& bundle, UnixTime now) {
  Opener opener(account, request, bundle, now);
  for (const BlindAsk& row : answer.blind) WHIT_CHECK(opener.open(row));
  return opener.take();
}

void keep_blind(Account& account, Harvest harvest, UnixTime now, Gain& gain) {
  for (Harvest::One& one : harvest.tokens) {
    BlindRow& row = account.pending->blind[one.row];
    Held held;
    held.vct = row.vct;
    held.encoded = std::move(one.encoded);
    held.commitment = one.commitment;
    expect_in_log(held, *account.pending, now);
    Set set{Kind::blind, row.day, std::move(row.messages[one.message].key), {}, 0, {}};
    set.tokens.push_back(std::move(held));
    const auto place = std::find_if(account.sets.begin(), account.sets.end(),
                                    [&set](const Set& other) { return other.day > set.day; });
    account.sets.insert(place, std::move(set));
    ++gain.tokens;
    ++gain.sets;
    ++gain.blind;
    note_fact(gain, row.vct);
  }
  for (BlindFailure& failure : harvest.failures) {
    ++gain.failed;
    auto& kept = account.blind.failures;
    if (kept.size() < kFailuresKept) kept.push_back(std::move(failure));
  }
}

}  // namespace whit::wallet
