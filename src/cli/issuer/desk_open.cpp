// SPDX-License-Identifier: Apache-2.0
#include "cli/common/message.h"
#include "cli/issuer/desk_local.h"
#include "cli/issuer/desk_remote.h"

namespace whit::cli {

bool is_local(const DeskPlace& place) {
  return place.named || !place.common.as.empty() || Folder(place.common.dir).is_made();
}

std::unique_ptr<DeskWork> open_desk(const DeskPlace& place, Rng& rng) {
  if (is_local(place)) return std::make_unique<LocalDesk>(place.common, rng);
  auto login = read_login();
  if (login) return std::make_unique<RemoteDesk>(place.common, *std::move(login));
  throw Failure(
      "there is no issuer in " + printable(place.common.dir) + ", and nobody is signed in",
      "on the server: --dir FOLDER; elsewhere: whit-issuer staff login LOGIN --url "
      "https://office.example:8441");
}

}  // namespace whit::cli
