// SPDX-License-Identifier: Apache-2.0
// A copy of a log as files in the layout in which it is published, so that any web server can serve
// the copy again.
#pragma once

#include <map>
#include <string>

#include "log/source.h"
#include "whit/bytes.h"

namespace whit::cli {

// FolderFiles is files below a folder. What it gives was checked by nobody.
class FolderFiles : public LogSource {
 public:
  explicit FolderFiles(std::string folder) : folder_(std::move(folder)) {}

  Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) override;
  bool has(std::string_view path) const;
  // put writes a file whole or not at all; it is on the disk after flush(). Both throw a Failure.
  void put(std::string_view path, Bytes content) const;
  void remove(std::string_view path) const;
  void flush() const;
  const std::string& folder() const noexcept { return folder_; }

 private:
  std::string file(std::string_view path) const;
  std::string folder_;
};

// Prefer tells whether files that were taken over before are fetched again.
enum class Prefer : std::uint8_t { mirror, upstream };

// Recorder reads from a mirror first and then from upstream, and keeps what came from there until
// it was checked and is kept in the mirror.
class Recorder : public LogSource {
 public:
  Recorder(FolderFiles& mirror, LogSource& upstream, Prefer prefer)
      : mirror_(mirror), upstream_(upstream), prefer_(prefer) {}

  Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) override;
  void soon(const std::vector<std::string>& paths) override;
  // keep writes what was fetched into the mirror; forget drops it.
  void keep();
  void forget() { fetched_.clear(); }
  std::uint64_t bytes_fetched() const noexcept { return bytes_fetched_; }

 private:
  FolderFiles& mirror_;
  LogSource& upstream_;
  Prefer prefer_;
  std::map<std::string, std::vector<std::uint8_t>, std::less<>> fetched_;
  std::uint64_t bytes_fetched_ = 0;
};

}  // namespace whit::cli
