// SPDX-License-Identifier: Apache-2.0
// An issuer's folder as whit-issuer makes it, in a directory of its own that goes with it.
#pragma once

#include <memory>
#include <string>

#include "cli/issuer/publish.h"
#include "cli/issuer/root.h"
#include "cli/issuer/session.h"

namespace whit::test {

inline constexpr UnixTime kNoon = UnixTime{20779} * 86400 + 43200;  // 2026-11-22

class IssuerFolder {
 public:
  explicit IssuerFolder(cli::RootKind kind, std::uint64_t seed = 7);
  IssuerFolder(const IssuerFolder&) = delete;
  ~IssuerFolder();

  const cli::Folder& folder() const { return folder_; }
  const cli::Vault& vault() const { return *vault_; }
  Bundle publish(UnixTime now);
  Bundle publish(IssuerService& service, UnixTime now);
  // apply puts a catalogue in place without the command's checks.
  void apply(std::string_view catalogue);
  // service is open on the folder's register, with what was published.
  std::unique_ptr<IssuerService> service();
  std::string root_key() const { return folder_.file("root.key"); }
  // certify asks the root for fresh service keys from `day` on.
  cli::Certificate certify(Day day);
  SeededRng rng;

 private:
  std::string path_;
  cli::Folder folder_;
  std::unique_ptr<cli::Vault> vault_;
};

SecretBuffer passphrase();
std::string demo_file(const std::string& name);

}  // namespace whit::test
