// SPDX-License-Identifier: Apache-2.0
// whit-issuer key: what the root certifies, and what signs tokens. All that changes something goes
// into the journal and, from two accounts with the role keys on, needs a second person.
#pragma once

#include <string>
#include <vector>

#include "cli/common/program.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"
#include "store/staff.h"
#include "whit/bundle.h"

namespace whit::cli {

struct KeyRequestOptions {
  std::string out;                   // file or folder
  std::vector<std::string> without;  // names of keys that aren't asked for again
};
Exit key_request(const Common& common, const KeyRequestOptions& options, Rng& rng);
Exit key_install(const Common& common, const std::string& certificate, Rng& rng);
Exit key_list(const Common& common, Output output);

// Reasons to give a key up, for the journal.
inline constexpr const char* kReasons[] = {"leaked", "lost", "precaution"};

enum class Doing : std::uint8_t { act, look };  // look: say what it would do

struct KeyWithdrawOptions {
  std::vector<std::string> names;
  std::string reason = "leaked";
  std::string accept_until;  // day; empty: nothing that paper keys signed stays good
  Doing doing = Doing::act;
};
// key_withdraw takes token and paper keys back and publishes that. Killed anywhere, it can be given
// again; publishing does what is left of it, too.
Exit key_withdraw(const Console& console, const Common& common, const KeyWithdrawOptions& options,
                  Rng& rng);

struct KeyRetireOptions {
  std::string key;  // keys, bundle or log for the active one, or a name of key_names.h
  std::string reason = "leaked";
  Doing doing = Doing::act;
};
// key_retire gives a service key up: its secret is destroyed, the spare takes over, and what it
// signs is published. Killed anywhere, it can be given again.
Exit key_retire(const Console& console, const Common& common, const KeyRetireOptions& options,
                Rng& rng);

// KeyOffice is what such a command works with: the folder, its secrets, its register, who acts.
class KeyOffice {
 public:
  KeyOffice(const Common& common, Rng& rng);

  const Folder folder;
  const Vault vault;
  const UnixTime now;

  IssuerService& service() { return *service_; }
  // approve wants a second person where there are two for it, then writes `about` into the journal.
  void approve(const std::string& what, const std::string& about);

 private:
  const Common& common_;
  std::unique_ptr<IssuerService> service_;
  StaffOffice staff_;
  Actor by_;
};

// publish_at_once is publish; a Failure of it says that `done` is written down all the same.
Bundle publish_at_once(KeyOffice& office, const std::string& done, Rng& rng);

}  // namespace whit::cli
