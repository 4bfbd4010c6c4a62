// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/serve_command.h"

namespace whit::cli {
namespace {

constexpr const char* kPagesHelp =
    "folder of the built pages, for /check/ and /wallet/; none to do without";

void add_clock(CLI::App& app, ClockRule& rule) {
  app.add_flag_callback(
      "--clock-is-right", [&rule] { rule = ClockRule::trust; },
      "even if it is days past all that was ever done here");
}

}  // namespace

void add_publishing(CommandLine& line) {
  const auto trust_out = std::make_shared<std::string>("issuer.whit-trust");
  CLI::App& trust =
      line.command(line.program.app(), "trust", "write the trust file",
                   [&line, trust_out] { return write_trust(line.common, *trust_out); });
  trust.add_option("-o,--out", *trust_out, "file, or - for standard output")->capture_default_str();

  struct Card {
    std::string preset, out = "-";
  };
  const auto card = std::make_shared<Card>();
  CLI::App& setup =
      line.command(line.program.app(), "setup-card", "write the card that sets a checker up",
                   [&line, card] { return setup_card(line.common, card->preset, card->out); });
  setup.add_option("--preset", card->preset, "what is asked there");
  setup.add_option("-o,--out", card->out, ".png, .svg or .txt, or - for standard output")
      ->capture_default_str();

  const auto publishing = std::make_shared<PublishOptions>();
  CLI::App& publish =
      line.command(line.program.app(), "publish", "sign a new bundle", [&line, publishing] {
        return publish_command(line.program.console(), line.common, *publishing, line.rng);
      });
  publish.add_option("folder", publishing->folder, "also lay it out for a web server");
  publish.add_option("--whole", publishing->whole, "also as one file, or - for standard output");
  publish.add_option("--pages", publishing->pages, kPagesHelp);
  publish.add_option("--drop-preset", publishing->dropped, "a preset that checkers may lose")
      ->allow_extra_args(false);
  add_clock(publish, publishing->clock);

  const auto serving = std::make_shared<ServeOptions>();
  CLI::App& app = line.command(
      line.program.app(), "serve", "answer wallets, publish every hour",
      [&line, serving] { return serve(line.program.console(), line.common, *serving, line.rng); });
  app.add_option("--listen", serving->listen, "HOST:PORT, port 0 for any")->capture_default_str();
  app.add_option("--tls-cert", serving->tls_certificate, "certificate chain in PEM");
  app.add_option("--tls-key", serving->tls_key, "its key in PEM, mode 0600");
  app.add_option("--staff-listen", serving->staff_listen, "HOST:PORT for staff pages and metrics");
  app.add_option("--site", serving->site, "also lay every bundle out here, for a web server");
  app.add_option("--pages", serving->pages, kPagesHelp);
  app.add_option("--staff-tls-cert", serving->staff_certificate, "another certificate for these");
  app.add_option("--staff-tls-key", serving->staff_key, "its key in PEM, mode 0600");
  app.add_option("--client-ca", serving->client_ca, "who signs staff certificates, in PEM");
  add_clock(app, serving->clock);
  app.add_option("--threads", serving->threads, "requests answered at once")
      ->capture_default_str()
      ->check(CLI::Range(4, 512));
}

}  // namespace whit::cli
