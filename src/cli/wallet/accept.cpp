// SPDX-License-Identifier: Apache-2.0
// whit-wallet accept: from a letter to the first codes.
#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/common/passphrase.h"
#include "cli/common/terminal.h"
#include "cli/wallet/office.h"
#include "cli/wallet/source.h"
#include "cli/wallet/words.h"
#include "trust/words.h"
#include "whit/request.h"

namespace whit::cli {
namespace {

constexpr InsecureAccess kAccess{};
constexpr std::size_t kLongestTrustFile = 64 * 1024;

struct AcceptOptions {
  std::string letter, trust, words;
  std::optional<int> pin_fd;
  bool yes = false;
};

Invitation read_invitation(const std::string& letter) {
  const auto invitation = parse_invitation(read_code(letter, Carrier::invitation));
  if (!invitation.ok()) {
    throw Failure("this invitation is damaged", "scan or copy it again", Exit::no);
  }
  return *invitation;
}

TrustFile read_trust(const std::string& path) {
  auto trust = parse_trust_file(read_file(path, kLongestTrustFile));
  if (!trust.ok()) {
    throw Failure(printable(path) +
                  " is not a trust file: " + std::string(sentence(trust.error().code)));
  }
  return std::move(*trust);
}

// compare_words is where trust begins: a person says that the root is that of the letter.
void compare_words(const TrustFile& trust, const AcceptOptions& accept, const Console& console) {
  const std::string words = six_words(trust.root);
  bool same = accept.yes;
  if (!accept.words.empty()) {
    same = same_words(accept.words, words);
  } else if (accept.yes) {
    console.say("words of " + trust.iss + ": " + words);
  } else {
    same = ask_yes_no("The office is \"" + trust.iss +
                          "\". Compare these words with your letter: " + words + ". Same? [y/N]",
                      "--words \"the six words of the letter\", or --yes when they were compared");
  }
  if (!same) {
    throw Failure("do not continue: this invitation is not from the office on your letter", "",
                  Exit::no);
  }
}

SecretBuffer read_pin(const AcceptOptions& accept) {
  SecretBuffer pin = read_passphrase(accept.pin_fd, "PIN");
  if (pin.size() < 6 || pin.size() > 12) throw Failure("a PIN has 6 to 12 characters");
  return pin;
}

void require(Reach reach) {
  if (reach != Reach::answered)
    throw Failure(sentence(reach), "try again later; the letter stays good");
}

wallet::Account& enrol(Office& office, Safe& safe, const Invitation& invitation,
                       const SecretBuffer& pin, const TrustFile& trust,
                       const WalletOptions& options) {
  auto body = wallet::make_enrol(safe.contents(), invitation, as_text(pin.expose(kAccess)),
                                 options.now(), safe.rng());
  if (!body.ok()) throw Failure("a PIN has 6 to 12 characters");
  safe.save();
  std::vector<std::uint8_t> answer;
  const Reach reach = office.enrol(*body, answer);
  wipe(*body);
  require(reach);
  const auto account = wallet::take_enrolled(safe.contents(), trust, answer, options.now());
  if (!account.ok()) throw Failure("the office's answer can't be read");
  safe.save();
  return **account;
}

// fact_words is the facts with their values, as an owner wants to see what was got.
std::vector<std::string> fact_words(const wallet::Account& account, const Head& head,
                                    UnixTime clock) {
  std::vector<std::string> out;
  for (const wallet::FactLine& line : wallet::overview(account, clock)) {
    if (line.codes == 0) continue;
    const std::string value = text_of(line.value);
    out.push_back(slug_of(head, line.vct) + (value.empty() ? "" : " (" + value + ")"));
  }
  return out;
}

void report(const wallet::Account& account, const Bundle& bundle, const wallet::Gain& gain,
            std::size_t bytes, const WalletOptions& options) {
  const Head head = catalogue_of(account);
  const UnixTime clock = options.now();
  const auto facts = fact_words(account, head, clock);
  const std::size_t days = wallet::days_left(account, clock);
  if (options.json) {
    print("{\"iss\": " + json_quoted(account.trust.iss) + ", \"facts\": " + json_list(facts) +
          ", \"tokens\": " + std::to_string(gain.tokens) +
          ", \"codes\": " + std::to_string(gain.sets) + ", \"bytes\": " + std::to_string(bytes) +
          ", \"days_left\": " + std::to_string(days) +
          ", \"specimen\": " + (bundle.specimen() ? "true" : "false") + "}");
    return;
  }
  if (bundle.specimen())
    options.console.note("training codes of a specimen office; they prove nothing");
  std::string list;
  for (const std::string& fact : facts) list += (list.empty() ? "" : ", ") + fact;
  if (facts.empty()) {
    print("enrolled; the office has no facts for you yet");
    return;
  }
  print("collected: " + list + ". " + plural(days, "day") + ", until " +
        format_date(midnight(account.sets.back().day - 1)));
  print(plural(gain.tokens, "token") + " in " + plural(gain.sets, "code"));
}

Exit accept(const AcceptOptions& accept, const WalletOptions& options) {
  const Invitation invitation = read_invitation(accept.letter);
  const TrustFile trust = read_trust(accept.trust);
  if (trust.iss != invitation.iss) {
    throw Failure("this invitation is from \"" + invitation.iss + "\", the trust file is of \"" +
                      trust.iss + "\"",
                  "do not continue unless the office gives you a trust file of its own", Exit::no);
  }
  compare_words(trust, accept, options.console);
  const SecretBuffer pin = read_pin(accept);
  Safe safe = Safe::open_or_make(options);
  Office office(trust, options);
  require(office.download());
  wallet::Account& account = enrol(office, safe, invitation, pin, trust, options);
  office.take_in(safe, account);
  wallet::Gain gain;
  std::size_t bytes = 0;
  const Reach reach = office.collect(safe, account, gain, bytes);
  if (reach != Reach::answered) {
    throw Failure("enrolled, but " + sentence(reach), "whit-wallet sync collects later");
  }
  report(account, office.bundle(), gain, bytes, options);
  options.console.note(
      "keep the letter's stop code apart from this device: entered anywhere, it ends this wallet");
  return Exit::yes;
}

}  // namespace

void add_accept(Program& program, WalletOptions& options) {
  const auto given = std::make_shared<AcceptOptions>();
  CLI::App& command =
      program.command(program.app(), "accept", "take an invitation and collect the first codes",
                      [given, &options] { return accept(*given, options); });
  command.add_option("letter", given->letter, "the text WI1:..., or a picture of the letter")
      ->required();
  command.add_option("--trust", given->trust, "the office's trust file")->required();
  command.add_option("--words", given->words, "the six words on the letter");
  command.add_flag("--yes", given->yes, "the words were compared already");
  command.add_option("--pin-fd", given->pin_fd, "read the PIN from this file descriptor");
}

}  // namespace whit::cli
