// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/desk_commands.h"

namespace whit::cli {
namespace {

DeskRun run_of(const CommandLine& line) {
  const bool named = line.program.app().get_option("--dir")->count() > 0;
  return {line.program.console(), {line.common, named}, line.output, line.rng};
}

constexpr std::string_view kWhere =
    "Works on the register of --dir, or after `whit-issuer staff login` on the office's server.\n"
    "What is done, and what is refused, stands in the journal.\n"
    "Exit code: 0 done, 3 could not work, with nothing changed.";

// desk is a command that only needs its own arguments.
CLI::App& desk(CommandLine& line, CLI::App& parent, std::string_view name, std::string_view about,
               std::function<Exit(const DeskRun&)> action) {
  CLI::App& app = line.command(
      parent, name, about, [&line, action = std::move(action)] { return action(run_of(line)); });
  line.add_json(app);
  app.footer(std::string(kWhere));
  return app;
}

// explain puts what is particular to a command before what all share.
void explain(CLI::App& app, std::string_view text) {
  app.footer(std::string(text) + "\n\n" + std::string(kWhere));
}

void add_subject(CLI::App& app, std::string& subject) {
  app.add_option("reference", subject, "whom, as the register calls the person")
      ->required()
      ->type_name("REF");
}

void add_giving(CLI::App& app, GiveOptions& options) {
  app.add_option("--letter", options.letter, "write the letter to this FILE.html or FILE.svg")
      ->type_name("FILE");
  app.add_option("--lang", options.lang, "language of the letter: en, ky, ru, tg, uz")
      ->capture_default_str()
      ->type_name("LANG");
  app.add_option("--png", options.png, "picture of the code alone")->type_name("FILE");
  app.add_option("--svg", options.svg, "the same as SVG")->type_name("FILE");
  app.add_option("--pin-file", options.pin_file, "write the PIN there and nowhere else")
      ->type_name("FILE");
}

struct InviteOptions {
  GiveOptions one;
  BulkOptions many;
};

Exit invite(const DeskRun& run, const InviteOptions& options) {
  const bool many = options.many.all_new || !options.many.list.empty();
  if (many && !options.one.subject.empty()) {
    throw Failure("one person or many?", "leave out the reference, or --all-new and --list");
  }
  if (!many && options.one.subject.empty()) {
    throw Failure("whom?", "a reference, or --all-new --out letters/");
  }
  if (!many) return desk_invite(run, options.one);
  BulkOptions bulk = options.many;
  bulk.lang = options.one.lang;
  return invite_all(run, bulk);
}

void add_invite(CommandLine& line) {
  const auto options = std::make_shared<InviteOptions>();
  CLI::App& app = desk(line, line.program.app(), "invite",
                       "invite one person, or everybody who is new, to collect",
                       [options](const DeskRun& run) { return invite(run, *options); });
  app.add_option("reference", options->one.subject, "whom, as the register calls the person")
      ->type_name("REF");
  add_giving(app, options->one);
  app.add_flag("--all-new", options->many.all_new,
               "a letter for each who has a fact, no wallet and no open invitation");
  app.add_option("--list", options->many.list, "for those in FILE, one reference a line")
      ->type_name("FILE");
  app.add_option("--out", options->many.out, "folder for the letters")->type_name("FOLDER");
  app.add_option("--pins", options->many.pins,
                 "file for the PINs, 0600 (default: pins-1.csv beside the folder)")
      ->type_name("FILE");
  app.add_option("--format", options->many.format, "of the letters: html or svg")
      ->capture_default_str()
      ->type_name("KIND");
  app.add_option("--limit", options->many.limit, "no more letters than this")->type_name("N");
  explain(
      app,
      "A letter holds the code, the six words, the address and the stop code, but no PIN: send\n"
      "that another way. It is good for 14 days, once, and five wrong PINs end it. A new\n"
      "invitation voids the one before.\n\n"
      "A run of many that was interrupted goes on when the same command is given again: nothing\n"
      "is ever valid whose letter and PIN aren't on the disk. The PINs lie in a file of their\n"
      "own; a page all-1.html holds all letters, to print them at once.");
}

void add_person(CommandLine& line) {
  CLI::App& app = line.program.app();
  const auto subject = std::make_shared<std::string>();
  CLI::App& find = desk(line, app, "find", "what the register holds of one person",
                        [subject](const DeskRun& run) { return desk_find(run, *subject); });
  add_subject(find, *subject);
  explain(find,
          "The facts with their days, whether there is a wallet, and an invitation that is "
          "still open.\nAn employer sees its own employed-by and nothing else.");
  desk(line, app, "own", "an employer's own people", desk_own);
  const auto lost = std::make_shared<GiveOptions>();
  CLI::App& phone =
      desk(line, app, "lost-phone", "end a person's wallet, withdraw its codes and invite anew",
           [lost](const DeskRun& run) { return desk_lost_phone(run, *lost); });
  add_subject(phone, lost->subject);
  add_giving(phone, *lost);
  explain(phone,
          "The old wallet collects nothing more, and its codes end when checkers next update. The\n"
          "facts stay as they are and wait for the new wallet, which the new letter makes.");
  const auto code = std::make_shared<std::string>();
  desk(line, app, "stop", "end a wallet by the stop code of its letter",
       [code](const DeskRun& run) { return desk_stop(run, *code); })
      .add_option("code", *code, "as it stands on the letter; case and dashes don't matter")
      ->required()
      ->type_name("CODE");
}

void add_facts(CommandLine& line) {
  CLI::App& app = line.program.app();
  const auto end = std::make_shared<EndOptions>();
  CLI::App& ending = desk(line, app, "end", "end one fact of one person, and nothing else",
                          [end](const DeskRun& run) { return desk_end(run, *end); });
  add_subject(ending, end->subject);
  ending.add_option("fact", end->slug, "its name in the catalogue")->required()->type_name("FACT");
  ending.add_option("--from", end->from, "first day without it: today or later (today)")
      ->type_name("DATE");
  ending.add_option("--reason", end->reason, "a word or two for the journal: contract-ended")
      ->type_name("WORDS");
  explain(ending,
          "  whit-issuer end P-0042 employed-by --reason contract-ended\n\n"
          "Ended today, its codes are withdrawn within six hours. Ended from a later day on, the\n"
          "wallet collects anew up to the day before. The person's other facts don't change. An\n"
          "employer ends its own employed-by and nothing else. Undo: whit-issuer reinstate.");
  const auto back = std::make_shared<EndOptions>();
  CLI::App& giving =
      desk(line, app, "reinstate", "give an ended fact back",
           [back](const DeskRun& run) { return desk_reinstate(run, back->subject, back->slug); });
  add_subject(giving, back->subject);
  giving.add_option("fact", back->slug, "its name in the catalogue")->required()->type_name("FACT");
}

void add_notices(CommandLine& line) {
  CLI::App& app = line.program.app();
  desk(line, app, "notices", "notices of holders that wait for a decision", desk_notices);
  CLI::App& group = line.program.group(app, "notice", "decide a notice");
  struct Decision {
    std::int64_t number = 0;
    std::string until;
  };
  const auto yes = std::make_shared<Decision>();
  CLI::App& confirm =
      desk(line, group, "confirm", "give the person the fact, from today on",
           [yes](const DeskRun& run) { return desk_confirm(run, yes->number, yes->until); });
  confirm.add_option("number", yes->number, "of the notice")->required()->type_name("N");
  confirm.add_option("--until", yes->until, "last day of the fact (without end)")
      ->type_name("DATE");
  const auto no = std::make_shared<Decision>();
  desk(line, group, "refuse", "the holder may file another",
       [no](const DeskRun& run) { return desk_refuse(run, no->number); })
      .add_option("number", no->number, "of the notice")
      ->required()
      ->type_name("N");
}

}  // namespace

void add_people(CommandLine& line) {
  add_invite(line);
  add_person(line);
  add_facts(line);
  add_notices(line);
}

}  // namespace whit::cli
