// SPDX-License-Identifier: Apache-2.0
// Taking in a newer bundle, and what it says of one's own tokens. Spec: spec/trust.md, sections 7
// and 10.
#pragma once

#include <string_view>

#include "wallet/wallet.h"
#include "whit/result.h"

namespace whit::wallet {

// trust_for is the trust file to open `file` with, a bundle: the account's, or the same with the
// root that its newest bundle announced as the next. Errors: those of follow_root.
Result<TrustFile> trust_for(const Account& account, Bytes file);

// take_news makes `bundle`, whose head is `head`, the account's newest, and its root the one that
// the account trusts. It refuses what may not replace the newest one, with the errors of follows
// (trust/succession.h), one of another root where there is none yet (wrong_root) and one that is
// over at the corrected time `now` (bad_times). The same one again changes nothing. Tokens that it
// ends, by a withdrawal or with their key, are forgotten, and their facts' states say so.
Status take_news(Account& account, Bytes head, const Bundle& bundle, UnixTime now);

// read_news is the head that `account` holds, for its catalogue; not_found before the first.
Result<Head> read_news(const Account& account);

// find_fact is the row of `head`'s catalogue, a null pointer where it has none.
const CatalogueFact* find_fact(const Head& head, Vct vct) noexcept;
const CatalogueFact* find_fact(const Head& head, std::string_view slug) noexcept;

}  // namespace whit::wallet
