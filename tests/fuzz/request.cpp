// SPDX-License-Identifier: Apache-2.0
// Requests, invitations and set-up cards.
#include "whit/request.h"

#include "fuzz/fuzz.h"

namespace whit::fuzz {

void run(Bytes input) {
  if (const auto request = parse_request(input)) {
    must(request->count >= 1 && request->count <= kMaxTokens);
    if (!request->site) must(equal(encode(*request), input));
  }
  same_again<parse_invitation>(input, [](const Invitation& i) { return encode(i); });
  same_again<parse_setup>(input, [](const Setup& s) { return encode(s); });
}

}  // namespace whit::fuzz
