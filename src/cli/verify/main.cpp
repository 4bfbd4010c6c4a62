// SPDX-License-Identifier: Apache-2.0
// whit-verify: asks, and checks what is shown, offline.
#include <CLI/CLI.hpp>

#include "cli/common/program.h"
#include "cli/verify/commands.h"

using namespace whit::cli;

namespace {

constexpr const char* kTime = "Unix seconds or RFC 3339";

void add_check(Program& program, CheckOptions& o) {
  CLI::App& check = program.command(program.app(), "check", "Say whether a code proves a fact",
                                    [&] { return run_check(o, program.console()); });
  check.add_option("FILE", o.file, "Text, CBOR, PNG or JPEG; - for standard input");
  check.add_option("--preset", o.preset, "What is asked (default: as site set has it, or gate)");
  check.add_option("--trust", o.trust, "Trust file (default: from the data folder)");
  check.add_option("--bundle", o.bundle, "The issuer's data (default: from the data folder)");
  check.add_option("--policy", o.policy, "policy.json, which narrows the preset");
  check.add_option("--name", o.name, "Own name, for posted codes and answers");
  check.add_option("--answer", o.answer, "The question that this answers, as ask -o wrote it");
  check.add_option("--nonce", o.nonce, "Open question, 32 hexadecimal digits");
  check.add_option("--elapsed", o.elapsed, "Seconds since that question was asked");
  check.add_option("--until", o.until, std::string("The question's end: ") + kTime);
  check.add_option("--at", o.at, std::string("Time to judge at (default: now): ") + kTime);
  check.add_option("--floor", o.floor, std::string("A time that has passed: ") + kTime);
  check.add_option("--dir", o.dir, "Data folder");
  check.add_flag("--json", o.json, "One JSON object instead of words");
  check.add_flag("--batch", o.batch, "FILE holds one check a line, as JSON");
  check.add_flag("--training", o.training, "Say what a specimen would have been");
  CLI::Option* keep = check.add_option(
      "--keep-hashes", o.keep_hashes,
      "Keep log hashes of accepted tokens in this file for 48 h, for whit-audit find");
  check.add_flag("--keep-hashes-at-gate", o.hashes_at_gate, "Even where no document is compared")
      ->needs(keep);
}

void add_gate(Program& program, GateOptions& o) {
  CLI::App& gate = program.command(program.app(), "gate", "Check scan after scan, at an entrance",
                                   [&] { return run_gate(o, program.console()); });
  gate.add_option("--preset", o.preset, "What is asked (default: as site set has it, or gate)");
  gate.add_option("--name", o.name,
                  "Who asks, for questions and posted codes (default: as site set)");
  gate.add_option("--policy", o.policy, "policy.json, which narrows the preset");
  gate.add_option("--issuer", o.issuer,
                  "Whose facts A asks for, where several issuers are trusted");
  gate.add_option("--serial", o.serial,
                  "The scanner is on this serial line, such as /dev/ttyACM0 (default: it types)");
  gate.add_option("--baud", o.baud, "Speed of the serial line")->capture_default_str();
  gate.add_option("--folder", o.folder, "Read the pictures that are put into this folder");
  gate.add_option("--camera", o.camera, "Read from this USB camera, such as /dev/video0");
  gate.add_option("--hook", o.hook, "Run PROGRAM VERDICT CLASS after each scan, for 2 s at most");
  gate.add_flag("--training", o.training, "Say what a specimen would have been; T turns it on too");
  gate.add_flag("--plain", o.plain, "One line an answer instead of a full screen");
  gate.add_flag("--json", o.json, "One JSON object an answer, for turnstiles");
  gate.add_flag("--quiet", o.quiet, "No beeps");
  gate.add_option("--at", o.at, std::string("Time to begin at (default: now): ") + kTime);
  gate.add_option("--dir", o.dir, "Data folder");
  gate.footer(
      "The scanner needs no driver: it types like a keyboard, in any layout, and the window with\n"
      "this program must be in front. A serial (COM) mode is quicker and surer.\n"
      "Keys: A shows a question as a code for 120 s, T practises, Q ends.\n"
      "Beeps: one yes, two cannot tell, three no, four a training code.\n"
      "Nothing about any person is written, shown for long, or given to the hook.");
}

void add_ask(Program& program, AskOptions& o) {
  CLI::App& ask = program.command(program.app(), "ask", "Make a question for a wallet to answer",
                                  [&] { return run_ask(o, program.console()); });
  ask.add_option("--preset", o.preset, "What is asked (default: as site set has it, or gate)");
  ask.add_option("--name", o.name, "Who asks, as the holder will read it (default: as site set)");
  ask.add_option("--issuer", o.issuer, "Whose facts, where several issuers are trusted");
  ask.add_option("--for", o.span, "How long it may be answered, such as 24h (default: 120 s)");
  ask.add_flag("--posted", o.posted, "For hanging up: no nonce, any number may answer");
  ask.add_option("-o,--output", o.output, "Write .png, .svg or .txt; - for standard output");
  ask.add_option("--policy", o.policy, "policy.json, which narrows the preset");
  ask.add_option("--trust", o.trust, "Trust file (default: from the data folder)");
  ask.add_option("--bundle", o.bundle, "The issuer's data (default: from the data folder)");
  ask.add_option("--at", o.at, std::string("Time of asking (default: now): ") + kTime);
  ask.add_option("--dir", o.dir, "Data folder");
  ask.add_flag("--json", o.json, "One JSON object instead of a code");
}

void add_pin(CLI::App& app, PinOptions& pin) {
  app.add_flag("--pin", pin.ask, "Give the site PIN, at the terminal");
  app.add_option("--pin-fd", pin.fd, "Give it as a line of this file descriptor");
}

void add_trust(Program& program, TrustOptions& o) {
  CLI::App& trust = program.group(program.app(), "trust", "Whose word counts");
  CLI::App& add = program.command(trust, "add", "Trust an issuer's root",
                                  [&] { return run_trust_add(o, program.console()); });
  add.add_option("FILE", o.file, "Trust file, or a set-up card: its text, or a picture of it")
      ->required();
  add.add_option("--ca-file", o.ca_file, "More certificate authorities (PEM), for a card's office");
  add.add_option("--words", o.words, "The six words, as the office told them");
  add.add_flag("--yes", o.yes, "The words were compared elsewhere");
  CLI::App& list = program.command(trust, "list", "Show the roots and their words",
                                   [&] { return run_trust_list(o, program.console()); });
  CLI::App& remove = program.command(trust, "remove", "Trust an issuer no longer",
                                     [&] { return run_trust_remove(o, program.console()); });
  remove.add_option("ISSUER", o.iss, "As in trust list")->required();
  for (CLI::App* each : {&add, &remove}) add_pin(*each, o.pin);
  for (CLI::App* each : {&add, &list, &remove}) each->add_option("--dir", o.dir, "Data folder");
}

void add_site(Program& program, SiteOptions& o) {
  CLI::App& site = program.group(program.app(), "site", "What is asked at this place");
  CLI::App& set = program.command(site, "set", "Say what is asked here",
                                  [&] { return run_site_set(o, program.console()); });
  set.add_option("--preset", o.preset, "What is asked; \"\" is gate");
  set.add_option("--policy", o.policy, "policy.json, which narrows it, to be kept; \"\" is none");
  set.add_option("--name", o.name, "Who asks, as holders will read it");
  set.add_option("--issuer", o.issuer, "Whose data, where nothing says it");
  CLI::App& show = program.command(site, "show", "Show what is asked here",
                                   [&] { return run_site_show(o, program.console()); });
  show.add_flag("--json", o.json, "One JSON object instead of words");
  CLI::App& lock = program.command(site, "lock", "Set the site PIN, or another one",
                                   [&] { return run_site_lock(o, program.console()); });
  CLI::App& unlock = program.command(site, "unlock", "Take the lock away",
                                     [&] { return run_site_unlock(o, program.console()); });
  CLI::App& cancel = program.command(site, "cancel", "Stop a change that waits",
                                     [&] { return run_site_cancel(o, program.console()); });
  for (CLI::App* each : {&set, &lock, &unlock}) add_pin(*each, o.pin);
  for (CLI::App* each : {&set, &show, &lock, &unlock, &cancel}) {
    each->add_option("--dir", o.dir, "Data folder");
  }
}

void add_preset(Program& program, PresetOptions& o) {
  CLI::App& preset = program.group(program.app(), "preset", "What can be asked");
  CLI::App& list = program.command(preset, "list", "Show the presets in the issuers' data",
                                   [&] { return run_preset_list(o, program.console()); });
  list.add_option("--lang", o.lang, "Language of the labels (default: the system's)");
  list.add_option("--issuer", o.issuer, "Of this issuer alone");
  list.add_option("--dir", o.dir, "Data folder");
  list.add_flag("--json", o.json, "JSON instead of words");
}

void add_bundle(Program& program, BundleOptions& o) {
  CLI::App& bundle = program.group(program.app(), "bundle", "The issuers' data");
  CLI::App& install = program.command(bundle, "install", "Install a file",
                                      [&] { return run_bundle_install(o, program.console()); });
  install.add_option("FILE", o.file, "A *.whit-bundle; - for standard input")->required();
  CLI::App& update = program.command(bundle, "update", "Fetch what is new",
                                     [&] { return run_bundle_update(o, program.console()); });
  update.add_option("URL", o.url, "Where (default: what the trust files say)");
  update.add_option("--ca-file", o.ca_file, "More certificate authorities (PEM)");
  CLI::App& show = program.command(bundle, "show", "Say what is installed",
                                   [&] { return run_bundle_show(o, program.console()); });
  CLI::App& save = program.command(bundle, "save", "Write what is installed as one file",
                                   [&] { return run_bundle_save(o, program.console()); });
  save.add_option("FILE", o.file, "A *.whit-bundle; - for standard output")->required();
  save.add_option("--issuer", o.issuer, "Whose, where several are trusted");
  CLI::App& pages = program.command(bundle, "pages", "Say whether a web page is the issuer's",
                                    [&] { return run_bundle_pages(o, program.console()); });
  pages.add_option("FROM", o.url, "An address, or the folder of a copy (default: the issuer's)");
  pages.add_option("--ca-file", o.ca_file, "More certificate authorities (PEM)");
  pages.add_option("--issuer", o.issuer, "Whose, where several are trusted");
  pages.add_option("--dir", o.dir, "Data folder");
  for (CLI::App* each : {&install, &update, &show, &save}) {
    each->add_option("--dir", o.dir, "Data folder");
    each->add_flag("--json", o.json, "JSON instead of words, one object an issuer");
    each->add_option("--at", o.at, std::string("Time (default: now): ") + kTime);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Program program("whit-verify", "Asks, and checks what is shown, offline.");
  CheckOptions check;
  AskOptions ask;
  TrustOptions trust;
  BundleOptions bundle;
  std::string inspected = "-";
  add_check(program, check);
  GateOptions gate;
  add_gate(program, gate);
  add_ask(program, ask);
  add_trust(program, trust);
  add_bundle(program, bundle);
  SiteOptions site;
  PresetOptions preset;
  add_site(program, site);
  add_preset(program, preset);
  program
      .command(program.app(), "inspect", "Say what a code is, without judging it",
               [&] { return run_inspect(inspected, program.console()); })
      .add_option("FILE", inspected, "Text, CBOR, PNG or JPEG; - for standard input");
  return program.run(argc, argv);
}
