// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/log_commands.h"

#include <algorithm>
#include <memory>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/progress.h"
#include "cli/issuer/actor.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/token_keys.h"

namespace whit::cli {
namespace {

constexpr int kMostLogs = 100;  // that one command leaves behind

// Desk is what a command on the log works with.
struct LogDesk {
  Folder folder;
  Vault vault;
  std::unique_ptr<IssuerService> service;
  LogKeeper log;

  LogDesk(const Common& common, Rng& rng)
      : folder(common.dir),
        vault(open_vault(common)),
        service(open_service(certified(folder), vault.get(kRegisterKey), rng)),
        log(folder, vault, *service, rng) {}

 private:
  static const Folder& certified(const Folder& folder) {
    (void)folder.trust();  // the Failure that says what is missing
    return folder;
  }
};

std::vector<WitnessReply> ask(const LogDesk& desk, std::uint64_t number) {
  const std::string origin = desk.log.origin(number);
  return desk.log.witnesses().newest(origin, kept_log_keys(desk.folder, desk.vault, origin));
}

// tell_seen prints what each witness has seen, and gives the largest tree.
std::uint64_t tell_seen(const LogDesk& desk, std::uint64_t number) {
  std::uint64_t most = 0;
  const std::vector<WitnessReply> replies = ask(desk, number);
  for (std::size_t row = 0; row < replies.size(); ++row) {
    const WitnessReply& reply = replies[row];
    const std::string name = printable(desk.log.witnesses().policy().witnesses[row].name);
    if (reply.answer == WitnessAnswer::good) {
      most = std::max(most, reply.size);
      print(name + " has seen size " + with_commas(reply.size));
    } else {
      print(name + ": " + std::string(answer_sentence(answer_name(reply.answer))));
    }
  }
  return most;
}

bool is_seen(const LogDesk& desk, std::uint64_t number) {
  const std::vector<WitnessReply> replies = ask(desk, number);
  return std::any_of(replies.begin(), replies.end(), [](const WitnessReply& reply) {
    return reply.answer == WitnessAnswer::good && reply.size != 0;
  });
}

std::string days_closed(std::size_t count, Day last) {
  if (count == 0) return "no day that is over was open";
  const std::string to = format_date(midnight(last));
  if (count == 1) return "closed " + to;
  const Day first = last - static_cast<Day>(count) + 1;
  return "closed " + std::to_string(count) + " days, " + format_date(midnight(first)) + " to " + to;
}

// drawn is a bar for each epoch that is closed.
LogStore::Progress drawn() {
  const auto bar = std::make_shared<std::unique_ptr<Progress>>();
  return [bar](std::uint64_t done, std::uint64_t all) {
    if (!*bar) *bar = std::make_unique<Progress>("leaves into the tree", all);
    (*bar)->at(done);
    if (done == all) bar->reset();
  };
}

}  // namespace

Exit log_next(const Console& console, const Common& common, Rng& rng) {
  LogDesk desk(common, rng);
  const UnixTime now = now_of(common);
  StaffOffice staff(*desk.service);
  const Actor by = actor_of(common, staff);
  const std::uint64_t number = desk.log.state().number;
  if (number == 0) throw Failure("there is no log yet", "whit-issuer publish begins one");
  const std::uint64_t seen = tell_seen(desk, number);
  const std::string origin = desk.log.origin(number);
  want_second(common, staff, by, Act::keys, act_digest("log-next", as_bytes(origin)),
              "log next: " + origin + " ends");
  const FolderLock lock(desk.folder.path());
  const std::uint64_t here = desk.log.state().signed_size;
  // What was logged since may stand in the old log: it must not come into the next one again.
  if (seen > here) must(desk.log.store().distrust(), "can't be closed");
  std::uint64_t next = number;
  for (int i = 0; i < kMostLogs && (next == number || is_seen(desk, next)); ++i) {
    must(desk.log.store().next_log(by, now), "can't be closed");
    next = desk.log.state().number;
  }
  print("log " + std::to_string(number) + " ends with size " + with_commas(here) +
        (seen > here ? "; witnesses have seen " + with_commas(seen) : ""));
  print("log " + std::to_string(next) + " begins with the next publication; its witnesses need:");
  const auto keys = used_log_keys(desk.folder, desk.log.origin(next));
  for (const NoteKey& key : keys) print(format(key));
  console.hint("give these keys to the operators of all witnesses, then whit-issuer publish");
  return Exit::yes;
}

Exit epoch_close(const Common& common, const EpochOptions& options, Rng& rng) {
  LogDesk desk(common, rng);
  const UnixTime now = now_of(common);
  if (options.today && !installed_manifest(desk.folder).specimen) {
    throw Failure("--today is for training alone: in earnest a day is closed when it is over");
  }
  if (desk.log.state().number == 0) {
    throw Failure("there is no log yet", "whit-issuer publish begins one");
  }
  begin_day(*desk.service, now, ClockRule::doubt);  // a wrong clock would sign days to come
  agree(desk.log, now, "close an epoch");
  const FolderLock lock(desk.folder.path());
  const std::size_t days = desk.log.close_days(now, drawn());
  print(days_closed(days, desk.log.state().closed));
  if (options.today) {
    if (desk.log.state().closed >= day_of(now)) {
      throw Failure("today is closed already", "what is signed from now on goes into tomorrow's");
    }
    desk.log.close_today(now, drawn());
    print("closed " + format_date(now) + ", which is not over");
  }
  if (options.control) desk.log.close_control(now);
  if (options.control) print("closed an epoch without tokens");
  const LogState state = desk.log.state();
  print("log " + std::to_string(state.number) + ": " + with_commas(state.size) + " leaves, " +
        with_commas(state.epochs) + " epochs; the next publication has them cosigned");
  return Exit::yes;
}

}  // namespace whit::cli
