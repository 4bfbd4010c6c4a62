// SPDX-License-Identifier: Apache-2.0
// whit-wallet sync: the daily top-up.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <thread>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/wallet/blind.h"
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
  BlindNews blind;
};

struct SyncOptions {
  bool wait = false, resume_blind = false;
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
  if (synced.reach == Reach::answered && !wallet::is_over(account)) {
    synced.reach = office.collect_blind(safe, account, synced.blind);
  }
  wallet::settle_notices(account);
  safe.save();
}

// download_or_keep keeps what an office signed and its public log doesn't have: it shows that.
Reach download_or_keep(Office& office, const Safe& safe, const wallet::Account& account,
                       const Console& console) {
  try {
    return office.download(&account);
  } catch (const Failure&) {
    if (office.unproven().empty()) throw;
    const std::string path = keep_unproven(safe, account, office.unproven());
    console.warning(
        "no codes, anonymous ones neither, can be had today: the office's key is not "
        "in the public log (evidence saved: " +
        printable(path) + ")");
    throw;
  }
}

Synced sync_one(Safe& safe, wallet::Account& account, const WalletOptions& options) {
  Synced synced;
  const auto before = states(account);
  Office office(account.trust, options);
  synced.reach = download_or_keep(office, safe, account, options.console);
  if (synced.reach == Reach::answered) {
    const PublicKey root = account.trust.root;
    const std::size_t codes = blind_codes(account);
    office.take_in(safe, account);
    synced.blind.ended = codes - blind_codes(account);
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
  } else if (synced.gain.tokens == synced.gain.blind) {
    print("you have today's codes already; " + left);
  } else {
    print("topped up: " + plural(synced.gain.tokens - synced.gain.blind, "token") + " in " +
          plural(synced.gain.sets - synced.gain.blind, "new code") + " (" +
          kilobytes(synced.bytes) + "); " + left);
  }
  for (const std::string& sentence : synced.ended) print(sentence + "; ask the office why");
}

// head_of is empty where the office was never reached.
Head head_of(const wallet::Account& account) {
  return account.news.head.empty() ? Head{} : catalogue_of(account);
}

std::string json_of(const wallet::Account& account, const Synced& synced) {
  return "{\"iss\": " + json_quoted(account.trust.iss) +
         ", \"reached\": " + (synced.reach == Reach::answered ? "true" : "false") +
         ", \"tokens\": " + std::to_string(synced.gain.tokens) +
         ", \"codes\": " + std::to_string(synced.gain.sets) +
         ", \"bytes\": " + std::to_string(synced.bytes) +
         ", \"days_left\": " + std::to_string(synced.days) +
         ", \"ended\": " + json_list(synced.ended) + ", \"notices\": " + json_list(synced.notices) +
         ", \"new_words\": " + (synced.words.empty() ? "null" : json_quoted(synced.words)) +
         ", \"over\": " + (synced.over ? "true" : "false") +
         ", \"blind\": " + json_of(synced.blind, head_of(account)) +
         ", \"log\": " + json_of(synced.log) + "}";
}

// Sum is what all accounts came to.
struct Sum {
  bool over = false, unlogged = false, stopped = false;
  UnixTime next = 0;  // by our clock, when anonymous codes are due later today; 0 for never
};

// later_today is when anonymous codes are to be collected yet, by our clock; 0 for not today. The
// minute may be known from before where the office wasn't reached.
UnixTime later_today(const wallet::Account& account, const BlindNews& news, UnixTime clock) {
  using wallet::BlindStage;
  const UnixTime now = account.corrected(clock), at = account.blind.minute.at;
  const bool waits = news.stage == BlindStage::waiting || news.stage == BlindStage::unknown;
  return waits && day_of(at) == day_of(now) && at > now ? clock + (at - now) : 0;
}

Sum sync_all(Safe& safe, const WalletOptions& options) {
  Sum sum;
  for (wallet::Account& account : safe.contents().accounts) {
    const Synced synced = sync_one(safe, account, options);
    const UnixTime clock = options.now(), now = account.corrected(clock);
    if (options.json) {
      print(json_of(account, synced));
    } else {
      say(synced);
      say(synced.blind, head_of(account), now, options.console);
      say(synced.log, now, options.console);
    }
    sum.over = sum.over || synced.over;
    sum.unlogged = sum.unlogged || synced.log.codes != 0;
    sum.stopped = sum.stopped || wallet::is_stopped(account);
    const UnixTime next = later_today(account, synced.blind, clock);
    if (next != 0 && (sum.next == 0 || next < sum.next)) sum.next = next;
  }
  return sum;
}

// wait_until sleeps until our clock says `time`. A clock that was given instead is just moved on.
void wait_until(UnixTime time, WalletOptions& options) {
  if (!options.at.empty()) {
    options.at = format_rfc3339(time);
    return;
  }
  constexpr UnixTime kAtOnce = 60;  // so that a machine that slept, or a new clock, is noticed
  for (UnixTime now = system_now(); now < time; now = system_now()) {
    std::this_thread::sleep_for(std::chrono::seconds(std::min(time - now, kAtOnce)));
  }
}

Exit sync(const SyncOptions& given, WalletOptions& options) {
  Safe safe = Safe::open(options);
  if (safe.contents().accounts.empty()) {
    throw Failure("this wallet collects from nobody yet",
                  "whit-wallet accept 'WI1:...' --trust FILE");
  }
  if (given.resume_blind) {
    for (wallet::Account& account : safe.contents().accounts) wallet::resume_blind(account);
    safe.save();
  }
  Sum sum = sync_all(safe, options);
  // Each office has a minute of its own.
  while (given.wait && sum.next != 0) {
    flush_output();
    safe.let_go();
    wait_until(sum.next, options);
    safe.take_back();
    sum = sync_all(safe, options);
  }
  if (!sum.over) return sum.unlogged || sum.stopped ? Exit::no : Exit::yes;
  options.console.hint(
      "someone entered its stop code, or a new letter was used; if it wasn't you, go to the "
      "office");
  return Exit::no;
}

}  // namespace

void add_sync(Program& program, WalletOptions& options) {
  const auto given = std::make_shared<SyncOptions>();
  CLI::App& command = program.command(program.app(), "sync", "collect what is missing",
                                      [given, &options] { return sync(*given, options); });
  command.add_flag(
      "--wait", given->wait,
      "stay until today's minute for anonymous codes (blind tokens), and collect them");
  command.add_flag("--resume-blind", given->resume_blind,
                   "collect anonymous codes again, after wrong answers had stopped it");
}

}  // namespace whit::cli
