// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/advice.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/verify/malformed.h"

namespace whit::cli {
namespace {

constexpr Seconds kFarAhead = 30 * kSecondsPerDay;
constexpr Seconds kAtOnce = 120, kOneClock = 900;
constexpr Seconds kOnScreen = 900;  // no code stays on a screen for longer: this one was kept
constexpr std::string_view kAsk = "show him a question: whit-verify ask";

std::string missing_words(const Report& report) {
  std::string missing;
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    const bool is_missing = fact.verdict == Verdict::missing_fact;
    if (is_missing && fact.vct == kDocumentVct && report.count > 1) return ": document";
    // Under a specimen root the facts don't say which of them is missing.
    if (is_missing || fact.verdict == Verdict::specimen) {
      missing += (missing.empty() ? "" : ", ") + std::string(fact.slug.view());
    }
  }
  // All of several facts being specimens, one of them at least is missing: not necessarily all.
  const bool some = report.count > 1 && report.verdict == Verdict::specimen;
  return (some ? ": does not answer all of " : ": does not answer ") + missing;
}

// As exactly as it helps: "4 min", "3 h 12 min", "5 d".
std::string span_text(Seconds seconds) {
  constexpr Seconds kMinute = 60, kHour = 3600;
  if (seconds < 2 * kHour || seconds >= 2 * kSecondsPerDay) return format_duration(seconds);
  const Seconds minutes = seconds % kHour / kMinute;
  return std::to_string(seconds / kHour) + " h" +
         (minutes == 0 ? "" : " " + std::to_string(minutes) + " min");
}

// When a code that answers no question was made, against this computer's clock.
enum class Made : std::uint8_t { ahead, just_now, long_ago };

Made made(const Report& report) {
  if (report.signed_at > report.now) return Made::ahead;
  return report.now - report.signed_at > kOnScreen ? Made::long_ago : Made::just_now;
}

std::string stale_proof_words(const Answer& answer) {
  const Report& report = answer.report;
  if (report.mode == Mode::challenge) {
    return ": answered after " + format_duration(answer.elapsed) + "; ask again";
  }
  switch (made(report)) {
    case Made::ahead:
      return ": made " + span_text(report.signed_at - report.now) +
             " in the future; one clock is wrong";
    case Made::long_ago:
      return ": this code was made " + span_text(report.now - report.signed_at) +
             " before now; a picture of a phone cannot be checked";
    case Made::just_now:
      break;
  }
  return ": made " + span_text(report.now - report.signed_at) + " ago";
}

// Which of two clocks is wrong, nobody at the gate knows: a question needs neither.
std::string stale_proof_advice(const Report& report) {
  if (report.mode == Mode::challenge) return "whit-verify ask";
  switch (made(report)) {
    case Made::ahead:
      return std::string(kAsk);
    case Made::long_ago:
      return "scan the phone itself, or use `whit-verify ask`; if he has just opened the code, one "
             "clock is wrong";
    case Made::just_now:
      break;
  }
  return "ask him to close and open it, or " + std::string(kAsk);
}

std::string comparing_advice(const Report& report) {
  const std::string what = "this version cannot compare documents yet";
  return report.kind == Kind::paper ? what + "; ask for the code on his phone" : what;
}

std::string clock_words(const Answer& answer) {
  const bool same_day = day_of(answer.now) == day_of(answer.floor);
  const auto said = [&](UnixTime time) { return same_day ? format_time(time) : format_date(time); };
  return ": this computer says " + said(answer.now) + ", the data is from " + said(answer.floor);
}

// is_far_ahead tells whether this computer's clock stands so long past the data's end that it is
// as likely to be wrong as the data to be forgotten.
bool is_far_ahead(const Answer& answer) {
  return answer.now > answer.bundle->head().expires + kFarAhead;
}

// clocks_differ tells whether an answer, given to a question of a moment ago, was signed at quite
// another time than this computer's. The two never agree to the second, and nobody who queues knows
// which of them is right.
bool clocks_differ(const Answer& answer) {
  const Report& report = answer.report;
  if (report.mode != Mode::challenge || answer.elapsed > kAtOnce) return false;
  const UnixTime a = std::min(report.signed_at, answer.now);
  return std::max(report.signed_at, answer.now) - a > kOneClock;
}

// by_the_clock tells whether `verdict` may be the clock's doing alone. What has ended and what was
// ended are told alike.
bool by_the_clock(const Answer& answer, Verdict verdict) {
  return (verdict == Verdict::not_yet_valid || verdict == Verdict::expired ||
          verdict == Verdict::withdrawn) &&
         clocks_differ(answer);
}

std::string stale_bundle_words(const Answer& answer) {
  const UnixTime expires = answer.bundle->head().expires;
  if (is_far_ahead(answer)) {
    return ": data expired " + format_date(expires) + ", and this computer says " +
           format_date(answer.now);
  }
  if (answer.report.now >= expires) return ": data expired " + format_date(expires);
  return ": data " + format_duration(static_cast<Seconds>(answer.report.age)) + " old, limit " +
         format_duration(answer.max_age);
}

std::string audience_words(const Answer& answer) {
  return answer.was_answered ? ": this question was answered already" : "";
}

std::string kind_words(const Answer& answer) {
  switch (answer.report.kind) {
    case Kind::blind:
      return ": an anonymous (blind) code is not taken here";
    case Kind::revocable:
      return ": a usual (revocable) code is not taken here";
    case Kind::paper:
      return ": paper is not taken here";
    case Kind::none:
      break;
  }
  return "";
}

// A wallet that holds both kinds answers a question with the one that it wants; one that answered
// a question with the other kind may be told by its holder.
std::string kind_advice(const Answer& answer) {
  const auto takes = [&](Kind kind) { return (answer.kinds & static_cast<unsigned>(kind)) != 0; };
  if (!takes(Kind::revocable) && !takes(Kind::blind)) return "ask him for the paper card";
  if (answer.report.kind == Kind::paper) return "ask him for the code on his phone";
  const bool may_ask = (answer.modes & static_cast<unsigned>(Mode::challenge)) != 0;
  if (may_ask && answer.report.mode != Mode::challenge) {
    return "ask him to answer the question on your screen: whit-verify ask";
  }
  return takes(Kind::blind) ? "ask him to show the anonymous code of his wallet"
                            : "ask him to show the usual code of his wallet";
}

// What is added to the name of the verdict.
std::string details(const Answer& answer, const Check& check, Verdict verdict) {
  switch (verdict) {
    case Verdict::malformed:
      return ": " + malformed_words(check.showing);
    case Verdict::unsupported:
      return ": " + unsupported_words(check.showing);
    case Verdict::missing_fact:
      return missing_words(answer.report);
    case Verdict::unknown_key:
      return ": update the data; if it stays, refuse";
    case Verdict::stale_proof:
      return stale_proof_words(answer);
    case Verdict::replayed:
      return ": this code was used here before";
    case Verdict::wrong_audience:
      return audience_words(answer);
    case Verdict::kind_refused:
      return kind_words(answer);
    case Verdict::mode_refused:
      return ": press Ask";
    case Verdict::no_bundle:
      return ": run whit-verify bundle update";
    case Verdict::stale_bundle:
      return stale_bundle_words(answer);
    case Verdict::clock_doubtful:
      return clock_words(answer);
    case Verdict::document_not_compared:
      return ": type the number of the document you are holding";
    case Verdict::valid:
    case Verdict::bad_signature:
    case Verdict::bad_holder_proof:
    case Verdict::not_yet_valid:
    case Verdict::expired:
    case Verdict::withdrawn:
    case Verdict::document_mismatch:
    case Verdict::key_withdrawn:
    case Verdict::specimen:
      break;
  }
  return "";
}

}  // namespace

bool ends_in_silence(const Answer& answer, Verdict verdict) {
  return answer.at_gate && (verdict == Verdict::expired || verdict == Verdict::withdrawn);
}

std::string reason(const Answer& answer, const Check& check, Verdict verdict) {
  if (by_the_clock(answer, verdict)) return "not valid now, if this computer's clock is right";
  if (ends_in_silence(answer, verdict)) return "not valid now; his wallet says why";
  return std::string(name(verdict)) + details(answer, check, verdict);
}

std::string advice(const Answer& answer, const Check& check, Verdict verdict) {
  if (by_the_clock(answer, verdict)) {
    return "his phone says " + format_time(answer.report.signed_at) + " UTC, this computer " +
           format_time(answer.now) + ": set the clock that is wrong, and ask again";
  }
  if (ends_in_silence(answer, verdict)) return "do not keep his papers";
  switch (verdict) {
    case Verdict::unsupported:
      return is_newer(check.showing) ? "" : "ask him for the code that answers your question";
    case Verdict::bad_signature:
    case Verdict::bad_holder_proof:
      return "refuse";
    case Verdict::missing_fact:
    case Verdict::wrong_audience:
      return "ask him to answer the question on your screen";
    case Verdict::kind_refused:
      return kind_advice(answer);
    case Verdict::stale_proof:
      return stale_proof_advice(answer.report);
    case Verdict::replayed:
    case Verdict::mode_refused:
      return std::string(kAsk);
    case Verdict::clock_doubtful:
      return "set the clock, or " + std::string(kAsk);
    case Verdict::not_yet_valid:
      return "ask him to let his wallet update";
    case Verdict::expired:
    case Verdict::withdrawn:
      return "not valid now; his wallet says why";
    case Verdict::stale_bundle:
      if (is_far_ahead(answer)) {
        return "is this computer's clock right? if it is, whit-verify bundle update";
      }
      return "whit-verify bundle update";
    case Verdict::unknown_key:
      return "whit-verify bundle update";
    case Verdict::no_bundle:
      return "or whit-verify bundle install FILE";
    case Verdict::document_mismatch:
      return "check what you typed; if it is right, refuse";
    case Verdict::key_withdrawn:
      return "his wallet must go online once, or use the paper card";
    case Verdict::document_not_compared:
      return comparing_advice(answer.report);
    case Verdict::valid:
    case Verdict::malformed:
    case Verdict::specimen:
      break;
  }
  return "";
}

}  // namespace whit::cli
