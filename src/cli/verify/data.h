// SPDX-License-Identifier: Apache-2.0
// What a checker has: whom it trusts, and their data. Opened once, however many checks follow.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trust/limits.h"
#include "whit/bundle.h"

namespace whit::cli {

// DataFolder is a checker's own folder: a trust file and a bundle for each issuer.
class DataFolder {
 public:
  // An empty `path` is the usual folder of this user.
  explicit DataFolder(const std::string& path);

  const std::string& path() const noexcept { return path_; }
  std::string trust_path(std::string_view iss) const;
  std::string bundle_path(std::string_view iss) const;
  std::string questions_path() const { return path_ + "/questions"; }
  std::string prepared_path(std::string_view iss) const;  // of an image of the bundle
  std::string parts_path(std::string_view iss) const;     // segments of an update that isn't done
  std::string evidence_path() const { return path_ + "/evidence"; }
  // issuers is whom this folder has a trust file for, in ascending order.
  std::vector<std::string> issuers() const;

 private:
  std::string path_;
};

// read_trust_file reads and parses, or is a Failure.
TrustFile read_trust_file(const std::string& path);

// read_head reads the claims of a signed head; whoever signed it.
Result<Head> read_head(Bytes signed_head);

// next_trust is the file beside a trust file that holds the trust with the next root, while a
// bundle under that root takes its place: the bundle tells which of the two holds.
std::string next_trust(const std::string& trust_path);

// Opened is a bundle and the trust under which it opens; without a bundle, the trust at hand.
struct Opened {
  TrustFile trust;
  Result<Bundle> bundle;
};
Opened open_bundle(const std::string& trust_path, Bytes file);

// Data is one issuer's, as far as there is any.
struct Data {
  std::optional<TrustFile> trust;
  std::unique_ptr<std::uint8_t[]> image;  // outlives the bundle, which looks things up in it
  std::optional<Bundle> bundle;
  std::string problem;  // why the bundle doesn't open, empty if it does or there is none
  const Bundle* get() const noexcept { return bundle ? &*bundle : nullptr; }
};

// DataCache opens each pair of files once.
class DataCache {
 public:
  // open reads the files named; an empty name stands for nothing. Files that can't be read are a
  // Failure, a bundle that doesn't open is a `problem`. `prepared` is the image of a bundle in the
  // checker's own folder, and empty for any other: it is believed.
  const Data& open(const std::string& trust, const std::string& bundle,
                   const std::string& prepared = "");

 private:
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Data>> opened_;
};

}  // namespace whit::cli
