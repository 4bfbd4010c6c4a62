// SPDX-License-Identifier: Apache-2.0
// What an import is to do, and what it did.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "issue/import.h"

namespace whit {

enum class ImportScope : std::uint8_t {
  delta,     // changes what the file names, and nothing else
  snapshot,  // the file is the whole register: what it omits ends
};
enum class ImportRun : std::uint8_t { apply, dry_run };
enum class ImportRule : std::uint8_t {
  skip_bad_lines,  // and do the others; a snapshot doesn't take it: the line might be a person
  all_or_nothing,  // one bad line, and nothing is changed
};

// kEndGuard: a snapshot that would end more than 1 in this many of any fact is refused, unless the
// order names exactly how many facts it is to end.
inline constexpr std::uint64_t kEndGuard = 100;

struct ImportOrder {
  ImportFormat format = ImportFormat::csv;
  ImportScope scope = ImportScope::delta;
  ImportRun run = ImportRun::dry_run;
  ImportRule rule = ImportRule::all_or_nothing;
  std::optional<std::uint64_t> ends;
  // second is asked once the guard is passed by number: has somebody else approved that this file,
  // by SHA-256, ends so many facts? An error of it is the import's.
  std::function<Status(const Hash& file, std::uint64_t ends)> second = {};
};

// FactEnds is how many of a fact's rows, of those that hold or will, a snapshot ends.
struct FactEnds {
  Vct vct = 0;
  std::uint64_t live = 0, ends = 0;
  bool too_many() const noexcept { return ends * kEndGuard > live; }
};

// ImportSummary is what an import did, or would do.
struct ImportSummary {
  std::uint64_t lines = 0, people = 0;  // lines read; people named for the first time ever
  std::uint64_t added = 0;              // facts that are new, or given back
  std::uint64_t ended = 0;              // omitted by a snapshot, or now over by their window
  std::uint64_t changed = 0, unchanged = 0, refused = 0;
  std::vector<LineProblem> problems;  // the first 1,000 of `refused`
  std::vector<FactEnds> omitted;      // of a snapshot: each fact that loses rows, ascending
  std::uint64_t lines_before = 0;     // of the last snapshot that was done, 0 for none
  Hash file;                          // SHA-256 of all that was read
  std::uint64_t journal = 0;          // its line in the journal, 0 where nothing was done
  // Why nothing was changed: refused (bad lines where none may be), truncated (the last line of a
  // snapshot has no end), too_many (the guard, or `ends` isn't the number).
  std::optional<Errc> stopped;
};

}  // namespace whit
