// SPDX-License-Identifier: Apache-2.0
// Dossier: what an issuer knows of one person. The question that a conspiracy asks is: of which
// dossier is this showing?
#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "privacy/books.h"
#include "privacy/ring.h"
#include "privacy/sight.h"

namespace whit::privacy {

using FactDay = std::pair<Vct, Day>;  // a fact and an expiry day: what has a blind key of its own

// Asked is a row of blinded messages and what was answered.
struct Asked {
  UnixTime time = 0;
  std::vector<BlindBytes> messages, answers;
  std::vector<int> symbols;  // of the messages (ring.h)
  double turn = 0;           // 0 to 1: how late it came, of all rows of the same fact and day
  double place = 0;          // the same, by the place of its first entry in the log
};

struct Dossier {
  std::map<FactDay, Asked> rows;
  std::vector<UnixTime> collects;              // of any kind, ascending
  std::int64_t skew = 0;                       // of the phone's clock, when it enrolled
  std::map<FactDay, std::uint64_t> used;       // counted by the register at the end
  std::map<Vct, std::vector<UnixTime>> alone;  // revocable showings of this fact alone, by handle
  std::vector<UnixTime> seen;                  // revocable showings of anything
};

using Rings = std::map<FactDay, Ring>;
Rings make_rings(const Books& books);

// Dossiers are by number of the person, as the register names it.
using Dossiers = std::map<std::size_t, Dossier>;
Dossiers read_dossiers(const Books& books, const Rings& rings, const std::vector<Sight>& sights);

// Trace is a blind showing, and what the key opens of it.
struct Trace {
  std::size_t row = 0;  // of the sights
  FactDay of;
  Wide encoded;
  Salt salt;
  int symbols = 0;       // of `encoded`
  Ring::Number inverse;  // of the signature, as a factor
  double turn = 0;       // 0 to 1: how late it came, of all showings of the same fact and day
};
std::vector<Trace> read_traces(const std::vector<Sight>& sights, const Rings& rings);

// A Suspicion gives a number to a showing and a dossier that has a row for its fact and day.
struct Look {
  const Sight& sight;
  const Trace& trace;
  const Dossier& dossier;
  const Asked& row;
  const Ring& ring;
};
struct Suspicion {
  std::string_view name, idea;
  double (*score)(const Look&);
};
std::vector<Suspicion> suspicions();
// What a showing tells openly to those who know who is who: told, not judged.
std::vector<Suspicion> admitted_suspicions();

}  // namespace whit::privacy
