// SPDX-License-Identifier: Apache-2.0
// Showing: which set is used up, and what the holder key signs.
// Spec: spec/collect.md, 6.4 and 6.6; spec/token.md, section 5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wallet/wallet.h"
#include "whit/request.h"
#include "whit/result.h"

namespace whit::wallet {

// Question is what is to be answered. Without a name nobody asked: one-way.
struct Question {
  std::vector<Vct> facts;  // 1 to kMaxTokens, ascending
  std::string name;
  std::optional<Nonce> nonce;     // of a challenge
  std::optional<UnixTime> until;  // answers count until then
  Kind kind = Kind::none;         // the kind wanted, none where either will do
  Hash id;                        // SHA-256 of the challenge, else zeros

  Mode mode() const noexcept;
};

// question_of is what `request`, encoded as `cbor`, asks.
Question question_of(const Request& request, Bytes cbor);

// Obstacle is why a question can't be answered.
enum class Obstacle : std::uint8_t {
  unknown = 0,
  none = 1,
  lacking,     // there is no token of these facts
  apart,       // there is one of each, but no set that holds them together
  wrong_mode,  // the catalogue lets these facts be shown in another way only
  wrong_kind,  // it wants a kind of which this wallet has nothing to show now
  over,        // it said until when, and that is past
};

struct Hindrance {
  Obstacle obstacle = Obstacle::unknown;
  std::vector<Vct> facts;
};

// hindrance tells what stands in the way of answering `question`, before anything is used up.
Hindrance hindrance(const Account& account, const Head& head, const Question& question,
                    UnixTime clock);

// kLastSeconds: a token that ends within so many seconds signs nothing. From 23:58 UTC on a wallet
// shows tomorrow's strip.
inline constexpr Seconds kLastSeconds = 120;

// usable tells whether a set of expiry day `day` may still be shown at the corrected time `now`.
constexpr bool usable(Day day, UnixTime now) noexcept { return now + kLastSeconds < midnight(day); }

// Freshness is what showing a set gives away.
enum class Freshness : std::uint8_t {
  none = 0,       // there is no set
  unused = 1,     // of the nearest day
  same_question,  // it answered this very challenge before
  borrowed,       // unused, of a later day: fewer people show that day's today
  again,          // shown before: two places can see that it was the same person
};

struct Choice {
  Freshness freshness = Freshness::none;
  std::size_t set = 0;     // index in Account::sets
  Kind kind = Kind::none;  // of that set
  bool instead = false;    // revocable, because no unused blind one can be shown now
};

// may_show tells whether `set` may be shown at the corrected time `now`. A blind one may from
// kBlindMargin after its lead began, as `head` has it.
bool may_show(const Set& set, const Head& head, UnixTime now) noexcept;

// preferred_kind is the kind to show where `question` leaves it open: blind for one fact, if every
// preset of `head` that names this fact alone and takes this mode takes blind, and there is one.
Kind preferred_kind(const Head& head, const Question& question) noexcept;

// choose picks the set for `question`: of the nearest day, else of the day after, else one that was
// shown already, else of any day. A question that wants a kind gets that or nothing. One that
// leaves it open gets the preferred kind; where that is blind, a revocable unused one goes before a
// blind one that was shown.
Choice choose(const Account& account, const Head& head, const Question& question, UnixTime clock);

// sign is the presentation of `set` for `question`, signed now: iat is the corrected time cut to 15
// s. refused when the set may not be shown any more, not_found when it lacks a fact, too_large when
// it would exceed kMaxPresentation.
Result<ByteVector> sign(const Set& set, const Question& question, UnixTime now);

// show signs with set `choice.set`, marks it as shown and notes it in the history. Save the wallet
// before anybody sees the code. On an error nothing has changed.
Result<ByteVector> show(Wallet& wallet, Account& account, const Choice& choice,
                        const Question& question, UnixTime clock);

}  // namespace whit::wallet
