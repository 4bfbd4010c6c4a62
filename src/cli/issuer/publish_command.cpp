// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/serve_command.h"
#include "serve/routes.h"

namespace whit::cli {
namespace {

// write_site lays the bundle out as the HTTP service has it. The head comes last: who fetches it
// finds all that it names.
void write_site(const std::string& folder, const Published& published) {
  const std::string base = folder + "/v1/bundle";
  std::error_code error;
  std::filesystem::create_directories(base + "/segment", error);  // for everybody to read
  if (error) throw Failure("cannot write " + printable(base) + ": " + error.message());
  for (const auto& [hash, segment] : published.segments) {
    write_file_atomic(base + "/segment/" + hash, as_bytes(segment));
  }
  write_file_atomic(base + "/whole", as_bytes(published.whole));
  write_file_atomic(base + "/head", as_bytes(published.head));
}

}  // namespace

Exit publish_command(const Common& common, const PublishOptions& options, Rng& rng) {
  const Folder folder(common.dir);
  (void)folder.trust();
  const Vault vault = open_vault(common);
  const Bundle bundle = publish(folder, vault, now_of(common), rng);
  const ByteVector file = published(folder)->bytes;
  if (!options.whole.empty()) write_output(options.whole, file);
  if (!options.folder.empty()) {
    const auto parts = published_from(file);
    if (!parts) throw Failure(std::string(sentence(parts.error().code)));
    write_site(options.folder, *parts);
  }
  if (options.whole != "-") {
    const Head& head = bundle.head();
    print("published v" + std::to_string(head.version) + ", issued " + format_time(head.issued) +
          ", good until " + format_date(head.expires) + ", " + with_commas(file.size()) + " bytes");
  }
  return Exit::yes;
}

}  // namespace whit::cli
