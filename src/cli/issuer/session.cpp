// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/session.h"

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/common/passphrase.h"
#include "cli/common/program.h"
#include "store/inspect.h"
#include "store/schema.h"

namespace whit::cli {
namespace {

constexpr std::string_view kPrompt = "passphrase for vault.key";

// newer tells which tables a file has that this program doesn't know.
Failure newer(const Folder& folder) {
  const auto found = schema_of(folder.register_file());
  const std::string theirs = found ? std::to_string(*found) : "newer";
  return Failure(printable(folder.register_file()) +
                     ": written by a newer version of whit (schema " + theirs + "); this is " +
                     std::string(version()) + " (schema " + std::to_string(newest_schema()) + ")",
                 "upgrade; nothing was touched");
}

}  // namespace

UnixTime now_of(const Common& common) {
  if (common.at.empty()) return system_now();
  const auto time = parse_time(common.at);
  if (!time || *time < kMinSecs || *time > kMaxSecs) {
    throw Failure("--at " + printable(common.at) + " is no time", "2026-12-13T12:53:20Z");
  }
  return *time;
}

SecretBuffer read_vault_passphrase(const Common& common) {
  const std::string& name = common.passphrase_credential;
  if (name.empty()) return read_passphrase(common.passphrase_fd, kPrompt);
  return read_credential(name, kPrompt);
}

Vault open_vault(const Common& common) {
  const Folder folder(common.dir);
  (void)folder.name();  // says what to do where there is no issuer
  return Vault::open(common.dir, read_vault_passphrase(common));
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
      throw newer(folder);
    default:
      throw Failure(file + ": " + std::string(sentence(service.error().code)));
  }
}

std::unique_ptr<IssuerService> open_service(const Folder& folder, SecretBuffer register_key,
                                            Rng& rng) {
  Issuing nothing;
  nothing.iss = folder.name().iss;
  return open_service(folder, std::move(nothing), std::move(register_key), rng);
}

std::string with_commas(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  return out;
}

}  // namespace whit::cli
