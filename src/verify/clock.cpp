// SPDX-License-Identifier: Apache-2.0
#include "verify/clock.h"

namespace whit {
namespace {

constexpr Seconds kClockTolerance = 300;
constexpr Seconds kOldest = 75, kNewest = 30;  // of a proof, before and after N
constexpr Seconds kAnswerAtOnce = 120;         // by the asker's own timer, whatever the clocks say

bool is_fresh(UnixTime signed_at, UnixTime now) noexcept {
  return now <= signed_at + kOldest && signed_at <= now + kNewest;
}

bool answers_our_question(const Presentation& shown, const Context& context) noexcept {
  return context.nonce && *shown.nonce == *context.nonce && shown.name == context.name;
}

bool answered_in_time(const Context& context, UnixTime now, Seconds answer_time) noexcept {
  return context.elapsed <= kAnswerAtOnce ||
         (context.until && now <= *context.until && context.elapsed <= answer_time);
}

}  // namespace

Clock judge_clock(const Context& context, const Bundle& bundle, Mode mode) noexcept {
  const UnixTime floor =
      std::max({context.floor, bundle.head().issued, bundle.newest_cosignature()});
  Clock out{context.now, floor > kClockTolerance && context.now < floor - kClockTolerance};
  if (out.doubtful && mode == Mode::challenge) out = {floor, false};
  return out;
}

void check_proof(const Presentation& shown, const Context& context, const Clock& clock,
                 Seconds answer_time, Findings& out) noexcept {
  switch (shown.mode) {
    case Mode::challenge:
      out.add_if(!answers_our_question(shown, context), Verdict::wrong_audience);
      out.add_if(!answered_in_time(context, clock.now, answer_time), Verdict::stale_proof);
      return;
    case Mode::posted:
      out.add_if(shown.name != context.name, Verdict::wrong_audience);
      [[fallthrough]];
    case Mode::one_way:
      out.add_if(!is_fresh(shown.iat, clock.now), Verdict::stale_proof);
      return;
    case Mode::none:
      __builtin_trap();  // no parsed presentation is without a mode
  }
}

void check_dates(const Token& token, const CatalogueFact& fact, const Showing& showing,
                 const Clock& clock, Findings& out) noexcept {
  const UnixTime end = midnight(token.day);
  const bool signed_late = !showing.is_paper() && showing.phone().iat >= end;
  out.add_if(clock.now >= end || signed_late, Verdict::expired);
  if (token.kind == Kind::blind) {
    const bool known = fact.blind_lead.has_value();
    out.add_if(known && clock.now < midnight(token.day - 1) - *fact.blind_lead,
               Verdict::not_yet_valid);
    return;
  }
  // Without a paper life the fact has no paper at all, and kind_refused says so.
  if (token.kind == Kind::paper && !fact.paper_life) return;
  const Day reach = token.kind == Kind::paper ? *fact.paper_life : fact.horizon;
  out.add_if(token.day > day_of(clock.now) + reach + 1, Verdict::not_yet_valid);
}

}  // namespace whit
