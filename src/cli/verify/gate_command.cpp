// SPDX-License-Identifier: Apache-2.0
// A gate: scan after scan, until somebody presses Q.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "cli/common/terminal.h"
#include "cli/verify/commands.h"
#include "cli/verify/gate/display.h"
#include "cli/verify/gate/hook.h"
#include "cli/verify/gate/keyboard.h"
#include "cli/verify/gate/signals.h"
#include "cli/verify/gate/sources.h"
#include "cli/verify/gate/terminal_mode.h"

namespace whit::cli {
namespace {

using namespace gate;

constexpr std::chrono::seconds kLook{1};
constexpr char kCtrlC = 0x03, kCtrlZ = 0x1a, kEsc = 0x1b;

// Gate is what happens between a scan and its answer.
class Gate : public Sink {
 public:
  Gate(Keeper& keeper, Hook& hook, Display& display)
      : keeper_(keeper), hook_(hook), display_(display) {}

  void scanned(const Scan& scan) override {
    Shown shown;
    shown.note = scan.note;
    if (scan.unreadable) {
      shown.unread = scan.note;
    } else {
      judge(scan.text, shown);
    }
    shown.time = keeper_.now();
    shown.seconds = std::chrono::duration<double>(Clock::now() - scan.end).count();
    display_.answer(shown, state());
  }

  void pressed(char key) override {
    switch (key) {
      case 'a':
        return ask();
      case 't':
        keeper_.set_training(!keeper_.training());
        display_.say(keeper_.training() ? "training: training codes say what they would have been"
                                        : "training has ended");
        break;
      case 'q':
      case kCtrlC:
        ended_ = true;
        return;
      case kCtrlZ:
        suspend_ = true;
        return;
      case kEsc:
        keeper_.close_question();
        break;
      default:
        return;
    }
    display_.update(state());
  }

  // look is what time brings: other data, a question that is over.
  void look(const std::vector<std::string>& troubles) {
    troubles_ = troubles;
    keeper_.look();
    display_.update(state());
  }

  bool ended() const noexcept { return ended_; }
  bool take_suspend() noexcept { return std::exchange(suspend_, false); }

 private:
  void judge(const std::string& text, Shown& shown) {
    shown.ruling = keeper_.judge(text);
    const bool judged = shown.ruling.error.empty();
    shown.its_class = judged ? verdict_class(shown.ruling.verdict) : VerdictClass::cannot_tell;
    if (!judged || shown.ruling.same_scan) return;
    hook_.call(told_name(shown.ruling.verdict), whit::name(shown.its_class), Clock::now());
  }

  void ask() {
    try {
      question_ = keeper_.ask();
    } catch (const Failure& failure) {
      const std::string hint = failure.hint().empty() ? "" : ": " + failure.hint();
      return display_.say(failure.error() + hint);
    }
    display_.update(state());
  }

  State state() {
    State out;
    out.asked = keeper_.asked();
    out.name = keeper_.name();
    out.data = keeper_.data_line();
    out.counters = keeper_.counters();
    out.training = keeper_.training();
    out.troubles = troubles_;
    out.troubles.insert(out.troubles.end(), keeper_.troubles().begin(), keeper_.troubles().end());
    if (!hook_.trouble().empty()) out.troubles.push_back(hook_.trouble());
    out.seconds_left = keeper_.seconds_left();
    if (!out.seconds_left) question_.clear();
    out.question = question_;
    return out;
  }

  Keeper& keeper_;
  Hook& hook_;
  Display& display_;
  std::string question_;
  std::vector<std::string> troubles_;
  bool ended_ = false, suspend_ = false;
};

bool is_plain(const GateOptions& options) {
  const char* term = std::getenv("TERM");
  const std::string_view name = term == nullptr ? "" : term;
  return options.plain || !is_terminal(STDOUT_FILENO) || name.empty() || name == "dumb";
}

std::unique_ptr<Display> display_for(const GateOptions& options) {
  if (options.json) return json_display();
  return is_plain(options) ? lines_display(options.quiet) : screen_display(options.quiet);
}

// Post is where a gate's one thread waits.
class Post {
 public:
  explicit Post(const GateOptions& options) : sources_(open_sources(options)) {
    const bool at_terminal = is_terminal(STDIN_FILENO);
    if (!at_terminal && !sources_.empty()) return;
    auto keyboard =
        std::make_unique<Keyboard>(STDIN_FILENO, at_terminal ? Keys::persons : Keys::none);
    keyboard_ = keyboard.get();
    sources_.push_back(std::move(keyboard));
  }

  void wait(Signals& signals, std::optional<Clock::time_point> until) {
    fds_.clear();
    for (const auto& source : sources_) {
      for (const int fd : source->readable()) fds_.push_back({fd, POLLIN, 0});
      if (const auto due = source->due()) until = until ? std::min(*until, *due) : *due;
    }
    signals.wait(fds_, until);
  }

  // serve lets every source read that has something.
  void serve(Sink& sink) {
    for (const auto& source : sources_) {
      const Clock::time_point now = Clock::now();
      const auto due = source->due();
      const auto fds = source->readable();
      const bool ready = std::any_of(fds.begin(), fds.end(), [this](int fd) { return has(fd); });
      if (ready || (due && *due <= now)) source->take(now, sink);
    }
  }

  std::vector<std::string> troubles() const {
    std::vector<std::string> out;
    for (const auto& source : sources_) {
      if (std::string trouble = source->trouble(); !trouble.empty()) out.push_back(trouble);
    }
    return out;
  }

  bool ended() const { return keyboard_ != nullptr && keyboard_->ended(); }

 private:
  bool has(int fd) const {
    return std::any_of(fds_.begin(), fds_.end(),
                       [fd](const pollfd& each) { return each.fd == fd && each.revents != 0; });
  }

  std::vector<std::unique_ptr<Source>> sources_;
  const Keyboard* keyboard_ = nullptr;
  std::vector<pollfd> fds_;
};

std::optional<Clock::time_point> earliest(Clock::time_point look, const Hook& hook,
                                          const Display& display) {
  std::optional<Clock::time_point> out = look;
  for (const auto& due : {hook.due(), display.due()}) {
    if (due) out = std::min(*out, *due);
  }
  return out;
}

// Outcome is how it ended.
struct Outcome {
  int by = 0;  // the signal, 0 for none
};

Outcome stand(Gate& gate, Post& post, Hook& hook, Display& display, TerminalMode& mode) {
  Signals signals;
  std::vector<std::string> troubles = post.troubles();
  gate.look(troubles);
  for (Clock::time_point look = Clock::now() + kLook; !gate.ended() && !post.ended();) {
    post.wait(signals, earliest(look, hook, display));
    const Raised raised = signals.take();
    if (raised.end != 0) return {raised.end};
    post.serve(gate);
    const bool suspend = raised.suspend || gate.take_suspend();
    if (suspend) {
      mode.leave();
      signals.stop_here();
    }
    if (suspend || raised.resumed) mode.enter();
    if (suspend || raised.resumed || raised.resized) display.redraw();
    const Clock::time_point now = Clock::now();
    hook.tick(now);
    display.tick(now);
    const std::vector<std::string> before = std::exchange(troubles, post.troubles());
    if (now < look && before == troubles) continue;
    gate.look(troubles);
    look = now + kLook;
  }
  return {};
}

std::string summary(const Counters& counters) {
  return std::to_string(counters.in) + " in, " + std::to_string(counters.talk) + " to talk to, " +
         std::to_string(counters.no) + " no. Nothing about any person was kept.";
}

}  // namespace

Exit run_gate(const GateOptions& options, const Console& console) {
  Keeper keeper(options);
  Hook hook(options.hook);
  Post post(options);
  const std::unique_ptr<Display> display = display_for(options);
  Gate gate(keeper, hook, *display);
  Outcome outcome;
  {
    const bool draws = !options.json && !is_plain(options);
    TerminalMode mode(is_terminal(STDIN_FILENO) ? STDIN_FILENO : -1, draws ? STDOUT_FILENO : -1);
    outcome = stand(gate, post, hook, *display, mode);
  }
  hook.finish();
  if (outcome.by == SIGHUP) return Exit::yes;  // nobody is there to be told
  options.json ? console.say(summary(keeper.counters())) : print(summary(keeper.counters()));
  return Exit::yes;
}

}  // namespace whit::cli
