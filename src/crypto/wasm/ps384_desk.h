// SPDX-License-Identifier: Apache-2.0
// PS384 where somebody else has the arithmetic: verify_ps384 notes down what it was asked, and
// knows the answer when it is asked again. What it has no answer to is no good signature.
//
//   run the check -> open questions? answer each -> run the same check again -> forget
//
// It belongs to one thread, as a module of WebAssembly does.
#pragma once

#include <cstddef>
#include <vector>

#include "whit/bytes.h"

namespace whit::ps384 {

// A presentation has at most four tokens; more than this is never open at a time.
inline constexpr std::size_t kMaxQuestions = 8;

// Question is one signature to check: PSS with SHA-384, MGF1-SHA-384 and a salt of exactly 48 bytes
// by the key (`modulus`, 65537). It has passed the pre-check.
struct Question {
  Hash id;  // SHA-256 of modulus, signature and message
  RsaModulus modulus;
  std::vector<std::uint8_t> signature;  // 256 bytes
  std::vector<std::uint8_t> message;
};

// open_questions is what was asked since forget() and has no answer.
const std::vector<Question>& open_questions() noexcept;

// answer closes the question `id`. An answer to what wasn't asked changes nothing.
void answer(const Hash& id, bool is_good) noexcept;

// forget drops questions and answers.
void forget() noexcept;

}  // namespace whit::ps384
