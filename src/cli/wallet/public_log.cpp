// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/public_log.h"

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

void note_trouble(LogNews& news, Errc code, const OpenLog& source) {
  const bool reached = code == Errc::corrupt_tile || code == Errc::wrong_log ||
                       code == Errc::not_found || code == Errc::too_large;
  const std::string why = source.trouble().empty() ? std::string(sentence(code)) : source.trouble();
  (reached ? news.damaged : news.unreached) = why;
}

}  // namespace

LogNews look_up(Safe& safe, wallet::Account& account, const Bundle& bundle,
                const WalletOptions& options) {
  LogNews news;
  const auto log = wallet::proven_log(bundle, account.trust);
  if (log.ok() && wallet::is_log_due(account, *log)) {
    try {
      const auto source = open_log_source(address_of(account.trust, log->number), options.ca_file);
      const auto check = wallet::check_logged(account, *log, *source, safe.rng());
      news.logged = check.logged;
      news.missing = check.missing;
      news.days = check.days;
      if (check.trouble) note_trouble(news, *check.trouble, *source);
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
