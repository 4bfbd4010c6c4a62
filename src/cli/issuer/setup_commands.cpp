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

bool is_folder(const std::string& path) {
  std::error_code error;
  return path.back() == '/' || std::filesystem::is_directory(path, error);
}

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
  const KeyRequest request = request_keys(iss, vault, rng);
  const CertifyTerms terms{day_of(now), CertifyTerms{}.days};
  install_certificate(folder, certify(root, {request}, terms, passphrase));
}

std::string certificate_file(const std::string& given) {
  if (given.empty() || !is_folder(given)) return given;
  std::error_code error;
  std::string found;
  for (const auto& entry : std::filesystem::directory_iterator(given, error)) {
    if (entry.path().extension() != ".whit-certificate") continue;
    if (!found.empty()) throw Failure("several certificates in " + printable(given), "name one");
    found = entry.path().string();
  }
  if (found.empty()) throw Failure("no certificate in " + printable(given));
  return found;
}

Issuing issuing_of(const Folder& folder) {
  Issuing out;
  out.iss = folder.name().iss;
  return out;
}

void record(const Common& common, StaffOffice& staff, const Actor& by, std::string_view detail) {
  const Status done = staff.record(by, Act::keys, detail, now_of(common));
  if (!done) throw Failure(std::string(sentence(done.error().code)));
}

// key_for_install is the register's key, or zeros where one person may install and nobody signs
// in: a new issuer takes its first certificate without a passphrase.
SecretBuffer key_for_install(const Common& common, Rng& rng) {
  if (common.as.empty()) {
    const Folder folder(common.dir);
    const auto service = open_service(folder, issuing_of(folder), SecretBuffer(32), rng);
    const auto lone = StaffOffice(*service).lone(Act::keys);
    if (lone && *lone) return SecretBuffer(32);
  }
  return open_vault(common).get(kRegisterKey);
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

Exit key_request(const Common& common, const std::string& out, Rng& rng) {
  const Folder folder(common.dir);
  const std::string iss = folder.name().iss;
  const Vault vault = open_vault(common);
  std::string path = out;
  if (!out.empty() && is_folder(out)) {
    make_folder(out);
    path = (std::filesystem::path(out) / (iss + ".whit-request")).string();
  }
  const auto service = open_service(folder, issuing_of(folder), vault.get(kRegisterKey), rng);
  StaffOffice staff(*service);
  const Actor by = actor_of(common, staff);
  want_second(common, staff, by, Act::keys, act_digest("key-request", as_bytes(iss)),
              "key request");
  record(common, staff, by, "key request");
  const KeyRequest request = request_keys(iss, vault, rng);
  write_file_atomic(path, encode(request));
  print("asks for " + std::to_string(request.keys.size()) +
        " keys (1 and 2 spares of each use): " + printable(path));
  return Exit::yes;
}

Exit key_install(const Common& common, const std::string& certificate, Rng& rng) {
  const Folder folder(common.dir);
  const std::string path = certificate_file(certificate);
  const auto parsed = parse_certificate(read_file(path));
  if (!parsed) throw Failure(printable(path) + ": not a certificate");
  const RootManifest manifest = installable(folder, *parsed);
  const Hash hash = sha256(encode(*parsed));
  const std::string about = "key install: certificate " + std::to_string(manifest.sequence) +
                            ", sha256 " + hex::encode(hash.view());
  const auto service = open_service(folder, issuing_of(folder), key_for_install(common, rng), rng);
  StaffOffice staff(*service);
  const Actor by = actor_of(common, staff);
  want_second(common, staff, by, Act::keys, act_digest("key-install", hash.view()), about);
  record(common, staff, by, about);
  install_certificate(folder, *parsed);
  print("root words: " + six_words(parsed->root) + "; compare them with those of the ceremony");
  return key_list(common, Output::text);
}

Exit key_list(const Common& common, Output output) {
  const Folder folder(common.dir);
  const RootManifest manifest = installed_manifest(folder);
  const Day today = day_of(now_of(common));
  std::string text, json;
  for (const KeyLine& line : key_lines(folder, manifest, today)) {
    const std::string use(name(line.use)), active = std::to_string(line.active),
                                           spare = std::to_string(line.spare);
    const std::string ends = line.active != 0 ? format_date(midnight(line.ends)) : "-";
    text += use + " " + active + " active + " + spare + " spare, until " + ends + "\n";
    json += (json.empty() ? "" : ",") + json_quoted(use) + ":{\"active\":" + active +
            ",\"spare\":" + spare + ",\"ends\":" + std::to_string(midnight(line.ends)) + "}";
  }
  if (output == Output::json) {
    print("{\"sequence\":" + std::to_string(manifest.sequence) +
          ",\"specimen\":" + (manifest.specimen ? "true" : "false") + "," + json + "}");
    return Exit::yes;
  }
  for (const TokenKey& row : read_key_list(folder).list.tokens) {
    text += std::string(row.kind == Kind::paper ? "paper " : "token ") + "key of " +
            format_date(midnight(row.first)) + " to " + format_date(midnight(row.last)) + ", " +
            std::to_string(row.facts.size()) + " facts" +
            (row.state == KeyState::live ? "" : ", withdrawn") +
            (row.last <= today ? ", over" : "") + "\n";
  }
  text.pop_back();
  print(text);
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
