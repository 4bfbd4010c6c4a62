// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/data.h"

#include <algorithm>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/verify/prepared.h"
#include "cli/verify/refuse.h"
#include "token/cose.h"
#include "token/registry.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

constexpr std::string_view kTrustEnding = ".whit-trust", kBundleEnding = ".whit-bundle",
                           kPreparedEnding = ".whit-prepared", kPartsEnding = ".parts",
                           kNextEnding = ".next";

}  // namespace

DataFolder::DataFolder(const std::string& path)
    : path_(path.empty() ? data_folder("verify") : path) {}

std::string DataFolder::trust_path(std::string_view iss) const {
  return (path_ + "/").append(iss).append(kTrustEnding);
}

std::string DataFolder::bundle_path(std::string_view iss) const {
  return (path_ + "/").append(iss).append(kBundleEnding);
}

std::string DataFolder::prepared_path(std::string_view iss) const {
  return (path_ + "/").append(iss).append(kPreparedEnding);
}

std::string DataFolder::parts_path(std::string_view iss) const {
  return (path_ + "/").append(iss).append(kPartsEnding);
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
  const auto trust = parse_trust_file(read_file(path, kMaxTrustFile));
  if (!trust) {
    throw Failure(printable(path) + " is not a trust file",
                  "the issuer's file ends in " + std::string(kTrustEnding));
  }
  return *trust;
}

Result<Head> read_head(Bytes signed_head) {
  WHIT_TRY(const SignedPart part, parse_signed(signed_head, registry::kTypHead));
  return parse_head(part.sign1.payload);
}

std::string next_trust(const std::string& trust_path) {
  return std::string(trust_path).append(kNextEnding);
}

Opened open_bundle(const std::string& trust_path, Bytes file) {
  TrustFile trust = read_trust_file(trust_path);
  auto bundle = Bundle::open(file, trust);
  if (bundle || bundle.error().code != Errc::wrong_root || !exists(next_trust(trust_path))) {
    return {std::move(trust), std::move(bundle)};
  }
  TrustFile next = read_trust_file(next_trust(trust_path));
  auto under_next = Bundle::open(file, next);
  if (!under_next) return {std::move(trust), std::move(bundle)};
  return {std::move(next), std::move(under_next)};
}

const Data& DataCache::open(const std::string& trust, const std::string& bundle,
                            const std::string& prepared) {
  std::unique_ptr<Data>& data = opened_[{trust, bundle}];
  if (data) return *data;
  auto fresh = std::make_unique<Data>();
  if (!trust.empty()) fresh->trust = read_trust_file(trust);
  if (!bundle.empty()) {
    const auto file = read_file(bundle, kMaxBundle);
    if (fresh->trust) {
      Opened opened = open_bundle(trust, file);
      if (opened.bundle) {
        fresh->trust = std::move(opened.trust);
        fresh->bundle = std::move(*opened.bundle);
        if (!prepared.empty()) fresh->image = use_prepared(*fresh->bundle, prepared);
      } else {
        fresh->problem = open_sentence(opened.bundle.error(), file);
      }
    } else {
      fresh->problem = "no trust file to judge it by";
    }
  }
  data = std::move(fresh);
  return *data;
}

}  // namespace whit::cli
