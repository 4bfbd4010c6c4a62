// SPDX-License-Identifier: Apache-2.0
#include "vectors/vectors.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/hex.h"

namespace whit::test {
namespace {

const std::filesystem::path kRoot = WHIT_SOURCE_DIR "/spec/vectors";

ByteVector read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

ByteVector Case::bytes(const std::string& key) { return *hex::decode(text(key)); }

ByteVector Case::file(const std::string& key) {
  if (at(key).is_null()) return {};
  return read(kRoot / text(key));
}

std::string Case::unread() const {
  for (const auto& item : json_.items()) {
    if (seen_.count(item.key()) == 0) return item.key();
  }
  return {};
}

std::vector<Case> load(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  std::vector<Case> out;
  for (const std::string& path : paths) out.emplace_back(path, Json::parse(read(path)));
  return out;
}

}  // namespace whit::test
