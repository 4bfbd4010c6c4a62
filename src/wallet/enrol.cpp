// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "token/collected.h"
#include "wallet/collect.h"

namespace whit::wallet {
namespace {

Enrolling& open_enrolling(Wallet& wallet, const std::string& iss, UnixTime clock, Rng& rng) {
  for (Enrolling& enrolling : wallet.enrolling) {
    if (enrolling.iss == iss) return enrolling;
  }
  wallet.enrolling.push_back({iss, SigningKey::generate(rng), clock});
  return wallet.enrolling.back();
}

std::vector<FactRow> rows_of(const Enrolled& enrolled, UnixTime now) {
  std::vector<FactRow> rows;
  for (const Enrolled::Fact& fact : enrolled.facts) {
    if ((fact.kinds & static_cast<std::uint8_t>(Kind::revocable)) == 0) continue;
    rows.push_back({fact.vct, FactState::held, 0, now});
  }
  return rows;
}

}  // namespace

Result<ByteVector> make_enrol(Wallet& wallet, const Invitation& invitation, std::string_view pin,
                              UnixTime clock, Rng& rng) {
  if (pin.size() < 6 || pin.size() > 12) return Errc::out_of_range;
  const UnixTime time = std::clamp(clock, kMinSecs, kMaxSecs);
  const Enrolling& enrolling = open_enrolling(wallet, invitation.iss, time, rng);
  Enrol enrol;
  enrol.iss = invitation.iss;
  enrol.code = InvitationCode::from(invitation.code);
  enrol.pin = pin;
  enrol.time = enrolling.time;
  return sign_enrol(enrol, enrolling.collection);
}

Result<Account*> take_enrolled(Wallet& wallet, TrustFile trust, Bytes answer, UnixTime clock) {
  const auto asked = std::find_if(wallet.enrolling.begin(), wallet.enrolling.end(),
                                  [&](const Enrolling& e) { return e.iss == trust.iss; });
  if (asked == wallet.enrolling.end()) return Errc::not_found;
  WHIT_TRY(const Enrolled enrolled, parse_enrolled(answer));

  Account account(std::move(trust), std::move(asked->collection));
  account.id = enrolled.id;
  see_time(account, enrolled.time, clock, clock);
  account.facts = rows_of(enrolled, account.corrected(clock));
  wallet.enrolling.erase(asked);
  if (Account* old = wallet.find(account.trust.iss); old != nullptr) {
    if (old->trust.root == account.trust.root) account.news = std::move(old->news);
    account.blind = std::move(old->blind);  // what it knows of the office's keys stays true
    *old = std::move(account);
    return old;
  }
  wallet.accounts.push_back(std::move(account));
  return &wallet.accounts.back();
}

void see_time(Account& account, UnixTime issuers, UnixTime asked, UnixTime answered) {
  const UnixTime first = std::min(asked, answered);  // our clock may have been set back meanwhile
  const UnixTime middle = first + (answered - first) / 2;
  const bool may_agree = issuers + 1 >= first && issuers <= answered + 1;
  account.clock_offset =
      may_agree ? 0 : static_cast<std::int64_t>(issuers) - static_cast<std::int64_t>(middle);
  account.synced = account.corrected(answered);
}

void drop_pending(Account& account) { account.pending.reset(); }

bool joins(const Account& account) {
  if (!account.pending) return false;
  const auto collect = parse_collect(account.pending->body);
  if (!collect.ok()) return false;
  const auto owns = [](const SetAsk& ask) {
    return std::any_of(ask.keys.begin(), ask.keys.end(),
                       [](const SetKey& key) { return key.own.has_value(); });
  };
  return std::any_of(collect->sets.begin(), collect->sets.end(), owns);
}

void note_end(Account& account, UnixTime clock) {
  if (account.ended == 0) account.ended = account.corrected(clock);
  account.pending.reset();
}

}  // namespace whit::wallet
