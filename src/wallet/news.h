// SPDX-License-Identifier: Apache-2.0
// Taking in a newer bundle, and what it says of one's own tokens. Spec: spec/trust.md, section 7.
#pragma once

#include "wallet/wallet.h"
#include "whit/result.h"

namespace whit::wallet {

// take_news makes `bundle`, whose head is `head`, the account's newest. It refuses one that is
// older (older_version), one that contradicts the newest (version_conflict) and one that is over
// at the corrected time `now` (bad_times). The same one again changes nothing. Tokens that it
// ends, by a withdrawal or with their key, are forgotten, and their facts' states say so.
Status take_news(Account& account, Bytes head, const Bundle& bundle, UnixTime now);

// read_news is the head that `account` holds, for its catalogue; not_found before the first.
Result<Head> read_news(const Account& account);

}  // namespace whit::wallet
