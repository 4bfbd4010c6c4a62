// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/verify/commands.h"
#include "cli/verify/place.h"
#include "cli/verify/policy_file.h"
#include "cli/verify/site_pin.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

Timer timer_now() { return real_timer(system_now()); }

// What `set` names, over what is set.
SiteSettings wanted(const SiteSettings& before, const SiteOptions& options) {
  if (!options.preset && !options.policy && !options.name && !options.issuer) {
    throw Failure("nothing to set", "--preset, --policy, --name or --issuer");
  }
  SiteSettings out = before;
  if (options.preset) out.preset = *options.preset;
  if (options.name) out.name = *options.name;
  if (options.issuer) out.issuer = *options.issuer;
  if (options.policy) out.policy.reset();
  if (options.policy && !options.policy->empty()) out.policy = read_policy_file(*options.policy);
  if (!out.name.empty() && !is_name(out.name)) {
    throw Failure("--name is not a name that can be asked by",
                  "1 to 32 of A-Z a-z 0-9 space . _ / -, a letter or digit first");
  }
  if (!out.preset.empty() && !is_slug(out.preset)) {
    throw Failure(printable(out.preset) + " is not the name of a preset",
                  "whit-verify preset list");
  }
  return out;
}

void refuse_untrusted(const std::string& issuer, const DataFolder& folder) {
  const auto known = folder.issuers();
  if (issuer.empty() || std::find(known.begin(), known.end(), issuer) != known.end()) return;
  throw Failure(printable(issuer) + " is not trusted here", "whit-verify trust list");
}

// hold_against refuses what no issuer's data has, and what is wider than any data allows. It
// returns how many it could be compared with.
std::size_t hold_against(const SiteSettings& settings, const DataFolder& folder,
                         const std::string& policy_name) {
  const std::string preset = settings.preset.empty() ? kDefaultPreset : settings.preset;
  const Narrowing narrowing = settings.policy.value_or(Narrowing{});
  std::size_t compared = 0, known = 0;
  std::optional<Bundle> without;
  for (const std::string& iss : folder.issuers()) {
    auto bundle = data_of(folder, iss);
    if (!bundle) continue;
    compared += 1;
    if (bundle->find_preset(preset) != nullptr) {
      effective_policy(*bundle, preset, narrowing, policy_name);
      known += 1;
    } else if (settings.issuer.empty() || settings.issuer == iss) {
      without = std::move(bundle);
    }
  }
  const bool lacks = without && (known == 0 || without->head().iss == settings.issuer);
  if (lacks) effective_policy(*without, preset, narrowing, policy_name);  // says what there is
  return compared;
}

void tell(Change change, const Site& site, const Timer& now, const Console& console,
          const std::string& done) {
  switch (change) {
    case Change::made:
      print(done);
      return;
    case Change::none:
      print("nothing to change");
      return;
    case Change::waits:
    case Change::waiting:
      print(std::string("this place is locked; without the PIN it ") +
            (change == Change::waits ? "takes " : "still takes ") +
            format_duration(left(site.waiting->since, now)));
      console.note(waiting_note(site, now));
      console.hint("--pin gives the PIN and changes it at once");
      return;
    case Change::refused:
      break;
  }
  throw Failure("this machine's own timer can't be read, so nothing can wait for it",
                "give the site PIN: --pin");
}

std::string set_words(const SiteSettings& settings) {
  return "this place asks preset " + (settings.preset.empty() ? kDefaultPreset : settings.preset) +
         (settings.policy ? ", narrowed by its policy" : "") +
         (settings.name.empty() ? "" : ", as " + settings.name);
}

// change_site does `wish` to what is kept, with the folder held: by the PIN if one is given.
template <class ByPin, class Without>
void change_site(const SiteOptions& options, const Console& console, ByPin by_pin, Without without,
                 const std::string& done) {
  const DataFolder folder(options.dir);
  const SiteFile file(folder);
  make_folder(folder.path());
  const bool with_pin = is_pin_given(options.pin) && file.current(timer_now()).lock;
  const SecretBuffer pin = with_pin ? read_pin(options.pin) : SecretBuffer{};
  const FolderLock held(folder.path());
  const Timer now = timer_now();
  Site site = file.read(now);
  Change change = Change::none;
  if (with_pin && site.lock) {
    take_pin(file, site, pin, now);
    change = by_pin(site);
  } else {
    change = without(site, now);
  }
  file.write(site);
  tell(change, site, now, console, done);
}

}  // namespace

Exit run_site_set(const SiteOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const Site before = SiteFile(folder).current(timer_now());
  const SiteSettings settings = wanted(before.settings, options);
  refuse_untrusted(settings.issuer, folder);
  const std::string policy_name = options.policy ? *options.policy : kSitePolicy;
  const std::size_t compared = hold_against(settings, folder, policy_name);
  change_site(
      options, console, [&](Site& site) { return change_settings_by_pin(site, settings); },
      [&](Site& site, const Timer& now) { return change_settings(site, settings, now); },
      set_words(settings));
  if (compared == 0) console.note("there is no data yet to compare this with");
  return Exit::yes;
}

Exit run_site_lock(const SiteOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const SiteFile file(folder);
  make_folder(folder.path());
  const bool locked = file.current(timer_now()).lock.has_value();
  if (locked && !is_pin_given(options.pin)) {
    throw Failure("this place is locked already: another PIN needs the one it has",
                  "--pin, or whit-verify site unlock and five minutes");
  }
  const SecretBuffer old = locked ? read_pin(options.pin) : SecretBuffer{};
  {
    // Whoever guesses at the old PIN doesn't get to type a new one.
    const FolderLock held(folder.path());
    const Timer now = timer_now();
    Site site = file.read(now);
    if (site.lock.has_value() != locked) throw Failure("another program changed the lock just now");
    if (locked) take_pin(file, site, old, now);
  }
  const std::string hash = new_pin(options.pin);
  const FolderLock held(folder.path());
  Site site = file.read(timer_now());
  if (site.lock.has_value() != locked) throw Failure("another program changed the lock just now");
  site.lock = SiteLock{hash, 0, {}};
  site.waiting.reset();
  file.write(site);
  print("locked: changing what is asked here needs the PIN or five minutes");
  console.note("whoever may write in " + printable(folder.path()) + " can undo this");
  return Exit::yes;
}

Exit run_site_unlock(const SiteOptions& options, const Console& console) {
  const auto by_pin = [](Site& site) {
    site.lock.reset();
    site.waiting.reset();
    return Change::made;
  };
  change_site(
      options, console, by_pin, [](Site& site, const Timer& now) { return unlock(site, now); },
      "not locked any more");
  return Exit::yes;
}

Exit run_site_cancel(const SiteOptions& options, const Console&) {
  const DataFolder folder(options.dir);
  const SiteFile file(folder);
  if (!file.current(timer_now()).waiting) {
    print("nothing waits");
    return Exit::yes;
  }
  const FolderLock held(folder.path());
  Site site = file.read(timer_now());
  site.waiting.reset();
  file.write(site);
  print("nothing will change");
  return Exit::yes;
}

}  // namespace whit::cli
