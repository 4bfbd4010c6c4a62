// SPDX-License-Identifier: Apache-2.0
// An office and its wallets, small enough for tests: every signature and check is the real one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crypto/rng.h"
#include "issue/issuing.h"
#include "support/blind_keys.h"
#include "token/collected.h"
#include "token/notice.h"

namespace whit::test {

inline constexpr Day kToday = 20779;  // 2026-11-22
inline constexpr UnixTime kNoon = UnixTime{kToday} * 86400 + 43200;
inline constexpr Vct kPermit = 65001, kUntil = 65002, kVisa = 65004, kTax = 65005, kArrival = 65007;

// make_issuing is an office of six facts with one live key for all days near kToday.
Issuing make_issuing();
// give_blind makes `vct` a fact that is dealt blind too, with a live key for each of `days`. Each
// key is of another number of blind_key, from `first` on.
void give_blind(Issuing& issuing, Vct vct, const std::vector<Day>& days, unsigned first = 0);
std::shared_ptr<const SigningKey> key_of(std::uint8_t number);

struct Started {
  Started() { start_crypto(); }
};

// Wallet asks as a wallet would, and can be told to ask wrongly.
class Wallet : Started {
 public:
  explicit Wallet(std::uint64_t seed)
      : rng_(seed), key_(std::make_shared<const SigningKey>(SigningKey::generate(rng_))) {}

  ByteVector enrol_body(const InvitationCode& code, std::string_view pin);
  // ask is the next request: `sets` fresh keys for each day, and all `facts` under each.
  ByteVector ask(const std::vector<Vct>& facts, const std::vector<Day>& days, std::size_t sets);
  // ask_blind is the next request for `count` blind tokens, under this key of the issuer's.
  struct Blinded {
    ByteVector body;
    std::vector<ByteVector> messages;
    std::vector<rsabssa::Blinded> blinded;
  };
  Blinded ask_blind(const RsaModulus& modulus, Vct vct, Day day, std::size_t count);
  // body is whatever request, with proofs made for it.
  ByteVector body(Collect collect);
  // notice is signed by this wallet, whatever it says.
  ByteVector notice(Notice notice);
  SigningKey fresh_key() { return SigningKey::generate(rng_); }
  SetKey prove(const SigningKey& holder, std::uint64_t seq) const;

  const SigningKey& key() const { return *key_; }
  CollectionId id;
  std::uint64_t seq = 0;  // of the last request made
  std::string iss = "dlo";

 private:
  SeededRng rng_;
  std::shared_ptr<const SigningKey> key_;
};

// check_blind finalizes the one row of `answer`: gives how many messages it is the signatures of.
std::size_t check_blind(const RsaModulus& modulus, const Wallet::Blinded& asked,
                        const Collected& answer);

// check_answer rebuilds every token of `answer` as a wallet does: gives how many tokens verify,
// and traps into a failed check where one doesn't.
std::size_t check_answer(const Issuing& issuing, const Collect& asked, const Collected& answer);

}  // namespace whit::test
