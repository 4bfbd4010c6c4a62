// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/common/message.h"
#include "cli/common/terminal.h"
#include "cli/verify/gate/terminal_mode.h"

namespace whit::cli::gate {
namespace {

constexpr std::chrono::milliseconds kBetweenFrames{50};
constexpr std::chrono::seconds kYesStays{4}, kOthersStay{20}, kSaidStays{6};
constexpr std::size_t kPast = 5;

std::chrono::seconds stay_of(const Shown& shown) {
  const bool is_yes = shown.unread.empty() && shown.its_class == VerdictClass::yes;
  return is_yes ? kYesStays : kOthersStay;
}

// Screen draws a whole frame whenever something changed, at most 20 a second. An answer is shown
// until the next one, or until it has stood long enough for nobody to take it for his own.
class Screen : public Display {
 public:
  explicit Screen(bool quiet) : bells_(quiet ? -1 : STDOUT_FILENO) {
    canvas_.utf8 = is_utf8_locale();
    canvas_.colours = has_colour(STDOUT_FILENO);
    canvas_.qr = terminal_for(STDOUT_FILENO).style;
    measure();
  }

  void answer(const Shown& shown, const State& state) override {
    const Clock::time_point now = Clock::now();
    bells_.ring(shown, now);
    retire();
    scene_.state = state;
    scene_.shown = shown;
    scene_.said.clear();
    until_ = now + stay_of(shown);
    want(now);
  }

  void update(const State& state) override {
    const bool asks = !state.question.empty() && state.question != scene_.state.question;
    if (asks) retire();
    scene_.state = state;
    want(Clock::now());
  }

  void say(const std::string& sentence) override {
    scene_.said = sentence;
    said_until_ = Clock::now() + kSaidStays;
    want(Clock::now());
  }

  std::optional<Clock::time_point> due() const override {
    std::optional<Clock::time_point> out = bells_.due();
    const auto earlier = [&out](Clock::time_point time) {
      out = out ? std::min(*out, time) : time;
    };
    if (scene_.shown) earlier(until_);
    if (!scene_.said.empty()) earlier(said_until_);
    if (wanted_) earlier(drawn_ + kBetweenFrames);
    return out;
  }

  void tick(Clock::time_point now) override {
    bells_.tick(now);
    if (scene_.shown && now >= until_) {
      retire();
      wanted_ = true;
    }
    if (!scene_.said.empty() && now >= said_until_) {
      scene_.said.clear();
      wanted_ = true;
    }
    if (wanted_) want(now);
  }

  void redraw() override {
    measure();
    last_.clear();
    drawn_ = {};
    want(Clock::now());
  }

 private:
  // retire leaves of the answer no more than its word and time.
  void retire() {
    if (!scene_.shown) return;
    if (!scene_.shown->ruling.same_scan) {
      scene_.past.push_front({title(*scene_.shown), clock_text(scene_.shown->time)});
    }
    if (scene_.past.size() > kPast) scene_.past.pop_back();
    scene_.shown.reset();
  }

  void measure() {
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    canvas_.columns = known && size.ws_col > 0 ? size.ws_col : 80;
    canvas_.rows = known && size.ws_row > 0 ? size.ws_row : 24;
  }

  void want(Clock::time_point now) {
    wanted_ = true;
    if (now - drawn_ < kBetweenFrames) return;
    wanted_ = false;
    drawn_ = now;
    std::string picture = frame(scene_, canvas_);
    if (picture == last_) return;
    if (!write_all(STDOUT_FILENO, picture)) throw Failure("nobody sees the screen any more");
    last_ = std::move(picture);
  }

  Bells bells_;
  Canvas canvas_;
  Scene scene_;
  std::string last_;
  bool wanted_ = false;
  Clock::time_point until_, said_until_, drawn_;
};

}  // namespace

std::unique_ptr<Display> screen_display(bool quiet) { return std::make_unique<Screen>(quiet); }

}  // namespace whit::cli::gate
