// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/commands.h"

#include <CLI/CLI.hpp>

#include "cli/common/program.h"
#include "cli/issuer/register_commands.h"
#include "cli/issuer/serve_command.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {
namespace {

// All options of all commands, which outlive the reading of the line.
struct Options {
  Common common;
  RootNewOptions root_new;
  CertifyOptions certify;
  InitOptions init;
  ImportOptions import;
  InviteOptions invite;
  PublishOptions publish;
  ServeOptions serve;
  std::string key_out, certificate, catalogue, trust_out = "issuer.whit-trust";
};

class Commands {
 public:
  Commands(Program& program, Rng& rng) : program_(program), rng_(rng) {}

  void add_all() {
    add_common();
    add_root();
    add_init();
    add_keys();
    add_catalogue();
    add_register();
    add_publishing();
  }

 private:
  // command also takes the options that all commands share, wherever on the line they stand.
  template <class Action>
  CLI::App& command(CLI::App& parent, const char* name, const char* about, Action action) {
    CLI::App& out = program_.command(parent, name, about, std::move(action));
    out.fallthrough();
    parent.fallthrough();
    return out;
  }
  void add_common() {
    CLI::App& app = program_.app();
    app.add_option("--dir", options_.common.dir, "folder of the issuer")->capture_default_str();
    app.add_option("--at", options_.common.at, "time to take for now, instead of the clock's");
    app.add_option("--passphrase-fd", options_.common.passphrase_fd,
                   "file descriptor to read the passphrase from, instead of asking");
  }
  void add_json(CLI::App& app, Output& output) {
    app.add_flag_callback(
        "--json", [&output] { output = Output::json; }, "one JSON object");
  }

  void add_root() {
    CLI::App& root = program_.group(program_.app(), "root", "the root key, on a machine offline");
    CLI::App& fresh = command(root, "new", "make a root key", [this] {
      return root_new(options_.common, options_.root_new, rng_);
    });
    fresh.add_option("-o,--out", options_.root_new.out, "file")->capture_default_str();
    fresh.add_option("--iss", options_.root_new.iss, "2 to 6 letters that name the issuer")
        ->required();
    fresh.add_flag_callback(
        "--specimen", [this] { options_.root_new.kind = RootKind::specimen; },
        "for training: nothing under it is ever a yes");
    CLI::App& sign = command(root, "certify", "sign a manifest of service keys",
                             [this] { return root_certify(options_.common, options_.certify); });
    sign.add_option("requests", options_.certify.requests, "requests, or folders of them")
        ->required();
    sign.add_option("-k,--root", options_.certify.root, "root key file")->capture_default_str();
    sign.add_option("-o,--out", options_.certify.out, "folder")->capture_default_str();
    sign.add_option("--days", options_.certify.days, "how long it holds")
        ->capture_default_str()
        ->check(CLI::Range(1, 1100));
  }

  void add_init() {
    CLI::App& app = command(program_.app(), "init", "make the folder of an issuer", [this] {
      return init(program_.console(), options_.common, options_.init, rng_);
    });
    app.add_option("folder", options_.common.dir, "the same as --dir");
    app.add_option("--iss", options_.init.name.iss, "2 to 6 letters that name it")->required();
    app.add_option("--name", options_.init.name.name, "name for people")->required();
    app.add_option("--origin", options_.init.name.origin, "of the log, without its number")
        ->required();
    app.add_option("--url", options_.init.name.url, "where wallets and checkers find it")
        ->required();
    app.add_option("--witnesses", options_.init.policy_file,
                   "file with the tlog-policy of the log");
    app.add_flag("--specimen", options_.init.specimen,
                 "with a root and keys of its own, for training");
  }

  void add_keys() {
    CLI::App& key = program_.group(program_.app(), "key", "keys that the root certifies");
    CLI::App& request = command(key, "request", "make keys and ask for them", [this] {
      return key_request(options_.common, options_.key_out, rng_);
    });
    request.add_option("-o,--out", options_.key_out, "file or folder")->required();
    CLI::App& install = command(key, "install", "take what the root has signed", [this] {
      return key_install(options_.common, options_.certificate);
    });
    install.add_option("certificate", options_.certificate, "file, or folder with one")->required();
    add_json(command(key, "list", "which keys there are",
                     [this] { return key_list(options_.common, output_); }),
             output_);
  }

  void add_catalogue() {
    CLI::App& group = program_.group(program_.app(), "catalogue", "facts and presets");
    CLI::App& apply = command(group, "apply", "take a catalogue file", [this] {
      return catalogue_apply(options_.common, options_.catalogue);
    });
    apply.add_option("file", options_.catalogue, "catalogue.json")->required();
  }

  void add_register() {
    CLI::App& import = command(program_.app(), "import", "read facts from a register", [this] {
      return import_register(program_.console(), options_.common, options_.import, rng_);
    });
    import.add_option("file", options_.import.file, "CSV or JSON lines, or - for standard input")
        ->required();
    import.add_option("--format", options_.import.format, "csv or jsonl, if it can't be seen");
    import.add_flag_callback("-n,--dry-run", [this] { options_.import.run = ImportRun::dry_run;
  }, "only say what would be done");
  import.add_flag_callback("--delta", []{},
                           "change what the file names and nothing else, as always");
    import.add_flag_callback("--strict", [this] { options_.import.rule = ImportRule::all_or_nothing; }, "one bad line stops it all");
add_json(import, options_.import.output);

CLI::App& invite = command(program_.app(), "invite", "invite a person to collect", [this] {
  return cli::invite(program_.console(), options_.common, options_.invite, rng_);
});
invite.add_option("subject", options_.invite.subject, "reference in the register")->required();
invite.add_option("--png", options_.invite.png, "picture of the code");
invite.add_option("--svg", options_.invite.svg, "the same, to print");
invite.add_option("--pin-file", options_.invite.pin_file, "write the PIN there and nowhere else");
add_json(invite, options_.invite.output);

add_json(command(program_.app(), "status", "all on one screen",
                 [this] { return status(options_.common, output_, rng_); }),
         output_);
}  // namespace

void add_publishing() {
  CLI::App& trust = command(program_.app(), "trust", "write the trust file",
                            [this] { return write_trust(options_.common, options_.trust_out); });
  trust.add_option("-o,--out", options_.trust_out, "file, or - for standard output")
      ->capture_default_str();

  CLI::App& publish = command(program_.app(), "publish", "sign a new bundle", [this] {
    return publish_command(options_.common, options_.publish, rng_);
  });
  publish.add_option("folder", options_.publish.folder, "also lay it out for a web server");
  publish.add_option("--whole", options_.publish.whole,
                     "also as one file, or - for standard output");

  CLI::App& serve = command(program_.app(), "serve", "answer wallets, publish every hour", [this] {
    return cli::serve(program_.console(), options_.common, options_.serve, rng_);
  });
  serve.add_option("--listen", options_.serve.listen, "HOST:PORT, port 0 for any")
      ->capture_default_str();
  serve.add_option("--tls-cert", options_.serve.tls_certificate, "certificate chain in PEM");
  serve.add_option("--tls-key", options_.serve.tls_key, "its key in PEM, mode 0600");
  serve.add_option("--threads", options_.serve.threads, "connections at once")
      ->capture_default_str()
      ->check(CLI::Range(4, 512));
}

Program& program_;
Rng& rng_;
Options options_;
Output output_ = Output::text;
};  // namespace whit::cli

}  // namespace

int run_issuer(int argc, char** argv, Rng& rng) {
  Program program("whit-issuer", "issues tokens, one fact each, from a register");
  Commands commands(program, rng);
  commands.add_all();
  return program.run(argc, argv);
}

}  // namespace whit::cli
