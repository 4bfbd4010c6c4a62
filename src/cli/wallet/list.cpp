// SPDX-License-Identifier: Apache-2.0
// whit-wallet list and history: what there is, and what was shown.
#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/wallet/blind.h"
#include "cli/wallet/safe.h"
#include "cli/wallet/words.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/words.h"
#include "wallet/collect.h"
#include "wallet/logged.h"

namespace whit::cli {
namespace {

using wallet::FactState;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text + "  ";
}

std::string last_day_of(const wallet::FactLine& line) {
  return line.last == 0 ? "" : format_date(midnight(line.last));
}

// detail is what follows the word: for an owner, not for a checker.
std::string detail(const wallet::FactLine& line) {
  const std::string codes = plural(line.codes, "code") + " left";
  const std::string until = line.last == 0 ? "" : ", until " + last_day_of(line);
  switch (line.state) {
    case FactState::withdrawn:
      return "withdrawn by the office, seen " + format_date(line.since) + "; ask the office why";
    case FactState::ended:
      return "not renewed since " + format_date(line.since) + "; " + codes + until;
    case FactState::key_withdrawn:
      return "the office's key was withdrawn; whit-wallet sync collects again";
    case FactState::held:
    case FactState::not_given:
      break;
  }
  return codes + until;
}

std::string freshness_of(const wallet::Account& account, UnixTime now) {
  const wallet::News& news = account.news;
  std::string text = "checked against data of " + format_time(news.issued);
  if (now >= news.expires) text += ", which is over; whit-wallet sync";
  return text;
}

std::string words_of(const wallet::NoticeRow& row) {
  const std::string when = format_date(row.time);
  switch (row.state) {
    case NoticeState::waiting:
      return row.received ? "sent " + when + "; waits for the office"
                          : "not sent yet; whit-wallet sync";
    case NoticeState::confirmed:
      return "confirmed; whit-wallet sync collects it";
    case NoticeState::refused:
      return "not taken; ask the office why";
  }
  return "";
}

std::string_view notice_word(NoticeState state) {
  if (state == NoticeState::confirmed) return "confirmed";
  return state == NoticeState::waiting ? "waiting" : "refused";
}

// succeeded tells whether the root that signed this head's manifest followed another one.
bool succeeded(const Head& head) {
  const auto part = parse_signed(head.manifest, registry::kTypManifest);
  const auto manifest =
      part ? parse_manifest(part->sign1.payload) : Result<RootManifest>(part.error());
  return manifest && manifest->root.has_value();
}

void print_account(const wallet::Account& account, UnixTime clock) {
  const Head head = catalogue_of(account);
  const UnixTime now = account.corrected(clock);
  for (const wallet::FactLine& line : wallet::overview(account, clock)) {
    const std::string value = text_of(line.value);
    print(padded(slug_of(head, line.vct), 18) + padded(std::string(word_of(line.state)), 4) +
          (value.empty() ? "" : value + "  ") + detail(line));
  }
  print_blind(account, head, clock);
  for (const wallet::NoticeRow& row : account.notices) {
    print(padded(slug_of(head, row.vct), 18) + "notice of " + format_date(midnight(row.arrived)) +
          ": " + words_of(row));
  }
  if (wallet::is_over(account)) {
    print(account.trust.iss + ": the office ended this wallet, seen " + format_date(account.ended) +
          "; its codes are not good any more");
    return;
  }
  if (succeeded(head)) {
    print(account.trust.iss + ": this office's root followed another one; its six words are now: " +
          six_words(account.trust.root));
  }
  if (const std::size_t codes = wallet::codes_missing(account); codes != 0) {
    print(account.trust.iss + ": " + plural(codes, "code") +
          " not in the public log; whit-wallet sync says more");
  }
  print(account.trust.iss + ": " + plural(wallet::days_left(account, clock), "day") + " left; " +
        freshness_of(account, now));
}

std::string json_of(const wallet::FactLine& line, const Head& head) {
  std::string value = "null";
  if (line.value.type == Value::Type::number) value = std::to_string(line.value.number);
  if (line.value.type == Value::Type::text) value = json_quoted(line.value.text.view());
  return "{\"fact\": " + json_quoted(slug_of(head, line.vct)) +
         ", \"vct\": " + std::to_string(line.vct) +
         ", \"label\": " + json_quoted(label_of(head, line.vct)) + ", \"value\": " + value +
         ", \"status\": " + json_quoted(word_of(line.state)) +
         ", \"codes\": " + std::to_string(line.codes) + ", \"days\": " + std::to_string(line.days) +
         ", \"until\": " +
         (line.last == 0 ? "null"
                         : json_quoted(format_rfc3339(midnight(line.last)).substr(0, 10))) +
         "}";
}

std::string json_of(const wallet::NoticeRow& row, const Head& head) {
  return "{\"fact\": " + json_quoted(slug_of(head, row.vct)) +
         ", \"arrived\": " + json_quoted(format_rfc3339(midnight(row.arrived)).substr(0, 10)) +
         ", \"status\": " + json_quoted(row.received ? notice_word(row.state) : "not sent") + "}";
}

std::string json_of(const wallet::Account& account, UnixTime clock) {
  const Head head = catalogue_of(account);
  std::string facts;
  for (const wallet::FactLine& line : wallet::overview(account, clock)) {
    facts += (facts.empty() ? "" : ", ") + json_of(line, head);
  }
  std::string notices;
  for (const wallet::NoticeRow& row : account.notices) {
    notices += (notices.empty() ? "" : ", ") + json_of(row, head);
  }
  return "{\"iss\": " + json_quoted(account.trust.iss) + ", \"facts\": [" + facts +
         "], \"blind\": " + json_of_blind(account, head, clock) +
         ", \"blind_stopped\": " + (wallet::is_stopped(account) ? "true" : "false") +
         ", \"notices\": [" + notices +
         "], \"over\": " + (wallet::is_over(account) ? "true" : "false") +
         ", \"days_left\": " + std::to_string(wallet::days_left(account, clock)) +
         ", \"codes_missing\": " + std::to_string(wallet::codes_missing(account)) +
         ", \"issued\": " + std::to_string(account.news.issued) +
         ", \"expires\": " + std::to_string(account.news.expires) +
         ", \"synced\": " + std::to_string(account.synced) +
         ", \"words\": " + json_quoted(six_words(account.trust.root)) + "}";
}

Exit list(const WalletOptions& options) {
  Safe safe = Safe::open(options);
  const UnixTime clock = options.now();
  if (safe.contents().accounts.empty()) {
    if (options.json) print("{\"issuers\": []}");
    throw Failure("this wallet collects from nobody yet",
                  "whit-wallet accept 'WI1:...' --trust FILE", Exit::no);
  }
  std::string json;
  for (const wallet::Account& account : safe.contents().accounts) {
    if (!options.json) print_account(account, clock);
    if (options.json) json += (json.empty() ? "" : ", ") + json_of(account, clock);
  }
  if (options.json) print("{\"issuers\": [" + json + "]}");
  return Exit::yes;
}

// names_of is the facts of an event, by the catalogue of now.
std::vector<std::string> names_of(wallet::Wallet& wallet, const wallet::Event& event) {
  const wallet::Account* account = wallet.find(event.iss);
  const Head head =
      account == nullptr || account->news.head.empty() ? Head{} : catalogue_of(*account);
  std::vector<std::string> names;
  for (const Vct vct : event.facts) names.push_back(slug_of(head, vct));
  return names;
}

std::string_view mode_word(Mode mode) {
  switch (mode) {
    case Mode::one_way:
      return "one-way";
    case Mode::posted:
      return "posted";
    case Mode::challenge:
      return "challenge";
    case Mode::none:
      break;
  }
  return "none";
}

void print_event(wallet::Wallet& wallet, const wallet::Event& event) {
  std::string facts;
  for (const std::string& name : names_of(wallet, event)) {
    facts += (facts.empty() ? "" : ", ") + name;
  }
  if (event.kind == Kind::blind) facts += " (anonymous code)";
  print(format_time(event.when) + "  " +
        (event.mode == Mode::one_way ? "showed " + facts + " (no question asked)"
                                     : "answered \"" + printable(event.name) + "\": " + facts));
}

Exit history(const WalletOptions& options) {
  Safe safe = Safe::open(options);
  std::string json;
  for (const wallet::Event& event : safe.contents().history) {
    if (!options.json) {
      print_event(safe.contents(), event);
      continue;
    }
    json += (json.empty() ? "" : ", ") + std::string("{\"when\": ") + std::to_string(event.when) +
            ", \"iss\": " + json_quoted(event.iss) +
            ", \"mode\": " + json_quoted(mode_word(event.mode)) +
            ", \"name\": " + (event.name.empty() ? "null" : json_quoted(event.name)) +
            ", \"facts\": " + json_list(names_of(safe.contents(), event)) +
            ", \"kind\": " + json_quoted(kind_word(event.kind)) + "}";
  }
  if (options.json) {
    print("{\"history\": [" + json + "]}");
  } else if (safe.contents().history.empty()) {
    print("nothing was shown yet");
  }
  return Exit::yes;
}

}  // namespace

void add_list(Program& program, WalletOptions& options) {
  program.command(program.app(), "list", "what this wallet holds, and for how long",
                  [&options] { return list(options); });
}

void add_history(Program& program, WalletOptions& options) {
  program.command(program.app(), "history", "what was shown, and who asked",
                  [&options] { return history(options); });
}

}  // namespace whit::cli
