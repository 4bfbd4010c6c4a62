// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/setup_commands.h"

#include <filesystem>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/passphrase.h"
#include "cli/common/program.h"
#include "cli/issuer/actor.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/service_keys.h"
#include "cli/issuer/specimen_witness.h"
#include "crypto/hash.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

void put_register_key(const Vault& vault, Rng& rng) {
  SecretBuffer key(32);
  rng.fill(key.expose_writable(InsecureAccess{}));
  vault.put(kRegisterKey, key, rng);
}

// make_specimen does alone what takes three people otherwise.
void make_specimen(const Folder& folder, const std::string& iss, const SecretBuffer& passphrase,
                   UnixTime now, Rng& rng) {
  const Vault vault = Vault::open(folder.path(), passphrase);
  const std::string root = folder.file("specimen-root.key");
  make_root(root, iss, RootKind::specimen, passphrase, rng);
  const KeyRequest request = request_keys(folder, vault, {}, rng);
  const CertifyTerms terms{day_of(now), CertifyTerms{}.days};
  install_certificate(folder, certify(root, {request}, terms, passphrase));
}

}  // namespace

Exit init(const Console& console, const Common& common, InitOptions options, Rng& rng) {
  const Folder folder(common.dir);
  if (folder.is_made()) throw Failure(printable(common.dir) + ": there is an issuer already");
  if (!options.policy_file.empty()) {
    options.name.policy = as_text(read_file(options.policy_file));
  }
  check_name(options.name);
  // Else log 11 of one origin could be log 1 of another.
  if (options.name.origin.back() != '/') options.name.origin += '/';
  if (!options.specimen) check_earnest_policy(options.name.policy);
  if (!options.name.policy.empty()) (void)witness_policy(options.name.policy);
  const SecretBuffer passphrase =
      read_passphrase(common.passphrase_fd, "passphrase for vault.key", Typing::twice);
  std::optional<HsmSetup> hsm;  // before anything is written
  if (!options.hsm.module.empty() || !options.hsm.token.empty()) {
    hsm = try_hsm(common.dir, options.hsm, Hsm::Risk::none);
  }
  make_folder(folder.path());
  Vault::create(folder.path(), passphrase, rng);
  const Vault vault = Vault::open(folder.path(), passphrase);
  put_register_key(vault, rng);
  if (hsm) vault.set_hsm(hsm->config, hsm->pin, rng);
  if (options.name.policy.empty()) {
    options.name.policy = make_specimen_witness(vault, options.name.origin, rng);
  }
  const Status made = IssuerService::create(folder.register_file(), options.name.iss);
  if (!made) {
    throw Failure(printable(folder.register_file()) + ": " +
                  std::string(sentence(made.error().code)));
  }
  folder.write_name(options.name);
  print(options.name.iss + ": " + printable(options.name.name) + ", in " + printable(common.dir));
  if (!options.specimen) return Exit::yes;
  make_specimen(folder, options.name.iss, passphrase, now_of(common), rng);
  console.warning("specimen root, keys and witness on one machine: for training and tests alone",
                  "nothing shown under them is ever a yes in earnest");
  print("root words: " + six_words(folder.trust().root));
  return Exit::yes;
}

Exit write_trust(const Common& common, const std::string& out) {
  const Folder folder(common.dir);
  const TrustFile trust = folder.trust();
  write_output(out, encode(trust));
  if (out != "-") {
    print("words to read aloud: " + six_words(trust.root));
    if (folder.trust_before()) {
      print(
          "the root followed another: who has the old trust file, and no bundle yet, needs this "
          "one");
    }
  }
  return Exit::yes;
}

}  // namespace whit::cli
