// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/explain.h"

#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/common/terminal.h"
#include "cli/verify/advice.h"
#include "cli/verify/radar.h"

namespace whit::cli {
namespace {

// A sign beside the word, for those who don't read this language; only where it can be drawn.
std::string sign_of(VerdictClass verdict_class) {
  if (!is_terminal(1) || !is_utf8_locale()) return "";
  switch (verdict_class) {
    case VerdictClass::yes:
      return "\u2714 ";
    case VerdictClass::no:
      return "\u2718 ";
    case VerdictClass::cannot_tell:
      return "? ";
    case VerdictClass::specimen:
      return "\u25cb ";
  }
  return "";
}

std::string_view word_of(VerdictClass verdict_class) {
  switch (verdict_class) {
    case VerdictClass::yes:
      return "yes";
    case VerdictClass::cannot_tell:
      return "cannot tell";
    case VerdictClass::no:
    case VerdictClass::specimen:
      break;
  }
  return "no";
}

std::string freshness(const Answer& answer) {
  const std::int64_t age = answer.report.age;
  return "data " + format_duration(age < 0 ? 0 : static_cast<Seconds>(age)) + " old, limit " +
         format_duration(answer.max_age);
}

std::string facts_text(const Report& report) {
  std::string out;
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    out += (i == 0 ? "" : ", ") + std::string(fact.slug.view());
    if (const std::string value = value_text(fact.value); !value.empty()) out += " " + value;
  }
  return out;
}

// headline is the one line that decides.
std::string headline(const Answer& answer, const Check& check, Verdict verdict, bool practised) {
  const VerdictClass found = verdict_class(verdict);
  const VerdictClass shown = practised ? VerdictClass::specimen : found;
  std::string word = (practised ? "TRAINING " : "") + std::string(word_of(found)) + ":";
  std::string out = sign_of(shown) + painted(word, colour_of(shown), 1) + " ";
  if (verdict != Verdict::valid) return out + reason(answer, check, verdict);
  return out + facts_text(answer.report) + "   " + freshness(answer);
}

bool all_alike(const Report& report) {
  for (std::size_t i = 1; i < report.count; ++i) {
    if (report.facts[i].verdict != report.facts[0].verdict) return false;
  }
  return true;
}

// fact_lines is one line a fact, where several were asked and they came out differently.
std::vector<std::string> fact_lines(const Answer& answer) {
  std::vector<std::string> out;
  if (all_alike(answer.report)) return out;
  std::size_t width = 0;
  const Report& report = answer.report;
  for (std::size_t i = 0; i < report.count; ++i) {
    width = std::max(width, report.facts[i].slug.view().size());
  }
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    std::string line = "  " + std::string(fact.slug.view());
    line.resize(width + 5, ' ');
    line += ends_in_silence(answer, fact.verdict) ? "not valid now" : name(fact.verdict);
    if (const std::string value = value_text(fact.value); !value.empty()) line += "   " + value;
    out.push_back(line);
  }
  return out;
}

std::vector<std::string> notes_of(const Answer& answer, const Check& check) {
  std::vector<std::string> out;
  if (check.data != nullptr && !check.data->problem.empty()) {
    out.push_back("the data was not used: " + check.data->problem);
  }
  // Where nothing was judged by the data, what it lacks doesn't matter.
  if (answer.bundle == nullptr || answer.report.count == 0) return out;
  if (const std::string lacks = lacks_text(*answer.bundle); !lacks.empty()) out.push_back(lacks);
  for (const Notice& notice : notices_of_check(*answer.bundle, answer.report, answer.max_age)) {
    out.push_back(notice.sentence + ": " + notice.command);
  }
  return out;
}

std::string json_value(const Value& value) {
  switch (value.type) {
    case Value::Type::none:
      return "null";
    case Value::Type::number:
      return std::to_string(value.number);
    case Value::Type::text:
      return json_quoted(value.text.view());
  }
  return "null";
}

std::string json_kind(Kind kind) {
  switch (kind) {
    case Kind::none:
      return "null";
    case Kind::revocable:
      return "\"revocable\"";
    case Kind::blind:
      return "\"blind\"";
    case Kind::paper:
      return "\"paper\"";
  }
  return "null";
}

std::string json_mode(Mode mode) {
  switch (mode) {
    case Mode::none:
      return "null";
    case Mode::one_way:
      return "\"one-way\"";
    case Mode::posted:
      return "\"posted\"";
    case Mode::challenge:
      return "\"challenge\"";
  }
  return "null";
}

std::string json_fact(const FactResult& fact) {
  return "{\"fact\": " + json_quoted(fact.slug.view()) + ", \"vct\": " + std::to_string(fact.vct) +
         ", \"number\": " + std::to_string(static_cast<int>(fact.verdict)) +
         ", \"value\": " + json_value(fact.value) + "}";
}

std::string json_bool(bool value) { return value ? "true" : "false"; }

}  // namespace

std::string_view colour_of(VerdictClass verdict_class) {
  switch (verdict_class) {
    case VerdictClass::yes:
      return kGreen;
    case VerdictClass::no:
      return kRed;
    case VerdictClass::cannot_tell:
      return kYellow;
    case VerdictClass::specimen:
      return kGrey;
  }
  return "";
}

std::string lacks_text(const Bundle& bundle) {
  return bundle.carries_withdrawals() ? "" : "this data carries no withdrawals";
}

std::string value_text(const Value& value) {
  switch (value.type) {
    case Value::Type::none:
      return "";
    case Value::Type::number:
      return std::to_string(value.number);
    case Value::Type::text:
      return "\"" + std::string(value.text.view()) + "\"";
  }
  return "";
}

Words words_of(const Answer& answer, const Check& check, Practice practice) {
  Words out;
  const Report& report = answer.report;
  const bool specimen = report.verdict == Verdict::specimen;
  if (specimen && practice == Practice::earnest) {
    const std::string word = painted("specimen:", kGrey, 1);
    out.lines.push_back(sign_of(VerdictClass::specimen) + word +
                        " a training code, proves nothing");
    out.hint = "--training tells what it would have been";
  } else {
    const Verdict verdict = specimen ? report.training : report.verdict;
    out.lines.push_back(headline(answer, check, verdict, specimen));
    out.hint = advice(answer, check, verdict);
    if (!specimen && verdict != Verdict::valid) {
      for (std::string& line : fact_lines(answer)) out.lines.push_back(std::move(line));
    }
  }
  out.notes = notes_of(answer, check);
  return out;
}

std::string json_of(const Answer& answer) {
  const Report& report = answer.report;
  std::string facts;
  for (std::size_t i = 0; i < report.count; ++i) {
    facts += (i == 0 ? "" : ", ") + json_fact(report.facts[i]);
  }
  std::string out = "{\"verdict\": " + json_quoted(name(report.verdict)) +
                    ", \"number\": " + std::to_string(static_cast<int>(report.verdict)) +
                    ", \"class\": " + json_quoted(name(verdict_class(report.verdict))) +
                    ", \"facts\": [" + facts + "], \"training\": ";
  out += report.verdict == Verdict::specimen ? std::to_string(static_cast<int>(report.training))
                                             : "null";
  if (answer.bundle == nullptr) {
    out += ", \"issued\": null, \"age\": null, \"cosigned\": null, \"withdrawals\": null";
  } else {
    const auto issued = static_cast<std::int64_t>(answer.bundle->head().issued);
    out += ", \"issued\": " + std::to_string(issued) +
           ", \"age\": " + std::to_string(static_cast<std::int64_t>(report.now) - issued) +
           ", \"cosigned\": " + std::to_string(answer.bundle->newest_cosignature()) +
           ", \"withdrawals\": " + json_bool(answer.bundle->carries_withdrawals());
  }
  return out + ", \"kind\": " + json_kind(report.kind) + ", \"mode\": " + json_mode(report.mode) +
         "}";
}

}  // namespace whit::cli
