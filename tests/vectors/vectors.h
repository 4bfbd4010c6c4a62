// SPDX-License-Identifier: Apache-2.0
// Reading spec/vectors: one case a file, and every key of a case must be read by its test.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "whit/bytes.h"

namespace whit::test {

using Json = nlohmann::json;
using ByteVector = std::vector<std::uint8_t>;

class Case {
 public:
  Case(std::string path, Json json) : path_(std::move(path)), json_(std::move(json)) {}
  const std::string& path() const { return path_; }
  bool has(const std::string& key) { return seen_.insert(key), json_.contains(key); }
  const Json& at(const std::string& key) { return seen_.insert(key), json_.at(key); }
  std::string text(const std::string& key) { return at(key).get<std::string>(); }
  ByteVector bytes(const std::string& key);
  // file is the content of the file that `key` names, empty for null.
  ByteVector file(const std::string& key);
  // unread is the first key that nobody asked for, or empty.
  std::string unread() const;

 private:
  std::string path_;
  Json json_;
  std::set<std::string> seen_ = {"case", "section", "catches", "kind"};
};

// load is every case of `folder` of spec/vectors; it fails the test when there are none.
std::vector<Case> load(const std::string& folder);

}  // namespace whit::test
