// SPDX-License-Identifier: Apache-2.0
#include "wallet/notice.h"

#include <algorithm>

#include "base/utf8.h"
#include "token/text_rules.h"

namespace whit::wallet {
namespace {

// The next collect asks for the fact on every day, and it joins the sets that are held.
void ask_anew(Account& account, Vct vct) {
  if (FactRow* fact = account.find(vct); fact != nullptr) fact->asked_through = 0;
}

void decide(Account& account, NoticeRow& row, NoticeState state) {
  row.state = state;
  row.received = true;
  row.body.clear();
  ask_anew(account, row.vct);
}

}  // namespace

NoticeRow* find_notice(Account& account, Vct vct) noexcept {
  const auto at = std::find_if(account.notices.begin(), account.notices.end(),
                               [vct](const NoticeRow& row) { return row.vct == vct; });
  return at == account.notices.end() ? nullptr : &*at;
}

const NoticeRow* find_notice(const Account& account, Vct vct) noexcept {
  return find_notice(const_cast<Account&>(account), vct);
}

bool may_notice(const CatalogueFact& fact) noexcept {
  return fact.slug == kNoticedFact && fact.allows(Value{});
}

Status make_notice(Account& account, Vct vct, Day arrived, std::string_view where, UnixTime clock) {
  const bool plain = is_utf8(as_bytes(where)) && is_plain_text(where);
  if (where.size() > kMaxNoticeWhere || !plain) return Errc::out_of_range;
  if (arrived < kMinDay || arrived > kMaxDay) return Errc::out_of_range;
  Notice notice;
  notice.id = account.id;
  notice.iss = account.trust.iss;
  notice.vct = vct;
  notice.arrived = arrived;
  notice.where = where;
  notice.time = std::clamp(account.corrected(clock), kMinSecs, kMaxSecs);
  NoticeRow* row = find_notice(account, vct);
  if (row == nullptr) row = &account.notices.emplace_back();
  notice.time = std::max(notice.time, row->time + 1);
  *row = {vct,         arrived,
          notice.time, NoticeState::waiting,
          false,       sign_notice(notice, account.collection)};
  return {};
}

Status take_notice(Account& account, NoticeRow& row, Bytes answer) {
  WHIT_TRY(const NoticeState state, parse_notice_state(answer));
  row.received = true;
  if (state != NoticeState::waiting) decide(account, row, state);
  return {};
}

void refuse_notice(Account& account, NoticeRow& row) { decide(account, row, NoticeState::refused); }

void settle_notices(Account& account) {
  std::erase_if(account.notices, [&account](const NoticeRow& row) {
    const FactRow* fact = account.find(row.vct);
    return row.state != NoticeState::waiting && fact != nullptr && fact->state == FactState::held;
  });
}

}  // namespace whit::wallet
