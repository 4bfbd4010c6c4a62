// SPDX-License-Identifier: Apache-2.0
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/pages.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/publish_checks.h"
#include "cli/issuer/serve_command.h"
#include "cli/issuer/site.h"

namespace whit::cli {
namespace {

std::string line_of(const Bundle& bundle, std::size_t size) {
  const Head& head = bundle.head();
  std::size_t seeds = 0;
  for (const Withdrawals& row : bundle.withdrawals()) seeds += row.seeds.size();
  return "published v" + std::to_string(head.version) + ", issued " + format_time(head.issued) +
         ", good until " + format_date(head.expires) + ", " + with_commas(size) + " bytes" +
         (seeds == 0 ? "" : ", " + with_commas(seeds) + " seeds withdrawn, decoys among them");
}

}  // namespace

Exit publish_command(const Console& console, const Common& common, const PublishOptions& options,
                     Rng& rng) {
  const Folder folder(common.dir);
  (void)folder.trust();
  const UnixTime now = now_of(common);
  const Pages pages = read_pages(options.pages);
  const Vault vault = open_vault(common);
  const auto service = open_service(folder, vault.get(kRegisterKey), rng);
  LogKeeper log(folder, vault, *service, rng);
  const auto before = bundle_before(folder);
  const Bundle bundle =
      publish(log, now, options.clock, options.dropped, Gather::all, pages.rows());
  const ByteVector file = published(folder)->bytes;
  if (!options.whole.empty()) write_output(options.whole, file);
  if (!options.folder.empty()) {
    write_pages(options.folder, pages.served());
    write_site(options.folder, site_parts(folder, file), bundle.head(), log.store());
  }
  if (options.whole != "-") print(line_of(bundle, file.size()));
  for (const Caution& caution : cautions(folder, bundle, file.size(), before)) {
    console.warning(caution.sentence, caution.command);
  }
  return Exit::yes;
}

}  // namespace whit::cli
