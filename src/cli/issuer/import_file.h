// SPDX-License-Identifier: Apache-2.0
// A register's file, however it comes, read piece by piece.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "cli/common/descriptor.h"
#include "cli/common/progress.h"
#include "store/service.h"

namespace whit::cli {

// Reading tells how often a file will be read.
enum class Reading : std::uint8_t { once, twice };

// ImportFile reads a file, or with "-" standard input. What can't be read twice is first copied to
// a private file in `spool_folder` that has no name. A Failure for what can't be read or is empty.
class ImportFile final : public IssuerService::Source {
 public:
  ImportFile(const std::string& path, Reading reading, const std::string& spool_folder);

  // format_by_look is JSON lines if the first thing in it is a brace.
  ImportFormat format_by_look() const noexcept;
  Result<Bytes> next() override;
  Status rewind() override;

 private:
  std::uint64_t size() const;
  void spool(const std::string& folder);
  void fill();

  std::string name_;
  Descriptor own_;
  std::optional<Descriptor> copy_;
  int fd_;
  off_t start_ = 0;
  std::optional<Progress> progress_;
  std::array<std::uint8_t, 65536> buffer_{};
  std::size_t filled_ = 0;
  std::uint64_t done_ = 0;
  bool given_ = false;
};

}  // namespace whit::cli
