// SPDX-License-Identifier: Apache-2.0
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/verify/bundle_pages.h"
#include "cli/verify/bundle_show.h"
#include "cli/verify/commands.h"
#include "cli/verify/fetch.h"
#include "cli/verify/install.h"
#include "cli/verify/query.h"
#include "cli/verify/refuse.h"

namespace whit::cli {
namespace {

constexpr Seconds kClockSlack = 300;  // as a check allows it

UnixTime now_of(const BundleOptions& options) {
  return time_option(options.at, "--at", options.at.empty() ? system_now() : 0);
}

std::vector<std::string> issuers_of(const DataFolder& folder) {
  std::vector<std::string> issuers = folder.issuers();
  if (issuers.empty()) throw Failure("nobody is trusted yet", "whit-verify trust add FILE");
  return issuers;
}

// line_of says what was done, after `front`, the issuer's name where there may be several.
std::string line_of(const Installed& done, const std::string& front) {
  const std::string version = "v" + std::to_string(done.version);
  if (!done.is_new) return front + version + " is installed already";
  const bool replaced = done.before != 0 && done.before != done.version;
  const std::string was = replaced ? " (was v" + std::to_string(done.before) + ")" : "";
  return front + "installed " + version + was + ", issued " + format_time(done.issued) +
         ", good until " + format_date(done.expires);
}

std::string json_of(const Installed& done, const Fetched* fetched) {
  std::string out =
      "{\"iss\": " + json_quoted(done.iss) + ", \"version\": " + std::to_string(done.version) +
      ", \"before\": " + (done.before == 0 ? "null" : std::to_string(done.before)) +
      ", \"installed\": " + (done.is_new ? "true" : "false") +
      ", \"issued\": " + std::to_string(done.issued) +
      ", \"expires\": " + std::to_string(done.expires) +
      ", \"new_root\": " + (done.new_words.empty() ? "null" : json_quoted(done.new_words));
  if (fetched != nullptr) {
    out += ", \"fetched_segments\": " + std::to_string(fetched->segments) +
           ", \"fetched_bytes\": " + std::to_string(fetched->bytes);
  }
  return out + "}";
}

void tell(const Installed& done, const Fetched* fetched, const std::string& front,
          const BundleOptions& options, const Console& console) {
  const UnixTime now = now_of(options);
  print(options.json ? json_of(done, fetched) : line_of(done, front));
  if (!done.new_words.empty() && !options.json) {
    print(front + "the root announced this one as the next; its words: " + done.new_words);
  }
  if (now + kClockSlack >= done.issued) return;
  console.warning(
      "this computer says " + format_time(now) + ", the data is from " + format_time(done.issued),
      "set the clock");
}

void update_from(const std::string& url, const std::string& front, const BundleOptions& options,
                 const Console& console) {
  const DataFolder folder(options.dir);
  const UnixTime now = now_of(options);
  const Fetched fetched = fetch_bundle(folder, url, options.ca_file, now);
  tell(install(folder, fetched.iss, fetched.file, now), &fetched, front, options, console);
}

// one_issuer is the one that `save` writes the bundle of.
std::string one_issuer(const DataFolder& folder, const std::string& asked) {
  const auto issuers = issuers_of(folder);
  if (asked.empty() && issuers.size() == 1) return issuers.front();
  std::string known;
  for (const std::string& iss : issuers) {
    if (iss == asked) return iss;
    known += (known.empty() ? "" : ", ") + iss;
  }
  throw Failure(asked.empty() ? "several issuers are trusted here"
                              : printable(asked) + " is not trusted here",
                "--issuer, one of: " + known);
}

// opened is what is installed and opens; a Failure says that there is nothing to `act` on.
InstalledData opened(const DataFolder& folder, const std::string& iss, const std::string& act) {
  InstalledData data = installed(folder, iss);
  if (!data.opened) throw Failure(iss + ": no data to " + act, "whit-verify bundle update");
  const Result<Bundle>& bundle = data.opened->bundle;
  if (!bundle) {
    throw Failure(
        iss + ": what is installed does not open: " + open_sentence(bundle.error(), data.file),
        "whit-verify bundle update fetches what is damaged");
  }
  return data;
}

}  // namespace

Exit run_bundle_install(const BundleOptions& options, const Console& console) {
  const auto file = read_file(options.file, kMaxBundle);
  const DataFolder folder(options.dir);
  tell(install(folder, issuer_named(file), file, now_of(options)), nullptr, "", options, console);
  return Exit::yes;
}

Exit run_bundle_update(const BundleOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const auto issuers = issuers_of(folder);
  if (!options.url.empty()) {
    update_from(options.url, "", options, console);
    return Exit::yes;
  }
  Exit worst = Exit::yes;
  for (const std::string& iss : issuers) {
    try {
      const TrustFile trust = read_trust_file(folder.trust_path(iss));
      if (trust.url.empty()) {
        throw Failure("its trust file has no address", "whit-verify bundle update URL");
      }
      update_from(trust.url, iss + ": ", options, console);
    } catch (const Failure& failure) {  // one issuer's trouble is not the next one's
      if (options.json) {
        print("{\"iss\": " + json_quoted(iss) + ", \"error\": " + json_quoted(failure.error()) +
              ", \"hint\": " + json_quoted(failure.hint()) + "}");
      }
      worst = console.error(iss + ": " + failure.error(), failure.hint());
    }
  }
  return worst;
}

Exit run_bundle_show(const BundleOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  Exit worst = Exit::yes;
  for (const std::string& iss : issuers_of(folder)) {
    const Exit each = show_bundle(folder, iss, now_of(options), options.json, console);
    if (each != Exit::yes) worst = each;
  }
  return worst;
}

Exit run_bundle_save(const BundleOptions& options, const Console&) {
  const DataFolder folder(options.dir);
  const std::string iss = one_issuer(folder, options.issuer);
  const InstalledData data = opened(folder, iss, "save");
  const Result<Bundle>& bundle = data.opened->bundle;
  write_output(options.file, data.file);
  if (options.file == "-") return Exit::yes;
  const Head& head = bundle->head();
  if (options.json) {
    print("{\"iss\": " + json_quoted(iss) + ", \"version\": " + std::to_string(head.version) +
          ", \"bytes\": " + std::to_string(data.file.size()) +
          ", \"expires\": " + std::to_string(head.expires) + "}");
  } else {
    print("saved v" + std::to_string(head.version) + " of " + iss + ", " +
          std::to_string(data.file.size()) + " bytes, good until " + format_date(head.expires));
  }
  return Exit::yes;
}

Exit run_bundle_pages(const BundleOptions& options, const Console&) {
  const DataFolder folder(options.dir);
  const std::string iss = one_issuer(folder, options.issuer);
  const InstalledData data = opened(folder, iss, "compare with");
  const std::string from = options.url.empty() ? data.opened->trust.url : options.url;
  if (from.empty()) throw Failure(iss + ": its trust file has no address", "give one");
  return compare_pages(data.opened->bundle->head(), from, options.ca_file);
}

}  // namespace whit::cli
