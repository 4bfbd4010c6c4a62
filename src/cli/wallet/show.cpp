// SPDX-License-Identifier: Apache-2.0
// whit-wallet show: a fact, to whoever looks.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/wallet/draw.h"
#include "cli/wallet/words.h"

namespace whit::cli {
namespace {

struct ShowOptions {
  std::vector<std::string> facts;
  std::string issuer;
  DrawOptions draw;
};

bool knows_all(const Head& head, const std::vector<std::string>& slugs) {
  return std::all_of(slugs.begin(), slugs.end(),
                     [&head](const std::string& slug) { return find_fact(head, slug) != nullptr; });
}

[[noreturn]] void fail_unknown(const wallet::Wallet& wallet,
                               const std::vector<std::string>& slugs) {
  std::vector<std::string> known;
  for (const wallet::Account& account : wallet.accounts) {
    const Head head = catalogue_of(account);
    for (const CatalogueFact& fact : head.catalogue) known.push_back(fact.slug);
  }
  for (const std::string& slug : slugs) {
    if (std::find(known.begin(), known.end(), slug) != known.end()) continue;
    const std::string meant = nearest(slug, known);
    throw Failure("there is no fact " + printable(slug),
                  meant.empty() ? "whit-wallet list" : meant);
  }
  throw Failure("no office vouches for all of these", "show them one at a time");
}

wallet::Account& account_for(wallet::Wallet& wallet, const ShowOptions& show) {
  std::vector<wallet::Account*> fitting;
  for (wallet::Account& account : wallet.accounts) {
    if (!show.issuer.empty() && account.trust.iss != show.issuer) continue;
    if (knows_all(catalogue_of(account), show.facts)) fitting.push_back(&account);
  }
  if (fitting.empty()) fail_unknown(wallet, show.facts);
  if (fitting.size() > 1) {
    throw Failure("more than one office vouches for this", "--issuer " + fitting[0]->trust.iss);
  }
  return *fitting[0];
}

Exit show(const ShowOptions& show, const WalletOptions& options) {
  Safe safe = Safe::open(options);
  wallet::Account& account = account_for(safe.contents(), show);
  const Head head = catalogue_of(account);
  wallet::Question question;
  for (const std::string& slug : show.facts) question.facts.push_back(find_fact(head, slug)->vct);
  std::sort(question.facts.begin(), question.facts.end());
  const auto twice = std::unique(question.facts.begin(), question.facts.end());
  question.facts.erase(twice, question.facts.end());
  return show_code(safe, account, question, show.draw, options);
}

}  // namespace

void add_show(Program& program, WalletOptions& options) {
  const auto given = std::make_shared<ShowOptions>();
  CLI::App& command = program.command(program.app(), "show", "show a fact, unasked",
                                      [given, &options] { return show(*given, options); });
  command.add_option("fact", given->facts, "the fact, or up to four of them")
      ->required()
      ->expected(1, static_cast<int>(kMaxTokens));
  command.add_option("--issuer", given->issuer, "of this office, where two have the fact");
  add_draw_options(command, given->draw);
}

}  // namespace whit::cli
