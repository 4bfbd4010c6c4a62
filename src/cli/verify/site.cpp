// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/site.h"

#include <algorithm>

namespace whit::cli {
namespace {

Moment moment_of(const Timer& now) { return {now.boot, now.boot_seconds}; }

// One boot of the machine, and a timer that has only run forward.
bool runs_on(const Moment& since, const Timer& now) {
  return !now.boot.empty() && since.boot == now.boot && now.boot_seconds >= since.seconds;
}

bool same_narrowing(const Narrowing& a, const Narrowing& b) {
  return a.preset == b.preset && a.kinds == b.kinds && a.modes == b.modes &&
         a.binding == b.binding && a.max_age == b.max_age && a.answer_time == b.answer_time;
}

void make(Site& site, const Waiting& change) {
  site.settings = change.settings;
  if (change.unlock) site.lock.reset();
  site.waiting.reset();
}

// wish puts `change` where it belongs: a lock lets it wait.
Change wish(Site& site, const Waiting& change, const Timer& now) {
  if (!site.lock) {
    make(site, change);
    return Change::made;
  }
  if (now.boot.empty()) return Change::refused;
  const bool again = site.waiting && site.waiting->unlock == change.unlock &&
                     same(site.waiting->settings, change.settings);
  if (again) return Change::waiting;
  site.waiting = change;
  return Change::waits;
}

}  // namespace

bool same(const SiteSettings& a, const SiteSettings& b) {
  if (a.policy.has_value() != b.policy.has_value()) return false;
  return a.preset == b.preset && a.name == b.name && a.issuer == b.issuer &&
         (!a.policy || same_narrowing(*a.policy, *b.policy));
}

Seconds left(const Moment& since, const Timer& now) {
  if (!runs_on(since, now)) return kSiteWait;
  const Seconds seen = now.boot_seconds - since.seconds;
  const Seconds passed = seen == 0 ? 0 : seen - 1;  // both seconds were cut
  return passed >= kSiteWait ? 0 : kSiteWait - passed;
}

bool settle(Site& site, const Timer& now) {
  bool changed = false;
  if (site.waiting && !runs_on(site.waiting->since, now) && !now.boot.empty()) {
    site.waiting->since = moment_of(now);
    changed = true;
  }
  if (site.waiting && left(site.waiting->since, now) == 0) {
    make(site, Waiting(*site.waiting));
    changed = true;
  }
  if (!site.lock || !site.lock->paused) return changed;
  std::optional<Moment>& paused = site.lock->paused;
  if (!runs_on(*paused, now) && !now.boot.empty()) {
    paused = moment_of(now);
    changed = true;
  }
  if (left(*paused, now) == 0) {
    paused.reset();
    site.lock->wrong = 0;
    changed = true;
  }
  return changed;
}

Change change_settings(Site& site, const SiteSettings& settings, const Timer& now) {
  if (same(site.settings, settings)) {
    site.waiting.reset();
    return Change::none;
  }
  return wish(site, {settings, false, moment_of(now)}, now);
}

Change unlock(Site& site, const Timer& now) {
  if (!site.lock) return Change::none;
  return wish(site, {site.settings, true, moment_of(now)}, now);
}

Change change_settings_by_pin(Site& site, const SiteSettings& settings) {
  const Change out = same(site.settings, settings) ? Change::none : Change::made;
  site.settings = settings;
  site.waiting.reset();
  return out;
}

Seconds begin_try(Site& site, const Timer& now) {
  SiteLock& lock = *site.lock;
  if (lock.paused) return std::max<Seconds>(left(*lock.paused, now), 1);
  lock.wrong += 1;
  if (lock.wrong >= kPinTries) lock.paused = moment_of(now);
  return 0;
}

void end_try(Site& site) {
  site.lock->wrong = 0;
  site.lock->paused.reset();
}

std::uint32_t tries_left(const Site& site) {
  if (!site.lock || site.lock->paused || site.lock->wrong >= kPinTries) return 0;
  return kPinTries - site.lock->wrong;
}

}  // namespace whit::cli
