// SPDX-License-Identifier: Apache-2.0
// The answers of a verification. Spec: spec/verify.md, section 3.
#pragma once

#include <cstdint>
#include <string_view>

namespace whit {

// Verdict is the answer to "does this showing prove what I asked?". Names and numbers are fixed
// for ever. Zero is a refusal, so memory that nobody wrote to never reads as valid.
enum class Verdict : std::uint8_t {
  malformed = 0,               // not a whit code, or not in its one encoding
  valid = 1,                   // every check passed
  unsupported = 2,             // a text of ours that this call doesn't take, or a newer one
  missing_fact = 3,            // proves something, but not what was asked
  unknown_key = 4,             // no key in the bundle may sign this
  bad_signature = 5,           // the key is known, the signature isn't its own
  bad_holder_proof = 6,        // whoever shows it doesn't hold the key it was issued to
  stale_proof = 7,             // made too long ago, or in the future: a copy, or a wrong clock
  replayed = 8,                // shown here before
  wrong_audience = 9,          // an answer to somebody else's question
  not_yet_valid = 10,          // for a later day
  expired = 11,                // its day is over
  withdrawn = 12,              // ended by its issuer
  kind_refused = 13,           // this question doesn't take this kind
  mode_refused = 14,           // this question wants another way of showing
  no_bundle = 15,              // no issuer's data to judge by
  stale_bundle = 16,           // the issuer's data is too old
  clock_doubtful = 17,         // this device's clock is behind what is proven
  document_mismatch = 18,      // bound to another document
  document_not_compared = 19,  // valid once the document in the hand is compared
  key_withdrawn = 20,          // its key was withdrawn
  specimen = 21,               // a training code, which proves nothing
};
inline constexpr int kVerdictCount = 22;

// VerdictClass decides icon, word and sound. Only `yes` is a yes.
enum class VerdictClass : std::uint8_t { no = 0, yes = 1, cannot_tell = 2, specimen = 3 };

// name is the spelling of `verdict` in the spec, the vectors, JSON and the programs.
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

// verdict_class is the class of `verdict`.
[[nodiscard]] VerdictClass verdict_class(Verdict verdict) noexcept;

// name is "no", "yes", "?" or "grey".
[[nodiscard]] std::string_view name(VerdictClass verdict_class) noexcept;

// precedes tells whether `a` is reported before `b` when both hold (spec/verify.md, section 4).
[[nodiscard]] bool precedes(Verdict a, Verdict b) noexcept;

}  // namespace whit
