// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/radar.h"

#include "serve/tls_file.h"

namespace whit::cli {
namespace {

constexpr const char* kRenew = "whit-issuer key request, then root certify, then key install";

std::int64_t days_between(Day today, Day end) { return std::int64_t{end} - std::int64_t{today}; }

}  // namespace

std::vector<Ending> endings(const Folder& folder, const std::string& tls_certificate,
                            UnixTime now) {
  std::vector<Ending> out;
  const Day today = day_of(now);
  if (folder.certificate()) {
    const RootManifest manifest = installed_manifest(folder);
    for (const KeyLine& line : key_lines(folder, manifest, today)) {
      const std::int64_t days = line.active == 0 ? 0 : days_between(today, line.ends);
      out.push_back({std::string(name(line.use)), days, kRenew});
    }
    out.push_back({"manifest", days_between(today, manifest.ends), kRenew});
  }
  if (!tls_certificate.empty()) {
    const auto ends = tls_file_ends(tls_certificate);
    out.push_back({"tls", ends ? days_between(today, day_of(*ends)) : 0,
                   "renew the certificate, then start the service anew"});
  }
  return out;
}

std::string sentence_of(const Ending& ending) {
  std::string what = "the key for " + ending.what;
  if (ending.what == "manifest") what = "the root's certificate";
  if (ending.what == "tls") what = "the TLS certificate";
  if (ending.days <= 0) return what + " holds no longer";
  return what + " ends in " + std::to_string(ending.days) + (ending.days == 1 ? " day" : " days");
}

int level_of(const Ending& ending) {
  if (ending.days <= kLastDays) return 3;
  if (ending.days <= kRedDays) return 2;
  return ending.days <= kSpeakDays ? 1 : 0;
}

}  // namespace whit::cli
