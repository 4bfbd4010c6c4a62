// SPDX-License-Identifier: Apache-2.0
// Files as programs read and write them: bounded, whole or not at all, and with a sentence for
// everything that goes wrong (a Failure).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"

namespace whit::cli {

inline constexpr std::size_t kMegabyte = 1000 * 1000;
inline constexpr std::size_t kDefaultLimit = 16 * kMegabyte;

// read_file is all of `path`, or of standard input for "-". Missing, empty, a directory, or larger
// than `limit` bytes is a Failure. Nothing is read beyond the limit.
std::vector<std::uint8_t> read_file(const std::string& path, std::size_t limit = kDefaultLimit);

// read_private_file is the same for what only its owner may read: group and others must have no
// rights, else a Failure such as "token.key: mode 0644, want 0600".
std::vector<std::uint8_t> read_private_file(const std::string& path,
                                            std::size_t limit = kDefaultLimit);

// exists tells whether there is anything at `path`.
bool exists(const std::string& path);

// Modes of what programs write: private for keys and wallets.
enum class Access : unsigned { everybody = 0644, owner = 0600 };
// Replace tells what happens to a file that is there already: a Failure unless allowed.
enum class Replace : std::uint8_t { refuse, allow };

// write_file_atomic writes a new file beside `path`, syncs it, renames it and syncs the folder:
// after any crash the old content stands or the new. On a Failure nothing was changed.
void write_file_atomic(const std::string& path, Bytes content, Access access = Access::everybody,
                       Replace replace = Replace::allow);

// write_output writes an answer to a file, or to standard output for "-". `content` that is no text
// is not written to a terminal.
void write_output(const std::string& path, Bytes content);

// make_folder makes `path` and what is missing above it, for the owner alone.
void make_folder(const std::string& path);

// remove_file removes `path` if it is there.
void remove_file(const std::string& path);

// data_folder is where the program keeps its state if not told otherwise:
// $XDG_DATA_HOME/whit/<role>, or ~/.local/share/whit/<role>.
std::string data_folder(std::string_view role);

// FolderLock holds a folder for one process. A second one waits up to 10 s, then it is a Failure.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_;
};

}  // namespace whit::cli
