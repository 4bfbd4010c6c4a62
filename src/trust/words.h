// SPDX-License-Identifier: Apache-2.0
// Six words that stand for a root key, to be read aloud and compared. Spec: spec/trust.md,
// section 9.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "whit/bytes.h"

namespace whit {

inline constexpr std::size_t kWordCount = 2048;

// word is number `index` of the BIP-39 English list; an index of kWordCount or more traps.
std::string_view word(std::size_t index) noexcept;

// six_words is the first 66 bits of SHA-256("whit/root/v1\0" || root), 11 bits a word, with a space
// between them.
std::string six_words(const PublicKey& root);

// same_words compares what a person typed with `words`: any case, any run of spaces between.
bool same_words(std::string_view typed, std::string_view words) noexcept;

}  // namespace whit
