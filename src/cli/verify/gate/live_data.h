// SPDX-License-Identifier: Apache-2.0
// The issuers' data while a gate runs: what `whit-verify bundle update` puts in its place is taken
// up from one scan to the next, whole or not at all.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/verify/data.h"

namespace whit::cli::gate {

class LiveData {
 public:
  explicit LiveData(DataFolder folder) : folder_(std::move(folder)) {}

  // of is the data of `iss` as it lies in the folder now, or null where there is no such trust
  // file. What doesn't open, or is older than what was used before, is not taken up: then the
  // former data stays, and `trouble` says why. What is returned holds until the next call.
  const Data* of(const std::string& iss);

  // trouble is what is wrong with the data of `iss`, empty if nothing.
  std::string trouble(const std::string& iss) const;

  const DataFolder& folder() const noexcept { return folder_; }

 private:
  // Stamp is how a file is known to be another one.
  struct Stamp {
    std::uint64_t device = 0, inode = 0, size = 0, changed = 0;
    bool operator==(const Stamp& other) const = default;
  };
  using Stamps = std::array<Stamp, 4>;
  struct Loaded {
    Stamps stamps{};
    std::unique_ptr<DataCache> cache;
    const Data* data = nullptr;
    std::string trouble;
  };
  static Stamp stamp_of(const std::string& path);
  Stamps stamps_of(const std::string& iss) const;
  void load(const std::string& iss, Loaded& into) const;

  DataFolder folder_;
  std::map<std::string, Loaded> loaded_;
};

}  // namespace whit::cli::gate
