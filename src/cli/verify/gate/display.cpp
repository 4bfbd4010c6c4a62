// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/display.h"

#include <unistd.h>

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/common/program.h"
#include "cli/common/terminal.h"
#include "cli/verify/gate/terminal_mode.h"

namespace whit::cli::gate {
namespace {

constexpr std::chrono::milliseconds kBetween{220}, kShortBetween{120};

int beeps(const Shown& shown) {
  if (!shown.unread.empty()) return 0;
  switch (shown.its_class) {
    case VerdictClass::yes:
      return 1;
    case VerdictClass::cannot_tell:
      return 2;
    case VerdictClass::no:
      return 3;
    case VerdictClass::specimen:
      return 4;
  }
  return 3;
}

// out writes a line and doesn't wait for a buffer to fill. A reader that has gone ends the gate.
void out(const std::string& line) {
  if (!write_all(STDOUT_FILENO, line + "\n")) throw Failure("nobody reads the answers any more");
}

std::string counters_text(const Counters& counters) {
  return "in " + std::to_string(counters.in) + "   talk " + std::to_string(counters.talk) +
         "   no " + std::to_string(counters.no);
}

// Lines is one line an answer, for a pipe, a dumb terminal, a screen reader. Values that a fact has
// are left out: what scrolls away can't be taken back.
class Lines : public Display {
 public:
  explicit Lines(bool quiet) : bells_(!quiet && is_terminal(STDOUT_FILENO) ? STDOUT_FILENO : -1) {}

  void answer(const Shown& shown, const State&) override {
    std::string word = title(shown);
    word.resize(11, ' ');
    std::string line = " " + word + "  " + clock_text(shown.time);
    if (shown.unread.empty() && !shown.ruling.same_scan) line += "  " + seconds_text(shown);
    const std::string sentence = sentence_of(shown);
    out(line + (sentence.empty() ? "" : "  " + sentence));
    if (!shown.note.empty() && shown.note != note_) out("scanner note: " + shown.note);
    note_ = shown.note;
    bells_.ring(shown, Clock::now());
  }

  void update(const State& state) override {
    const std::string head = "GATE " + state.asked + (state.training ? "   TRAINING" : "");
    const DataLine& data = state.data;
    if (head != head_ || data.level != data_.level || data.version != data_.version) {
      out(head + "   " + data.text + "   " + counters_text(state.counters));
    }
    head_ = head;
    data_ = data;
    for (const std::string& trouble : state.troubles) {
      if (std::find(troubles_.begin(), troubles_.end(), trouble) == troubles_.end()) out(trouble);
    }
    troubles_ = state.troubles;
    if (!state.question.empty() && state.question != question_) {
      out("question, for 120 s: " + state.question);
    }
    question_ = state.question;
  }

  void say(const std::string& sentence) override { out(sentence); }
  std::optional<Clock::time_point> due() const override { return bells_.due(); }
  void tick(Clock::time_point now) override { bells_.tick(now); }

 private:
  Bells bells_;
  std::string head_, note_, question_;
  std::vector<std::string> troubles_;
  DataLine data_;
};

// Json is one object an answer, for turnstiles; everything else goes to standard error.
class Json : public Display {
 public:
  void answer(const Shown& shown, const State& state) override {
    const Counters& n = state.counters;
    std::string line = "{\"time\": " + json_quoted(format_rfc3339(shown.time)) + ", ";
    const std::string failed = shown.unread.empty() ? shown.ruling.error : shown.unread;
    if (failed.empty()) {
      const bool trained = shown.ruling.practised;
      line += "\"verdict\": " + json_quoted(told_name(shown.ruling.verdict)) +
              ", \"class\": " + json_quoted(whit::name(shown.its_class)) + ", \"training\": " +
              (trained ? json_quoted(told_name(shown.ruling.training)) : "null") +
              ", \"same_scan\": " + (shown.ruling.same_scan ? "true" : "false");
    } else {
      line += "\"error\": " + json_quoted(failed);
    }
    out(line + ", \"in\": " + std::to_string(n.in) + ", \"talk\": " + std::to_string(n.talk) +
        ", \"no\": " + std::to_string(n.no) + "}");
  }

  void update(const State& state) override {
    for (const std::string& trouble : state.troubles) {
      if (std::find(troubles_.begin(), troubles_.end(), trouble) == troubles_.end()) say(trouble);
    }
    troubles_ = state.troubles;
    if (!state.question.empty() && state.question != question_) say(state.question);
    question_ = state.question;
  }

  void say(const std::string& sentence) override {
    write_all(STDERR_FILENO, "whit-verify: note: " + sentence + "\n");
  }

 private:
  std::vector<std::string> troubles_;
  std::string question_;
};

}  // namespace

std::string title(const Shown& shown) {
  if (!shown.unread.empty()) return "NOT READ";
  if (shown.ruling.practised) return "TRAINING";
  return std::string(big_word(shown.its_class));
}

std::string sentence_of(const Shown& shown) {
  if (!shown.unread.empty()) return shown.unread;
  if (shown.ruling.same_scan) return "(same scan, not counted twice)";
  const GateWords& words = shown.ruling.words;
  std::string line = words.sentence + (words.step.empty() ? "" : " -> " + words.step);
  if (!shown.ruling.practised) return line;
  const std::string would = std::string(big_word(verdict_class(shown.ruling.training)));
  return "would have been " + would + (line.empty() ? "" : ": " + line);
}

std::string seconds_text(const Shown& shown) {
  const auto tenths = static_cast<unsigned long>(shown.seconds * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

void Bells::ring(const Shown& shown, Clock::time_point now) {
  if (fd_ < 0) return;
  left_ = beeps(shown);
  next_ = now;
  tick(now);
}

std::optional<Clock::time_point> Bells::due() const {
  if (left_ == 0) return std::nullopt;
  return next_;
}

void Bells::tick(Clock::time_point now) {
  if (left_ == 0 || now < next_) return;
  write_all(fd_, "\a");
  next_ = now + (left_ > 3 ? kShortBetween : kBetween);
  --left_;
}

std::unique_ptr<Display> lines_display(bool quiet) { return std::make_unique<Lines>(quiet); }
std::unique_ptr<Display> json_display() { return std::make_unique<Json>(); }

}  // namespace whit::cli::gate
