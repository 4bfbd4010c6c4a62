// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/staff_office.h"

#include "cli/common/files.h"
#include "cli/issuer/publish.h"

namespace whit::cli {
namespace {

std::unique_ptr<IssuerService> open_for(const Common& common, OpenOffice::For what, Rng& rng) {
  const Folder folder(common.dir);
  Issuing issuing;
  issuing.iss = folder.name().iss;
  if (exists(folder.catalogue_file())) issuing.catalogue = read_catalogue(folder).facts;
  SecretBuffer key(32);
  if (what == OpenOffice::For::changing || !common.as.empty()) {
    key = open_vault(common).get(kRegisterKey);
  }
  return open_service(folder, std::move(issuing), std::move(key), rng);
}

}  // namespace

OpenOffice::OpenOffice(const Common& common, For what, Rng& rng)
    : common_(common), service_(open_for(common, what, rng)), staff_(*service_) {}

}  // namespace whit::cli
