// SPDX-License-Identifier: Apache-2.0
// What a publication says loudly, and does all the same.
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/issuer/publish_checks.h"
#include "cli/issuer/service_keys.h"
#include "cli/issuer/session.h"
#include "trust/limits.h"

namespace whit::cli {
namespace {

constexpr const char* kRenew = "whit-issuer key request, then root certify, then key install";

// is_within tells whether every bit of `part` is in `whole`.
bool is_within(std::uint8_t part, std::uint8_t whole) { return (part & ~whole) == 0; }

// is_within, for presets: all that `inner` lets through, `outer` does too.
bool is_within(const Preset& inner, const Preset& outer) {
  return is_within(inner.kinds, outer.kinds) && is_within(inner.modes, outer.modes) &&
         inner.binding >= outer.binding && inner.max_age <= outer.max_age &&
         inner.answer_time <= outer.answer_time;
}

std::vector<Vct> facts_of(Preset preset) {
  std::sort(preset.facts.begin(), preset.facts.end());
  return preset.facts;
}

void add_change(const Preset& old, const Preset& fresh, std::vector<Caution>& out) {
  const std::string named = "preset " + fresh.slug;
  if (facts_of(old) != facts_of(fresh)) {
    out.push_back({named + " asks other facts than before",
                   "tell the sites: who has only the old ones is turned away"});
  }
  if (!is_within(fresh, old)) {
    out.push_back({named + " lets more through than before",
                   "tell the sites: a policy.json keeps the old rules"});
  }
  if (!is_within(old, fresh)) {
    out.push_back({named + " is narrower than before",
                   "a checker whose policy.json allows more than it refuses to check: tell the "
                   "sites"});
  }
}

void add_presets(const Bundle& fresh, const std::optional<BundleBefore>& before,
                 std::vector<Caution>& out) {
  const Seconds every = fresh.head().next_update - fresh.head().issued;
  for (const Preset& preset : fresh.head().presets) {
    if (preset.max_age < every) {
      out.push_back({"preset " + preset.slug + " wants data of at most " +
                         format_duration(preset.max_age) + ", and a bundle comes every " +
                         format_duration(every),
                     "raise its max_age, or publish more often"});
    }
    if (!before) continue;
    for (const Preset& old : before->head.presets) {
      if (old.slug == preset.slug) add_change(old, preset, out);
    }
  }
}

// What makes this the last bundle that opens, unless somebody acts.
void add_ends(const Folder& folder, const Bundle& fresh, std::vector<Caution>& out) {
  const RootManifest& manifest = fresh.manifest();
  const UnixTime next = fresh.head().next_update;
  const std::string due = "; the next bundle, due " + format_time(next) + ", cannot be published";
  if (day_of(next) >= manifest.ends) {
    out.push_back(
        {"the root's certificate ends on " + format_date(midnight(manifest.ends)) + due, kRenew});
    return;
  }
  for (const Use use : {Use::keys, Use::bundle, Use::log}) {
    if (active_key(folder, manifest, use, day_of(next)) != nullptr) continue;
    out.push_back(
        {"no key for " + std::string(name(use)) + " holds on " + format_date(next) + due, kRenew});
  }
}

}  // namespace

std::vector<Caution> cautions(const Folder& folder, const Bundle& fresh, std::size_t size,
                              const std::optional<BundleBefore>& before) {
  std::vector<Caution> out;
  add_ends(folder, fresh, out);
  add_presets(fresh, before, out);
  if (size > kMaxBundle / 4 * 3) {
    out.push_back({"the bundle has " + with_commas(size) + " bytes of the " +
                       with_commas(kMaxBundle) + " that checkers read",
                   "an ended fact stays in it for its horizon, and on paper for paper_life"});
  }
  return out;
}

}  // namespace whit::cli
