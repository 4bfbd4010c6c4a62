// SPDX-License-Identifier: Apache-2.0
// The folder of an auditor: what was pinned at first, a copy of the logs as they are published,
// every checkpoint that was ever seen, and evidence.
//
//   audit.json            what init pinned
//   trust.cbor            the trust file, if there is one
//   state.json            how far each log was taken over
//   log/<n>/...           the copy, in the layout in which logs are published
//   seen/<n>/<size>       checkpoints that were believed: as first seen, and as seen last
//   served/<hash>         heads of bundles that the issuer served
//   refused/              what wasn't believed, as it came
//   evidence/             a file for each finding that can be shown to others
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/finding.h"
#include "cli/audit/place.h"
#include "log/checkpoint.h"
#include "log/policy.h"
#include "whit/trust.h"

namespace whit::cli {

// Pinned is what the auditor holds the logs to.
struct Pinned {
  std::string origin;           // of the logs, without their number
  std::vector<PublicKey> keys;  // that sign checkpoints
  std::string policy_text;      // tlog-policy: which witnesses count
  Place place;
  std::optional<TrustFile> trust;

  WitnessPolicy policy() const;
  // keys_of is the keys under the name of log `number`.
  std::vector<NoteKey> keys_of(std::uint64_t number) const;
  std::string origin_of(std::uint64_t number) const { return origin + std::to_string(number); }
};

// Gap is a file that the log should have and that didn't come, or was another.
struct Gap {
  std::string path;
  audit::Finding finding{};
  Hash hash;  // by which it was named
  friend bool operator==(const Gap&, const Gap&) = default;
};

// Followed is how far one log was taken over.
struct Followed {
  std::uint64_t number = 0;
  std::uint64_t size = 0;
  Hash root;
  std::uint64_t epochs = 0;  // of this log and those before it
  UnixTime synced = 0;       // when that was
  std::vector<Gap> gaps;     // asked for again by every sync
};

// SeenNotes is the checkpoints of one size.
struct SeenNotes {
  std::string first, newest;  // with the cosignatures of then and of last
};

class StateFolder {
 public:
  explicit StateFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const noexcept { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string mirror(std::uint64_t number) const { return file("log/" + std::to_string(number)); }
  // files_in is the names of what lies in a folder below, ascending; rename moves one there.
  std::vector<std::string> files_in(const std::string& name) const;
  void rename(const std::string& from, const std::string& to) const;
  bool is_made() const;

  // pinned is a Failure where nothing was pinned.
  Pinned pinned() const;
  void write(const Pinned& pinned) const;

  // followed is ascending by number; empty before the first sync.
  std::vector<Followed> followed() const;
  void write(const std::vector<Followed>& followed) const;

  // seen is every checkpoint that was believed, by size.
  std::map<std::uint64_t, SeenNotes> seen(std::uint64_t number) const;
  void add_seen(std::uint64_t number, std::uint64_t size, const std::string& note) const;

 private:
  std::string path_;
};

}  // namespace whit::cli
