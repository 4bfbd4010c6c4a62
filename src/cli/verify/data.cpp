// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/data.h"

#include <algorithm>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

constexpr std::string_view kTrustEnding = ".whit-trust", kBundleEnding = ".whit-bundle";
constexpr std::size_t kTrustLimit = 256 * 1000;

// The day of the first segment that is missing or isn't the one that the head names.
std::optional<Day> damaged_segment(Bytes file) {
  const auto parts = parse_bundle_file(file);
  if (!parts) return std::nullopt;
  const auto signed_head = parse_signed(parts->head, registry::kTypHead);
  if (!signed_head) return std::nullopt;
  const auto head = parse_head(signed_head->sign1.payload);
  if (!head) return std::nullopt;
  for (std::size_t i = 0; i < head->segments.size(); ++i) {
    const SegmentRow& row = head->segments[i];
    if (i >= parts->segments.size() || !(sha256(parts->segments[i]) == row.hash)) return row.day;
  }
  return std::nullopt;
}

}  // namespace

DataFolder::DataFolder(const std::string& path)
    : path_(path.empty() ? data_folder("verify") : path) {}

std::string DataFolder::trust_path(std::string_view iss) const {
  return (path_ + "/").append(iss).append(kTrustEnding);
}

std::string DataFolder::bundle_path(std::string_view iss) const {
  return (path_ + "/").append(iss).append(kBundleEnding);
}

std::vector<std::string> DataFolder::issuers() const {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(path_, none)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == kTrustEnding && is_iss(name)) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

TrustFile read_trust_file(const std::string& path) {
  const auto trust = parse_trust_file(read_file(path, kTrustLimit));
  if (!trust) {
    throw Failure(printable(path) + " is not a trust file",
                  "the issuer's file ends in " + std::string(kTrustEnding));
  }
  return *trust;
}

const Data& DataCache::open(const std::string& trust, const std::string& bundle) {
  std::unique_ptr<Data>& data = opened_[{trust, bundle}];
  if (data) return *data;
  auto fresh = std::make_unique<Data>();
  if (!trust.empty()) fresh->trust = read_trust_file(trust);
  if (!bundle.empty()) {
    const auto file = read_file(bundle, kBundleLimit);
    if (fresh->trust) {
      auto opened = Bundle::open(file, *fresh->trust);
      if (opened) {
        fresh->bundle = std::move(*opened);
      } else {
        fresh->problem = open_sentence(opened.error(), file);
      }
    } else {
      fresh->problem = "no trust file to judge it by";
    }
  }
  data = std::move(fresh);
  return *data;
}

std::string open_sentence(Error error, Bytes file) {
  switch (error.code) {
    case Errc::wrong_root:
      return "signed by a root you do not trust";
    case Errc::segment_missing:
    case Errc::segment_damaged:
      if (const auto day = damaged_segment(file)) {
        return "damaged: segment " + std::to_string(*day) + " does not match";
      }
      return "damaged: it holds other segments than it names";
    case Errc::no_log_proof:  // these are whole, and not to be believed
    case Errc::wrong_log:
    case Errc::unproven_log:
    case Errc::no_quorum:
    case Errc::old_cosignature:
    case Errc::bad_policy:
    case Errc::weak_policy:
      return std::string(sentence(error.code));
    default:
      return "damaged: " + std::string(sentence(error.code));
  }
}

}  // namespace whit::cli
