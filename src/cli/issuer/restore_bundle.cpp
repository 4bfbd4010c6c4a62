// SPDX-License-Identifier: Apache-2.0
#include "cli/common/files.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/restore.h"

namespace whit::cli {

void take_bundle(const Folder& folder, const std::string& file) {
  const ByteVector bytes = read_file(file);
  const auto bundle = Bundle::open(bytes, folder.trust());
  if (!bundle) throw Failure(printable(file) + ": " + std::string(sentence(bundle.error().code)));
  const Head& head = bundle->head();
  if (const auto before = published(folder)) {
    const std::uint64_t has = before->bundle.head().version;
    if (head.version < has) {
      throw Failure(printable(file) + ": v" + std::to_string(head.version) +
                    " is older than the backup's v" + std::to_string(has));
    }
  }
  write_file_atomic(folder.key_list_file(), head.key_list);
  write_file_atomic(folder.bundle_file(), bytes);
}

std::vector<StoredSegment> published_segments(const Folder& folder) {
  std::vector<StoredSegment> out;
  const auto newest = folder.certificate() ? published(folder) : std::nullopt;
  if (!newest) return out;
  const auto parts = parse_bundle_file(newest->bytes);
  if (!parts) throw Failure("the bundle is damaged");
  const auto& rows = newest->bundle.head().segments;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Bytes bytes = parts->segments[i];
    out.push_back({rows[i].medium, rows[i].day, {bytes.begin(), bytes.end()}});
  }
  return out;
}

}  // namespace whit::cli
