// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/radar.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/issuer/retired_keys.h"
#include "serve/tls_file.h"

namespace whit::cli {
namespace {

constexpr const char* kRenew = "whit-issuer key request, then root certify, then key install";

constexpr std::string_view kSpare = " spare";

// spares_end is the first day on which no spare of `use` holds any more; 0 where there is none.
Day spares_end(const Folder& folder, const RootManifest& manifest, Use use, Day today) {
  const ServiceKey* active = active_key(folder, manifest, use, today);
  const std::vector<RetiredKey> retired = read_retired(folder);
  Day out = 0;
  for (const ServiceKey& key : manifest.keys) {
    const bool spare = key.use == use && !is_retired(retired, key.key) &&
                       (active == nullptr || !(key.key == active->key));
    if (spare) out = std::max(out, std::min(key.last + 1, manifest.ends));
  }
  return out;
}

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
      const std::string use(name(line.use));
      out.push_back({use, days, kRenew, line.active == 0 ? 0 : line.ends});
      const Day spares = spares_end(folder, manifest, line.use, today);
      if (spares == 0 || spares == line.ends) continue;
      out.push_back({use + std::string(kSpare), days_between(today, spares), kRenew, spares});
    }
    out.push_back({"manifest", days_between(today, manifest.ends), kRenew, manifest.ends});
  }
  if (!tls_certificate.empty()) {
    const auto ends = tls_file_ends(tls_certificate);
    out.push_back({"tls", ends ? days_between(today, day_of(*ends)) : 0,
                   "renew the certificate, then start the service anew", ends ? day_of(*ends) : 0});
  }
  return out;
}

std::string sentence_of(const Ending& ending) {
  std::string what = "the key for " + ending.what;
  const std::size_t spare = ending.what.find(kSpare);
  if (spare != std::string::npos) what = "the last spare key for " + ending.what.substr(0, spare);
  if (ending.what == "manifest") what = "the root's certificate";
  if (ending.what == "tls") what = "the TLS certificate";
  const std::string on = ending.end == 0 ? "" : format_date(midnight(ending.end));
  if (ending.days <= 0) return what + " holds no longer" + (on.empty() ? "" : ", since " + on);
  return what + " ends in " + std::to_string(ending.days) + (ending.days == 1 ? " day" : " days") +
         (on.empty() ? "" : ", on " + on);
}

int level_of(const Ending& ending) {
  if (ending.days <= kLastDays) return 3;
  if (ending.days <= kRedDays) return 2;
  return ending.days <= kSpeakDays ? 1 : 0;
}

}  // namespace whit::cli
