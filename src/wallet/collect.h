// SPDX-License-Identifier: Apache-2.0
// Enrolling and collecting, from the wallet's side. Spec: spec/collect.md.
//
// The order is: make_enrol, send, take_enrolled; then plan_collect, send, take_collected, until
// nothing is left to plan. Save the wallet before each sending: what is cut off there is sent
// again byte for byte.
#pragma once

#include <optional>

#include "crypto/rng.h"
#include "wallet/wallet.h"
#include "whit/request.h"
#include "whit/result.h"

namespace whit::wallet {

// make_enrol is the message for `invitation` and `pin`. The collection key is kept in the wallet:
// asked again with the same invitation and PIN, it writes the same bytes. They hold the PIN; wipe
// them when they are sent. out_of_range for a PIN of other than 6 to 12 bytes.
Result<ByteVector> make_enrol(Wallet& wallet, const Invitation& invitation, std::string_view pin,
                              UnixTime clock, Rng& rng);

// take_enrolled opens the account. `clock` is our own when the answer came. An older account with
// the same issuer is replaced: the issuer has ended its tokens.
Result<Account*> take_enrolled(Wallet& wallet, TrustFile trust, Bytes answer, UnixTime clock);

// see_time takes the issuer's clock from an answer; `asked` and `answered` are our own when the
// request left and when the answer came. Clocks that may agree, given that the answer was made in
// between and that both count whole seconds, count as equal: the delay of a network is no
// difference of clocks. Any other difference is corrected, however small: iat would show it, and
// with it the phone.
void see_time(Account& account, UnixTime issuers, UnixTime asked, UnixTime answered);

// Joining is whether a new fact may join the sets already held. An issuer that was restored doesn't
// know all of them, and refuses the whole request: then it is asked for in sets of its own.
enum class Joining : std::uint8_t { sets_held = 0, nothing };

// plan_collect is the message to send now, or none if all that can be had is there. It asks for
// the days today + 1 to today + horizon, for `per_day` sets of each, used or not, and for every
// revocable fact of the catalogue that the issuer may deal. A fact that is new joins the sets
// already held. While an answer is outstanding it is the same message again.
std::optional<ByteVector> plan_collect(Account& account, const Head& head, UnixTime clock, Rng& rng,
                                       Joining joining = Joining::sets_held);

// Gain is what an answer brought.
struct Gain {
  std::size_t tokens = 0, sets = 0;  // sets: new ones
  std::vector<Vct> facts;            // ascending
  std::size_t blind = 0;             // of the tokens, those that are blind
  std::size_t failed = 0;            // rows of blind tokens that were wrong, see BlindState
};

// take_collected takes `answer` to the outstanding collect whole, or refuses it and changes
// nothing. It rebuilds each token from the request and the one live key of its fact and day in
// `bundle`, and takes only handle, tag, value and signature. refused: not what was asked for, or a
// value that the catalogue doesn't allow; unknown_key: no live key; bad_signature; already_exists:
// a handle seen before. A row of blind signatures that doesn't finalize is left out, its messages
// are spent, and what shows it is kept; a row whose key isn't the live one any more is left out.
Result<Gain> take_collected(Account& account, Bytes answer, const Bundle& bundle, UnixTime clock);

// drop_pending forgets the outstanding collect, when the issuer has refused it for good.
void drop_pending(Account& account);
// joins tells whether the outstanding collect has an own token in it.
bool joins(const Account& account);

// is_over tells whether this enrolment has ended: nothing more can be collected.
inline bool is_over(const Account& account) noexcept { return account.ended != 0; }
// note_end notes that the issuer knows this enrolment no more.
void note_end(Account& account, UnixTime clock);

}  // namespace whit::wallet
