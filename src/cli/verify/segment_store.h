// SPDX-License-Identifier: Apache-2.0
// The segments that are at hand: those of the installed bundle, and those that an update has
// fetched before it was interrupted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/verify/data.h"
#include "whit/trust.h"

namespace whit::cli {

// SegmentStore keeps the fetched ones as files of their own until the bundle is installed that they
// are for. They are named by their hashes and believed by nothing else, so a crash loses some of
// them at most.
class SegmentStore {
 public:
  SegmentStore(const DataFolder& folder, const std::string& iss);

  // get is the segment of `row`, if it is at hand and whole.
  std::optional<std::vector<std::uint8_t>> get(const SegmentRow& row) const;
  // put keeps a segment that was fetched.
  void put(const SegmentRow& row, Bytes segment) const;
  // keep_only drops the fetched ones that none of `rows` names, clear all of them.
  void keep_only(const std::vector<SegmentRow>& rows) const;
  void clear() const { keep_only({}); }

 private:
  std::string folder_;
  std::vector<std::uint8_t> file_;  // the installed bundle, as far as it can be read
  std::map<Hash, Bytes> held_;      // into file_
};

}  // namespace whit::cli
