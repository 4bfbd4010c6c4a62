// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/draw.h"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/common/descriptor.h"
#include "cli/common/terminal.h"
#include "cli/qr/qr.h"
#include "cli/wallet/blind.h"
#include "cli/wallet/live.h"
#include "cli/wallet/words.h"
#include "whit/qr_text.h"

namespace whit::cli {
namespace {

using wallet::Freshness;

constexpr int kModulePixels = 8;

// has_terminal tells whether there is a person to ask.
bool has_terminal() {
  const Descriptor tty(open("/dev/tty", O_RDWR | O_CLOEXEC));
  return tty.get() >= 0;
}

// agree_to_reuse makes sure that a person knows what showing a set again gives away.
bool agree_to_reuse(const wallet::Choice& choice, const DrawOptions& draw, const Console& console) {
  const bool blind = choice.kind == Kind::blind;
  if (choice.freshness == Freshness::borrowed) {
    console.note("today's codes are used up; this is one of a later day");
  }
  if (choice.freshness != Freshness::again) return true;
  const std::string what =
      blind
          ? "no unused anonymous code left. Showing one again lets two places see that it was the "
            "same code"
          : "no unused code left. Showing one again lets two places see that it was the same "
            "person";
  if (draw.again) {
    console.note(what);
    return true;
  }
  if (!has_terminal()) throw Failure(what, "--again shows it all the same", Exit::no);
  return ask_yes_no(what + ". Show again? [y/N]", "--again");
}

// say_kind tells what a person should know of the kind that is shown; both kinds are good codes.
void say_kind(const wallet::Choice& choice, const std::optional<wallet::Crowd>& crowd,
              const Console& console) {
  if (choice.instead) {
    console.note(
        "no anonymous code to show now; this is a usual one, which the office and whoever scans it "
        "could trace to you together");
  }
  if (choice.kind != Kind::blind || (crowd && crowd->people >= wallet::kSmallCrowd)) return;
  console.note(crowd ? "anonymous codes like this one are held by " + crowd_words(*crowd) +
                           "; it is a good code all the same"
                     : "how many people hold anonymous codes like this one isn't known yet");
  console.hint("--kind revocable shows a usual code instead");
}

std::string_view word_of(Freshness freshness) {
  switch (freshness) {
    case Freshness::unused:
      return "unused";
    case Freshness::same_question:
      return "same question";
    case Freshness::borrowed:
      return "borrowed";
    case Freshness::again:
      return "shown before";
    case Freshness::none:
      break;
  }
  return "none";
}

std::string json_of_code(const std::string& text, std::size_t bytes,
                         const wallet::Question& question, const Head& head,
                         const wallet::Choice& choice, const std::optional<wallet::Crowd>& crowd) {
  std::vector<std::string> facts;
  for (const Vct vct : question.facts) facts.push_back(slug_of(head, vct));
  return "{\"text\": " + json_quoted(text) + ", \"bytes\": " + std::to_string(bytes) +
         ", \"facts\": " + json_list(facts) +
         ", \"name\": " + (question.name.empty() ? "null" : json_quoted(question.name)) +
         ", \"freshness\": " + json_quoted(word_of(choice.freshness)) +
         ", \"kind\": " + json_quoted(kind_word(choice.kind)) +
         ", \"instead\": " + (choice.instead ? "true" : "false") +
         ", \"crowd\": " + json_of(crowd) + "}";
}

QrMatrix matrix_of(const std::string& text) {
  auto qr = make_qr(text);
  if (!qr.ok()) throw Failure("this is too long for a code");
  return std::move(*qr);
}

std::string title_of(const Head& head, const wallet::Question& question) {
  std::string title = "code for ";
  for (std::size_t i = 0; i < question.facts.size(); ++i) {
    title += (i == 0 ? "" : ", ") + label_of(head, question.facts[i]);
  }
  return title;
}

// draw_files tells whether anything was asked for but the terminal.
bool draw_files(const std::string& text, const std::string& title, const DrawOptions& draw) {
  if (!draw.png.empty()) write_output(draw.png, qr_png(matrix_of(text), kModulePixels));
  if (!draw.svg.empty()) write_output(draw.svg, as_bytes(qr_svg(matrix_of(text), title)));
  if (draw.text) print(text);
  return draw.text || !draw.png.empty() || !draw.svg.empty();
}

[[noreturn]] void fail_to_show(Errc code) {
  if (code == Errc::too_large) {
    throw Failure("the answer would be larger than a code may be (829 bytes); nothing was shown",
                  "let them ask for fewer facts at a time", Exit::no);
  }
  throw Failure("this can't be shown", "whit-wallet list shows what there is", Exit::no);
}

}  // namespace

void add_draw_options(CLI::App& command, DrawOptions& draw) {
  command.add_option("--png", draw.png, "write a picture to this file");
  command.add_option("--svg", draw.svg, "write a drawing to this file");
  command.add_flag("--text", draw.text, "print the text of the code alone");
  command.add_flag("--once", draw.once, "draw on the terminal once, and end");
  command.add_flag("--again", draw.again, "a code that was shown before will do");
  command.add_option("--kind", draw.kind,
                     "blind: an anonymous code; revocable: a usual one; else the wallet chooses");
}

wallet::Question with_kind(wallet::Question question, const DrawOptions& draw) {
  const Kind kind = kind_of(draw.kind);
  if (kind != Kind::none && question.kind != Kind::none && question.kind != kind) {
    throw Failure(question.kind == Kind::blind ? "it asks for an anonymous code, and no other"
                                               : "it asks for a usual code, and no other",
                  "without --kind the wallet shows that", Exit::no);
  }
  if (kind != Kind::none) question.kind = kind;
  return question;
}

Exit show_code(Safe& safe, wallet::Account& account, const wallet::Question& asked,
               const DrawOptions& draw, const WalletOptions& options) {
  const wallet::Question question = with_kind(asked, draw);
  const UnixTime clock = options.now();
  const Head head = catalogue_of(account);
  refuse_hindered(wallet::hindrance(account, head, question, clock), head);
  const wallet::Choice choice = wallet::choose(account, head, question, clock);
  if (!agree_to_reuse(choice, draw, options.console)) {
    print("nothing was shown");
    return Exit::no;
  }
  std::optional<wallet::Crowd> crowd;
  if (choice.kind == Kind::blind && choice.set < account.sets.size()) {
    crowd = wallet::crowd_of(account, head, question.facts.front(), account.sets[choice.set].day);
  }
  say_kind(choice, crowd, options.console);
  const auto shown = wallet::show(safe.contents(), account, choice, question, clock);
  if (!shown.ok()) fail_to_show(shown.error().code);
  safe.save();
  safe.let_go();

  const std::string text = encode_text(Carrier::presentation, *shown);
  const bool drawn = draw_files(text, title_of(head, question), draw);
  if (options.json) {
    print(json_of_code(text, shown->size(), question, head, choice, crowd));
  } else if (!drawn) {
    const bool fresh = !draw.once && options.at.empty() && is_terminal(0) && is_terminal(1);
    const std::string caption = label_of(head, question.facts.front()) +
                                (question.facts.size() > 1 ? ", and what was asked" : "") +
                                ". Nothing else.";
    show_on_terminal(account, account.sets[choice.set], question, caption,
                     fresh ? Redraw::every_15_s : Redraw::never, clock);
  }
  return Exit::yes;
}

}  // namespace whit::cli
