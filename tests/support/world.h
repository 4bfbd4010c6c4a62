// SPDX-License-Identifier: Apache-2.0
// World: one issuer, one wallet, one checker and no clock, all made from fixed seeds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "crypto/secret.h"
#include "token/build.h"
#include "whit/bundle.h"
#include "whit/policy.h"
#include "whit/verify.h"

namespace whit::test {

inline constexpr Vct kPermit = 65001, kUntil = 65002, kStay = 65003, kVisa = 65004;
inline constexpr Vct kTax = 65005;  // the one fact that may be blind

// seeded_key is the key whose seed is SHA-256 of `name`.
SigningKey seeded_key(std::string_view name);

// Options is what a world may differ in.
struct Options {
  bool specimen = false;
  KeyState key_state = KeyState::live;
  std::vector<Withdrawals> withdrawals;
  std::vector<AcceptOnly> accept_only;
  std::vector<BlindKey> blind_keys;
};

class World {
 public:
  explicit World(const Options& options = {});

  static constexpr Day kToday = 20862;  // 2027-02-13
  UnixTime now = midnight(kToday) + 40000 - 40000 % 15;
  SigningKey root = seeded_key("root"), keys = seeded_key("keys"), publisher = seeded_key("bundle");
  SigningKey phone_key = seeded_key("token"), paper_key = seeded_key("paper");
  SigningKey holder = seeded_key("holder");
  SigningKey log = seeded_key("log"), witness = seeded_key("witness");
  SigningKey second_witness = seeded_key("second witness");

  TrustFile trust() const;
  Head head() const;  // as it is signed
  // prove gives `head` an epoch header that commits to its key list, and the log's proof of it.
  void prove(Head& head) const;
  ByteVector bundle_file() const;                     // of head()
  ByteVector bundle_file_of(const Head& head) const;  // any head, signed and with its segments
  const Bundle& bundle() const { return *bundle_; }
  Policy policy(std::string_view preset) const;

  // claims is a token of today's strip, for the holder.
  TokenClaims claims(Vct vct) const;
  ByteVector token(const TokenClaims& claims) const;  // revocable, or paper when it has no holder
  // show is what the holder shows of tokens of `facts` at `now`.
  ByteVector show(const std::vector<Vct>& facts, Show how = {}) const;
  ByteVector show_tokens(const std::vector<ByteVector>& tokens, Show how = {}) const;
  ByteVector paper(Vct vct) const;

  Report check(Bytes showing, std::string_view preset = "gate") const;
  Report check(Bytes showing, std::string_view preset, Context context) const;

 private:
  Options options_;
  std::vector<ByteVector> segments() const;
  std::optional<Bundle> bundle_;
};

}  // namespace whit::test
