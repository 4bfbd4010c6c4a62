// SPDX-License-Identifier: Apache-2.0
// What something is that is no showing, in words that help the person with the scanner.
#pragma once

#include <string>

#include "whit/bytes.h"

namespace whit::cli {

// malformed_words says what `showing`, whose verdict is malformed, looks like: "not a whit code",
// "damaged text at character 118; scan again".
std::string malformed_words(Bytes showing);

// unsupported_words says what `showing`, whose verdict is unsupported, is: "this is an invitation
// to collect; it proves nothing".
std::string unsupported_words(Bytes showing);

// is_newer tells whether the prefix of `showing` is one that this version has never heard of.
bool is_newer(Bytes showing);

}  // namespace whit::cli
