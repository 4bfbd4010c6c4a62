// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/site.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/publish.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashName = 64;  // hexadecimal digits

// listed_for is how many days a segment may be listed: the most that the catalogue tells.
Day listed_for(const Head& head) {
  Day out = 0;
  for (const CatalogueFact& fact : head.catalogue) {
    out = std::max({out, Day{fact.horizon}, Day{fact.paper_life.value_or(0)}});
  }
  return out;
}

// is_over tells whether the segment that was written at `written` has long left every head. It was
// for the day after, was listed that many days, and a head is read for the life of a bundle.
bool is_over(UnixTime written, const Head& head) {
  const Seconds kept = (Seconds{listed_for(head)} + 2) * kSecondsPerDay + 2 * kBundleLife;
  return written + kept < head.issued;
}

void remove_old(const std::string& folder, const Published& published, const Head& head) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    struct stat about {};
    if (name.size() != kHashName || published.segments.count(name) != 0) continue;
    if (::stat(entry.path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
    if (is_over(static_cast<UnixTime>(about.st_mtim.tv_sec), head)) remove_file(entry.path());
  }
}

}  // namespace

Published site_parts(const Folder& folder, Bytes file) {
  auto out = published_from(file);
  if (!out) throw Failure("the published bundle: " + std::string(sentence(out.error().code)));
  out->trust = as_text(encode(folder.trust()));
  return *std::move(out);
}

void write_site(const std::string& folder, const Published& published, const Head& head,
                LogStore& log) {
  const std::string base = folder + "/v1/bundle", segments = base + "/segment";
  std::error_code error;
  fs::create_directories(segments, error);  // for everybody to read
  if (error) throw Failure("cannot write " + printable(base) + ": " + error.message());
  for (const auto& [hash, segment] : published.segments) {
    const std::string path = segments + "/" + hash;
    if (!exists(path)) write_file_atomic(path, as_bytes(segment));
  }
  write_log(folder, log);
  if (!published.trust.empty()) {
    write_file_atomic(folder + "/v1/trust", as_bytes(published.trust));
  }
  write_file_atomic(base + "/whole", as_bytes(published.whole));
  write_file_atomic(base + "/head", as_bytes(published.head));
  remove_old(segments, published, head);
}

}  // namespace whit::cli
