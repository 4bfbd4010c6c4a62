// SPDX-License-Identifier: Apache-2.0
// Asking the root for keys, and taking what it has signed.
#include <algorithm>
#include <filesystem>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/actor.h"
#include "cli/issuer/key_commands.h"
#include "cli/issuer/key_names.h"
#include "cli/issuer/service_keys.h"
#include "crypto/hash.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

bool is_folder(const std::string& path) {
  std::error_code error;
  return path.back() == '/' || std::filesystem::is_directory(path, error);
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

void record(const Common& common, StaffOffice& staff, const Actor& by, std::string_view detail) {
  const Status done = staff.record(by, Act::keys, detail, now_of(common));
  if (!done) throw Failure(std::string(sentence(done.error().code)));
}

// key_for_install is the register's key, or zeros where one person may install and nobody signs
// in: a new issuer takes its first certificate without a passphrase.
SecretBuffer key_for_install(const Common& common, Rng& rng) {
  if (common.as.empty()) {
    const Folder folder(common.dir);
    const auto service = open_service(folder, SecretBuffer(32), rng);
    const auto lone = StaffOffice(*service).lone(Act::keys);
    if (lone && *lone) return SecretBuffer(32);
  }
  return open_vault(common).get(kRegisterKey);
}

std::string request_file(const std::string& given, const std::string& iss) {
  if (given.empty() || !is_folder(given)) return given;
  make_folder(given);
  return (std::filesystem::path(given) / (iss + ".whit-request")).string();
}

std::vector<PublicKey> keys_of(const Folder& folder, const std::vector<std::string>& names) {
  std::vector<PublicKey> out;
  if (names.empty()) return out;
  const RootManifest manifest = installed_manifest(folder);
  for (const std::string& name : names) out.push_back(find_service_key(manifest, name).key);
  return out;
}

// kept counts the keys of `request` that are certified already.
std::size_t kept(const Folder& folder, const KeyRequest& request) {
  if (!folder.certificate()) return 0;
  const RootManifest manifest = installed_manifest(folder);
  return static_cast<std::size_t>(
      std::count_if(request.keys.begin(), request.keys.end(), [&](const auto& asked) {
        return std::any_of(manifest.keys.begin(), manifest.keys.end(),
                           [&](const ServiceKey& key) { return key.key == asked.second; });
      }));
}

}  // namespace

Exit key_request(const Common& common, const KeyRequestOptions& options, Rng& rng) {
  const Folder folder(common.dir);
  const std::string iss = folder.name().iss;
  const Vault vault = open_vault(common);
  const std::string path = request_file(options.out, iss);
  const std::vector<PublicKey> without = keys_of(folder, options.without);
  const auto service = open_service(folder, vault.get(kRegisterKey), rng);
  StaffOffice staff(*service);
  const Actor by = actor_of(common, staff);
  want_second(common, staff, by, Act::keys, act_digest("key-request", as_bytes(iss)),
              "key request");
  record(common, staff, by, "key request");
  const KeyRequest request = request_keys(folder, vault, without, rng);
  write_file_atomic(path, encode(request));
  const std::size_t old = kept(folder, request);
  print("asks for " + std::to_string(request.keys.size()) + " keys (1 and 2 spares of each use)" +
        (old == 0 ? "" : ", " + std::to_string(old) + " of them as before") + ": " +
        printable(path));
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
  const auto service = open_service(folder, key_for_install(common, rng), rng);
  StaffOffice staff(*service);
  const Actor by = actor_of(common, staff);
  want_second(common, staff, by, Act::keys, act_digest("key-install", hash.view()), about);
  record(common, staff, by, about);
  install_certificate(folder, *parsed);
  print("root words: " + six_words(parsed->root) + "; compare them with those of the ceremony");
  const Day today = day_of(now_of(common));
  for (const KeyLine& line : key_lines(folder, installed_manifest(folder), today)) {
    print(std::string(name(line.use)) + " " + std::to_string(line.active) + " active + " +
          std::to_string(line.spare) + " spare, until " +
          (line.active == 0 ? "-" : format_date(midnight(line.ends))));
  }
  return Exit::yes;
}

}  // namespace whit::cli
