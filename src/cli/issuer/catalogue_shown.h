// SPDX-License-Identifier: Apache-2.0
// The catalogue that heads show: what is wanted, and for a while what was given up. It is kept in
// the folder, in `catalogue-shown`, written with every bundle. Spec: spec/withdrawal.md, section 7.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/issuer/catalogue_file.h"
#include "cli/issuer/folder.h"
#include "cli/issuer/publish_checks.h"
#include "issue/catalogue.h"
#include "issue/issuing.h"

namespace whit::cli {

// read_shown is what was remembered with the newest bundle, or nothing.
ShownCatalogue read_shown(const Folder& folder);
void write_shown(const Folder& folder, const ShownCatalogue& shown);

// ToShow is what the head after `before` shows if it is issued at `now`, and what is to be
// remembered with it.
struct ToShow {
  ShownCatalogue remembered;
  std::vector<CatalogueFact> facts;
};
// to_show is a Failure where `wanted` contradicts what is still shown: a number or a slug of
// another fact, or values of another type.
ToShow to_show(const Folder& folder, const std::vector<CatalogueFact>& wanted,
               const std::optional<BundleBefore>& before, UnixTime now);

// StillShown is one thing that is dealt no more, and shown through the UTC day `until`.
struct StillShown {
  std::string slug, what;  // "tax-current", "horizon 14"
  Day until = 0;
};
// still_shown is in the order of the facts; the longest day of each thing.
std::vector<StillShown> still_shown(const ShownCatalogue& shown, Day today);
// sentence_of is "tax-current: horizon 14 is shown until 2027-02-27".
std::string sentence_of(const StillShown& still);

// in_json is an array of objects.
std::string in_json(const std::vector<StillShown>& still);

// register_issuing is what commands work with that deal no tokens: all facts that are wanted or
// still shown, and none before `catalogue apply`.
Issuing register_issuing(const Folder& folder);

}  // namespace whit::cli
