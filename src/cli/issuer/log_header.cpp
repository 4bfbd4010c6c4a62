// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/log_header.h"

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "log/entry.h"

namespace whit::cli {
namespace {

constexpr std::uint64_t kLeavesPerControlEpoch = 256;

}  // namespace

ByteVector header_for(const Folder& folder, Bytes key_list,
                      const std::optional<PublishedFile>& before, Day today) {
  EpochHeader next;
  next.day = today;
  next.key_list = sha256(key_list);
  if (exists(folder.log_header_file())) {
    ByteVector bytes = read_file(folder.log_header_file());
    const auto newest = parse_epoch_header(bytes);
    if (!newest) throw Failure(printable(folder.log_header_file()) + ": damaged");
    if (newest->key_list == next.key_list) return bytes;
    next.number = newest->number + 1;
    next.index = newest->index + kLeavesPerControlEpoch;
    next.previous = sha256(bytes);
  }
  if (before) next.heads.push_back(before->bundle.head_hash());
  ByteVector bytes = encode(next);
  write_file_atomic(folder.log_header_file(), bytes);
  return bytes;
}

}  // namespace whit::cli
