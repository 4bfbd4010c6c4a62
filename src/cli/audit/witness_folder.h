// SPDX-License-Identifier: Apache-2.0
// What a witness remembers, as files:
//
//   logs               the keys of the logs that it knows, one a line
//   <hex>.checkpoint   the newest checkpoint that it cosigned of each, hex being the SHA-256 of the
//                      origin; its text alone before the first
//
// A log that stands in `logs` and has no file is not taken for a new one: a witness that forgets
// could cosign a fork.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/common/files.h"
#include "serve/witness_routes.h"

namespace whit::cli {

class WitnessFolder final : public WitnessStore {
 public:
  // Use tells whether anything will be signed: then it holds the folder for this process alone, and
  // makes it if need be.
  enum class Use : std::uint8_t { look, sign };
  // Every checkpoint in the folder must bear the signature of `own`, else it is a Failure.
  WitnessFolder(const std::string& path, const NoteKey& own, Use use);

  // know adds a log, or another key of one that is known; true if that is news. A Failure for a
  // witness's key.
  bool know(const NoteKey& log);
  // logs is all of them, by origin.
  std::vector<audit::WitnessedLog> logs() const;

  // decide answers 503 where the new state can't be kept, and tells `on_failure`.
  audit::Judged decide(std::string_view origin, const Decision& decision) override;
  std::optional<std::string> newest(const Hash& origin) override;

  std::function<void(std::string_view error)> on_failure;

 private:
  // One is a log with a lock of its own: a slow disk under one keeps nobody from another.
  struct One {
    mutable std::mutex guard;
    audit::WitnessedLog log;
  };
  std::string file(std::string_view origin) const;
  One* find(std::string_view origin) const;
  void read_logs();
  void read_checkpoint(audit::WitnessedLog& log) const;
  void write_logs() const;

  std::string path_;
  NoteKey own_;
  std::unique_ptr<FolderLock> lock_;
  mutable std::mutex guard_;  // of the map; its rows never go
  std::map<std::string, std::unique_ptr<One>, std::less<>> all_;
  std::map<std::string, One*> by_hash_;  // SHA-256 in hex
};

// logs_of_policy are the `log` lines of a policy file.
std::vector<NoteKey> logs_of_policy(const std::string& file);
// parse_log_key is a key as it is given on the command line.
NoteKey parse_log_key(const std::string& text);

}  // namespace whit::cli
