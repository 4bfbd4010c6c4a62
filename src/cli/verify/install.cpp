// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/install.h"

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

std::string version(const Bundle& bundle) { return "v" + std::to_string(bundle.head().version); }

[[noreturn]] void refuse(const std::string& why, const std::string& hint = "") {
  throw Failure(why, hint.empty() ? "nothing was changed" : hint + "; nothing was changed");
}

// What makes `fresh` no successor of `old`.
void refuse_unless_newer(const Bundle& fresh, const Bundle& old) {
  const Head& head = fresh.head();
  if (head.version < old.head().version) {
    refuse(version(fresh) + " is older than the installed " + version(old));
  }
  if (head.version == old.head().version && !(fresh.head_hash() == old.head_hash())) {
    refuse(version(fresh) + " differs from the installed " + version(old),
           "keep both files: the issuer has signed two stories");
  }
  if (head.version == old.head().version + 1 && !(head.previous == old.head_hash())) {
    refuse(version(fresh) + " does not follow the installed " + version(old),
           "keep both files: the issuer has signed two stories");
  }
  if (fresh.manifest().sequence < old.manifest().sequence) {
    refuse(version(fresh) + " has an older list of service keys than the installed " +
           version(old));
  }
  if (fresh.key_list().sequence < old.key_list().sequence) {
    refuse(version(fresh) + " has an older key list than the installed " + version(old));
  }
}

void refuse_expired(const Bundle& bundle, UnixTime now) {
  if (bundle.head().expires <= now) {
    refuse("expired " + format_date(bundle.head().expires), "get a newer one");
  }
}

}  // namespace

std::string bundle_issuer(Bytes file) {
  const auto parts = parse_bundle_file(file);
  if (!parts) refuse("damaged: not a bundle, or cut short");
  const auto part = parse_signed(parts->head, registry::kTypHead);
  const auto head = part ? parse_head(part->sign1.payload) : Result<Head>(part.error());
  if (!head) refuse("damaged: " + std::string(sentence(head.error().code)));
  return head->iss;
}

std::optional<Bundle> installed(const DataFolder& folder, const std::string& iss) {
  const std::string path = folder.bundle_path(iss);
  if (!exists(path)) return std::nullopt;
  auto bundle =
      Bundle::open(read_file(path, kBundleLimit), read_trust_file(folder.trust_path(iss)));
  if (!bundle) return std::nullopt;
  return std::move(*bundle);
}

std::string install(const DataFolder& folder, const std::string& iss, Bytes file, UnixTime now) {
  if (!exists(folder.trust_path(iss))) {
    refuse("signed by a root you do not trust: that of " + iss, "whit-verify trust add FILE");
  }
  const FolderLock lock(folder.path());
  const auto opened = Bundle::open(file, read_trust_file(folder.trust_path(iss)));
  if (!opened) refuse(open_sentence(opened.error(), file));
  const auto old = installed(folder, iss);
  if (old) refuse_unless_newer(*opened, *old);
  refuse_expired(*opened, now);
  if (old && opened->head_hash() == old->head_hash())
    return version(*old) + " is installed already";
  write_file_atomic(folder.bundle_path(iss), file);
  return "installed " + version(*opened) + (old ? " (was " + version(*old) + ")" : "") +
         ", issued " + format_time(opened->head().issued) + ", good until " +
         format_date(opened->head().expires);
}

}  // namespace whit::cli
