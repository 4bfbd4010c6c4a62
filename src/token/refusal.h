// SPDX-License-Identifier: Apache-2.0
// Why an issuer doesn't do what a wallet asks: the body of every HTTP error.
// Spec: spec/collect.md, section 8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "token/build.h"
#include "whit/result.h"

namespace whit {

// Refusal is the `code` of an error body. The numbers are fixed for ever.
enum class Refusal : std::uint8_t {
  internal = 0,           // 500
  malformed = 1,          // 400: not the bytes that the CDDL allows, or another issuer's
  bad_signature = 2,      // 403: the request isn't signed by its collection key
  invitation = 3,         // 403: whatever is wrong with code or PIN, the same answer
  enrolment = 4,          // 403: no such enrolment, or one that ended
  sequence_conflict = 5,  // 409
  key_reused = 6,         // 400
  bad_holder_key = 7,     // 400: not canonical, or of small order
  bad_proof = 8,          // 400: a proof of possession, or an own token
  quota_reached = 9,      // 429
  clock_back = 10,        // 503: the issuer's clock is wrong, nothing is signed
  unavailable = 11,       // 503: the store can't write, or the keys can't be used
  too_large = 12,         // 413
  not_found = 13,         // 404
  stop = 14,              // 404: no enrolment has this stop code
  notice = 15,            // 409: a notice that can't be taken, or an older one
};

struct ErrorBody {
  Refusal refusal = Refusal::internal;
  std::string text;  // for people, at most 256 bytes
};

// refusal_of is the refusal that an error of the service turns into.
Refusal refusal_of(Errc code) noexcept;
// http_status is the status line's number.
int http_status(Refusal refusal) noexcept;
// name is the spelling of `refusal` in JSON, logs and metrics.
std::string_view name(Refusal refusal) noexcept;
// sentence says it to a person: lower case, no period.
std::string_view sentence(Refusal refusal) noexcept;

// parse_error_body takes an unknown code as `internal`, so that an older wallet can go on.
Result<ErrorBody> parse_error_body(Bytes body);
ByteVector encode(const ErrorBody& error);

}  // namespace whit
