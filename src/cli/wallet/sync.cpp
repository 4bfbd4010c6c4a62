// SPDX-License-Identifier: Apache-2.0
// whit-wallet sync: the daily top-up.
#include <CLI/CLI.hpp>

#include "cli/common/clock.h"
#include "cli/wallet/office.h"
#include "cli/wallet/public_log.h"
#include "cli/wallet/words.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

// Synced is what one account got.
struct Synced {
  Reach reach = Reach::no_network;
  wallet::Gain gain;
  std::size_t bytes = 0, days = 0;
  std::vector<std::string> ended;    // facts that this sync ended, with the reason
  std::vector<std::string> notices;  // what became of them
  std::string words;                 // of the office's root, where it is another one now
  bool over = false;                 // the enrolment has ended
  LogNews log;
};

std::vector<wallet::FactRow> states(const wallet::Account& account) { return account.facts; }

std::vector<std::string> changes(const wallet::Account& account,
                                 const std::vector<wallet::FactRow>& before) {
  std::vector<std::string> out;
  const Head head = catalogue_of(account);
  for (const wallet::FactRow& old : before) {
    const wallet::FactRow* row = account.find(old.vct);
    if (row == nullptr || row->state == old.state) continue;
    const std::string slug = slug_of(head, old.vct);
    if (row->state == wallet::FactState::ended) out.push_back(slug + " is not renewed any more");
    if (row->state == wallet::FactState::withdrawn) out.push_back(slug + " was withdrawn");
  }
  return out;
}

std::vector<std::string> sentences_of(const std::vector<wallet::NoticeRow>& decided,
                                      const Head& head) {
  std::vector<std::string> out;
  for (const wallet::NoticeRow& row : decided) {
    out.push_back(slug_of(head, row.vct) + (row.state == NoticeState::confirmed
                                                ? ": the office confirmed your notice"
                                                : ": the office didn't take your notice"));
  }
  return out;
}

// ask_all asks for notices first: what a desk has confirmed can be collected at once.
void ask_all(Office& office, Safe& safe, wallet::Account& account, Synced& synced) {
  std::vector<wallet::NoticeRow> decided;
  synced.reach = office.notify(safe, account, decided);
  synced.notices = sentences_of(decided, catalogue_of(account));
  if (synced.reach != Reach::answered || wallet::is_over(account)) return;
  synced.reach = office.collect(safe, account, synced.gain, synced.bytes);
  wallet::settle_notices(account);
  safe.save();
}

Synced sync_one(Safe& safe, wallet::Account& account, const WalletOptions& options) {
  Synced synced;
  const auto before = states(account);
  Office office(account.trust, options);
  synced.reach = office.download(&account);
  if (synced.reach == Reach::answered) {
    const PublicKey root = account.trust.root;
    office.take_in(safe, account);
    if (!(account.trust.root == root)) synced.words = six_words(account.trust.root);
    if (!wallet::is_over(account)) ask_all(office, safe, account, synced);
    synced.ended = changes(account, before);
    synced.log = look_up(safe, account, office.bundle(), options);
  } else {
    synced.log = remembered(safe, account);
  }
  synced.over = wallet::is_over(account);
  synced.days = wallet::days_left(account, options.now());
  return synced;
}

std::string kilobytes(std::size_t bytes) {
  const std::size_t tenths = (bytes + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " KB";
}

void say(const Synced& synced) {
  const std::string left = plural(synced.days, "day") + " left";
  if (synced.over) {
    print("the office ended this wallet; its codes are not good any more");
    return;
  }
  if (synced.reach != Reach::answered) {
    print(sentence(synced.reach) + "; " + left);
    return;
  }
  if (!synced.words.empty()) {
    print("the office has a new root, announced by the one before; its six words are now: " +
          synced.words);
  }
  for (const std::string& sentence : synced.notices) print(sentence);
  if (synced.gain.tokens == 0 && synced.days == 0) {
    print("the office gave no codes, and none are left");
  } else if (synced.gain.tokens == 0) {
    print("you have today's codes already; " + left);
  } else {
    print("topped up: " + plural(synced.gain.tokens, "token") + " in " +
          plural(synced.gain.sets, "new code") + " (" + kilobytes(synced.bytes) + "); " + left);
  }
  for (const std::string& sentence : synced.ended) print(sentence + "; ask the office why");
}

std::string json_of(const std::string& iss, const Synced& synced) {
  return "{\"iss\": " + json_quoted(iss) +
         ", \"reached\": " + (synced.reach == Reach::answered ? "true" : "false") +
         ", \"tokens\": " + std::to_string(synced.gain.tokens) +
         ", \"codes\": " + std::to_string(synced.gain.sets) +
         ", \"bytes\": " + std::to_string(synced.bytes) +
         ", \"days_left\": " + std::to_string(synced.days) +
         ", \"ended\": " + json_list(synced.ended) + ", \"notices\": " + json_list(synced.notices) +
         ", \"new_words\": " + (synced.words.empty() ? "null" : json_quoted(synced.words)) +
         ", \"over\": " + (synced.over ? "true" : "false") + ", \"log\": " + json_of(synced.log) +
         "}";
}

Exit sync(const WalletOptions& options) {
  Safe safe = Safe::open(options);
  auto& accounts = safe.contents().accounts;
  if (accounts.empty()) {
    throw Failure("this wallet collects from nobody yet",
                  "whit-wallet accept 'WI1:...' --trust FILE");
  }
  bool over = false, unlogged = false;
  for (wallet::Account& account : accounts) {
    const Synced synced = sync_one(safe, account, options);
    if (options.json) {
      print(json_of(account.trust.iss, synced));
    } else {
      say(synced);
      say(synced.log, account.corrected(options.now()), options.console);
    }
    over = over || synced.over;
    unlogged = unlogged || synced.log.codes != 0;
  }
  if (!over) return unlogged ? Exit::no : Exit::yes;
  options.console.hint(
      "someone entered its stop code, or a new letter was used; if it wasn't you, go to the "
      "office");
  return Exit::no;
}

}  // namespace

void add_sync(Program& program, WalletOptions& options) {
  program.command(program.app(), "sync", "collect what is missing",
                  [&options] { return sync(options); });
}

}  // namespace whit::cli
