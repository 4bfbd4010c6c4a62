// SPDX-License-Identifier: Apache-2.0
// invite and lost-phone: an invitation for one person.
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/common/terminal.h"
#include "cli/issuer/desk_commands.h"
#include "cli/qr/qr.h"

namespace whit::cli {
namespace {

constexpr int kModulePixels = 8;

void draw(const std::string& text, const GiveOptions& options, Output output) {
  const auto qr = make_qr(text);
  if (!qr) throw Failure("the code can't be drawn");
  if (!options.png.empty()) {
    write_file_atomic(options.png, qr_png(*qr, kModulePixels), Access::owner);
  }
  if (!options.svg.empty()) {
    write_file_atomic(options.svg, as_bytes(qr_svg(*qr, "Invitation")), Access::owner);
  }
  if (output == Output::json || !is_terminal(STDOUT_FILENO)) return;
  const Terminal terminal = terminal_for(STDOUT_FILENO);
  if (terminal.fits(*qr)) print(qr_text(*qr, terminal.style));
}

// Whatever can be refused is refused before there is an invitation.
struct Ready {
  LetterTexts texts;
  LetterOffice office;
};
Ready make_ready(const GiveOptions& options, DeskWork& work) {
  if (!options.pin_file.empty() && exists(options.pin_file)) {
    throw Failure(printable(options.pin_file) + ": is there already");
  }
  if (options.letter.empty()) return {};
  return {letter_texts(options.lang), work.office()};
}

void write_letter(const GiveOptions& options, const Ready& ready, const WorkInvited& invited) {
  if (options.letter.empty()) return;
  const Letter letter{options.subject, invited.invitation, invited.stop, invited.expires};
  const bool svg = options.letter.size() > 4 &&
                   options.letter.compare(options.letter.size() - 4, 4, ".svg") == 0;
  const std::string page = svg ? letter_svg(ready.texts, ready.office, letter)
                               : letter_html(ready.texts, ready.office, letter);
  write_file_atomic(options.letter, as_bytes(page), Access::owner);
}

void print_json(const GiveOptions& options, const WorkInvited& invited) {
  print("{\"subject\":" + json_quoted(options.subject) +
        ",\"invitation\":" + json_quoted(invited.invitation) +
        (options.pin_file.empty() ? ",\"pin\":" + json_quoted(invited.pin) : "") + ",\"stop\":" +
        json_quoted(invited.stop) + ",\"expires\":" + std::to_string(invited.expires) + "}");
}

Exit give(const DeskRun& run, const GiveOptions& options, const Ready& ready,
          const WorkInvited& invited) {
  const bool apart = !options.pin_file.empty();
  if (apart) {
    write_file_atomic(options.pin_file, as_bytes(invited.pin + "\n"), Access::owner,
                      Replace::refuse);
  }
  write_letter(options, ready, invited);
  draw(invited.invitation, options, run.output);
  if (run.output == Output::json) {
    print_json(options, invited);
    return Exit::yes;
  }
  print(invited.invitation);
  const Console& console = run.console;
  console.say("invitation for " + printable(options.subject) + ", once, until " +
              format_date(invited.expires));
  console.say(apart ? "PIN in " + printable(options.pin_file) + "; send it by another way"
                    : "PIN " + invited.pin + "; send it by another way");
  console.say("stop code " + invited.stop + "; it ends the wallet if the phone is lost");
  if (!options.letter.empty()) {
    console.say("letter in " + printable(options.letter) + ", with all of this but the PIN");
  }
  return Exit::yes;
}

}  // namespace

Exit desk_invite(const DeskRun& run, const GiveOptions& options) {
  want_subject(options.subject);
  const auto work = open_desk(run.place, run.rng);
  const Ready ready = make_ready(options, *work);
  const auto invited = work->invite(options.subject);
  if (!invited) {
    throw desk_failure(invited.error().code, {Act::invite, options.subject, ""}, *work);
  }
  return give(run, options, ready, *invited);
}

Exit desk_lost_phone(const DeskRun& run, const GiveOptions& options) {
  want_subject(options.subject);
  const auto work = open_desk(run.place, run.rng);
  const Ready ready = make_ready(options, *work);
  const auto invited = work->lost_phone(options.subject);
  if (!invited) {
    throw desk_failure(invited.error().code, {Act::lost_phone, options.subject, ""}, *work);
  }
  const Exit exit = give(run, options, ready, *invited);
  if (run.output == Output::text) {
    run.console.say(
        "the old wallet is ended: its codes end when checkers next update; the facts "
        "wait for the new one");
  }
  return exit;
}

}  // namespace whit::cli
