// SPDX-License-Identifier: Apache-2.0
// A checker's set-up card: where the trust file is, and which root it must have.
// Spec: spec/token.md, section 7.
#pragma once

#include <optional>
#include <string>

#include "whit/request.h"
#include "whit/trust.h"

namespace whit::cli {

// read_card is the card that `given` is: its text itself, a file of it, or a picture. Absent for
// anything else; a card that is damaged is a Failure.
std::optional<Setup> read_card(const std::string& given);

// fetch_trust asks the card's office for its trust file. One of another issuer or another root than
// the card's is a Failure. A person still has to compare the words.
TrustFile fetch_trust(const Setup& card, const std::string& ca_file);

}  // namespace whit::cli
