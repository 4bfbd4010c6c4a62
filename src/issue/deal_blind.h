// SPDX-License-Identifier: Apache-2.0
// Signing what the issuer can't read. Spec: spec/collect.md, 3.5, 3.7 and 4.3.
#pragma once

#include "issue/deal.h"

namespace whit {

// deal_blind adds the rows of `collect` that can be had in full to `out`: signatures, leaves, the
// messages as used, and what is granted. out_of_range, and hsm_faulty where the machine erred.
Status deal_blind(const Issuing& issuing, const Person& person, const Collect& collect,
                  UnixTime now, Dealing& out);

// deal_blind_again adds the signatures that the last request was granted.
Status deal_blind_again(const Issuing& issuing, const Person& person, const Collect& collect,
                        UnixTime now, Dealing& out);

}  // namespace whit
