// SPDX-License-Identifier: Apache-2.0
#include "log/path.h"

#include <algorithm>

#include "base/hex.h"
#include "log/text.h"
#include "log/tile.h"

namespace whit {
namespace {

constexpr std::string_view kHeaderFolder = "header";

bool is_lower_hex(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string header_path(std::uint64_t number) {
  return std::string(kHeaderFolder) + "/" + logtext::decimal(number);
}

std::string object_path(std::string_view folder, const Hash& hash) {
  return std::string(folder) + "/" + hex::encode(hash.view());
}

bool is_log_path(std::string_view path) {
  if (path == kCheckpointPath || parse_tile_path(path).ok()) return true;
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view folder = path.substr(0, slash), name = path.substr(slash + 1);
  if (folder == kHeaderFolder) return logtext::parse_decimal(name).ok();
  if (folder != kKeyListFolder && folder != kHeadFolder && folder != kSegmentFolder) return false;
  return name.size() == 2 * Hash::kSize && is_lower_hex(name);
}

}  // namespace whit
