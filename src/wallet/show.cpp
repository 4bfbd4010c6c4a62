// SPDX-License-Identifier: Apache-2.0
#include "wallet/show.h"

#include <algorithm>

namespace whit::wallet {
namespace {

using Sets = std::vector<Set>;

std::optional<std::size_t> unused_of(const Sets& sets, const Question& question, Day day) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].day == day && sets[i].shown == 0 && sets[i].holds(question.facts)) return i;
  }
  return std::nullopt;
}

// answered_before is a set that answered this very challenge: signing with it again tells nothing
// new to whoever asked.
std::optional<std::size_t> answered_before(const Sets& sets, const Question& question,
                                           UnixTime now) {
  if (question.id == Hash{}) return std::nullopt;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const Set& set = sets[i];
    if (set.answered == question.id && usable(set.day, now) && set.holds(question.facts)) return i;
  }
  return std::nullopt;
}

// longest_ago is the shown set of the nearest day that has one, and of those the one whose showing
// is furthest back, so that as few showings as possible carry the same key.
std::optional<std::size_t> longest_ago(const Sets& sets, const Question& question, UnixTime now) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const Set& set = sets[i];
    if (set.shown == 0 || !usable(set.day, now) || !set.holds(question.facts)) continue;
    if (!best || (set.day == sets[*best].day && set.shown < sets[*best].shown)) best = i;
  }
  return best;
}

}  // namespace

Choice choose(const Account& account, const Question& question, UnixTime clock) {
  const UnixTime now = account.corrected(clock);
  const Sets& sets = account.sets;
  if (const auto i = answered_before(sets, question, now)) return {Freshness::same_question, *i};
  const Day nearest = day_of(now + kLastSeconds) + 1;
  if (const auto i = unused_of(sets, question, nearest)) return {Freshness::unused, *i};
  if (const auto i = unused_of(sets, question, nearest + 1)) return {Freshness::borrowed, *i};
  if (const auto i = longest_ago(sets, question, now)) return {Freshness::again, *i};
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const Set& set = sets[i];
    if (set.shown == 0 && usable(set.day, now) && set.holds(question.facts)) {
      return {Freshness::borrowed, i};
    }
  }
  return {};
}

Result<ByteVector> sign(const Set& set, const Question& question, UnixTime now) {
  if (!usable(set.day, now)) return Errc::refused;
  std::vector<ByteVector> tokens;
  for (const Vct vct : question.facts) {
    const Held* held = set.find(vct);
    if (held == nullptr) return Errc::not_found;
    tokens.push_back(held->encoded);
  }
  if (tokens.empty() || tokens.size() > kMaxTokens) return Errc::out_of_range;
  Show show;
  show.name = question.name;
  show.iat = now / kIatStep * kIatStep;
  show.nonce = question.nonce;
  const Unsigned unsigned_show = build_presentation(tokens, show);
  const Signature signature = set.key.sign(unsigned_show.to_be_signed());
  ByteVector presentation = unsigned_show.with(signature.view());
  if (presentation.size() > kMaxPresentation) return Errc::too_large;
  return presentation;
}

Result<ByteVector> show(Wallet& wallet, Account& account, const Choice& choice,
                        const Question& question, UnixTime clock) {
  if (choice.freshness == Freshness::none || choice.set >= account.sets.size()) {
    return Errc::not_found;
  }
  Set& set = account.sets[choice.set];
  const UnixTime now = account.corrected(clock);
  WHIT_TRY(ByteVector presentation, sign(set, question, now));
  set.shown = now;
  set.answered = question.id;
  wallet.history.push_back(
      {now, account.trust.iss, question.mode(), question.name, question.facts});
  return presentation;
}

}  // namespace whit::wallet
