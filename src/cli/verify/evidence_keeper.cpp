// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/evidence_keeper.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>

#include "base/hex.h"
#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

std::size_t files_in(const std::string& folder) {
  std::error_code none;
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder, none), fs::directory_iterator()));
}

// keep_head writes the head of a bundle, under a name that tells version and content. It tells
// whether the head is there then.
bool keep_head(const std::string& folder, const std::string& iss, Bytes file) {
  const auto parts = parse_bundle_file(file);
  const auto part = parts ? parse_signed(parts->head, registry::kTypHead) : parts.error();
  const auto head = parts ? read_head(parts->head) : parts.error();
  if (!head) return false;
  const std::string hash = hex::encode(sha256(part->sign1.payload).view().first(8));
  const std::string path =
      folder + "/" + iss + "-v" + std::to_string(head->version) + "-" + hash + ".whit-head";
  if (exists(path)) return true;
  if (files_in(folder) >= kMostEvidence) return false;
  write_file_atomic(path, parts->head, Access::owner);
  return true;
}

// sync_folder makes a new folder's own name last.
void sync_folder(const std::string& path) {
  const Descriptor at(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (at.get() >= 0) ::fsync(at.get());
}

}  // namespace

std::string keep_fork(const DataFolder& folder, const std::string& iss, Bytes one, Bytes other) {
  const std::string path = folder.evidence_path();
  try {
    make_folder(path);
    const bool kept = keep_head(path, iss, one) && keep_head(path, iss, other);
    sync_folder(folder.path());
    return kept ? path : "";
  } catch (const Failure&) {
    return "";
  }
}

}  // namespace whit::cli
