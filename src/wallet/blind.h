// SPDX-License-Identifier: Apache-2.0
// Collecting blind tokens, which issuer and checkers together can't trace. Spec: spec/collect.md,
// 6.8 to 6.17.
//
// The order is that of wallet/collect.h, once a day: plan_blind, save, send, take_collected. Every
// day the wallet asks for the same amount, for the day after tomorrow, at a minute that it drew
// beforehand. What is missed is not made up for: the revocable codes carry on.
#pragma once

#include <optional>
#include <vector>

#include "crypto/rng.h"
#include "log/entry.h"
#include "wallet/wallet.h"
#include "whit/bundle.h"
#include "whit/result.h"

namespace whit::wallet {

inline constexpr Seconds kBlindOpens = 43200;      // 12:00 UTC: keys of the day after tomorrow sign
inline constexpr Seconds kOldestWitness = 172800;  // 48 h
inline constexpr Seconds kBlindMargin = 120;       // after a token's lead began it may be shown

// BlindStage is where today's collecting of blind tokens stands.
enum class BlindStage : std::uint8_t {
  unknown = 0,
  none,      // the catalogue has no blind fact
  ended,     // the office has ended this enrolment
  stopped,   // answers were wrong: nothing is collected until resume_blind
  waiting,   // until BlindPlan::at, today or tomorrow
  busy,      // another collect waits for its answer: send that first
  withheld,  // no fact has a key that may be used, see BlindPlan::faults
  due,       // BlindPlan::body is to be sent
};

// KeyFault is why a wallet blinds nothing for a listed key.
enum class KeyFault : std::uint8_t {
  unknown = 0,
  none = 1,
  no_key,           // none is listed for the day, or the one was withdrawn
  unsound,          // even, not of 2,048 bits, or with a small factor
  second_key,       // another one was listed for this fact and day
  used_before,      // listed for another fact or day
  old_cosignature,  // no witness saw the log in the last 48 hours
};

struct FactFault {
  Vct vct = 0;
  Day day = 0;  // the expiry day
  KeyFault fault = KeyFault::unknown;
};

struct BlindPlan {
  BlindStage stage = BlindStage::unknown;
  UnixTime at = 0;                 // when the next collecting begins, by the issuer's clock; else 0
  std::vector<FactFault> faults;   // of facts that are left out, ascending
  std::optional<ByteVector> body;  // when it is due
};

// plan_blind makes the collect of blind tokens when its minute has come, and keeps its keys and
// inverses in the account: save before sending. It draws the minute when there is none for the
// coming day; save then too. `bundle` is the account's newest. The request depends on nothing but
// catalogue, key list and day; not on what is held or was shown. While a collect is outstanding,
// that one has to be answered first, whatever is in it.
BlindPlan plan_blind(Account& account, const Bundle& bundle, UnixTime clock, Rng& rng);

// next_blind is the same without making anything but the minute: `due` has no body.
BlindPlan next_blind(Account& account, const Bundle& bundle, UnixTime clock, Rng& rng);

// is_blind_pending tells whether the outstanding collect is one of blind tokens.
bool is_blind_pending(const Account& account) noexcept;

// note_keys remembers which blind keys `bundle` lists, for which fact and day. take_news does it.
void note_keys(Account& account, const Bundle& bundle);

// check_key tells whether one may blind for this fact and expiry day, at the corrected time `now`;
// `key` is a null pointer unless the fault is none.
struct KeyCheck {
  KeyFault fault = KeyFault::unknown;
  const BlindKey* key = nullptr;
};
KeyCheck check_key(const Account& account, const Bundle& bundle, Vct vct, Day day, UnixTime now);

// is_stopped tells whether wrong answers have stopped blind collecting; resume_blind forgets them.
bool is_stopped(const Account& account) noexcept;
void resume_blind(Account& account);

// encode is a failure as a file for an auditor (spec/collect.md, 6.13); encode_fault shows what is
// wrong with a listed key, at the corrected time `now`.
ByteVector encode(const BlindFailure& failure, std::string_view iss);
ByteVector encode(const FactFault& fault, const Bundle& bundle, UnixTime now);

// blind_from is the first second at which a blind token of `fact` and expiry day `day` is shown.
constexpr UnixTime blind_from(const CatalogueFact& fact, Day day) noexcept {
  return midnight(day) - kSecondsPerDay - fact.blind_lead.value_or(0) + kBlindMargin;
}

// Crowd is how many people's blind tokens look alike, as an epoch header of the log proves it.
struct Crowd {
  Day day = 0;               // the expiry day that was counted
  std::uint64_t tokens = 0;  // at least
  std::uint64_t people = 0;  // at least
  std::uint64_t most = 0;    // people at most, as long as each takes the constant amount
};
inline constexpr std::uint64_t kSmallCrowd = 1000;

// note_counts remembers what a header counts: take_news does it with that of the head, check_logged
// with all that it read.
void note_counts(Account& account, const EpochHeader& header);

// crowd_of is that of a fact and expiry day, by the headers that the account has seen: of that day,
// else of the furthest day that they count of the fact. None where they count none.
std::optional<Crowd> crowd_of(const Account& account, const Head& head, Vct vct, Day day);

// BlindLine is the blind codes of one fact and expiry day, for their owner's eyes.
struct BlindLine {
  Vct vct = 0;
  Day day = 0;
  std::size_t codes = 0;  // that were not shown
  std::size_t shown = 0;
  UnixTime from = 0, until = 0;  // when they may be shown, by the issuer's clock
  std::optional<Crowd> crowd;
};
// blind_lines ascends by vct and day; it leaves out what can't be shown any more.
std::vector<BlindLine> blind_lines(const Account& account, const Head& head, UnixTime clock);

}  // namespace whit::wallet
