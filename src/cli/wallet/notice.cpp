// SPDX-License-Identifier: Apache-2.0
// whit-wallet notice: telling the office that one has arrived, without going there.
#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/wallet/office.h"
#include "cli/wallet/words.h"

namespace whit::cli {
namespace {

struct NoticeOptions {
  std::string office, fact, arrived, where;
};

wallet::Account& account_of(Safe& safe, const std::string& office) {
  auto& accounts = safe.contents().accounts;
  if (accounts.empty()) {
    throw Failure("this wallet collects from nobody yet",
                  "whit-wallet accept 'WI1:...' --trust FILE", Exit::no);
  }
  if (office.empty() && accounts.size() == 1) return accounts.front();
  if (office.empty()) {
    throw Failure("this wallet collects from several offices", "--office and the name of one");
  }
  wallet::Account* found = safe.contents().find(office);
  if (found == nullptr) throw Failure("this wallet doesn't collect from " + printable(office));
  return *found;
}

const CatalogueFact& fact_of(const Head& head, const std::string& name) {
  const CatalogueFact* fact = find_fact(head, std::string_view(name));
  if (fact != nullptr && wallet::may_notice(*fact)) return *fact;
  std::string takes;
  for (const CatalogueFact& other : head.catalogue) {
    if (wallet::may_notice(other)) takes += (takes.empty() ? "" : ", ") + other.slug;
  }
  throw Failure("the office takes no notice of " + printable(name),
                takes.empty() ? "ask at the desk" : "it takes notices of: " + takes);
}

Day day_of_text(const std::string& text) {
  const auto time = parse_time(text);
  if (!time || day_of(*time) < kMinDay || day_of(*time) > kMaxDay) {
    throw Failure("--arrived " + printable(text) + " is not a date", "2027-02-10");
  }
  return day_of(*time);
}

void write_notice(wallet::Account& account, const CatalogueFact& fact, const NoticeOptions& given,
                  UnixTime clock) {
  const wallet::FactRow* row = account.find(fact.vct);
  if (row != nullptr && row->state == wallet::FactState::held) {
    throw Failure("you have " + fact.slug + " already", "whit-wallet list", Exit::no);
  }
  const Day arrived = day_of_text(given.arrived);
  if (arrived > day_of(account.corrected(clock)) + 1) {
    throw Failure("--arrived " + printable(given.arrived) + " has not come yet");
  }
  if (!wallet::make_notice(account, fact.vct, arrived, given.where, clock).ok()) {
    throw Failure("--where is one line of at most " + std::to_string(kMaxNoticeWhere) + " bytes");
  }
}

void report(const wallet::Account& account, const CatalogueFact& fact, Reach reach,
            const WalletOptions& options) {
  const wallet::NoticeRow* row = wallet::find_notice(account, fact.vct);
  const bool sent = row != nullptr && row->received;
  if (options.json) {
    print("{\"fact\": " + json_quoted(fact.slug) + ", \"sent\": " + (sent ? "true" : "false") +
          "}");
  } else if (reach != Reach::answered) {
    print(sentence(reach) + "; the next whit-wallet sync sends the notice");
  } else {
    print(fact.slug + ": notice sent; the office will confirm it");
  }
}

Exit notice(const NoticeOptions& given, const WalletOptions& options) {
  Safe safe = Safe::open(options);
  wallet::Account& account = account_of(safe, given.office);
  const Head head = catalogue_of(account);
  const CatalogueFact& fact = fact_of(head, given.fact);
  write_notice(account, fact, given, options.now());
  safe.save();
  Office office(account.trust, options);
  std::vector<wallet::NoticeRow> decided;
  const Reach reach = office.notify(safe, account, decided);
  if (wallet::is_over(account)) {
    throw Failure("the office ended this wallet", "ask the office for a new letter", Exit::no);
  }
  for (const wallet::NoticeRow& row : decided) {
    if (row.vct != fact.vct || row.state != NoticeState::refused) continue;
    throw Failure("the office doesn't take this notice",
                  "it may have confirmed it already: whit-wallet sync", Exit::no);
  }
  if (reach == Reach::answered && !wallet::find_notice(account, fact.vct)->received) {
    throw Failure("the office doesn't take notices now",
                  "the next whit-wallet sync sends it again; or go to the desk");
  }
  report(account, fact, reach, options);
  return Exit::yes;
}

}  // namespace

void add_notice(Program& program, WalletOptions& options) {
  const auto given = std::make_shared<NoticeOptions>();
  CLI::App& command =
      program.command(program.app(), "notice", "tell the office of your arrival, without going",
                      [given, &options] { return notice(*given, options); });
  command.add_option("fact", given->fact, "what to confirm: arrival-notified")->required();
  command.add_option("--arrived", given->arrived, "the day of arrival, as 2027-02-10")->required();
  command.add_option("--where", given->where, "where you live now, in your words");
  command.add_option("--office", given->office, "which office, where there are several");
}

}  // namespace whit::cli
