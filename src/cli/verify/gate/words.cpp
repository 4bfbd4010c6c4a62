// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/words.h"

#include <ctime>

#include "cli/common/clock.h"
#include "cli/verify/advice.h"
#include "cli/verify/malformed.h"

namespace whit::cli::gate {
namespace {

constexpr const char* kOpenAgain = "ask him to close and open it";

std::string or_ask(const std::string& step, const Case& known) {
  return known.can_ask ? step + ", or press A to show him a code" : step;
}

std::string ask(const Case& known) {
  return known.can_ask ? "press A to show him a code"
                       : "this needs a question: give this gate a --name";
}

std::string asked_facts(const Report& report) {
  std::string out;
  for (std::size_t i = 0; i < report.count; ++i) {
    out += (i == 0 ? "" : ", ") + std::string(report.facts[i].slug.view());
  }
  return out;
}

// said_in_full is what `check` says, without the verdict's name before it.
std::string said_in_full(const Answer& answer, const Check& check, Verdict verdict) {
  std::string out = reason(answer, check, verdict);
  const std::string before = std::string(name(verdict)) + ": ";
  return out.rfind(before, 0) == 0 ? out.substr(before.size()) : out;
}

GateWords malformed(const Check& check) {
  const std::string what = malformed_words(check.showing);
  const bool says_what_to_do = what.find("scan again") != std::string::npos;
  return {what, says_what_to_do ? "" : "ask him to open the code in his wallet"};
}

GateWords stale(const Answer& answer, const Case& known) {
  const Report& report = answer.report;
  if (report.mode == Mode::challenge) {
    return {"answered after " + format_duration(answer.elapsed), "press A and ask again"};
  }
  if (report.signed_at > report.now) {
    return {"made " + format_duration(report.signed_at - report.now) +
                " in the future: one of the clocks is wrong",
            or_ask(kOpenAgain, known)};
  }
  return {"code too old, or one of the clocks is wrong (made " +
              format_duration(report.now - report.signed_at) + " ago)",
          or_ask(kOpenAgain, known)};
}

GateWords ended(const Answer& answer, const Check& check, Verdict verdict) {
  const std::string full = reason(answer, check, verdict);
  if (full.find("clock") != std::string::npos) return {full, advice(answer, check, verdict)};
  return {"not valid now", "his wallet says why. Do not keep his papers"};
}

GateWords kind_refused(const Answer& answer, const Check& check, const Case& known) {
  const std::string step = advice(answer, check, Verdict::kind_refused);
  const bool by_question = step.find("question on your screen") != std::string::npos;
  return {said_in_full(answer, check, Verdict::kind_refused), by_question ? ask(known) : step};
}

GateWords replayed(const Case& known) {
  const std::string when = known.first_time.empty() ? "before" : "at " + known.first_time;
  return {"this code was used here " + when, or_ask("ask him to open a new one", known)};
}

}  // namespace

GateWords gate_words(const Answer& answer, const Check& check, Verdict verdict, const Case& known) {
  switch (verdict) {
    case Verdict::valid:
      return {};
    case Verdict::malformed:
      return malformed(check);
    case Verdict::unsupported:
      return {unsupported_words(check.showing), advice(answer, check, verdict)};
    case Verdict::missing_fact:
      return {"does not answer " + asked_facts(answer.report),
              or_ask("ask him to show that", known)};
    case Verdict::unknown_key:
      return {"signed by a key that is not in this data",
              "whit-verify bundle update; if it stays, refuse"};
    case Verdict::bad_signature:
      return {"not signed by the office", "refuse"};
    case Verdict::bad_holder_proof:
      return {"not shown by whom it was issued to", "refuse"};
    case Verdict::stale_proof:
      return stale(answer, known);
    case Verdict::replayed:
      return replayed(known);
    case Verdict::wrong_audience:
      return {answer.was_answered ? "this question was answered already"
                                  : "an answer to another question",
              or_ask("ask him to open the code for this gate", known)};
    case Verdict::not_yet_valid:
    case Verdict::expired:
    case Verdict::withdrawn:
      break;
    case Verdict::kind_refused:
      return kind_refused(answer, check, known);
    case Verdict::mode_refused:
      return {"this gate wants an answer to a question", ask(known)};
    case Verdict::clock_doubtful:
      return {said_in_full(answer, check, verdict), or_ask("set this computer's clock", known)};
    case Verdict::document_not_compared:
      return {"valid for the holder of a document, which was not compared",
              "look at the document itself"};
    case Verdict::no_bundle:
    case Verdict::stale_bundle:
    case Verdict::document_mismatch:
    case Verdict::key_withdrawn:
      return {said_in_full(answer, check, verdict), advice(answer, check, verdict)};
    case Verdict::specimen:
      return {"a training code, proves nothing", "T to practise with it"};
  }
  if (verdict == Verdict::not_yet_valid) {
    return {said_in_full(answer, check, verdict) == name(verdict)
                ? "for a later day"
                : said_in_full(answer, check, verdict),
            advice(answer, check, verdict)};
  }
  return ended(answer, check, verdict);
}

std::string_view big_word(VerdictClass verdict_class) {
  switch (verdict_class) {
    case VerdictClass::yes:
      return "YES";
    case VerdictClass::cannot_tell:
      return "CANNOT TELL";
    case VerdictClass::specimen:
      return "SPECIMEN";
    case VerdictClass::no:
      break;
  }
  return "NO";
}

std::string_view told_name(Verdict verdict) {
  const bool ended = verdict == Verdict::expired || verdict == Verdict::withdrawn;
  return ended ? "not_valid_now" : name(verdict);
}

std::string clock_text(UnixTime time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm local{};
  if (::localtime_r(&seconds, &local) == nullptr) return "";
  char out[16];
  return {out, std::strftime(out, sizeof out, "%H:%M:%S", &local)};
}

}  // namespace whit::cli::gate
