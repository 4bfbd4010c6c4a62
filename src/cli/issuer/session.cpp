// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/session.h"

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/common/passphrase.h"

namespace whit::cli {

UnixTime now_of(const Common& common) {
  if (common.at.empty()) return system_now();
  const auto time = parse_time(common.at);
  if (!time || *time < kMinSecs || *time > kMaxSecs) {
    throw Failure("--at " + printable(common.at) + " is no time", "2026-12-13T12:53:20Z");
  }
  return *time;
}

Vault open_vault(const Common& common) {
  const Folder folder(common.dir);
  (void)folder.name();  // says what to do where there is no issuer
  return Vault::open(common.dir, read_passphrase(common.passphrase_fd, "passphrase for vault.key"));
}

std::unique_ptr<IssuerService> open_service(const Folder& folder, Issuing issuing,
                                            SecretBuffer register_key, Rng& rng) {
  auto service =
      IssuerService::open(folder.register_file(), std::move(issuing), std::move(register_key), rng);
  if (service) return *std::move(service);
  const std::string file = printable(folder.register_file());
  switch (service.error().code) {
    case Errc::not_found:
      throw Failure(file + ": no such file", "restore it from a backup");
    case Errc::wrong_issuer:
      throw Failure(file + ": the register of another issuer");
    case Errc::newer_store:
      throw Failure(file + ": written by a newer version of this program",
                    "upgrade; nothing was touched");
    default:
      throw Failure(file + ": " + std::string(sentence(service.error().code)));
  }
}

std::string with_commas(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  return out;
}

}  // namespace whit::cli
