// SPDX-License-Identifier: Apache-2.0
// Why data is refused, each reason with a sentence of its own. Spec: spec/trust.md, section 7.
#pragma once

#include <string>

#include "cli/common/message.h"
#include "trust/succession.h"
#include "whit/bundle.h"

namespace whit::cli {

// refusal is the Failure "WHY" with what to do; its hint ends in "nothing was changed".
Failure refusal(const std::string& why, const std::string& hint = "");

// issuer_named is the issuer that `file` names, before anything of it is believed. A Failure for
// what is no bundle: cut short, or a head without its segments.
std::string issuer_named(Bytes file);

// unopened is the refusal of a bundle that didn't open under `trust`.
Failure unopened(Error error, Bytes file, const TrustFile& trust);

// open_sentence is its first half: "damaged: segment 20861 does not match".
std::string open_sentence(Error error, Bytes file);

// is_fork tells whether follows() found that the issuer has signed two stories.
bool is_fork(Error error) noexcept;

// unfollowing is the refusal of a bundle that may not take the place of `old`. `kept` is where both
// heads of a fork were put, empty where nothing was.
Failure unfollowing(Error error, const Bundle& fresh, const Standing& old, const std::string& kept);

// outdated is the refusal of a bundle that expired before `now`.
Failure outdated(UnixTime expires, UnixTime now);

}  // namespace whit::cli
