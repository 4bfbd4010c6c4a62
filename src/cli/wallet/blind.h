// SPDX-License-Identifier: Apache-2.0
// Anonymous codes, which the technical word calls blind tokens: what a sync did about them, and how
// a wallet speaks of them.
#pragma once

#include <string>
#include <vector>

#include "cli/wallet/safe.h"
#include "wallet/blind.h"

namespace whit::cli {

// BlindNews is what a sync brought.
struct BlindNews {
  wallet::BlindStage stage = wallet::BlindStage::unknown;  // afterwards
  UnixTime at = 0;                        // when the next collecting begins, by the issuer's clock
  bool asked = false;                     // an answer was taken in
  bool refused = false;                   // the office refused the request
  std::size_t codes = 0;                  // that came
  UnixTime from = 0, until = 0;           // when these may be shown
  std::size_t failed = 0;                 // rows that were wrong
  std::size_t ended = 0;                  // codes whose key was withdrawn
  std::vector<wallet::FactFault> faults;  // why facts were left out
  std::vector<std::string> evidence;      // files
};

// blind_codes counts what is held.
std::size_t blind_codes(const wallet::Account& account);

// keep_blind_evidence writes a file for each failure that the account holds and each fault that
// shows something, where there is none yet. It gives the files of both.
std::vector<std::string> keep_blind_evidence(const Safe& safe, const wallet::Account& account,
                                             const std::vector<wallet::FactFault>& faults,
                                             const Bundle& bundle, UnixTime now);

// keep_unproven writes data of the office that its public log doesn't prove, and gives the file.
std::string keep_unproven(const Safe& safe, const wallet::Account& account, Bytes bundle);

// say tells it to the owner, at the corrected time `now`; facts are named as `head` does.
void say(const BlindNews& news, const Head& head, UnixTime now, const Console& console);
std::string json_of(const BlindNews& news, const Head& head);

// crowd_words is "at least 1,024 people", or "fewer than 1,000 people: at most 96".
std::string crowd_words(const wallet::Crowd& crowd);
std::string json_of(const std::optional<wallet::Crowd>& crowd);

// kind_word is "revocable" or "blind". kind_of reads it; none for an empty word, else a Failure.
std::string_view kind_word(Kind kind) noexcept;
Kind kind_of(const std::string& word);

// print_blind lists the anonymous codes of an account; json_of_blind is the same in JSON.
void print_blind(const wallet::Account& account, const Head& head, UnixTime clock);
std::string json_of_blind(const wallet::Account& account, const Head& head, UnixTime clock);

}  // namespace whit::cli
