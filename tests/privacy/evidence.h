// SPDX-License-Identifier: Apache-2.0
// Evidence: all that the adversary gets, as bytes that somebody outside of the issuer and the
// wallets holds. Nothing in it says whose a showing is; who knows that is the judge (judge.h).
//
// An issuer that works together with the sites has its books as well (books.h): another input,
// beside this one, for linkers of its own.
#pragma once

#include <string>
#include <vector>

#include "log/entry.h"
#include "token/build.h"
#include "whit/time.h"

namespace whit::privacy {

// Scan is one showing as a site's reader took it.
struct Scan {
  UnixTime time = 0;  // by the site's clock, which is right
  ByteVector showing;
};

// Transcript is everything that was ever shown to one site, in its order.
struct Transcript {
  std::string site;
  std::vector<Scan> scans;
};

// Publication is a bundle in its one-file form, and when it appeared.
struct Publication {
  UnixTime time = 0;
  ByteVector file;
};

struct Evidence {
  std::vector<Transcript> sites;
  std::vector<EntryBytes> entries;   // of the whole log
  std::vector<ByteVector> headers;   // of its epochs
  std::vector<Publication> bundles;  // ascending by time
};

// ScanId names a scan: row of `sites`, then of its `scans`.
struct ScanId {
  std::size_t site = 0, scan = 0;
  friend auto operator<=>(const ScanId&, const ScanId&) = default;
};

}  // namespace whit::privacy
