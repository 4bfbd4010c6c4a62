// SPDX-License-Identifier: Apache-2.0
// Judging what was taken over: every epoch of the copy, once, in order. What is known by then is
// kept, so that the next run judges what is new.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/replay.h"
#include "cli/audit/mirror.h"
#include "cli/audit/state.h"
#include "log/tile_reader.h"

namespace whit::cli {

// CopiedLog reads one log's copy, every hash and entry checked against its checkpoint again.
struct CopiedLog {
  Followed followed;
  std::unique_ptr<FolderFiles> files;
  std::unique_ptr<TileReader> reader;
  std::map<std::uint64_t, SeenNotes> seen;
};

// Copies is all of them. A copy that is damaged is a Failure.
class Copies : public audit::Archive {
 public:
  Copies(const StateFolder& folder, const Pinned& pinned);

  std::vector<CopiedLog>& logs() noexcept { return logs_; }
  CopiedLog* find(std::uint64_t number);  // a null pointer where there is none
  const Pinned& pinned() const noexcept { return pinned_; }
  Result<audit::ByteVector> file(std::uint64_t log, std::string_view path,
                                 std::size_t limit) override;
  Result<std::vector<Hash>> leaves(std::uint64_t log, std::uint64_t begin,
                                   std::uint64_t end) override;

  // times is when a witness saw a tree with the leaves before `end`, and when one without that of
  // `begin`; 0 where nobody knows.
  struct Times {
    UnixTime seen = 0, unseen = 0;
  };
  Times times(const CopiedLog& log, std::uint64_t begin, std::uint64_t end) const;

 private:
  const Pinned& pinned_;
  std::vector<CopiedLog> logs_;
};

// damaged_copy is the Failure for a copy that isn't what was once checked.
[[noreturn]] void damaged_copy(const CopiedLog& log, const Error& error);

// Judged is what was judged so far, and the leaves of each log that were.
using Positions = std::map<std::uint64_t, std::uint64_t>;
struct Judged {
  audit::Replay replay;
  Positions positions;
  std::vector<std::string> gaps;  // files that were missing then
};
// judged_before is what the last check saved; nothing before the first.
Judged judged_before(const StateFolder& folder, const Pinned& pinned);

// replay_copies judges every epoch of `copies` that wasn't, and saves from time to time.
void replay_copies(const StateFolder& folder, Copies& copies, Judged& judged);

}  // namespace whit::cli
