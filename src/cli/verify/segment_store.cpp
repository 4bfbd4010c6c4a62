// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/segment_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <set>

#include "base/hex.h"
#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "trust/limits.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

std::string name_of(const SegmentRow& row) { return hex::encode(row.hash.view()); }

[[noreturn]] void cannot_keep(int error) {
  throw Failure(std::string("cannot keep what was fetched: ") +
                    (error == ENOSPC || error == EDQUOT ? "no space left" : "the disk failed") +
                    "; nothing was changed",
                "make room, then whit-verify bundle update: it goes on from here");
}

// write_unsynced writes a file whose content nobody believes without its hash: waiting for the disk
// hundreds of times would be for nothing.
void write_unsynced(const std::string& path, Bytes content) {
  const std::string draft = path + ".new";
  Descriptor file(
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) cannot_keep(errno);
  while (!content.empty()) {
    const ssize_t done = ::write(file.get(), content.data(), content.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) {
      const int error = errno;
      ::unlink(draft.c_str());
      cannot_keep(error);
    }
    content = content.subspan(static_cast<std::size_t>(done));
  }
  if (!file.close() || std::rename(draft.c_str(), path.c_str()) != 0) cannot_keep(errno);
}

// read_if_there is the file, empty where it can't be read or is too large: then it isn't at hand.
std::vector<std::uint8_t> read_if_there(const std::string& path, std::size_t limit) {
  if (!exists(path)) return {};
  try {
    return read_file(path, limit);
  } catch (const Failure&) {
    return {};
  }
}

}  // namespace

SegmentStore::SegmentStore(const DataFolder& folder, const std::string& iss)
    : folder_(folder.parts_path(iss)), file_(read_if_there(folder.bundle_path(iss), kMaxBundle)) {
  const auto parts = parse_bundle_file(file_);
  if (!parts) return;
  for (const Bytes segment : parts->segments) held_.emplace(sha256(segment), segment);
}

std::optional<std::vector<std::uint8_t>> SegmentStore::get(const SegmentRow& row) const {
  const auto held = held_.find(row.hash);
  if (held != held_.end() && held->second.size() == row.size) {
    return std::vector<std::uint8_t>(held->second.begin(), held->second.end());
  }
  auto kept = read_if_there(folder_ + "/" + name_of(row), kMaxBundle);
  if (kept.size() != row.size || !(sha256(kept) == row.hash)) return std::nullopt;
  return kept;
}

void SegmentStore::put(const SegmentRow& row, Bytes segment) const {
  make_folder(folder_);
  write_unsynced(folder_ + "/" + name_of(row), segment);
}

void SegmentStore::keep_only(const std::vector<SegmentRow>& rows) const {
  std::error_code none;
  std::set<std::string> wanted;
  for (const SegmentRow& row : rows) wanted.insert(name_of(row));
  std::vector<std::string> dropped;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (wanted.count(entry.path().filename().string()) == 0) dropped.push_back(entry.path());
  }
  for (const std::string& path : dropped) fs::remove(path, none);
  if (rows.empty()) fs::remove(folder_, none);
}

}  // namespace whit::cli
