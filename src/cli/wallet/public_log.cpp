// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/public_log.h"

#include <map>

#include "cli/common/clock.h"
#include "cli/common/log_source.h"
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

void note_trouble(LogNews& news, Errc code, const std::string& trouble) {
  const std::string why = trouble.empty() ? std::string(sentence(code)) : trouble;
  (code == Errc::unreachable ? news.unreached : news.damaged) = why;
}

}  // namespace

LogNews look_up(Safe& safe, wallet::Account& account, const Bundle& bundle,
                const WalletOptions& options) {
  LogNews news;
  const auto log = wallet::proven_log(bundle, account.trust);
  if (log.ok() && wallet::is_log_due(account, *log)) {
    try {
      Sources sources(account.trust, options.ca_file);
      const auto check = wallet::check_logged(
          account, *log,
          [&sources](std::uint64_t number) -> LogSource& { return sources.of(number); },
          safe.rng());
      news.logged = check.logged;
      news.missing = check.missing;
      news.days = check.days;
      if (check.trouble) note_trouble(news, *check.trouble, sources.trouble());
    } catch (const Failure& failure) {
      news.unreached = failure.error();
    }
    safe.save();
  }
  news.codes = wallet::codes_missing(account);
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
}

std::string json_of(const LogNews& news) {
  return "{\"logged\": " + std::to_string(news.logged) +
         ", \"missing\": " + std::to_string(news.missing) +
         ", \"codes_missing\": " + std::to_string(news.codes) +
         ", \"unreached\": " + (news.unreached.empty() ? "null" : json_quoted(news.unreached)) +
         ", \"damaged\": " + (news.damaged.empty() ? "null" : json_quoted(news.damaged)) + "}";
}

}  // namespace whit::cli
