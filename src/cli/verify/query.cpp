// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/query.h"

#include <algorithm>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "verify/showing.h"

namespace whit::cli {
namespace {

Nonce read_nonce(const std::string& text) {
  const auto bytes = hex::decode(text);
  if (!bytes || bytes->size() != Nonce::kSize) {
    throw Failure("--nonce is not 32 digits 0-9 a-f");
  }
  return Nonce::from(*bytes);
}

Seconds read_elapsed(const std::string& text) {
  const auto seconds = parse_duration(text);
  if (!seconds) throw Failure("--elapsed is not a number of seconds");
  return *seconds;
}

// Whose data is meant where the showing names nobody who is trusted here.
std::string usual_issuer(const std::vector<std::string>& known, const std::string& wanted,
                         const DataFolder& folder) {
  if (std::find(known.begin(), known.end(), wanted) != known.end()) return wanted;
  for (const std::string& iss : known) {
    if (exists(folder.bundle_path(iss))) return iss;
  }
  return known.front();
}

// The issuer that the showing names; nobody has vouched for it yet.
std::string issuer_of(Bytes showing) {
  Showing shown;
  if (shown.read(showing) != Verdict::valid) return "";
  return std::string(shown.iss());
}

}  // namespace

UnixTime time_option(const std::string& text, const char* option, UnixTime otherwise) {
  if (text.empty()) return otherwise;
  const auto time = parse_time(text);
  if (!time) {
    throw Failure(std::string(option) + ": not a time: " + printable(text),
                  "Unix seconds or 2027-02-12T14:00:00Z");
  }
  return *time;
}

Context context_of(const CheckOptions& options) {
  Context out;
  out.now = time_option(options.at, "--at", options.at.empty() ? system_now() : 0);
  out.floor = time_option(options.floor, "--floor", 0);
  if (!options.nonce.empty()) out.nonce = read_nonce(options.nonce);
  if (!options.elapsed.empty()) out.elapsed = read_elapsed(options.elapsed);
  if (out.nonce.has_value() == options.elapsed.empty()) {
    throw Failure("--nonce and --elapsed belong together",
                  "--elapsed is the seconds since that question was asked");
  }
  if (!options.until.empty()) out.until = time_option(options.until, "--until", 0);
  return out;
}

std::string issuer_for(const CheckOptions& options, Bytes showing) {
  const DataFolder folder(options.dir);
  const std::vector<std::string> known = folder.issuers();
  if (known.empty()) return "";
  const std::string named = issuer_of(showing);
  const bool trusted = std::find(known.begin(), known.end(), named) != known.end();
  return trusted ? named : usual_issuer(known, options.issuer, folder);
}

const Data& data_for(const CheckOptions& options, Bytes showing, DataCache& cache) {
  if (!options.trust.empty() && !options.bundle.empty()) {
    return cache.open(options.trust, options.bundle);
  }
  const DataFolder folder(options.dir);
  const std::string iss =
      options.trust.empty() ? issuer_for(options, showing) : read_trust_file(options.trust).iss;
  if (iss.empty()) return cache.open("", options.bundle);
  std::string bundle = options.bundle;
  if (bundle.empty() && exists(folder.bundle_path(iss))) bundle = folder.bundle_path(iss);
  return cache.open(options.trust.empty() ? folder.trust_path(iss) : options.trust, bundle,
                    options.bundle.empty() ? folder.prepared_path(iss) : std::string());
}

std::optional<Nonce> nonce_of(Bytes showing) {
  Showing shown;
  if (shown.read(showing) != Verdict::valid || shown.is_paper()) return std::nullopt;
  return shown.phone().nonce;
}

}  // namespace whit::cli
