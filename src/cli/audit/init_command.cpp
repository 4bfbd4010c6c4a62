// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/audit/follow_commands.h"
#include "cli/audit/state.h"
#include "cli/audit/trusted_keys.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "trust/words.h"
#include "whit/bundle.h"

namespace whit::cli {
namespace {

constexpr std::size_t kTrustLimit = 64 * 1024;

// base_of is an origin without the number of the log, which is 1 in a policy's first line.
std::string base_of(const std::string& origin) {
  const std::size_t digits = origin.find_last_not_of("0123456789");
  if (digits == origin.npos || digits + 1 == origin.size()) {
    throw Failure(printable(origin) + " is no log of an issuer: its name doesn't end in a number",
                  "whit-audit fsck works on any log");
  }
  return origin.substr(0, digits + 1);
}

WitnessPolicy policy_of(const std::string& text, const std::string& name) {
  auto out = parse_witness_policy(text);
  if (out) return *std::move(out);
  throw Failure(name + ": line " + std::to_string(out.error().offset) + ": " +
                std::string(sentence(out.error().code)));
}

// pin_policy takes origin, keys and address from the `log` lines.
Pinned pin_policy(const InitOptions& options) {
  const auto bytes = read_file(options.policy, kTrustLimit);
  Pinned out;
  out.policy_text = as_text(bytes);
  const WitnessPolicy policy = policy_of(out.policy_text, printable(options.policy));
  if (policy.logs.empty()) {
    throw Failure(printable(options.policy) + " names no log", "log <key> <url>");
  }
  out.origin = base_of(policy.logs.front().key.name);
  std::string where = options.where;
  for (const WitnessPolicy::Log& log : policy.logs) {
    if (base_of(log.key.name) != out.origin) {
      throw Failure(printable(options.policy) + " names logs of several issuers",
                    "one folder for each, with --dir");
    }
    (void)add_keys(out.keys, {log.key.key});
    if (where.empty()) where = log.url;
  }
  if (where.empty()) throw Failure("where does the log lie?", "give its URL or folder");
  out.place = find_place(where, options.ca_file);
  return out;
}

// head_for is the head that vouches for the log's keys: from a file, or as the site serves it.
std::vector<std::uint8_t> head_for(const InitOptions& options, const Place& place) {
  if (!options.bundle.empty()) {
    const auto file = read_file(options.bundle);
    const auto parts = parse_bundle_file(file);
    if (!parts) throw Failure(printable(options.bundle) + " is no bundle");
    return {parts->head.begin(), parts->head.end()};
  }
  if (place.site.empty()) {
    throw Failure("nothing there names the log's keys: it is a log alone, without a site",
                  "--bundle FILE, with a bundle of this issuer");
  }
  const auto head = served_head(place.site, options.ca_file);
  if (head) return *head;
  throw Failure("no bundle at " + printable(place.site), "--bundle FILE", Exit::cannot_tell);
}

// pin_trust also gives the head that vouches for what it pins.
Pinned pin_trust(const InitOptions& options, std::vector<std::uint8_t>& head) {
  const auto bytes = read_file(options.trust, kTrustLimit);
  auto trust = parse_trust_file(bytes);
  if (!trust) {
    throw Failure(printable(options.trust) + ": " + std::string(sentence(trust.error().code)));
  }
  Pinned out;
  out.origin = trust->origin;
  out.policy_text = trust->policy;
  (void)policy_of(out.policy_text, printable(options.trust));
  out.place = find_place(options.where.empty() ? trust->url : options.where, options.ca_file);
  head = head_for(options, out.place);
  const auto keys = certified_log_keys(head, *trust);
  if (!keys || keys->empty()) {
    throw Failure("the bundle there isn't signed under the root of " + printable(options.trust),
                  "whose six words are: " + six_words(trust->root), static_cast<Exit>(4));
  }
  out.keys = *keys;
  out.trust = *std::move(trust);
  return out;
}

std::string quorum_text(const WitnessPolicy& policy) {
  const std::size_t all = policy.witnesses.size(), least = smallest_quorum(policy);
  if (!policy.has_quorum) return "no quorum: what no witness saw is believed too";
  return "quorum " + std::to_string(least) + " of " + std::to_string(all) + " witness" +
         (all == 1 ? "" : "es");
}

void say(const Pinned& pinned, const InitOptions& options, bool json) {
  const WitnessPolicy policy = pinned.policy();
  if (json) {
    nlohmann::json keys = nlohmann::json::array();
    for (const NoteKey& key : pinned.keys_of(1)) keys.push_back(format(key));
    print(nlohmann::json{{"origin", pinned.origin},
                         {"keys", keys},
                         {"witnesses", policy.witnesses.size()},
                         {"quorum", smallest_quorum(policy)},
                         {"place", pinned.place.base}}
              .dump());
    return;
  }
  const std::string from = pinned.trust ? options.trust : options.policy;
  print("follows the logs " + printable(pinned.origin) + "1 and on, at " +
        printable(pinned.place.base));
  print("keys taken from " + printable(from) + ": " + std::to_string(pinned.keys.size()) + "; " +
        quorum_text(policy));
  if (pinned.trust) print("root: " + six_words(pinned.trust->root));
}

}  // namespace

Exit run_init(const Common& common, const InitOptions& options) {
  if (options.policy.empty() == options.trust.empty()) {
    throw Failure("what is to be trusted?", "--trust FILE, or --policy FILE; one of the two");
  }
  const StateFolder folder(common.folder());
  if (folder.is_made()) {
    throw Failure(printable(folder.path()) + " follows a log already; nothing was changed",
                  "another --dir for another log");
  }
  std::vector<std::uint8_t> head;
  const Pinned pinned = options.trust.empty() ? pin_policy(options) : pin_trust(options, head);
  make_folder(folder.path());
  const FolderLock lock(folder.path());
  if (pinned.trust) write_file_atomic(folder.file("trust.cbor"), encode(*pinned.trust));
  if (pinned.trust) (void)follow_roots(folder, head, *pinned.trust);
  folder.write(pinned);
  say(pinned, options, common.json);
  return Exit::yes;
}

}  // namespace whit::cli
