// SPDX-License-Identifier: Apache-2.0
// Entries of the issuance log as a file: one after the other, or in hexadecimal, one a line.
// Spec: spec/log.md, section 2.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "log/entry.h"

namespace whit::cli {

// parse_entry is strict: version 1, a known kind, nothing in a null, no fact in a header.
std::optional<Entry> parse_entry(Bytes bytes);

// name is the word for `kind`, like "revocable".
std::string name(EntryKind kind);

// EntryFile reads entry by entry, however many there are. "-" is standard input.
class EntryFile {
 public:
  explicit EntryFile(const std::string& path);
  ~EntryFile();
  EntryFile(const EntryFile&) = delete;
  EntryFile& operator=(const EntryFile&) = delete;

  // next is the next entry, or nothing at the end. Anything that is no entry is a Failure, which
  // names its number, from 0.
  std::optional<Entry> next();
  std::uint64_t count() const noexcept { return count_; }

 private:
  bool read_raw(EntryBytes& out);
  bool read_hex(EntryBytes& out);
  [[noreturn]] void refuse(const char* why) const;

  std::string name_;
  std::FILE* file_;
  bool hex_ = false;
  std::uint64_t count_ = 0;
};

}  // namespace whit::cli
