// SPDX-License-Identifier: Apache-2.0
// A catalogue that changes while tokens live: what is dealt now, and what heads go on showing until
// the last token of the old numbers is dead. Spec: spec/withdrawal.md, section 7.
#pragma once

#include <vector>

#include "whit/trust.h"

namespace whit {

// GivenUp is a fact as it was dealt once. Heads show as much as it had until `last`.
struct GivenUp {
  Day last = 0;  // the UTC day of the last head's `issued`
  CatalogueFact fact;
};

// ShownCatalogue is what an issuer has to remember beside the catalogue that it wants.
struct ShownCatalogue {
  std::uint64_t version = 0;         // of the head that it was made for
  std::vector<CatalogueFact> dealt;  // with that head
  std::vector<GivenUp> given_up;
};

// life_of is for how many days a token of `fact` can live.
Day life_of(const CatalogueFact& fact) noexcept;

// is_within tells whether all that was dealt by `a` is judged the same under `b`: the same fact, no
// number of `a` is larger, and `b` has its kinds and values.
bool is_within(const CatalogueFact& a, const CatalogueFact& b);

// united shows at least what both have, with the words of `newer`. bad_catalogue where no one fact
// can: another slug, or values of another type.
Result<CatalogueFact> united(const CatalogueFact& newer, const CatalogueFact& older);

// next_shown is what has to be remembered for the head of `version` issued on `today`, which deals
// by `wanted`. `before` is what was remembered, and `previous` the catalogue of the head before:
// where `before` wasn't made for that head, all that it showed counts as dealt until today. What is
// no longer dealt is given up, for a day more than its tokens live: a service that runs learns of
// it a moment later.
ShownCatalogue next_shown(const ShownCatalogue& before, std::uint64_t previous_version,
                          const std::vector<CatalogueFact>& previous,
                          const std::vector<CatalogueFact>& wanted, Day today);

// shown_facts is the catalogue of the head: what is dealt, and what was given up. bad_catalogue
// where two can't be united, or a slug would stand there twice.
Result<std::vector<CatalogueFact>> shown_facts(const ShownCatalogue& shown);

// dealt_rows is the head's field 15: what is dealt of `shown`, where that is less.
std::vector<Dealt> dealt_rows(const std::vector<CatalogueFact>& shown,
                              const std::vector<CatalogueFact>& dealt);

// narrowed is what may be dealt by a head that shows `shown` when `wanted` is wanted: no more than
// either has. A fact with nothing left is left out.
std::vector<CatalogueFact> narrowed(const std::vector<CatalogueFact>& shown,
                                    const std::vector<CatalogueFact>& wanted);

// dealt_facts are the facts of `head` as it says that they are dealt, and so as live keys are
// needed for them: phone tokens by its field 15, paper as it is shown.
std::vector<CatalogueFact> dealt_facts(const Head& head);

}  // namespace whit
