// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/refuse.h"

#include <optional>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/verify/data.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

std::string version(std::uint64_t number) { return "v" + std::to_string(number); }

Result<Head> head_in(Bytes file) {
  WHIT_TRY(const BundleFile parts, parse_bundle_file(file));
  return read_head(parts.head);
}

// What is wrong with the segments, as far as it can be told.
std::string segments_sentence(Bytes file) {
  const auto parts = parse_bundle_file(file);
  const auto head = head_in(file);
  if (!parts || !head) return "damaged: it holds other segments than it names";
  const std::size_t named = head->segments.size(), held = parts->segments.size();
  if (held == 0 && named != 0) {
    return "a head without its " + std::to_string(named) + (named == 1 ? " segment" : " segments");
  }
  for (std::size_t i = 0; i < named && i < held; ++i) {
    const SegmentRow& row = head->segments[i];
    const Bytes segment = parts->segments[i];
    if (segment.size() == row.size && sha256(segment) == row.hash) continue;
    const std::string day = std::to_string(row.day);
    return held == named ? "damaged: segment " + day + " does not match"
                         : "incomplete: segment " + day + " is missing";
  }
  if (held < named) {
    return "incomplete: segment " + std::to_string(head->segments[held].day) + " is missing";
  }
  return "damaged: it holds other segments than it names";
}

// The root that signed the bundle in `file`, in words where the file says them.
std::string root_of(Bytes file) {
  const auto head = head_in(file);
  const auto part = head ? parse_signed(head->manifest, registry::kTypManifest) : head.error();
  if (!part) return "";
  const auto manifest = parse_manifest(part->sign1.payload);
  const bool says = manifest && manifest->root && key_id(*manifest->root) == part->kid &&
                    verify_signed(*part, *manifest->root);
  if (says) return " (words: " + six_words(*manifest->root) + ")";
  return " (key " + hex::encode(part->kid.view()) + ")";
}

// What else to ask for where the file's root says that it followed another one.
std::string newer_root(Bytes file) {
  return root_of(file).rfind(" (words", 0) == 0 ? "; if it has a new root, get its new trust file"
                                                : "";
}

}  // namespace

Failure refusal(const std::string& why, const std::string& hint) {
  return Failure(why, hint.empty() ? "nothing was changed" : hint + "; nothing was changed");
}

std::string issuer_named(Bytes file) {
  if (const auto head = read_head(file)) {
    throw refusal("a head without its segments",
                  "install a whole file, as whit-verify bundle save writes it, or let "
                  "whit-verify bundle update fetch what is missing");
  }
  const auto parts = parse_bundle_file(file);
  if (!parts) throw refusal("damaged: not a bundle, or cut short");
  const auto head = read_head(parts->head);
  if (!head) throw refusal("damaged: " + std::string(sentence(head.error().code)));
  return head->iss;
}

std::string open_sentence(Error error, Bytes file) {
  switch (error.code) {
    case Errc::wrong_root:
    case Errc::unannounced_root:
    case Errc::false_root:
      return "signed by a root you do not trust" + root_of(file);
    case Errc::segment_missing:
    case Errc::segment_damaged:
      return segments_sentence(file);
    case Errc::no_log_proof:  // these are whole, and not to be believed
    case Errc::wrong_log:
    case Errc::unproven_log:
    case Errc::no_quorum:
    case Errc::old_cosignature:
    case Errc::bad_policy:
    case Errc::weak_policy:
    case Errc::manifest_ended:
    case Errc::key_out_of_date:
      return std::string(sentence(error.code));
    default:
      return "damaged: " + std::string(sentence(error.code));
  }
}

Failure unopened(Error error, Bytes file, const TrustFile& trust) {
  const std::string why = open_sentence(error, file);
  switch (error.code) {
    case Errc::wrong_root:
    case Errc::unannounced_root:
    case Errc::false_root:
      return refusal(why, "the root that you trust has the words: " + six_words(trust.root) +
                              "; ask the office which is right" + newer_root(file));
    case Errc::segment_missing:
      return refusal(why, "let whit-verify bundle update fetch what is missing");
    case Errc::no_quorum:
    case Errc::old_cosignature:
      return refusal(why, "get a newer one");
    default:
      return refusal(why);
  }
}

bool is_fork(Error error) noexcept {
  return error.code == Errc::version_conflict || error.code == Errc::broken_chain;
}

Failure unfollowing(Error error, const Bundle& fresh, const Standing& old,
                    const std::string& kept) {
  const std::string mine = version(fresh.head().version), theirs = version(old.version);
  const std::string fork =
      kept.empty()
          ? "keep both files: the issuer has signed two stories"
          : "the issuer has signed two stories; both are kept in " + printable(kept) +
                ": show them to an auditor (whit-audit check --served FILE, gossip --peer FILE)";
  switch (error.code) {
    case Errc::older_version:
      return refusal(mine + " is older than the installed " + theirs);
    case Errc::version_conflict:
      return refusal(mine + " differs from the installed " + theirs, fork);
    case Errc::broken_chain:
      return refusal(mine + " does not follow the installed " + theirs, fork);
    case Errc::older_manifest:
      return refusal(mine + " has an older list of service keys than the installed " + theirs);
    case Errc::older_key_list:
      return refusal(mine + " has an older key list than the installed " + theirs);
    case Errc::other_successor:
      return refusal(mine + " announces another root to follow than the installed " + theirs,
                     "somebody else may have the root key: ask the office, by telephone");
    case Errc::other_training:
      return refusal(fresh.specimen() ? mine + " is for training, the installed is in earnest"
                                      : mine + " is in earnest, the installed is for training",
                     "give each a folder of its own with --dir");
    default:
      return refusal(mine + ": " + std::string(sentence(error.code)));
  }
}

Failure outdated(UnixTime expires, UnixTime now) {
  return refusal(
      "expired " + format_date(expires),
      "get a newer one, or set the clock if it is wrong: this computer says " + format_date(now));
}

}  // namespace whit::cli
