// SPDX-License-Identifier: Apache-2.0
// What a wallet asks of its issuer, over HTTP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/wallet/blind.h"
#include "cli/wallet/safe.h"
#include "serve/http_client.h"
#include "wallet/collect.h"
#include "wallet/notice.h"
#include "whit/bundle.h"

namespace whit::cli {

// Reach is whether the office answered. Nothing is lost where it didn't.
enum class Reach : std::uint8_t { no_network = 0, no_office, answered };

// sentence says a `reach` that is not answered.
std::string sentence(Reach reach);

// Office speaks to the issuer of one trust file. Answers that can't be believed, and refusals, are
// a Failure.
class Office {
 public:
  Office(const TrustFile& trust, const WalletOptions& options);

  // unproven is what download got last, where the office signed it and the log doesn't prove it;
  // else empty. It stays when download fails.
  const std::vector<std::uint8_t>& unproven() const noexcept { return unproven_; }

  // download gets the newest bundle and opens it: under the trust file, or under the root that
  // follows the one that `account` trusts.
  Reach download(const wallet::Account* account = nullptr);
  // bundle is what download got.
  const Bundle& bundle() const { return bundle_.value(); }

  // enrol sends `body` and gives the answer.
  Reach enrol(Bytes body, std::vector<std::uint8_t>& answer);

  // take_in makes the downloaded bundle the account's newest, and saves both.
  void take_in(Safe& safe, wallet::Account& account) const;

  // collect asks until nothing is left to ask for, and saves before and after each time. `gain`
  // and `bytes` (of the answers) grow by what was got.
  // An enrolment that the office has ended is noted in the account, and counts as answered.
  Reach collect(Safe& safe, wallet::Account& account, wallet::Gain& gain, std::size_t& bytes);

  // collect_blind does the same once for anonymous codes, if their minute has come, and says where
  // they stand.
  Reach collect_blind(Safe& safe, wallet::Account& account, BlindNews& news);

  // notify sends every notice that waits, saves, and gives what became of those that were decided.
  // Without an answer nothing has changed.
  Reach notify(Safe& safe, wallet::Account& account, std::vector<wallet::NoticeRow>& decided);

 private:
  Reach reach_of(const HttpReply& reply) const;
  // refused is what comes of a collect that wasn't answered with 200: nothing where there is
  // something else to try.
  std::optional<Reach> refused(Safe& safe, wallet::Account& account, const HttpReply& reply);
  Reach send_blind(Safe& safe, wallet::Account& account, Bytes body, BlindNews& news);
  void note_end(Safe& safe, wallet::Account& account) const;
  void take_answer(wallet::Account& account, Bytes answer, wallet::Gain& gain);

  TrustFile trust_;
  const WalletOptions& options_;
  HttpClient client_;
  std::vector<std::uint8_t> file_, unproven_;
  std::optional<Bundle> bundle_;
  wallet::Joining joining_ = wallet::Joining::sets_held;
};

}  // namespace whit::cli
