// SPDX-License-Identifier: Apache-2.0
// Taking over what is new in a log, and believing nothing of it before the log's signature, the
// witnesses and every checkpoint seen before agree. Spec: spec/log.md, section 16.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/audit/judged_note.h"
#include "cli/audit/mirror.h"
#include "cli/audit/state.h"
#include "cli/common/log_source.h"
#include "log/tile_reader.h"

namespace whit::cli {

// Reported is a finding, and the file that shows it to others, if it can be shown.
struct Reported {
  audit::Finding finding{};
  std::uint64_t log = 0;
  std::string where = {};     // "epoch 9102", a path; may be empty
  std::string detail = {};    // public words and numbers
  std::string evidence = {};  // path of a file
  UnixTime since = 0;         // when it was found first
  bool is_new = true;         // that was now
};

// SyncStep is what became of one log.
struct SyncStep {
  std::uint64_t number = 0;
  std::uint64_t before = 0, size = 0;
  std::uint64_t epochs_before = 0, epochs = 0;  // of this log and those before it
  UnixTime newest = 0;                          // cosignature
};

struct SyncOptions {
  std::string from;     // instead of the pinned place
  std::string ca_file;  // more certificate authorities
  bool full = false;    // fetch everything again
};

struct SyncResult {
  std::vector<Reported> reported;
  std::vector<SyncStep> steps;
};

// Sync is one run. The folder is locked by the caller.
class Sync {
 public:
  Sync(const StateFolder& folder, Pinned pinned, SyncOptions options, UnixTime now);

  // run goes through all logs of the issuer, the next one too if there is one. Killed anywhere, or
  // thrown out of by a Failure (a full disk), the next run goes on from there.
  SyncResult run();

 private:
  // EpochStart is where a header stands in the tree, and what it commits to.
  struct EpochStart {
    std::uint64_t index = 0;
    Hash commitment;
  };
  // Named is a file that something in the log names by its hash.
  struct Named {
    std::string path;
    Hash hash;
  };
  // Stopped is thrown where a log can't be followed any further now; its finding is reported.
  struct Stopped {};

  void take_served();
  bool follow(Followed& log);  // false: there is no such log yet
  bool open(const std::string& prefix);
  std::string fetch_checkpoint();
  void compare(const JudgedNote& note, const std::string& text);
  void compare_smaller(const JudgedNote& note, const std::string& text);
  void compare_larger(const JudgedNote& note, const std::string& text);
  void take_tree(const Checkpoint& checkpoint);
  void take_chunk(TileReader& reader, Recorder& recorder, std::uint64_t begin, std::uint64_t end);
  void find_starts(std::uint64_t begin, const std::vector<std::vector<std::uint8_t>>& entries);
  void take_epochs();
  void take_header(const EpochStart& start, std::vector<Named>& named);
  void take_objects(const std::vector<Named>& named);
  // take gets one file unless it is here; false where it is a gap now.
  bool take(const Named& named);
  void retry_gaps();
  void believe(const JudgedNote& note, const std::string& text);
  void keep_refused(const std::string& name, Bytes content) const;
  void report(audit::Finding finding, const std::string& where, const std::string& detail,
              const std::string& evidence = "");
  [[noreturn]] void stop(audit::Finding finding, const std::string& detail,
                         const std::string& evidence = "");
  [[noreturn]] void stop_forked(const std::string& text, LogSource& source, std::uint64_t size,
                                const Hash& root, const std::string& detail);
  [[noreturn]] void stop_at(const TileReader& reader, const Error& error);

  const StateFolder& folder_;
  Pinned pinned_;
  WitnessPolicy policy_;
  SyncOptions options_;
  UnixTime now_;
  Place place_;
  SyncResult result_;
  // Of the log that is being followed:
  std::uint64_t epochs_before_ = 0;  // in the logs before it
  std::uint64_t number_ = 0;
  Followed* log_ = nullptr;
  std::unique_ptr<OpenLog> upstream_;
  std::unique_ptr<FolderFiles> mirror_;
  std::vector<EpochStart> starts_;
  std::string stale_;  // how old the newest cosignature is, where it is too old
};

}  // namespace whit::cli
