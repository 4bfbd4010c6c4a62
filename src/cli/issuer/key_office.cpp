// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/actor.h"
#include "cli/issuer/key_commands.h"
#include "cli/issuer/publish.h"

namespace whit::cli {
KeyOffice::KeyOffice(const Common& common, Rng& rng)
    : folder(common.dir),
      vault(open_vault(common)),
      now(now_of(common)),
      common_(common),
      service_(open_service(folder, vault.get(kRegisterKey), rng)),
      staff_(*service_),
      by_(actor_of(common, staff_)) {}

void KeyOffice::approve(const std::string& what, const std::string& about) {
  want_second(common_, staff_, by_, Act::keys, act_digest(what, as_bytes(about)), about);
  const Status done = staff_.record(by_, Act::keys, about, now);
  if (!done) throw Failure(std::string(sentence(done.error().code)));
}

Bundle publish_at_once(KeyOffice& office, const std::string& done, Rng& rng) {
  try {
    return publish(office.folder, office.vault, office.service(), office.now, rng);
  } catch (const RolledBack&) {
    throw;
  } catch (const Failure& failure) {
    throw Failure(done + ", and that is written down; but it isn't published: " + failure.error(),
                  (failure.hint().empty() ? "" : failure.hint() + "; then ") +
                      "whit-issuer publish, which a running service does by itself");
  }
}

}  // namespace whit::cli
