// SPDX-License-Identifier: Apache-2.0
// The register as the commands about staff open it.
#pragma once

#include <memory>

#include "cli/issuer/actor.h"
#include "cli/issuer/session.h"

namespace whit::cli {

// OpenOffice is a register and its staff. What only reads needs no secret, so that no passphrase is
// asked for; an account that signs in, and every change, do.
class OpenOffice {
 public:
  enum class For : std::uint8_t { reading, changing };
  OpenOffice(const Common& common, For what, Rng& rng);

  StaffOffice& staff() noexcept { return staff_; }
  // actor is who runs the command; it signs in here.
  Actor actor() { return actor_of(common_, staff_); }
  UnixTime now() const { return now_of(common_); }

 private:
  const Common& common_;
  std::unique_ptr<IssuerService> service_;
  StaffOffice staff_;
};

}  // namespace whit::cli
