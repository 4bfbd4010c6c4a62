// SPDX-License-Identifier: Apache-2.0
// What a checker has: whom it trusts, and their data. Opened once, however many checks follow.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "whit/bundle.h"

namespace whit::cli {

inline constexpr std::size_t kBundleLimit = 256 * 1000 * 1000;  // bytes

// DataFolder is a checker's own folder: a trust file and a bundle for each issuer.
class DataFolder {
 public:
  // An empty `path` is the usual folder of this user.
  explicit DataFolder(const std::string& path);

  const std::string& path() const noexcept { return path_; }
  std::string trust_path(std::string_view iss) const;
  std::string bundle_path(std::string_view iss) const;
  std::string questions_path() const { return path_ + "/questions"; }
  // issuers is whom this folder has a trust file for, in ascending order.
  std::vector<std::string> issuers() const;

 private:
  std::string path_;
};

// read_trust_file reads and parses, or is a Failure.
TrustFile read_trust_file(const std::string& path);

// Data is one issuer's, as far as there is any.
struct Data {
  std::optional<TrustFile> trust;
  std::optional<Bundle> bundle;
  std::string problem;  // why the bundle doesn't open, empty if it does or there is none
  const Bundle* get() const noexcept { return bundle ? &*bundle : nullptr; }
};

// DataCache opens each pair of files once.
class DataCache {
 public:
  // open reads the files named; an empty name stands for nothing. Files that can't be read are a
  // Failure, a bundle that doesn't open is a `problem`.
  const Data& open(const std::string& trust, const std::string& bundle);

 private:
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Data>> opened_;
};

// open_sentence says why a bundle doesn't open: "damaged: segment 20861 does not match", "signed by
// a root you do not trust".
std::string open_sentence(Error error, Bytes file);

}  // namespace whit::cli
