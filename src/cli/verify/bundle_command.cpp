// SPDX-License-Identifier: Apache-2.0
#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/verify/commands.h"
#include "cli/verify/explain.h"
#include "cli/verify/install.h"
#include "cli/verify/query.h"
#include "crypto/hash.h"
#include "serve/http_client.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

constexpr std::string_view kHeadPath = "/v1/bundle/head", kSegmentPath = "/v1/bundle/segment/";

UnixTime now_of(const BundleOptions& options) {
  return time_option(options.at, "--at", options.at.empty() ? system_now() : 0);
}

std::vector<std::uint8_t> fetch(HttpClient& server, const std::string& path) {
  HttpReply reply = server.get(path);
  if (reply.failure != HttpFailure::none) {
    throw Failure("no new data: " + std::string(sentence(reply.failure)),
                  "what is installed keeps working until it is too old");
  }
  if (reply.status != 200) {
    throw Failure("no new data: the server answered " + std::to_string(reply.status),
                  "what is installed keeps working until it is too old");
  }
  return std::move(reply.body);
}

Head head_of(Bytes signed_head) {
  const auto part = parse_signed(signed_head, registry::kTypHead);
  const auto head = part ? parse_head(part->sign1.payload) : Result<Head>(part.error());
  if (!head) {
    throw Failure("damaged: " + std::string(sentence(head.error().code)), "nothing was changed");
  }
  return *head;
}

// Segments never change, so what the installed bundle has need not be fetched again.
class Segments {
 public:
  explicit Segments(const std::string& path) {
    if (!exists(path)) return;
    file_ = read_file(path, kBundleLimit);
    if (const auto parts = parse_bundle_file(file_)) held_ = parts->segments;
  }
  std::vector<std::uint8_t> get(const SegmentRow& row, HttpClient& server) const {
    for (const Bytes segment : held_) {
      if (sha256(segment) == row.hash) return {segment.begin(), segment.end()};
    }
    return fetch(server, std::string(kSegmentPath) + hex::encode(row.hash.view()));
  }

 private:
  std::vector<std::uint8_t> file_;
  std::vector<Bytes> held_;
};

std::string update_from(const std::string& url, const BundleOptions& options) {
  const DataFolder folder(options.dir);
  HttpClient server(url, {}, options.ca_file);
  const auto signed_head = fetch(server, std::string(kHeadPath));
  const Head head = head_of(signed_head);
  const Segments held(folder.bundle_path(head.iss));
  std::vector<std::vector<std::uint8_t>> segments;
  for (const SegmentRow& row : head.segments) segments.push_back(held.get(row, server));
  const std::vector<Bytes> views(segments.begin(), segments.end());
  return install(folder, head.iss, encode_bundle_file(signed_head, views), now_of(options));
}

std::string names_of(const Bundle& bundle) {
  std::string out = "facts:";
  for (const CatalogueFact& fact : bundle.head().catalogue) out += " " + fact.slug;
  out += "\n  presets:";
  for (const Preset& preset : bundle.head().presets) out += " " + preset.slug;
  return out;
}

void show(const std::string& iss, const DataFolder& folder, UnixTime now, const Console& console) {
  const auto bundle = installed(folder, iss);
  if (!bundle) {
    print(iss + "   no data");
    return;
  }
  const Head& head = bundle->head();
  const Seconds age = now < head.issued ? 0 : now - head.issued;
  print(iss + "   v" + std::to_string(head.version) + ", issued " + format_time(head.issued) +
        " (" + format_duration(age) + " old), good until " + format_date(head.expires) +
        (bundle->specimen() ? ", specimen: for training" : ""));
  print("  " + names_of(*bundle));
  print("  seen in the public log by witnesses: " + format_time(bundle->newest_cosignature()));
  print("  withdrawals: " + std::to_string(head.segments.size()) + " segments");
  if (const std::string lacks = lacks_text(*bundle); !lacks.empty()) console.note(lacks);
  if (now >= head.expires) console.warning("expired " + format_date(head.expires));
}

std::vector<std::string> issuers_of(const DataFolder& folder) {
  std::vector<std::string> issuers = folder.issuers();
  if (issuers.empty()) throw Failure("nobody is trusted yet", "whit-verify trust add FILE");
  return issuers;
}

}  // namespace

Exit run_bundle_install(const BundleOptions& options, const Console&) {
  const auto file = read_file(options.file, kBundleLimit);
  print(install(DataFolder(options.dir), bundle_issuer(file), file, now_of(options)));
  return Exit::yes;
}

Exit run_bundle_update(const BundleOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const auto issuers = issuers_of(folder);
  if (!options.url.empty()) {
    print(update_from(options.url, options));
    return Exit::yes;
  }
  Exit worst = Exit::yes;
  for (const std::string& iss : issuers) {
    try {
      const TrustFile trust = read_trust_file(folder.trust_path(iss));
      print(iss + ": " + update_from(trust.url, options));
    } catch (const Failure& failure) {  // one issuer's trouble is not the next one's
      worst = console.error(iss + ": " + failure.error(), failure.hint());
    }
  }
  return worst;
}

Exit run_bundle_show(const BundleOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  for (const std::string& iss : issuers_of(folder)) show(iss, folder, now_of(options), console);
  return Exit::yes;
}

}  // namespace whit::cli
