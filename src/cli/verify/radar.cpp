// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/radar.h"

#include <algorithm>

#include "cli/common/clock.h"

namespace whit::cli {
namespace {

using Level = Notice::Level;

constexpr Seconds kEndSoon = 7 * kSecondsPerDay;
constexpr Seconds kClockSlack = 300;               // as a check allows it
constexpr Day kSpeak = 90, kWarn = 30, kLast = 7;  // days
constexpr const char* kUpdate = "whit-verify bundle update";

std::string_view name(Use use) noexcept {
  switch (use) {
    case Use::keys:
      return "key lists";
    case Use::bundle:
      return "bundles";
    case Use::log:
      return "the log";
  }
  return "something unknown";
}

std::string in_days(Day days) {
  if (days == 0) return "today";
  return "in " + std::to_string(days) + (days == 1 ? " day" : " days");
}

// ends_notice speaks of something of the issuer that doesn't hold from `end` on.
std::optional<Notice> ends_notice(const std::string& what, Day end, Day today) {
  const Day left = end > today ? end - today : 0;
  if (left > kSpeak) return std::nullopt;
  const Level level = left > kWarn ? Level::note : Level::warning;
  const std::string when = left == 0
                               ? " ended on " + format_date(midnight(end))
                               : " ends on " + format_date(midnight(end)) + ", " + in_days(left);
  return Notice{level, what + when,
                left > kLast ? std::string(kUpdate)
                             : std::string(kUpdate) +
                                   "; if this stays, tell the office: no newer data will open"};
}

// last_days is the day after the last on which some key of `use` holds.
Day end_of(const RootManifest& manifest, Use use) {
  Day out = 0;
  for (const ServiceKey& key : manifest.keys) {
    if (key.use == use) out = std::max(out, std::min(key.last + 1, manifest.ends));
  }
  return out;
}

void add(std::vector<Notice>& out, std::optional<Notice> notice) {
  if (notice) out.push_back(*std::move(notice));
}

void add_ages(std::vector<Notice>& out, const Bundle& bundle, UnixTime now) {
  const Seconds age = now < bundle.head().issued ? 0 : now - bundle.head().issued;
  for (const Preset& preset : bundle.head().presets) {
    const std::string named = "preset " + preset.slug + ": ";
    if (age > preset.max_age) {
      out.push_back({Level::warning,
                     named + "data " + format_duration(age) + " old, limit " +
                         format_duration(preset.max_age) + ": checks cannot tell any more",
                     kUpdate});
    } else if (auto notice = age_notice(age, preset.max_age)) {
      notice->sentence = named + notice->sentence;
      out.push_back(*std::move(notice));
    }
  }
}

void add_clock(std::vector<Notice>& out, const Bundle& bundle, UnixTime now) {
  const UnixTime floor = std::max(bundle.head().issued, bundle.newest_cosignature());
  if (now + kClockSlack >= floor) return;
  out.push_back(
      {Level::warning,
       "this computer says " + format_time(now) + ", the data is from " + format_time(floor),
       "set the clock"});
}

}  // namespace

std::optional<Notice> age_notice(Seconds age, Seconds limit) {
  if (age > limit || age / 2 < limit / 3) return std::nullopt;
  return Notice{Level::note,
                "data " + format_duration(age) + " old, limit " + format_duration(limit), kUpdate};
}

std::optional<Notice> end_notice(const Head& head, UnixTime now) {
  if (now >= head.expires || head.expires - now > kEndSoon) return std::nullopt;
  return Notice{Level::note,
                "the data ends on " + format_time(head.expires) + ", in " +
                    format_duration(head.expires - now),
                kUpdate};
}

std::vector<Notice> notices_of_check(const Bundle& bundle, const Report& report, Seconds max_age) {
  std::vector<Notice> out;
  if (report.age < 0) return out;
  add(out, age_notice(static_cast<Seconds>(report.age), max_age));
  add(out, end_notice(bundle.head(), report.now));
  return out;
}

std::vector<Notice> notices(const Bundle& bundle, UnixTime now) {
  std::vector<Notice> out;
  const Head& head = bundle.head();
  add_clock(out, bundle, now);
  if (now >= head.expires) {
    out.push_back({Level::warning, "expired " + format_date(head.expires), kUpdate});
  } else {
    add_ages(out, bundle, now);
  }
  add(out, end_notice(head, now));
  const RootManifest& manifest = bundle.manifest();
  const Day today = day_of(now);
  add(out, ends_notice("the root's list of service keys", manifest.ends, today));
  for (const Use use : {Use::keys, Use::bundle, Use::log}) {
    const Day end = end_of(manifest, use);
    if (end != manifest.ends) {
      add(out, ends_notice("the last key for " + std::string(name(use)), end, today));
    }
  }
  return out;
}

}  // namespace whit::cli
