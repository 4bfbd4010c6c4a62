// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/key_store_commands.h"

#include "cli/common/files.h"
#include "cli/common/passphrase.h"
#include "cli/issuer/actor.h"
#include "cli/issuer/doctor_judge.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

HsmConfig config_of(const std::string& folder, const HsmOptions& options) {
  HsmConfig out = read_hsm_config(folder).value_or(HsmConfig{});
  if (!options.module.empty()) out.module = options.module;
  if (!options.token.empty()) out.token = options.token;
  if (out.module.empty() || out.token.empty()) {
    throw Failure("which HSM?", "--hsm-module PATH --hsm-token LABEL");
  }
  out.fresh_here = true;
  check_hsm_config(out);
  return out;
}

// allow is what all acts on keys begin with: the journal, and from two people on the second one.
void allow(const Common& common, const Vault& vault, const std::string& about, Rng& rng) {
  const Folder folder(common.dir);
  const auto service = open_service(folder, vault.get(kRegisterKey), rng);
  StaffOffice staff(*service);
  const Actor by = actor_of(common, staff);
  want_second(common, staff, by, Act::keys, act_digest("key-store", as_bytes(about)), about);
  const Status done = staff.record(by, Act::keys, about, now_of(common));
  if (!done) throw Failure(std::string(sentence(done.error().code)));
}

HsmConfig want_config(const std::string& folder) {
  auto out = read_hsm_config(folder);
  if (!out) throw Failure("this issuer has no HSM", "whit-issuer key store hsm");
  return *std::move(out);
}

// give_up forgets what the token doesn't have; without leave it refuses, for keys that are only
// elsewhere would be lost.
std::size_t give_up(const std::string& folder, const HsmStore& store, bool may) {
  const std::vector<std::string> missing = store.missing();
  if (!missing.empty() && !may) {
    throw Failure("token " + printable(store.config().token) + " doesn't have " +
                      several(missing.size(), "key", "keys") + " that keys/ names; nothing changed",
                  "restore the HSM's own backup; if they are lost for good: --give-up-keys");
  }
  for (const std::string& name : missing) forget_hsm_key(folder, name);
  return missing.size();
}

}  // namespace

HsmSetup try_hsm(const std::string& folder, const HsmOptions& options, Hsm::Risk risk) {
  HsmSetup out{config_of(folder, options), SecretBuffer()};
  out.pin = read_passphrase(options.pin_fd, "PIN of token " + printable(out.config.token),
                            Typing::once, "--hsm-pin-fd N");
  HsmStore(folder, out.config, SecretBuffer::copy_of(out.pin.expose(InsecureAccess{})), risk)
      .check();
  return out;
}

Exit key_store_hsm(const Common& common, const HsmOptions& options, Rng& rng) {
  const Vault vault = open_vault(common);
  const HsmSetup setup = try_hsm(common.dir, options, Hsm::Risk::none);
  const HsmStore store(common.dir, setup.config,
                       SecretBuffer::copy_of(setup.pin.expose(InsecureAccess{})));
  if (!options.give_up_keys) give_up(common.dir, store, false);
  allow(common, vault, "key store hsm: token " + printable(setup.config.token), rng);
  const FolderLock lock(common.dir);
  const std::size_t lost = give_up(common.dir, store, options.give_up_keys);
  vault.set_hsm(setup.config, setup.pin, rng);
  if (lost != 0) print("given up: " + several(lost, "key", "keys") + " that the token lacks");
  print("new keys are made in token " + printable(setup.config.token) +
        " from now on; keys in files stay files until they end");
  print(
      "next: whit-issuer key request, then root certify, then key install; token keys come with " +
      std::string("the weeks that they are for"));
  return Exit::yes;
}

Exit key_store_file(const Common& common, Rng& rng) {
  const Vault vault = open_vault(common);
  HsmConfig config = want_config(common.dir);
  allow(common, vault, "key store file", rng);
  const FolderLock lock(common.dir);
  const SecretBuffer pin = vault.hsm_pin(as_bytes(format_hsm_config(config)));
  config.fresh_here = false;
  vault.set_hsm(config, pin, rng);
  print("new keys are files from now on; " +
        several(hsm_keys(common.dir).size(), "key stays", "keys stay") + " in token " +
        printable(config.token) + " until they end");
  return Exit::yes;
}

Exit key_store_pin(const Common& common, const HsmOptions& options, Rng& rng) {
  const Vault vault = open_vault(common);
  const HsmConfig config = want_config(common.dir);
  HsmSetup setup = try_hsm(common.dir, options, Hsm::Risk::last_try);
  setup.config.fresh_here = config.fresh_here;
  allow(common, vault, "key store pin", rng);
  const FolderLock lock(common.dir);
  vault.set_hsm(setup.config, setup.pin, rng);
  print("token " + printable(config.token) + " takes this PIN; it is sealed in the vault");
  return Exit::yes;
}

Exit key_store_show(const Common& common) {
  (void)Folder(common.dir).name();  // says what to do where there is no issuer
  const auto view = look_at_hsm(common.dir);
  if (!view) {
    print("new keys are files in keys/; there is no HSM");
    return Exit::yes;
  }
  print("token " + printable(view->config.token) + " of " + printable(view->config.module));
  print(view->config.fresh_here ? "new keys are made in it" : "new keys are files in keys/");
  if (view->error)
    throw hsm_failure(*view->error, "can't be looked at", view->config, view->last_error);
  print(several(view->keys, "key", "keys") + " of this issuer, " +
        (view->missing == 0 ? "all in it" : with_commas(view->missing) + " not in it"));
  return view->missing == 0 ? Exit::yes : Exit::no;
}

}  // namespace whit::cli
