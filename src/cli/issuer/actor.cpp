// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/actor.h"

#include "base/cbor_writer.h"
#include "cli/common/passphrase.h"
#include "crypto/hash.h"

namespace whit::cli {

Actor actor_of(const Common& common, StaffOffice& staff) {
  if (common.as.empty()) return operator_actor();
  const std::string who = printable(common.as);
  const SecretBuffer password =
      read_passphrase(common.password_fd, "password of " + who, Typing::once, "--password-fd N");
  const SecretBuffer code =
      read_passphrase(common.password_fd, "its six digits", Typing::once, "--password-fd N");
  auto actor =
      staff.sign_in(common.as, password, as_text(code.expose(InsecureAccess{})), now_of(common));
  if (actor) return *std::move(actor);
  if (actor.error().code != Errc::forbidden) {
    throw Failure(std::string(sentence(actor.error().code)));
  }
  throw Failure("cannot sign in as " + who,
                "each code is good once; 5 failures lock an account for 15 minutes: "
                "whit-issuer staff list");
}

Failure second_person_failure(Act act, std::int64_t proposal) {
  const std::string number = std::to_string(proposal);
  std::string roles;
  for (const Role role : kRoles) {
    const Actor alone{1, "", static_cast<std::uint8_t>(role), {}};
    if (may(alone, act)) roles += (roles.empty() ? "" : " or ") + std::string(name(role));
  }
  return Failure("this needs a second person: proposal " + number + " is written down",
                 "another account with the role " + roles + ": whit-issuer approve " + number +
                     " --as LOGIN; then do this again");
}

void want_second(const Common& common, StaffOffice& staff, const Actor& by, Act act,
                 const Hash& digest, std::string_view about) {
  std::int64_t proposal = 0;
  const Status status = staff.second_person(by, act, digest, about, now_of(common), proposal);
  if (status) return;
  switch (status.error().code) {
    case Errc::needs_second:
      throw second_person_failure(act, proposal);
    case Errc::forbidden:
      throw forbidden_failure(by);
    default:
      throw Failure(std::string(sentence(status.error().code)));
  }
}

Failure forbidden_failure(const Actor& by) {
  return Failure(by.login + " may not do that",
                 "its roles are " + role_names(by.roles) + ": see whit-issuer staff list");
}

Hash act_digest(std::string_view what, Bytes exactly) {
  cbor::Writer writer;
  writer.array(2).text(what).bytes(exactly);
  return sha256({domain("whit/act/v1"), writer.view()});
}

}  // namespace whit::cli
