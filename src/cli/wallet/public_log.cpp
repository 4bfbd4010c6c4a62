// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/public_log.h"

#include <map>

#include "cli/common/clock.h"
#include "cli/common/log_source.h"
#include "cli/wallet/unlogged.h"
#include "cli/wallet/words.h"
#include "wallet/logged.h"

namespace whit::cli {
namespace {

constexpr Day kWeek = 7;

// "Tuesday", or its date where that could be another one.
std::string name_of(Day day, Day today) {
  static constexpr const char* kNames[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                           "Monday",   "Tuesday", "Wednesday"};
  if (day > today || today - day >= kWeek) return format_date(midnight(day));
  return kNames[day % kWeek];  // day 0 was a Thursday
}

std::string names_of(const std::vector<Day>& days, Day today) {
  std::string out;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const char* const joint = i + 1 == days.size() ? " and " : ", ";
    out += (i == 0 ? "" : joint) + name_of(days[i], today);
  }
  return out;
}

// Where the issuer publishes its log of this number.
std::string address_of(const TrustFile& trust, std::uint64_t number) {
  const std::string slash = !trust.url.empty() && trust.url.back() == '/' ? "" : "/";
  return trust.url + slash + "log/" + std::to_string(number) + "/";
}

// Sources is the files of an issuer's logs, each opened once.
class Sources {
 public:
  Sources(const TrustFile& trust, std::string ca_file)
      : trust_(trust), ca_file_(std::move(ca_file)) {}

  LogSource& of(std::uint64_t number) {
    auto& source = opened_[number];
    if (!source) source = open_log_source(address_of(trust_, number), ca_file_);
    last_ = source.get();
    return *source;
  }
  // trouble is what the log that was asked last ran into.
  std::string trouble() const { return last_ == nullptr ? "" : last_->trouble(); }

 private:
  const TrustFile& trust_;
  std::string ca_file_;
  std::map<std::uint64_t, std::unique_ptr<OpenLog>> opened_;
  OpenLog* last_ = nullptr;
};

void note(LogNews& news, const wallet::LogCheck& check, const std::string& trouble) {
  news.logged = check.logged;
  news.missing = check.missing;
  news.days = check.days;
  if (!check.trouble) return;
  const std::string why = trouble.empty() ? std::string(sentence(*check.trouble)) : trouble;
  (*check.trouble == Errc::unreachable ? news.unreached : news.damaged) = why;
}

void keep(LogNews& news, Kept kept) {
  news.evidence = std::move(kept.files);
  news.no_evidence = std::move(kept.trouble);
}

std::string list_of(const std::vector<std::string>& files) {
  std::string out;
  for (const std::string& file : files) out += (out.empty() ? "" : ", ") + printable(file);
  return out;
}

}  // namespace

LogNews look_up(Safe& safe, wallet::Account& account, const Bundle& bundle,
                const WalletOptions& options) {
  const auto log = wallet::proven_log(bundle, account.trust);
  if (!log.ok()) return remembered(safe, account);
  LogNews news;
  try {
    Sources sources(account.trust, options.ca_file);
    const wallet::LogFilesOf files = [&sources](std::uint64_t number) -> LogSource& {
      return sources.of(number);
    };
    if (wallet::is_log_due(account, *log)) {
      const auto check = wallet::check_logged(account, *log, files, safe.rng());
      note(news, check, sources.trouble());
      safe.save();
    }
    news.codes = wallet::codes_missing(account);
    if (news.codes != 0) keep(news, keep_evidence(safe, account, *log, files));
  } catch (const Failure& failure) {
    news.unreached = failure.error();
  }
  return news;
}

LogNews remembered(const Safe& safe, const wallet::Account& account) {
  LogNews news;
  news.codes = wallet::codes_missing(account);
  if (news.codes != 0) keep(news, kept_evidence(safe, account));
  return news;
}

void say(const LogNews& news, UnixTime now, const Console& console) {
  if (!news.days.empty()) {
    print("all your tokens of " + names_of(news.days, day_of(now)) + " are in the public log");
  }
  if (!news.unreached.empty()) {
    console.note("the public log is not reachable: " + news.unreached +
                 "; your codes will be looked up another time");
  }
  if (!news.damaged.empty()) {
    console.warning("the public log's files are not what witnesses saw: " + news.damaged);
    console.hint("if it stays so, tell an auditor");
  }
  if (news.codes != 0) {
    print(plural(news.codes, "code") + " you hold " + (news.codes == 1 ? "is" : "are") +
          " not in the public log");
  }
  if (!news.evidence.empty()) {
    print(std::string("you can show ") + (news.evidence.size() == 1 ? "this" : "these") +
          " to an auditor: " + list_of(news.evidence));
    console.hint("it holds the code itself; give it to nobody else");
  }
  if (!news.no_evidence.empty()) {
    console.note("no proof of it could be made yet: " + news.no_evidence);
  }
}

std::string json_of(const LogNews& news) {
  return "{\"logged\": " + std::to_string(news.logged) +
         ", \"missing\": " + std::to_string(news.missing) +
         ", \"codes_missing\": " + std::to_string(news.codes) +
         ", \"evidence\": " + json_list(news.evidence) +
         ", \"unreached\": " + (news.unreached.empty() ? "null" : json_quoted(news.unreached)) +
         ", \"damaged\": " + (news.damaged.empty() ? "null" : json_quoted(news.damaged)) + "}";
}

}  // namespace whit::cli
