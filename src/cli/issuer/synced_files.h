// SPDX-License-Identifier: Apache-2.0
// Many small files at once, on the disk together, for their owner alone. All of these throw a
// Failure where the system refuses.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common/descriptor.h"

namespace whit::cli {

// SyncedFiles keeps what it writes open, so that all are synced at the end: some hundreds.
class SyncedFiles {
 public:
  void write(const std::string& path, std::string_view content);
  // sync comes back when everything that was written is on the disk, and so is `folder`.
  void sync(const std::string& folder);

 private:
  std::vector<std::unique_ptr<Descriptor>> open_;
};

// append_file adds to a file's end, makes the file where it is missing, and syncs it.
void append_file(const std::string& path, std::string_view content);

// cut_file takes off what stands behind the first `size` bytes; a file that is missing, or no
// longer, stays as it is.
void cut_file(const std::string& path, std::uint64_t size);

// size_of is 0 for a file that is missing.
std::uint64_t size_of(const std::string& path);

}  // namespace whit::cli
