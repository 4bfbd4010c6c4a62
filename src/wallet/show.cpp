// SPDX-License-Identifier: Apache-2.0
#include "wallet/show.h"

#include "wallet/blind.h"
#include "wallet/news.h"

namespace whit::wallet {
namespace {

// Shelf is the sets of one kind that would answer a question now; with no kind, those of any.
class Shelf {
 public:
  Shelf(const Account& account, const Head& head, const Question& question, Kind kind, UnixTime now)
      : sets_(account.sets), head_(head), question_(question), kind_(kind), now_(now) {}

  Choice choose() const {
    const Day nearest = day_of(now_ + kLastSeconds) + 1;
    if (const auto i = unused_of(nearest)) return chosen(Freshness::unused, *i);
    if (const auto i = unused_of(nearest + 1)) return chosen(Freshness::borrowed, *i);
    if (const auto i = longest_ago()) return chosen(Freshness::again, *i);
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if (sets_[i].shown == 0 && fits(sets_[i])) return chosen(Freshness::borrowed, i);
    }
    return {};
  }

  // answered_before is a set that answered this very challenge: signing with it again tells nothing
  // new to whoever asked.
  std::optional<Choice> answered_before() const {
    if (question_.id == Hash{}) return std::nullopt;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if (sets_[i].answered == question_.id && fits(sets_[i])) {
        return chosen(Freshness::same_question, i);
      }
    }
    return std::nullopt;
  }

 private:
  bool fits(const Set& set) const {
    if (kind_ != Kind::none && set.kind != kind_) return false;
    return may_show(set, head_, now_) && set.holds(question_.facts);
  }

  Choice chosen(Freshness freshness, std::size_t i) const { return {freshness, i, sets_[i].kind}; }

  std::optional<std::size_t> unused_of(Day day) const {
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if (sets_[i].day == day && sets_[i].shown == 0 && fits(sets_[i])) return i;
    }
    return std::nullopt;
  }

  // longest_ago is the shown set of the nearest day that has one, and of those the one whose
  // showing is furthest back, so that as few showings as possible carry the same key.
  std::optional<std::size_t> longest_ago() const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      const Set& set = sets_[i];
      if (set.shown == 0 || !fits(set)) continue;
      if (!best || (set.day == sets_[*best].day && set.shown < sets_[*best].shown)) best = i;
    }
    return best;
  }

  const std::vector<Set>& sets_;
  const Head& head_;
  const Question& question_;
  Kind kind_;
  UnixTime now_;
};

bool is_unused(const Choice& choice) {
  return choice.freshness == Freshness::unused || choice.freshness == Freshness::borrowed;
}

}  // namespace

bool may_show(const Set& set, const Head& head, UnixTime now) noexcept {
  if (!usable(set.day, now)) return false;
  if (set.kind == Kind::revocable) return true;
  if (set.kind != Kind::blind || set.tokens.empty()) return false;
  const CatalogueFact* fact = find_fact(head, set.tokens.front().vct);
  return fact != nullptr && fact->blind_lead && now >= blind_from(*fact, set.day);
}

Kind preferred_kind(const Head& head, const Question& question) noexcept {
  constexpr auto kBlind = static_cast<std::uint8_t>(Kind::blind);
  if (question.facts.size() != 1) return Kind::revocable;
  const CatalogueFact* fact = find_fact(head, question.facts.front());
  if (fact == nullptr || (fact->kinds & kBlind) == 0) return Kind::revocable;
  const auto mode = static_cast<std::uint8_t>(question.mode());
  std::size_t asking = 0;
  for (const Preset& preset : head.presets) {
    if (preset.facts != question.facts || (preset.modes & mode) == 0) continue;
    if ((preset.kinds & kBlind) == 0) return Kind::revocable;
    ++asking;
  }
  return asking == 0 ? Kind::revocable : Kind::blind;
}

Choice choose(const Account& account, const Head& head, const Question& question, UnixTime clock) {
  const UnixTime now = account.corrected(clock);
  if (question.kind == Kind::blind && question.facts.size() != 1) return {};
  const auto shelf = [&](Kind kind) { return Shelf(account, head, question, kind, now); };
  if (const auto same = shelf(question.kind).answered_before()) return *same;
  const bool open = question.kind == Kind::none;
  const Kind wanted = open ? preferred_kind(head, question) : question.kind;
  const Choice first = shelf(wanted).choose();
  if (!open || wanted != Kind::blind || is_unused(first)) return first;
  Choice usual = shelf(Kind::revocable).choose();
  usual.instead = true;
  if (is_unused(usual) || first.freshness == Freshness::none) return usual;
  return first;
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
      {now, account.trust.iss, question.mode(), question.name, question.facts, set.kind});
  return presentation;
}

}  // namespace whit::wallet
