// SPDX-License-Identifier: Apache-2.0
// Telling the office something by oneself, for a desk to confirm. Spec: spec/collect.md,
// section 10.
//
// The order is: make_notice, save, send, take_notice. Whatever waits is sent again, byte for byte,
// at each sync; the answer says what became of it.
#pragma once

#include <string_view>

#include "wallet/wallet.h"
#include "whit/result.h"

namespace whit::wallet {

// find_notice is what was told of `vct`, if anything was.
NoticeRow* find_notice(Account& account, Vct vct) noexcept;
const NoticeRow* find_notice(const Account& account, Vct vct) noexcept;

// may_notice tells whether the catalogue has `fact` as one that takes notices.
bool may_notice(const CatalogueFact& fact) noexcept;

// make_notice signs a notice of an arrival on `arrived` and keeps it in the account, in place of an
// earlier one. out_of_range: `where` is longer than kMaxNoticeWhere bytes, no plain line of UTF-8,
// or the day is outside the spec's range.
Status make_notice(Account& account, Vct vct, Day arrived, std::string_view where, UnixTime clock);

// take_notice takes the answer to `row`. When it was confirmed, the fact is asked for with the next
// collect, for every day.
Status take_notice(Account& account, NoticeRow& row, Bytes answer);
// refuse_notice notes that the office doesn't take `row`. If that is because it has given the fact
// already, the next collect brings it.
void refuse_notice(Account& account, NoticeRow& row);

// settle_notices forgets notices whose fact has come.
void settle_notices(Account& account);

}  // namespace whit::wallet
