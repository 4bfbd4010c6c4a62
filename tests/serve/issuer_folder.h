// SPDX-License-Identifier: Apache-2.0
// An issuer's folder as whit-issuer makes it, in a directory of its own that goes with it. One for
// training witnesses its log itself; one in earnest has three witnesses over HTTP, two of which are
// enough, and whose clock is that of the newest publication.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "cli/issuer/publish.h"
#include "cli/issuer/root.h"
#include "cli/issuer/session.h"
#include "support/witness_house.h"

namespace whit::test {

inline constexpr UnixTime kNoon = UnixTime{20779} * 86400 + 43200;  // 2026-11-22

class IssuerFolder {
 public:
  explicit IssuerFolder(cli::RootKind kind, std::uint64_t seed = 7);
  IssuerFolder(const IssuerFolder&) = delete;
  ~IssuerFolder();

  const cli::Folder& folder() const { return folder_; }
  const cli::Vault& vault() const { return *vault_; }
  // witnesses are those of an issuer in earnest.
  WitnessHouse& witnesses() { return *witnesses_; }
  // introduce tells them the keys of log `number`, as its operator does.
  void introduce(std::uint64_t number);
  // at is what their clocks show from now on.
  void at(UnixTime now) { clock_ = now; }
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
  std::atomic<UnixTime> clock_{kNoon};
  std::unique_ptr<WitnessHouse> witnesses_;  // asks clock_
};

SecretBuffer passphrase();
std::string demo_file(const std::string& name);
// plain_catalogue is that of the demo without blind tokens, whose keys take their time.
std::string plain_catalogue();

}  // namespace whit::test
