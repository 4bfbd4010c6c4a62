// SPDX-License-Identifier: Apache-2.0
// Tokens as they are shown or kept, and the leaves that they have in the log.
#pragma once

#include <string>
#include <vector>

#include "whit/token.h"

namespace whit::cli {

// ReadTokens is the tokens of a file. They view into `content`.
struct ReadTokens {
  std::vector<std::uint8_t> content;
  std::vector<Token> tokens;
};
// read_tokens reads a showing or a token: text, CBOR, PNG or JPEG; a Failure for anything else.
ReadTokens read_tokens(const std::string& file);

// TokenLeaves is the leaf hash of each token that has one: a blind token's can't be computed.
struct TokenLeaves {
  std::vector<Hash> leaves;
  std::vector<Day> days;  // their expiry
  std::size_t blind = 0;
};
TokenLeaves leaves_of_tokens(const std::string& file);

}  // namespace whit::cli
