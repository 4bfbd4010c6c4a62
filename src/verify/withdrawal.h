// SPDX-License-Identifier: Apache-2.0
// Is it withdrawn? Spec: spec/withdrawal.md, section 4.
#pragma once

#include "whit/bundle.h"
#include "whit/policy.h"

namespace whit {

// is_withdrawn tells whether a seed that `bundle` publishes leads to `handle`, a token of this
// medium, fact and expiry day. The first question about a (medium, fact, day) makes a table, in
// time in proportion to the seeds, or finds it in the prepared image; after that it is a look-up
// that allocates nothing. Any number of threads may ask.
bool is_withdrawn(const Bundle& bundle, Kind medium, const CatalogueFact& fact, Day day,
                  const Handle& handle) noexcept;

// is_withdrawn_by_walk is the same without tables: it goes through all seeds each time and
// allocates nothing. is_withdrawn does so where there is no memory for a table.
bool is_withdrawn_by_walk(const Bundle& bundle, Kind medium, const CatalogueFact& fact, Day day,
                          const Handle& handle) noexcept;

// make_tables makes ahead what the first check of the day of `now` needs under `policy`: the tables
// of codes of phones, which show what ends with that day. Where they are there it costs nothing.
// A bundle that has expired has none made: by a clock that is years ahead, each seed would be run
// forward for years, and no check under it can be a yes.
void make_tables(const Bundle& bundle, const Policy& policy, UnixTime now) noexcept;

}  // namespace whit
