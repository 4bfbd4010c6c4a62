// SPDX-License-Identifier: Apache-2.0
// Words drawn large in characters, to be read from two metres away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whit::cli::gate {

// Sign is drawn before a word, for those who don't read it.
enum class Sign : char { tick = '\1', cross = '\2', query = '?', ring = '\3' };

// big_text draws `sign` and `word` (A-Z and spaces) as large as fits in `columns` and `rows`: rows
// of text without control characters, each at most `columns` wide and not padded. Where nothing
// large fits it is the word in spaced letters. With `utf8` two pixels share a character.
std::vector<std::string> big_text(Sign sign, std::string_view word, int columns, int rows,
                                  bool utf8);

// columns_of is the width of UTF-8 `text` on a terminal, of characters one column wide.
int columns_of(std::string_view text);

}  // namespace whit::cli::gate
