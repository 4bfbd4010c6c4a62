// SPDX-License-Identifier: Apache-2.0
// A place that checks: what is asked there, and the lock on that. Everything here is a function of
// its arguments; site_file.h keeps it. Spec: spec/trust.md, section 11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/verify/questions.h"
#include "whit/policy.h"

namespace whit::cli {

inline constexpr Seconds kSiteWait = 300;  // without the PIN, and after too many wrong ones
inline constexpr std::uint32_t kPinTries = 5;

// SiteSettings is what is asked here. Empty or absent is not set.
struct SiteSettings {
  std::string preset;  // not set: kDefaultPreset
  std::string name;    // by which questions are asked
  std::string issuer;  // whose data is meant where nothing says it
  std::optional<Narrowing> policy;
};
bool same(const SiteSettings& a, const SiteSettings& b);

// Moment is one on the timer that nobody sets: which start of the machine, and seconds since.
struct Moment {
  std::string boot;
  Seconds seconds = 0;
};

// SiteLock is a PIN's hash (crypto/password.h), and how often it was missed of late.
struct SiteLock {
  std::string pin;
  std::uint32_t wrong = 0;
  std::optional<Moment> paused;  // since then no PIN is taken, for kSiteWait
};

// Waiting is a change that nobody gave the PIN for.
struct Waiting {
  SiteSettings settings;
  bool unlock = false;
  Moment since;
};

// Site is all that is kept. Only a locked one has a `waiting`.
struct Site {
  SiteSettings settings;
  std::optional<SiteLock> lock;
  std::optional<Waiting> waiting;
};

// left is how much of kSiteWait is still to pass since `since`: all of it where the machine was
// started anew, or where its timer can't be read. No clock counts.
Seconds left(const Moment& since, const Timer& now);

// settle does what time has done by `now`: a change whose wait is over is made, a wait or pause
// from before a start of the machine begins again, a pause that is over ends. It tells whether
// anything changed, and so has to be kept.
bool settle(Site& site, const Timer& now);

// Change tells what became of a wish.
enum class Change : std::uint8_t {
  made,     // at once
  none,     // it is so already
  waits,    // from now on, for kSiteWait
  waiting,  // this very change waits already
  refused,  // this machine has no timer to wait by
};

// change_settings and unlock wish for something without a PIN: made at once where there is no
// lock. A change that waited is replaced by another one, whose wait begins. What is set already
// ends whatever waits.
Change change_settings(Site& site, const SiteSettings& settings, const Timer& now);
Change unlock(Site& site, const Timer& now);

// change_settings_by_pin is for whoever has given the PIN: at once, and nothing waits any more.
Change change_settings_by_pin(Site& site, const SiteSettings& settings);

// begin_try counts a PIN as wrong before it is looked at, so that killing the program saves no
// try: keep `site`, then compare, then call end_try if it was right. It returns how long no PIN is
// taken at all; 0 is go on. `site` is locked.
Seconds begin_try(Site& site, const Timer& now);
void end_try(Site& site);
// tries_left is how many wrong PINs are still free.
std::uint32_t tries_left(const Site& site);

}  // namespace whit::cli
