// SPDX-License-Identifier: Apache-2.0
// Office: an issuer for the wallet's tests, made of token/build.h alone, with the keys and the
// catalogue of a World; and a wallet that is enrolled with it.
#pragma once

#include <set>

#include "crypto/rng.h"
#include "support/world.h"
#include "token/collected.h"
#include "wallet/collect.h"
#include "wallet/news.h"
#include "wallet/save.h"
#include "wallet/show.h"

namespace whit::test {

// Office deals whatever is asked for and due. The same body gets the same answer.
struct Office {
  explicit Office(const World& of) : world(of) {}

  const World& world;
  std::set<Vct> facts = {kPermit, kUntil, kDocumentVct};  // of the one person that it knows
  std::uint64_t seq = 0;
  std::size_t dealt = 0;  // tokens

  ByteVector enrolled(Bytes body) const;
  // answer checks signatures and proofs as an issuer must; empty means refused.
  Collected answer(Bytes body);
  ByteVector collected(Bytes body) { return encode(answer(body)); }

 private:
  Collected::Dealt deal(const SetAsk& ask, std::size_t i, Vct vct, Bytes body) const;
};

// Value and tag that the office gives out.
Value value_of(Vct vct);

// Holder is a wallet that took an invitation of `office` and nothing more yet.
struct Holder {
  explicit Holder(const World& world);

  const World& world;
  Office office;
  SeededRng rng{7};
  wallet::Wallet wallet;
  UnixTime clock;

  wallet::Account& account() { return wallet.accounts.front(); }
  Result<wallet::Gain> take(Bytes answer) {
    return wallet::take_collected(account(), answer, world.bundle(), clock);
  }
  // sync collects until there is nothing more to ask for, and counts the tokens.
  std::size_t sync();
  // body is the next request; empty when there is nothing to ask for.
  ByteVector body();
  // show answers `question` and returns the code; empty when it couldn't.
  ByteVector show(const wallet::Question& question);
};

// one_way asks for `facts` in nobody's name.
wallet::Question one_way(std::vector<Vct> facts);

// Options of a World whose token keys, or some facts, are withdrawn.
Options with_withdrawn_keys();
Options with_withdrawals(std::vector<Withdrawals> withdrawals);

// bytes_of is all that a wallet is, to tell whether anything changed.
ByteVector bytes_of(const wallet::Wallet& wallet);

}  // namespace whit::test
