// SPDX-License-Identifier: Apache-2.0
// Offline verification of what a holder shows. Spec: spec/verify.md.
//
// verify() is a pure function. It does no I/O, reads no clock and keeps no state of its own; all it
// knows of the world is passed in. It may be called from any thread. What it works out of a
// bundle's withdrawals stays with the bundle, for the checks that follow, and changes no answer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "whit/bundle.h"
#include "whit/policy.h"
#include "whit/verdict.h"

namespace whit {

// Context is what the checker knows beyond the issuer's data.
struct Context {
  UnixTime now = 0;               // the checker's clock
  UnixTime floor = 0;             // newest signed time the checker has seen, 0 for none
  std::string_view name;          // the checker's own name, empty for none
  std::optional<Nonce> nonce;     // of the question that is open, if one is
  Seconds elapsed = 0;            // since that question was asked, by the asker's own timer
  std::optional<UnixTime> until;  // the question's "answer until", if it gave one
};

// FactResult is the answer for one asked fact.
struct FactResult {
  Vct vct = 0;
  Text<24> slug;
  Verdict verdict = Verdict::malformed;
  Value value;  // none unless the verdict is valid or document_not_compared
};

// Report is all that a verifier learns. There is no name, number or identifier of a person in it.
struct Report {
  Verdict verdict = Verdict::malformed;
  // What a specimen would have been in earnest; meaningless unless the verdict is specimen.
  Verdict training = Verdict::malformed;
  std::array<FactResult, kMaxTokens> facts{};  // the asked ones, ascending by vct
  std::size_t count = 0;                       // 0 for malformed, unsupported and no_bundle
  Kind kind = Kind::none;
  Mode mode = Mode::none;
  UnixTime signed_at = 0;  // when the holder signed; 0 for paper
  UnixTime now = 0;        // the time it was judged at: the clock, or the floor in a challenge
  UnixTime issued = 0;     // of the bundle; 0 without one
  std::int64_t age = 0;    // seconds, now - issued
  // For ReplayWindow alone: they identify one showing, never a person.
  PublicKey holder;
  Signature proof;
};

// verify answers whether `showing` (the text of a QR code, or bare CBOR) proves what `policy`
// asks. `bundle` may be null: no_bundle. Any bytes at all may be passed. It doesn't throw. The
// first check of a fact and expiry day under a bundle with withdrawals makes the table of that
// day's withdrawn handles; otherwise this library's own code allocates nothing on the way to
// `valid`.
[[nodiscard]] Report verify(Bytes showing, const Bundle* bundle, const Policy& policy,
                            const Context& context) noexcept;

}  // namespace whit
