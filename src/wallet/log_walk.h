// SPDX-License-Identifier: Apache-2.0
// From the newest header back through an issuer's logs, and the trees that its epochs stand in.
#pragma once

#include <map>
#include <vector>

#include "log/tile_reader.h"
#include "wallet/log_search.h"
#include "wallet/logged.h"

namespace whit::wallet {

// LogStretch is leaves that were written on the days from `first` to `last`.
struct LogStretch {
  Day first = 0, last = 0;
  LeafSpan span;
  TileReader* reader = nullptr;
  bool is_epoch = true;  // else what a log has behind the last header that is known: in any order
};

class LogWalk {
 public:
  LogWalk(const ProvenLog& log, const TrustFile& trust, const LogFilesOf& files);

  // back_to reads headers until one is of a day before `day`, or is the first of all. Errors: those
  // of the files; wrong_log for headers that others don't name; too_large for too many.
  Status back_to(Day day);
  // reaches tells whether everything that was written since `day` is among stretches().
  bool reaches(Day day) const noexcept;
  // headers are those read, the newest first; the one of the bundle is always there.
  const std::vector<PastHeader>& headers() const noexcept { return headers_; }

  // stretches is where tokens may stand. The readers live as long as this does. unproven_log and
  // no_quorum for the checkpoint of an earlier log that can't be believed.
  Result<std::vector<LogStretch>> stretches();
  // reader_of reads the tree of a log, checkpoint_of is the note that its root stands in.
  Result<TileReader*> reader_of(std::uint64_t log);
  Result<std::string> checkpoint_of(std::uint64_t log);

 private:
  Result<PastHeader> before(const PastHeader& next);
  Result<PastHeader> before_in(std::uint64_t log, const PastHeader& next);
  Result<Checkpoint> closing_checkpoint(std::uint64_t log);

  const ProvenLog& log_;
  const TrustFile& trust_;
  const LogFilesOf& files_;
  std::vector<PastHeader> headers_;
  std::map<std::uint64_t, TileReader> readers_;  // by log
  std::map<std::uint64_t, std::string> notes_;   // beside them, of earlier logs
};

}  // namespace whit::wallet
