// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/message.h"
#include "cli/common/terminal.h"
#include "cli/verify/explain.h"
#include "cli/verify/gate/big.h"
#include "cli/verify/gate/screen.h"

namespace whit::cli::gate {
namespace {

constexpr int kOneHeader = 60;  // columns from which the header is one row
constexpr int kMostPast = 5, kMostTroubles = 3, kSmall = 16, kRoomy = 20;

// Row is text of one row and the colour of all of it.
struct Row {
  std::string text;
  std::string_view colour;
};
using Rows = std::vector<Row>;

// cut is the first `columns` characters of `text`.
std::string cut(const std::string& text, int columns) {
  if (columns_of(text) <= columns) return text;
  std::string out = text.substr(0, static_cast<std::size_t>(std::max(columns - 1, 0)));
  return out + ">";
}

// wrapped breaks ASCII `text` at spaces.
std::vector<std::string> wrapped(std::string text, int columns) {
  std::vector<std::string> out;
  const auto width = static_cast<std::size_t>(std::max(columns, 10));
  while (text.size() > width) {
    std::size_t at = text.rfind(' ', width);
    if (at == std::string::npos || at == 0) at = width;
    out.push_back(text.substr(0, at));
    text.erase(0, text.find_first_not_of(' ', at));
  }
  if (!text.empty()) out.push_back(text);
  return out;
}

std::string between(const std::string& left, const std::string& right, int columns) {
  const int gap = columns - columns_of(left) - columns_of(right);
  if (gap < 2) return "";
  return left + std::string(static_cast<std::size_t>(gap), ' ') + right;
}

std::string counters_text(const Counters& n) {
  return "in " + std::to_string(n.in) + "   talk " + std::to_string(n.talk) + "   no " +
         std::to_string(n.no);
}

std::string_view colour_of(DataLine::Level level) {
  switch (level) {
    case DataLine::Level::fine:
      return "";
    case DataLine::Level::ageing:
      return kYellow;
    case DataLine::Level::useless:
      return kRed;
  }
  return kRed;
}

// header is one row where all of it fits, else two.
void add_header(const State& state, int columns, Rows& rows) {
  const std::string title = "GATE " + printable(state.asked) + (state.training ? "  TRAINING" : "");
  const std::string counters = counters_text(state.counters);
  const std::string all = between(title, state.data.text + "      " + counters, columns);
  if (columns >= kOneHeader && !all.empty()) {
    rows.push_back({all, colour_of(state.data.level)});
  } else {
    rows.push_back({title, state.training ? kGrey : ""});
    const std::string line = between(state.data.text, counters, columns);
    rows.push_back({line.empty() ? counters : line, colour_of(state.data.level)});
    if (line.empty()) rows.push_back({state.data.text, colour_of(state.data.level)});
  }
}

void add_troubles(const State& state, int columns, Rows& rows) {
  for (std::size_t i = 0; i < state.troubles.size() && i < kMostTroubles; ++i) {
    for (const std::string& line : wrapped("! " + printable(state.troubles[i]), columns)) {
      rows.push_back({line, kYellow});
    }
  }
}

Sign sign_of(VerdictClass verdict_class) {
  switch (verdict_class) {
    case VerdictClass::yes:
      return Sign::tick;
    case VerdictClass::no:
      return Sign::cross;
    case VerdictClass::cannot_tell:
      return Sign::query;
    case VerdictClass::specimen:
      break;
  }
  return Sign::ring;
}

std::string_view colour_of(const Shown& shown) {
  const bool earnest = shown.unread.empty() && !shown.ruling.practised;
  return cli::colour_of(earnest ? shown.its_class : VerdictClass::specimen);
}

// told is the small print under the big word.
Rows told(const Scene& scene, int columns) {
  Rows out;
  if (!scene.shown) {
    const std::string said = scene.said.empty() ? "scan the code" : printable(scene.said);
    for (const std::string& each : wrapped(said, columns)) out.push_back({each, ""});
    return out;
  }
  const Shown& shown = *scene.shown;
  const std::string sentence = printable(sentence_of(shown));
  std::string line = title(shown) + "  " + clock_text(shown.time);
  if (shown.unread.empty() && !shown.ruling.same_scan) line += "  " + seconds_text(shown);
  if (!shown.ruling.values.empty()) line += "  " + printable(shown.ruling.values);
  out.push_back({line, kBold});
  for (const std::string& each : wrapped(sentence, columns)) out.push_back({each, kBold});
  if (!shown.note.empty() && shown.unread.empty()) {
    for (const std::string& each : wrapped("scanner note: " + shown.note, columns)) {
      out.push_back({each, ""});
    }
  }
  if (!scene.said.empty()) out.push_back({printable(scene.said), ""});
  return out;
}

Rows centred(const std::vector<std::string>& lines, std::string_view colour, int columns) {
  int width = 0;
  for (const std::string& line : lines) width = std::max(width, columns_of(line));
  const std::string pad(static_cast<std::size_t>(std::max((columns - width) / 2, 0)), ' ');
  Rows out;
  for (const std::string& line : lines) out.push_back({pad + line, colour});
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// question draws the code where it fits, and else says what to do about it.
Rows question(const State& state, const Canvas& canvas, int room) {
  const auto qr = make_qr(state.question);
  const bool fits =
      qr && qr_columns(*qr, canvas.qr) <= canvas.columns && qr_rows(*qr, canvas.qr) <= room;
  if (!fits) {
    Rows out;
    for (const std::string& each :
         wrapped("this screen is too small for the question's code: make the "
                 "window larger, or its letters smaller",
                 canvas.columns)) {
      out.push_back({each, kBold});
    }
    return out;
  }
  const int side = (canvas.columns - qr_columns(*qr, canvas.qr)) / 2;
  Rows out;
  for (const std::string& line : lines_of(qr_text(*qr, canvas.qr))) {
    out.push_back({std::string(static_cast<std::size_t>(side), ' ') + line, ""});
  }
  return out;
}

std::string footer(const Scene& scene) {
  const std::string left =
      scene.state.seconds_left
          ? "question open for " + std::to_string(*scene.state.seconds_left) + " s   Esc close   "
          : "A ask   ";
  return left + "T training   Q end";
}

bool shows_question(const Scene& scene) { return !scene.shown && !scene.state.question.empty(); }

Rows body(const Scene& scene, const Canvas& canvas, int room) {
  if (shows_question(scene)) return question(scene.state, canvas, room);
  if (room <= 0) return {};
  if (!scene.shown) {
    return centred(big_text(Sign::ring, "READY", canvas.columns, std::min(room, 6), canvas.utf8),
                   kGrey, canvas.columns);
  }
  const Shown& shown = *scene.shown;
  const VerdictClass drawn =
      shown.unread.empty() && !shown.ruling.practised ? shown.its_class : VerdictClass::specimen;
  return centred(big_text(sign_of(drawn), title(shown), canvas.columns, room, canvas.utf8),
                 colour_of(shown), canvas.columns);
}

void add_past(const Scene& scene, const Canvas& canvas, int room, Rows& rows) {
  int left = std::min(room, kMostPast);
  for (const Past& past : scene.past) {
    if (left-- <= 0) return;
    rows.push_back({cut(" " + past.title + "  " + past.time, canvas.columns), kGrey});
  }
}

std::string painted_row(const Row& row, const Canvas& canvas) {
  // The question's code brings its colours along, and fits.
  const bool plain = row.text.find('\x1b') != std::string::npos;
  const std::string text = plain ? row.text : cut(row.text, canvas.columns);
  if (plain || row.colour.empty() || !canvas.colours) return text;
  return std::string(row.colour).append(text).append(kPlain);
}

}  // namespace

std::string frame(const Scene& scene, const Canvas& canvas) {
  Rows top, under;
  add_header(scene.state, canvas.columns, top);
  // On a small screen the answer needs the room.
  if (canvas.rows >= kSmall || !scene.shown) add_troubles(scene.state, canvas.columns, top);
  if (!shows_question(scene)) under = told(scene, canvas.columns);
  const bool roomy = canvas.rows >= kRoomy && !shows_question(scene);
  if (roomy) add_past(scene, canvas, kMostPast, under);
  const int taken = static_cast<int>(top.size() + under.size()) + 1;
  const int room = canvas.rows - taken;
  const Rows middle = body(scene, canvas, room);
  Rows all = std::move(top);
  const int empty = std::max(room - static_cast<int>(middle.size()), 0);
  all.insert(all.end(), static_cast<std::size_t>(empty / 2), Row{});
  all.insert(all.end(), middle.begin(), middle.end());
  all.insert(all.end(), static_cast<std::size_t>(empty - empty / 2), Row{});
  all.insert(all.end(), under.begin(), under.end());
  all.resize(static_cast<std::size_t>(std::max(canvas.rows - 1, 1)));
  all.push_back({footer(scene), ""});
  std::string out = "\x1b[H";
  for (std::size_t i = 0; i < all.size(); ++i) {
    out += painted_row(all[i], canvas) + "\x1b[K" + (i + 1 < all.size() ? "\r\n" : "");
  }
  return out;
}

}  // namespace whit::cli::gate
